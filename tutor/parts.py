"""The composition root: Settings -> the objects of every floor.  The only place that wires."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from tutor.answering.abbreviations import Abbreviations
from tutor.answering.answerer import Answerer
from tutor.answering.authored import AuthoredAnswers
from tutor.answering.extractive import ExtractiveComposer
from tutor.answering.followups import FollowUpReader
from tutor.answering.generative import GenerativeComposer, ModelRewriter
from tutor.answering.ranking import PassageRanker
from tutor.answering.relevance import TokenRelevance
from tutor.answering.spelling import Speller
from tutor.answering.support import SupportScorer
from tutor.answering.verdict import Judge
from tutor.backends.chat import ChatBackend, open_backend
from tutor.calibration import Calibration, load_calibration
from tutor.domain import Finding
from tutor.errors import TutorError
from tutor.library.embedder import Embedder, MiniLMEmbedder
from tutor.library.lock import OwnerLock
from tutor.library.other_embedder import SentenceTransformersEmbedder
from tutor.library.store import Store
from tutor.library.vectors import ChromaIndex, ExactIndex, VectorIndex
from tutor.library.weights import Weights
from tutor.records import Candidate, Profiles, create_tables, utc_now
from tutor.retrieval.reranker import CrossEncoderReranker
from tutor.retrieval.search import HybridSearch
from tutor.settings import Settings

if TYPE_CHECKING:
    from tutor.checking.corpus_check import CorpusCheck

_Part = TypeVar("_Part")


class Parts:
    """The objects of one library, each made once at its first use.  Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._building = threading.RLock()
        self._made: dict[str, Any] = {}

    @property
    def calibration(self) -> Calibration:
        return self.once("calibration", load_calibration)

    @property
    def weights(self) -> Weights | None:
        """The default embedding model's files; None with TUTOR_EMBEDDER."""
        if self.settings.embedder is not None:
            return None
        return self.once("weights", lambda: Weights(self.settings.models_dir))

    @property
    def embedder(self) -> Embedder:
        return self.once("embedder", self._make_embedder)

    @property
    def store(self) -> Store:
        return self.once("store", lambda: Store(self.settings.sql_url, self.embedder.fingerprint))

    @property
    def index(self) -> VectorIndex:
        return self.once("index", self._make_index)

    def candidate(self, profile: str) -> Candidate:
        """Everything one candidate has in the database."""
        self.once("tables", lambda: create_tables(self.store.engine))
        return Candidate(self.store.engine, profile, self.clock)

    @property
    def profiles(self) -> Profiles:
        self.once("tables", lambda: create_tables(self.store.engine))
        return Profiles(self.store.engine, clock=self.clock)

    def clock(self) -> datetime:
        """Now, in UTC; TUTOR_CLOCK_OFFSET moves it."""
        return utc_now() + self.settings.clock_offset

    @property
    def hybrid(self) -> HybridSearch:
        """The search that ranks passages."""
        return self.once("hybrid", self._make_search)

    @property
    def backend(self) -> ChatBackend | None:
        """The configured language model; raises BackendError where it cannot be used."""
        return self.once("backend", lambda: open_backend(self.settings))

    def test_backend(self) -> Finding:
        """Ask the configured language model for one word."""
        try:
            backend = self.backend
        except TutorError as error:
            return Finding(name="answers", state="bad", text=str(error), command="unset TUTOR_LLM")
        if backend is None:
            text = "the material answers by itself; TUTOR_LLM chooses a language model"
            return Finding(name="answers", state="good", text=text)
        return backend.test()

    @property
    def checked(self) -> Store:
        """The library of the corpus check, apart from the candidate's."""
        return self.once("checked", lambda: Store(self.settings.checked_url, self.embedder.fingerprint))

    @property
    def corpus_check(self) -> CorpusCheck:
        """The check of notes, with a library of its own beside the candidate's."""
        # An author's tool: brings the parsers of formulas with it.
        from tutor.checking.corpus_check import CorpusCheck
        from tutor.checking.meaning import of_rubrics

        relevance = TokenRelevance(self.checked, self.embedder)
        scorer = SupportScorer(relevance, of_rubrics(self.calibration.support))
        return CorpusCheck(self.checked, self.embedder, scorer)

    @property
    def relevance(self) -> TokenRelevance:
        """Token recall with the library's document frequencies."""
        return self.once("relevance", lambda: TokenRelevance(self.store, self.embedder))

    @property
    def speller(self) -> Speller:
        """Sets slips of typing right with the library's words."""
        return self.once("speller", lambda: Speller(self.store, self.embedder))

    @property
    def abbreviations(self) -> Abbreviations:
        """Says what the library's abbreviations stand for."""
        return self.once("abbreviations", lambda: Abbreviations(self.store))

    def usable_backend(self) -> tuple[ChatBackend | None, str | None]:
        """The language model, or one sentence on why there is none although one was chosen."""
        try:
            return self.backend, None
        except TutorError as error:
            return None, str(error)

    def answerer(self, *, use_model: bool) -> Answerer:
        """The whole way from a question to an answer, with or without the language model."""
        relevance = self.relevance
        authored = AuthoredAnswers(self.store, self.embedder, relevance, self.calibration.authored)
        backend, notice = self.usable_backend() if use_model else (None, None)
        instead = f"{notice} The answer is made of the material's own sentences." if notice is not None else None
        return Answerer(
            search=self.hybrid,
            speller=self.speller,
            abbreviations=self.abbreviations,
            reader=FollowUpReader(ModelRewriter(backend) if backend is not None else None),
            judge=Judge(relevance, self.store, self.speller, self.calibration.verdict),
            ranker=PassageRanker(self.calibration.ranking),
            extractive=ExtractiveComposer(authored),
            generative=GenerativeComposer(backend, relevance, self.calibration.support)
            if backend is not None
            else None,
            notice=instead,
        )

    def close(self) -> None:
        """Give the index back to other processes and close the database."""
        with self._building:
            if (owner := self._made.pop("owner", None)) is not None:
                owner.release()
            for name in ("store", "checked"):
                if (store := self._made.pop(name, None)) is not None:
                    store.close()
            self._made.clear()

    # --- inside

    def once(self, name: str, make: Callable[[], _Part]) -> _Part:
        """A part is built at its first use, once, also when two threads ask at the same time."""
        with self._building:
            if name not in self._made:
                self._made[name] = make()
            part: _Part = self._made[name]
            return part

    def _make_embedder(self) -> Embedder:
        if self.settings.embedder is not None:
            return SentenceTransformersEmbedder(self.settings.embedder)
        assert self.weights is not None
        return MiniLMEmbedder(self.weights)

    def _make_index(self) -> VectorIndex:
        if self.settings.chroma_url is not None:
            return ChromaIndex(self.store, url=self.settings.chroma_url)
        owner = OwnerLock(self.settings.chroma_dir)
        if not owner.acquire():
            return ExactIndex(self.store, f"{owner.holder()} owns the Chroma index")
        self._made["owner"] = owner
        return ChromaIndex(self.store, folder=self.settings.chroma_dir)

    def _make_search(self) -> HybridSearch:
        name = self.settings.reranker
        reranker = CrossEncoderReranker(name) if name is not None else None
        return HybridSearch(self.store, self.index, self.embedder, self.calibration.fusion, reranker)
