"""One library, ready to use: what the command, the page and a script call (parts.py wires it).

from tutor import open_tutor
tutor = open_tutor("data")
tutor.ingest(["corpus"])
print(tutor.ask("Why are attention scores scaled?").text)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.answering.followups import context_of
from tutor.answering.starters import starter_questions
from tutor.desk import Desk
from tutor.doctor import examine
from tutor.domain import (
    Answer,
    AnswerEvent,
    Chunk,
    Document,
    DocumentSummary,
    Filters,
    Finding,
    Finished,
    IngestReport,
    Length,
    Passage,
    Question,
    QuestionKind,
    Turn,
)
from tutor.errors import SettingsError
from tutor.export import conversation_markdown
from tutor.library.embedder import Embedder
from tutor.library.store import Store
from tutor.library.vectors import ChromaIndex
from tutor.parts import Parts
from tutor.practice.bank import QuestionBank
from tutor.recording import record_answer
from tutor.records import Candidate, Profiles, Records
from tutor.settings import SHIPPED_CORPUS, Settings, load_settings

if TYPE_CHECKING:
    from tutor.checking.corpus_check import CorpusReport, OnStep
    from tutor.library.ingest import OnProgress
    from tutor.practice.exporting.exports import Exports
    from tutor.practice.interviewing import Interviews
    from tutor.practice.practising import Practice
    from tutor.practice.progress import Progress
    from tutor.practice.reviewing import Review
    from tutor.retrieval.langchain import LibraryEmbeddings, LibraryRetriever


def open_tutor(data_dir: str | Path | None = None, settings: Settings | None = None) -> Tutor:
    """A Tutor on a data folder (default: the settings').  Cheap: models and indexes load at their first use."""
    if settings is None:
        settings = load_settings(Path(data_dir) if data_dir is not None else None)
    elif data_dir is not None:
        raise SettingsError("give open_tutor a data folder or settings, not both")
    return Tutor(settings)


class Tutor:
    """One library with its history: what the command, the page and a script use.  Thread-safe."""

    def __init__(self, settings: Settings, *, parts: Parts | None = None, profile: str | None = None) -> None:
        """`parts` and `profile` are for another candidate at the same library; see `as_profile`."""
        self.settings = settings
        self.parts = parts or Parts(settings)
        self.profile = profile or settings.profile
        self.desk = Desk(self.parts, self.profile)

    def as_profile(self, profile: str) -> Tutor:
        """The same library for another candidate, with a history of their own."""
        return Tutor(self.settings, parts=self.parts, profile=profile)

    @property
    def profiles(self) -> Profiles:
        """The candidates on this machine."""
        return self.parts.profiles

    def now(self) -> datetime:
        """The moment (UTC) by the program's clock."""
        return self.parts.clock()

    @property
    def candidate(self) -> Candidate:
        """Everything this candidate has in the database."""
        return self.desk.candidate

    # --- material

    def ingest(
        self,
        paths: Sequence[str | Path],
        *,
        prune: bool = False,
        dry_run: bool = False,
        rebuild: bool = False,
        on_progress: OnProgress | None = None,
    ) -> IngestReport:
        """Take files and folders into the library; `rebuild` forgets everything first."""
        from tutor.library.ingest import Ingest  # brings every reader with it: 0.2 s that an answer need not wait for

        if rebuild and not dry_run:
            self.store.clear()
        run = Ingest(self.store, self.embedder, self.parts.index, always_pruned=[SHIPPED_CORPUS])
        return run.run([Path(path) for path in paths], prune=prune, dry_run=dry_run, on_progress=on_progress)

    def documents(self) -> list[DocumentSummary]:
        return self.store.summaries()

    def document(self, name: str) -> Document:
        return self.store.document(name)

    def chunks(self, name: str) -> list[Chunk]:
        return self.store.chunks_of(name)

    def remove(self, names: Sequence[str]) -> None:
        """Take documents out of the library; an uploaded file's copy goes too."""
        uploads = self.settings.uploads_dir
        for name in names:
            source = Path(self.store.document(name).source)
            if source.is_relative_to(uploads):
                source.unlink(missing_ok=True)
        self.store.remove(names)

    def starters(self, areas: Sequence[str] = (), count: int = 3) -> list[str]:
        """Questions of the material to begin with."""
        return starter_questions(self.store, areas, count)

    # --- questions

    def search(
        self, query: str, k: int = 10, filters: Filters | None = None, *, history: Sequence[Turn] = ()
    ) -> tuple[Passage, ...]:
        """The `k` best passages; with a `history`, a follow-up is made to stand alone first."""
        read = self.read_question(query, history)
        return self.parts.hybrid.search(read, k, filters, context=context_of(history, query))

    def read_question(self, question: str, history: Sequence[Turn] = ()) -> str:
        """The question as it is searched with: slips set right, a follow-up made to stand alone, abbreviations told."""
        return self.parts.answerer(use_model=False).read(question, history).query

    def ask(
        self,
        question: str,
        *,
        length: Length = Length.STANDARD,
        conversation_id: str | None = None,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        use_model: bool = True,
    ) -> Answer:
        """The answer to one question; see `stream`."""
        for event in self.stream(
            question,
            length=length,
            conversation_id=conversation_id,
            history=history,
            filters=filters,
            use_model=use_model,
        ):
            if isinstance(event, Finished):
                return event.answer
        raise AssertionError("a stream of events ends with Finished")

    def stream(
        self,
        question: str,
        *,
        length: Length = Length.STANDARD,
        conversation_id: str | None = None,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        use_model: bool = True,
    ) -> Iterator[AnswerEvent]:
        """The answer as it is made.  With a conversation, its turns are the history and everything is stored."""
        answerer = self.parts.answerer(use_model=use_model)
        if conversation_id is None:
            yield from answerer.stream(question, length=length, history=history, filters=filters, use_model=use_model)
            return
        turns = (*self.records.turns(conversation_id), *history)
        message = self.records.add_question(conversation_id, question)
        events = answerer.stream(question, length=length, history=turns, filters=filters, use_model=use_model)
        yield from record_answer(self.records, message, events)

    def export_markdown(self, conversation_id: str) -> str:
        """A conversation with its sources, as Markdown."""
        return conversation_markdown(self.records.conversation(conversation_id), self.records.messages(conversation_id))

    # --- practice

    def questions(self, filters: Filters | None = None, kinds: Sequence[QuestionKind] = ()) -> tuple[Question, ...]:
        """The question bank of the library, with every rubric point's citation."""
        return QuestionBank(self.store).questions(filters, kinds)

    @property
    def practice(self) -> Practice:
        """Mock questions: chosen, made, answered, graded."""
        return self.desk.practice

    @property
    def review(self) -> Review:
        """What comes back when, and the points that were missed."""
        return self.desk.review

    @property
    def interviews(self) -> Interviews:
        """Mock interviews and their reports."""
        return self.desk.interviews

    @property
    def progress(self) -> Progress:
        """How far the candidate has come."""
        return self.desk.progress

    @property
    def exports(self) -> Exports:
        """Everything the candidate has, to take along."""
        return self.desk.exports

    def check_corpus(
        self, folder: str | Path, *, run_code: bool = True, on_step: OnStep = lambda _: None
    ) -> CorpusReport:
        """What is wrong in a folder of notes; with `run_code` the code in them is executed."""
        return self.parts.corpus_check.run(Path(folder), run_code_blocks=run_code, on_step=on_step)

    # --- the machine

    @property
    def backend_name(self) -> str:
        """Who writes answers: "the material", or provider:model."""
        return self.settings.llm or "the material"

    def test_backend(self) -> Finding:
        """Ask the configured language model for one word."""
        return self.parts.test_backend()

    def doctor(self, *, mend: bool = False) -> list[Finding]:
        """What is right and what is not; `mend` rebuilds the index first."""
        if mend and isinstance(self.parts.index, ChromaIndex):
            self.parts.index.rebuild()
        findings = examine(
            self.settings,
            weights=self.parts.weights,
            fingerprint=self.embedder.fingerprint,
            fitted_for=self.parts.calibration.embedder,
            store=lambda: self.store,
            index=lambda: self.parts.index,
            backend=self.test_backend,
        )
        return list(findings)

    @property
    def model_ready(self) -> bool:
        """Whether a question would be answered without loading anything first."""
        return self.embedder.loaded

    def load(self) -> None:
        """Load the embedding model and open the index: seconds, for a background thread."""
        self.embedder.load()
        self.parts.index.refresh()

    def close(self) -> None:
        """Give the index back to other processes and close the database."""
        self.parts.close()

    @property
    def store(self) -> Store:
        return self.parts.store

    @property
    def embedder(self) -> Embedder:
        return self.parts.embedder

    @property
    def records(self) -> Records:
        """The candidate's conversations."""
        return self.candidate.conversations

    @property
    def retriever(self) -> LibraryRetriever:
        """The search as a LangChain retriever."""
        from tutor.retrieval.langchain import LibraryRetriever  # a third of the start-up that no answer needs

        return LibraryRetriever(search=self.parts.hybrid)

    @property
    def embeddings(self) -> LibraryEmbeddings:
        """The embedder as LangChain embeddings."""
        from tutor.retrieval.langchain import LibraryEmbeddings  # see `retriever`

        return LibraryEmbeddings(self.embedder)
