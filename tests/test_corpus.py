"""The shipped notes: nothing to mend, and as much of everything as was promised."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.commands import ROOT
from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import SupportScorer
from tutor.build import Tutor
from tutor.checking.code import proof_of
from tutor.checking.corpus_check import CorpusCheck, CorpusReport
from tutor.checking.meaning import of_rubrics
from tutor.checking.note import Note, note_files
from tutor.domain import QuestionKind
from tutor.practice.syllabus import load_syllabus

CORPUS = ROOT / "corpus"
NOTES = [Note(path, CORPUS) for path in note_files(CORPUS)]
# What a whiteboard would show, and the notes where a candidate would look for it.
DRAWN = {
    "attention": "transformers/scaled-dot-product-attention",
    "encoder and decoder": "transformers/transformer-block",
    "RAG": "rag/why-and-when",
    "RLHF": "training/rlhf-and-dpo",
    "diffusion": "models/diffusion-models",
    "HNSW": "databases/vector-search",
    "LoRA": "training/lora-and-qlora",
    "serving": "deployment/serving-engines-and-batching",
    "a pipeline of models": "system-design/multi-model-pipeline",
}


@pytest.fixture(scope="module")
def report(corpus_library: Tutor) -> CorpusReport:
    """The whole check, its code run, on the vectors that the library of the tests holds."""
    store, embedder = corpus_library.store, corpus_library.embedder
    scorer = SupportScorer(TokenRelevance(store, embedder), of_rubrics(corpus_library.parts.calibration.support))
    return CorpusCheck(store, embedder, scorer).run(CORPUS)


def test_there_is_nothing_to_mend(report: CorpusReport) -> None:
    assert [str(problem) for problem in report.problems] == []


def test_there_is_as_much_as_was_promised(report: CorpusReport) -> None:
    assert sum(area.notes for area in report.areas) >= 80
    assert sum(area.questions for area in report.areas) >= 500
    notes = {area.area: area.notes for area in report.areas}
    assert set(notes) == {area.name for area in load_syllabus(CORPUS).areas} and len(notes) == 20
    for heart in ("transformers", "training", "rag", "evaluation", "deployment", "system-design"):
        assert notes[heart] >= 6, heart
    assert notes["projects"] >= 10
    for area in report.areas:
        assert set(area.levels) == {"beginner", "intermediate", "advanced"}, area.area


def test_code_and_numbers_are_proven_by_running_them() -> None:
    """Sixty were promised; the report says that what is marked to run runs."""
    kinds = {QuestionKind.CODING, QuestionKind.NUMERIC, QuestionKind.DEBUGGING}
    asked = [(note, one) for note in NOTES for one in note.questions if one.kind in kinds]
    assert sum(proof_of(note, one) for note, one in asked) >= 60


def test_every_kind_of_question_is_asked() -> None:
    kinds = Counter(one.kind for note in NOTES for one in note.questions)
    assert set(kinds) == set(QuestionKind)
    assert min(kinds.values()) >= 5, kinds


@pytest.mark.parametrize("name", DRAWN.values(), ids=DRAWN)
def test_what_a_whiteboard_would_show_is_drawn(name: str) -> None:
    (note,) = (note for note in NOTES if note.name == f"{name}.md")
    assert any(fence.info[:1] == ("mermaid",) for fence in note.fences)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.name)
def test_a_note_is_of_a_length_one_can_study(note: Note) -> None:
    prose = note.document.text.partition("## Interview questions")[0]
    assert 700 <= len(prose.split()) <= 2_100
