"""What job descriptions call the areas of the syllabus, and the lines of them that ask for nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Words by area, matched whole and without regard to case.  An area that a syllabus does not have is not looked for.
_ALIASES: Mapping[str, str] = {
    "foundations": r"generative ai|gen ?ai|genai|foundation models?|self-supervised",
    "python": (
        r"python|numpy|pandas|asyncio|pytest|typed code|data structures?|algorithms and data structures|matplotlib"
    ),
    "statistics": (
        r"statistics|statistical\w*|a/b[- ]test\w*|ab[- ]test\w*|hypothesis test\w*|experiment(?:al)? design|"
        r"causal inference|confidence intervals?|bayesian|significance test\w*|experimentation|online experiments?"
    ),
    "machine-learning": (
        r"machine[- ]learning|classical ml|scikit-learn|sklearn|xgboost|lightgbm|gradient boost\w*|"
        r"random forests?|logistic regression|feature engineering|cross-validation|supervised learning|"
        r"class imbalance|clustering|predictive model\w*|ml fundamentals|recommender systems?|ranking models?"
    ),
    "deep-learning": (
        r"deep[- ]learning|pytorch|tensorflow|jax|keras|neural net\w*|backprop\w*|distributed training|multi-gpu|"
        r"fsdp|deepspeed|megatron|cnns?|rnns?|lstms?|mixed precision|gpu training|cuda|training at scale"
    ),
    "nlp": (
        r"nlp|natural[- ]language processing|tokeni[sz]\w+|named entity\w*|ner|text classification|"
        r"summari[sz]ation|word2vec|machine translation|sentence embeddings?|information extraction|tf-?idf|bm25|"
        r"spacy|nltk|text mining"
    ),
    "transformers": (
        r"transformers?(?! library)(?: architectures?)?|attention mechanisms?|self-attention|bert|flashattention|"
        r"flash attention|mixture[- ]of[- ]experts|moe|long[- ]context|positional encodings?|kv[- ]cache"
    ),
    "models": (
        r"gpt-?[345][\w.]*|claude|gemini|llama[\w. ]?\d?|mistral|qwen|deepseek|open[- ]weights?(?: models?)?|"
        r"diffusion(?: models?)?|stable diffusion|dall[-·]?e|midjourney|image generation|text-to-image|gans?|"
        r"vaes?|whisper|speech recognition|multi-?modal\w*|vision[- ]language|vlms?|code models?|copilot|"
        r"reasoning models?|flux|controlnet|text-to-speech|asr"
    ),
    "training": (
        r"fine[- ]?tun\w+|sft|rlhf|dpo|grpo|ppo|lora|qlora|peft|pre-?training|instruction[- ]tuning|alignment|"
        r"post-?training|distillation|transfer learning|reinforcement learning|preference (?:data|optimi[sz]ation|"
        r"tuning)|scaling laws?|reward models?|continued pretraining|synthetic data"
    ),
    "prompting": (
        r"prompt(?! injection)(?:ing|s| engineering| design| templates?| optimi[sz]ation)?|few-shot|"
        r"chain[- ]of[- ]thought|structured outputs?|function[- ]calling|json mode|context engineering|"
        r"system prompts?|prompt management"
    ),
    "rag": (
        r"rag|retrieval[- ]augmented(?: generation)?|hybrid search|rerank\w*|chunking|semantic search|graphrag|"
        r"retrieval pipelines?|retrieval quality|document search|knowledge bases?|grounded answers?|"
        r"information retrieval|enterprise search|vector search"
    ),
    "databases": (
        r"pinecone|weaviate|milvus|qdrant|chroma(?:db)?|faiss|pgvector|opensearch|elasticsearch|"
        r"vector (?:databases?|stores?|dbs?|indexes|indices)|hnsw|sql|nosql|postgres\w*|mysql|mongodb|redis|"
        r"dynamodb|bigquery|snowflake|relational databases?|databases?|cosmos ?db|neo4j"
    ),
    "frameworks": (
        r"langchain|langgraph|llama-?index|hugging ?face|langsmith|langfuse|semantic kernel|autogen|crewai|dspy|"
        r"haystack|mcp|model context protocol|openai(?:'s)?(?: apis?)?|azure openai|anthropic(?: apis?)?|(?:aws |"
        r"amazon )?bedrock|vertex ai|tool[- ](?:use|calling)|(?:ai |llm )?agents?|agentic\w*|multi-agent\w*|"
        r"llm apis?|model apis?|transformers library"
    ),
    "evaluation": (
        r"evals?|evaluations|llm[- ]as[- ](?:a[- ])?judges?|benchmark\w*|bleu|rouge|perplexity|human evaluation|"
        r"evaluation (?:harness\w*|frameworks?|pipelines?|metrics?|suites?|sets?|datasets?|methods?|"
        r"methodolog\w+)|(?:model|llm|offline|online|quality|output) evaluations?|evaluat(?:e|"
        r"ing) (?:\w+ ){0,3}(?:models?|outputs?|quality|agents?|llms?|generations?|prompts|answers|responses)|"
        r"golden (?:sets?|data\w*)|ragas|annotation guidelines|inter-annotator\w*|human ratings?|fid|clipscore|"
        r"model quality metrics"
    ),
    "deployment": (
        r"deploy(?:ing|ment|ments|ed)?(?: of)?|mlops|llmops|docker|kubernetes|k8s|vllm|tgi|triton|tensorrt\w*|"
        r"sglang|quanti[sz]ation|inference (?:optimi[sz]ation|servers?|serving|latency|cost|performance|stack|"
        r"engines?)|(?:model )?serving|fastapi|ci/cd|monitoring|observability|sagemaker|latency|throughput|canary|"
        r"productioni[sz]\w+|in production|into production|cost per (?:request|token)|gptq|awq|gguf|onnx|batching|"
        r"speculative decoding|terraform|mlflow|gpu (?:utili[sz]ation|capacity)|rate limits?|on-?call|slos?|"
        r"incident\w*"
    ),
    "safety": (
        r"guardrails?|prompt injections?|hallucinations?|red[- ]team\w*|responsible ai|ai safety|toxicity|"
        r"content moderation|jailbreak\w*|privacy|pii|gdpr|eu ai act|compliance|fairness|bias(?: and fairness)?|"
        r"model cards?|data leakage prevention|trust and safety|hipaa|security reviews?|model risk|ai act|harm\w*"
    ),
    "interpretability": (
        r"interpretab\w+|explainab\w+|sparse autoencoders?|mechanistic\w*|probing|activation patching|shap|"
        r"circuits"
    ),
    "system-design": (
        r"system[- ]design|system architectures?|architect(?:ing|ure|ures)? (?:\w+ ){0,4}(?:systems?|solutions?|"
        r"platforms?|pipelines?|services|applications)|design(?:ing)? (?:\w+[- ,]*){0,4}(?:systems|platforms|"
        r"architectures?|services)|scalable (?:\w+ ){0,2}(?:systems?|services|platforms?|architectures?)|"
        r"microservices|distributed systems|architectural|reference architectures?|end-to-end (?:ai |ml |"
        r"llm )?(?:systems|architectures?)|trade-?offs? (?:between|of) (?:latency|cost|quality)"
    ),
    "interview-craft": r"star method",
}
ALIASES = {area: re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE) for area, words in _ALIASES.items()}

# Headings of the parts that ask for something, and of those that sell the job.
ASKING = re.compile(
    (
        r"\b(?:requirements?|qualifications?|responsibilit\w+|"
        r"what you(?:'|’)?(?:ll| will)? (?:do|bring|need|have|work)|"
        r"you(?:'|’)?(?:ll| will)? (?:do|bring|need|have)|you have|you bring|"
        r"your (?:profile|role|tasks|skills|background)|who you are|skills|must[- ]haves?|nice[- ]to[- ]haves?|"
        r"bonus|preferred|minimum|experience|the role|about the role|about you|tech(?:nical)? stack|our stack|"
        r"day[- ]to[- ]day|duties|desirable|plus(?:es)?|looking for|the job|key tasks|in your first)\b"
    ),
    re.IGNORECASE,
)
SELLING = re.compile(
    (
        r"\b(?:benefits?|perks|what we offer|we offer|why (?:join|work|us)|"
        r"about (?:us|the company|the team|[A-Z]\w+$)|who we are|our (?:mission|values|culture|story|commitment)|"
        r"equal (?:opportunit\w+|employment)|diversity|compensation|salary|pay range|how to apply|"
        r"application process|hiring process|interview process|the process|location|company description|"
        r"privacy notice|disclaimer|accommodations?|life at)\b"
    ),
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    (
        r"\b(?:equal[- ]opportunity|regardless of|without regard to|race|religion|gender|sexual orientation|"
        r"veteran|disabilit\w+|401\(?k\)?|health insurance|dental|vision insurance|"
        r"paid (?:time off|leave|holidays)|pto|parental leave|equity package|stock options|gym|"
        r"free (?:lunch|snacks)|catered|base salary|salary range|annual bonus|relocation|visa|sponsorship|"
        r"series [a-f]\b|raised \$|funding round|founded in|our mission|our customers include|trusted by|"
        r"fortune 500|we are a (?:fast|leading|global)|market leader|remote-first|work from home|wellness|pension|"
        r"team events|apply (?:now|here|today)|recruiters?|cover letter|background check|reasonable accommodation|"
        r"learning budget|conference budget|your (?:data|application) (?:is|will be) processed|"
        r"personal data of applicants|since \d{4}\b)"
    ),
    re.IGNORECASE,
)
OPTIONAL = re.compile(
    (
        r"\b(?:nice[- ]to[- ]haves?|bonus|a plus|pluses|preferred|desirable|ideally|advantage\w*|optional|"
        r"good to have)\b"
    ),
    re.IGNORECASE,
)
_ROLE = (
    r"(?:engineer|scientist|developer|researcher|architect|analyst|consultant|specialist|manager|lead|"
    r"designer|programmer|intern|trainee)"
)
ROLE_TITLE = re.compile(rf"\b{_ROLE}s?\b", re.IGNORECASE)
_OTHERS = r"(?<!mentor )(?<!coach )(?<!guide )(?<!support )(?<!with )(?<!to )(?<!our )(?<!mentoring )(?<!coaching )"
_FRESH = r"(?:junior|jr\.?|graduate|new grads?|intern|trainee|associate)"
_GROWN = r"(?:senior|sr\.?|staff|principal|lead|head of|expert)"
LEVELS: Mapping[str, re.Pattern[str]] = {
    "beginner": re.compile(
        rf"{_OTHERS}\b{_FRESH}\b(?=(?:[ ,/-]+\w+){{0,4}}?[ ,/-]+{_ROLE})"
        r"|\bentry[- ]level\b|\binternship\b|\b(?:recent|new) graduates?\b|\bearly[- ](?:in (?:your|their) )?career\b",
        re.IGNORECASE,
    ),
    "intermediate": re.compile(rf"\b(?:mid[- ]?level|mid[- ]senior|intermediate)\b|\b{_ROLE} ii\b", re.IGNORECASE),
    "advanced": re.compile(rf"{_OTHERS}\b{_GROWN}\b(?=(?:[ ,/-]+\w+){{0,4}}?[ ,/-]+{_ROLE})", re.IGNORECASE),
}
YEARS = re.compile(
    r"(?P<least>\d{1,2})\s*(?:\+|(?:-|–|to)\s*(?P<most>\d{1,2}))?\s*(?:\+\s*)?(?:years?|yrs?)\b"
    r"(?! (?:ago|old|in business))",
    re.IGNORECASE,
)
