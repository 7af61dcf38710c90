"""The library as LangChain parts, in chains that LangChain runs."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langchain_core.vectorstores import InMemoryVectorStore

from tutor.build import Tutor
from tutor.domain import Filters
from tutor.retrieval.langchain import LibraryRetriever

QUESTION = "Why are attention scores scaled?"


def test_the_retriever_runs_in_a_chain(corpus_library: Tutor) -> None:
    seen: list[str] = []

    def joined(documents: list[LangChainDocument]) -> str:
        seen.extend(str(one.metadata["document"]) for one in documents)
        return "\n\n".join(one.page_content for one in documents)

    prompt = ChatPromptTemplate.from_template("From {context}\n\nanswer {question}")
    model = FakeListChatModel(responses=["Because of their variance."])
    start = {"context": corpus_library.retriever | RunnableLambda(joined), "question": RunnablePassthrough()}
    chain = start | prompt | model | StrOutputParser()
    assert chain.invoke(QUESTION) == "Because of their variance."
    assert seen[0] == "transformers/scaled-dot-product-attention.md"


def test_each_document_says_where_it_stands(corpus_library: Tutor) -> None:
    documents = corpus_library.retriever.invoke(QUESTION)
    assert len(documents) == 10
    for one in documents:
        place = one.metadata
        assert corpus_library.document(place["document"]).text[place["start"] : place["end"]] == one.page_content
        assert one.id == place["chunk_id"]
        scores = [sentence["score"] for sentence in place["sentences"]]
        assert scores == sorted(scores, reverse=True)


def test_the_retriever_takes_k_and_filters(corpus_library: Tutor) -> None:
    retriever = LibraryRetriever(search=corpus_library.parts.hybrid, k=3, filters=Filters(areas=("rag",)))
    found = retriever.invoke(QUESTION)
    assert len(found) == 3
    assert {str(one.metadata["document"]).split("/")[0] for one in found} == {"rag"}


def test_the_retriever_answers_asynchronously_and_many_at_once(corpus_library: Tutor) -> None:
    queries = [QUESTION, "What does LoRA train?", "What is BLEU?", "What is HNSW?"]

    async def ask() -> list[list[LangChainDocument]]:
        return await asyncio.gather(*(corpus_library.retriever.ainvoke(query) for query in queries))

    with ThreadPoolExecutor(1) as thread:  # of its own: a browser test may have left a loop in this one
        found = thread.submit(lambda: asyncio.run(ask())).result()
    assert found == [corpus_library.retriever.invoke(query) for query in queries]


def test_embeddings_are_unit_vectors_one_a_text(corpus_library: Tutor) -> None:
    texts = [QUESTION, "", "x" * 10_000, "Cats purr.", QUESTION]
    vectors = np.array(corpus_library.embeddings.embed_documents(texts))
    assert vectors.shape == (5, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert vectors[0] == pytest.approx(vectors[4], abs=1e-5)
    assert np.array(corpus_library.embeddings.embed_query(QUESTION)) @ vectors[0] == pytest.approx(1.0, abs=2e-3)
    assert corpus_library.embeddings.embed_documents([]) == []


def test_embeddings_serve_another_vector_store(corpus_library: Tutor) -> None:
    store = InMemoryVectorStore(corpus_library.embeddings)
    store.add_texts(["Cats purr when they are content.", "BLEU counts n-grams.", "Adapters are merged."])
    assert store.similarity_search("a metric of shared n-grams", k=1)[0].page_content == "BLEU counts n-grams."
