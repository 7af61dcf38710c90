"""A small library of notes that are in no format, and the makers and checks over it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import new_data_dir
from tests.practice.making.lora import LONG, NOTE
from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import SupportScorer
from tutor.backends.messages import LanguageModel
from tutor.build import Tutor
from tutor.calibration import load_calibration
from tutor.domain import AnswerForm, Question
from tutor.practice.making.checks import QuestionChecks
from tutor.practice.making.maker import ALL_FORMS, Made, QuestionMaking
from tutor.practice.making.material import MaterialMaker
from tutor.practice.making.model_maker import ModelQuestionMaker
from tutor.practice.making.reading import Material
from tutor.settings import Settings

NOTES = Path(__file__).parent / "notes"
Make = Callable[..., Made]
Write = Callable[..., list[Question]]


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Tutor]:
    """A Tutor over tests/practice/making/notes."""
    opened = Tutor(Settings(data_dir=new_data_dir(tmp_path_factory.mktemp("made") / "data", models)))
    report = opened.ingest([NOTES])
    assert not [file for file in report.files if file.reason]
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def read(notes: Tutor) -> Callable[[str], Material]:
    """A note as the makers read it."""
    return lambda name: Material(notes.document(name), notes.store.stored_chunks(name))


@pytest.fixture(scope="session")
def checks(notes: Tutor) -> QuestionChecks:
    """The checks with this library's document frequencies."""
    return checks_of(notes)


def checks_of(tutor: Tutor) -> QuestionChecks:
    """The checks with a library's document frequencies."""
    relevance = TokenRelevance(tutor.store, tutor.embedder)
    calibration = load_calibration()
    return QuestionChecks(tutor.embedder, relevance, SupportScorer(relevance, calibration.support), calibration.making)


@pytest.fixture(scope="session")
def make(notes: Tutor, checks: QuestionChecks) -> Make:
    """Questions of a note by the material maker, checked."""

    def run(name: str, *, wanted: int = 50, forms: frozenset[AnswerForm] = ALL_FORMS, seed: int = 1) -> Made:
        making = QuestionMaking([MaterialMaker(notes.embedder)], checks)
        document, chunks = notes.document(name), notes.store.stored_chunks(name)
        return making.make(document, chunks, wanted=wanted, forms=forms, rng=random.Random(seed))

    return run


@pytest.fixture(scope="session")
def lora(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Tutor]:
    notes = tmp_path_factory.mktemp("notes")
    (notes / "lora.md").write_text(NOTE, encoding="utf-8")
    (notes / "long.md").write_text(LONG, encoding="utf-8")
    opened = Tutor(Settings(data_dir=new_data_dir(tmp_path_factory.mktemp("small") / "data", models)))
    opened.ingest([notes])
    yield opened
    opened.close()


@pytest.fixture
def scorer(lora: Tutor) -> SupportScorer:
    return SupportScorer(TokenRelevance(lora.store, lora.parts.embedder), load_calibration().support)


@pytest.fixture
def write(lora: Tutor, scorer: SupportScorer) -> Write:
    def run(
        model: LanguageModel,
        *,
        wanted: int = 1,
        forms: frozenset[AnswerForm] = ALL_FORMS,
        name: str = "lora.md",
        most: int | None = None,
    ) -> list[Question]:
        document, chunks = lora.document(name), lora.store.stored_chunks(name)
        found: list[Question] = []
        for one in ModelQuestionMaker(model, scorer).make(
            document, chunks, wanted=wanted, forms=forms, rng=random.Random(1)
        ):
            found.append(one)
            if len(found) >= (most or wanted):
                break
        return found

    return run
