"""The search and the embedder as LangChain parts, for any chain."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from tutor.domain import Filters, Passage
from tutor.library.embedder import Embedder, TextToEmbed
from tutor.retrieval.search import HybridSearch


class LibraryRetriever(BaseRetriever):
    """The hybrid search; each document's metadata holds its place (`document`, `start`, `end`, `page`), heading path,
    chunk id, scores and best sentences."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: HybridSearch
    k: int = 10
    filters: Filters | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [as_langchain_document(passage) for passage in self.search.search(query, self.k, self.filters)]


class LibraryEmbeddings(Embeddings):
    """The library's embedder: unit vectors, one a text."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        found: dict[int, list[float]] = {}
        for index, embedded in self._embedder.embed([TextToEmbed(text) for text in texts]):
            found[index] = embedded.vector.tolist()
        return [found[index] for index in range(len(texts))]

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_queries([text])[0].tolist()
        return vector


def as_langchain_document(passage: Passage) -> LangChainDocument:
    """A Passage as LangChain's Document."""
    metadata = passage.model_dump(include={"document", "start", "end", "page", "chunk_id", "score", "title"})
    metadata["headings"] = list(passage.headings)
    metadata["scores"] = passage.scores.model_dump()
    metadata["sentences"] = [
        one.model_dump(include={"start", "end", "text", "score"})
        for one in sorted(passage.sentences, key=lambda sentence: -sentence.score)
    ]
    return LangChainDocument(id=passage.chunk_id, page_content=passage.text, metadata=metadata)
