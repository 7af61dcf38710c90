"""Questions the corpus answers, questions on other subjects, and near misses."""

from __future__ import annotations

from functools import cache

from tutor.build import Tutor
from tutor.domain import Answer


@cache
def answer_of(tutor: Tutor, question: str) -> Answer:
    """The answer of standard length, asked for once a run."""
    return tutor.ask(question)


ANSWERABLE = (
    "Why are attention scores divided by the square root of the key dimension?",
    "What is the difference between BERT and GPT?",
    "How does LoRA reduce the number of trained parameters?",
    "What is QLoRA?",
    "Explain byte pair encoding.",
    "What is negative sampling in word2vec?",
    "What does temperature do in decoding?",
    "What is chain-of-thought prompting?",
    "When should I use retrieval instead of fine-tuning?",
    "What is the KV cache and why does it grow?",
    "How do rotary position embeddings work?",
    "What does DPO do differently from RLHF?",
    "What are scaling laws?",
    "Which biases does an LLM judge have?",
    "What does BLEU measure?",
    "What is benchmark contamination?",
    "How does HNSW search for neighbours?",
    "What is int8 quantization?",
    "What is hallucination in language models?",
    "Why combine BM25 with dense retrieval?",
    "What does a reranker do?",
    "How do you choose a chunk size?",
    "What is generative AI?",
    "What is instruction tuning?",
    "How do you get valid JSON from a language model?",
)
OTHER_SUBJECTS = (
    "How long do I boil an egg?",
    "Who won the football world cup in 1998?",
    "How do I file my income tax return?",
    "What is the capital of Mongolia?",
    "How do I prune an apple tree?",
    "Which wine goes with grilled salmon?",
    "What are the symptoms of the flu?",
    "How do I change a bicycle tyre?",
    "When did the Roman empire fall?",
    "How much does a flight to Lisbon cost?",
    "What is the offside rule?",
    "How do I knit a scarf?",
    "Who painted the Mona Lisa?",
    "What should I feed a hamster?",
    "How do volcanoes erupt?",
    "Can my landlord raise the rent twice a year?",
    "How do I make sourdough bread rise?",
)
NEAR_MISSES = (
    "How does a graph neural network pass messages?",
    "What is a Kolmogorov-Arnold network?",
    "How does AlphaGo combine tree search with a value network?",
    "What is the Hopfield network's energy function?",
    "How does NeRF represent a scene?",
    "What loss does YOLO use for bounding boxes?",
    "How does a Kalman filter update its estimate?",
    "What is federated averaging?",
    "How does AlphaFold predict the structure of a protein?",
    "How do capsule networks route by agreement?",
    "How are spiking neural networks trained?",
    "How does conformal prediction choose its threshold?",
    "How does Q-learning update its table?",
    "What is the Neocognitron?",
)
