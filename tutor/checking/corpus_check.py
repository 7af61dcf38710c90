"""The whole check of a folder of notes, and what it holds in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tutor.answering.support import SupportScorer
from tutor.checking.code import check_code, proof_of, run_code
from tutor.checking.coverage import check_coverage
from tutor.checking.diagrams import check_diagrams
from tutor.checking.formulas import check_formulas
from tutor.checking.links import check_links
from tutor.checking.meaning import check_duplicates, check_rubrics
from tutor.checking.note import Note, note_files
from tutor.checking.note_format import check_format
from tutor.checking.problem import Problem
from tutor.domain import FileOutcome, Filters, Model
from tutor.errors import LibraryMismatch, MaterialError, SyllabusError, TutorError
from tutor.library.discovery import SYLLABUS_FILE, PlannedFile, follow
from tutor.library.embedder import Embedder
from tutor.library.prepare import cut_file, embed_documents
from tutor.library.store import Store
from tutor.practice.bank import QuestionBank
from tutor.practice.syllabus import load_syllabus

OnStep = Callable[[str], None]
_AT_ONCE = 8  # notes embedded together


class AreaCount(Model):
    """What one area holds; `proven` are questions with code that is run in their answer."""

    area: str
    notes: int
    words: int
    questions: int
    proven: int
    levels: dict[str, int]
    kinds: dict[str, int]

    def __add__(self, other: AreaCount) -> AreaCount:
        """Both together, under the name of the first."""
        return AreaCount(
            area=self.area,
            notes=self.notes + other.notes,
            words=self.words + other.words,
            questions=self.questions + other.questions,
            proven=self.proven + other.proven,
            levels=dict(Counter(self.levels) + Counter(other.levels)),
            kinds=dict(Counter(self.kinds) + Counter(other.kinds)),
        )


class CorpusReport(Model):
    """The areas in the order of their folders, and everything that is to be mended."""

    areas: tuple[AreaCount, ...]
    problems: tuple[Problem, ...]

    @property
    def total(self) -> AreaCount:
        nothing = AreaCount(area="all", notes=0, words=0, questions=0, proven=0, levels={}, kinds={})
        return sum(self.areas, nothing)


class CorpusCheck:
    """Checks folders of notes.  `store` is the check's own library: it keeps the vectors of what has not changed."""

    def __init__(self, store: Store, embedder: Embedder, scorer: SupportScorer) -> None:
        self._store = store
        self._embedder = embedder
        self._scorer = scorer

    def run(self, folder: Path, *, run_code_blocks: bool = True, on_step: OnStep = lambda _: None) -> CorpusReport:
        """Everything there is to say about `folder`; raises TutorError where it holds no notes.

        With `run_code_blocks` the code in the notes is executed: check only notes you trust.
        """
        folder, problem = follow(folder)
        files = list(note_files(folder)) if problem is None else []
        if not files:
            raise TutorError(f"there are no notes (*.md) in {str(folder)!r}; name the folder that holds them")
        on_step(f"reading {len(files)} notes")
        notes: list[Note] = []
        problems: list[Problem] = []
        for path in files:
            try:
                notes.append(Note(path, folder))
            except (MaterialError, OSError) as error:
                problems.append(Problem(note=path.relative_to(folder).as_posix(), text=_reason(error)))
        for check in (check_format, check_links, check_formulas, check_diagrams, check_code):
            problems += [found for note in notes for found in check(note)]
        problems += _covered(notes, folder)
        if run_code_blocks:
            on_step("running the code in them")
            problems += run_code(notes)
        on_step("comparing what they say")
        problems += self._meaning(notes)
        return CorpusReport(areas=tuple(_counts(notes)), problems=tuple(problems))

    def _meaning(self, notes: Sequence[Note]) -> Iterator[Problem]:
        if not notes:
            return
        self._take_in(notes)
        questions = QuestionBank(self._store).questions(Filters(documents=tuple(note.name for note in notes)))
        yield from check_rubrics(questions, self._scorer)
        yield from check_duplicates(questions, self._store)

    def _take_in(self, notes: Sequence[Note]) -> None:
        """Embed the notes that changed, forget those that are gone."""
        try:
            self._store.check_fingerprint()
        except LibraryMismatch:
            self._store.clear()  # another embedder's vectors; nothing here is the candidate's
        known = self._store.known_files()
        self._store.remove(sorted(set(known) - {note.name for note in notes}))
        changed = [note for note in notes if note.name not in known or known[note.name].sha256 != note.document.sha256]
        for start in range(0, len(changed), _AT_ONCE):
            planned = [
                PlannedFile(note.path, note.corpus, note.name, FileOutcome.ADDED)
                for note in changed[start : start + _AT_ONCE]
            ]
            self._store.replace(embed_documents([cut_file(one, self._embedder) for one in planned], self._embedder))


def _covered(notes: Sequence[Note], folder: Path) -> list[Problem]:
    try:
        return list(check_coverage(notes, load_syllabus(folder)))
    except SyllabusError as error:
        return [Problem(note=SYLLABUS_FILE, text=str(error))]


def _counts(notes: Sequence[Note]) -> Iterator[AreaCount]:
    for area in sorted({note.path.parent.name for note in notes}):
        own = [note for note in notes if note.path.parent.name == area]
        questions = [(note, one) for note in own for one in note.questions]
        yield AreaCount(
            area=area,
            notes=len(own),
            words=sum(len(note.document.text.split()) for note in own),
            questions=len(questions),
            proven=sum(proof_of(note, one) for note, one in questions),
            levels=dict(Counter(one.level for _, one in questions if one.level is not None)),
            kinds=dict(Counter(one.kind.value for _, one in questions if one.kind is not None)),
        )


def _reason(error: MaterialError | OSError) -> str:
    return error.reason if isinstance(error, MaterialError) else f"it cannot be read ({error.strerror})"
