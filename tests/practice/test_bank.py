"""The question bank: stable ids, spans that hold, and a citation for every rubric point."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checking.notes import NOTE, write_corpus
from tests.conftest import ROOT
from tutor.build import Tutor
from tutor.cli import main
from tutor.domain import AuthoredQuestion, Filters, QuestionKind, Span
from tutor.practice.bank import QuestionBank, question_ids

ASKED = (("What is it?", None), ("Other words", "what-is-it"), ("What is it", None), ("Что такое внимание?", None))
IDS = ROOT / "tests" / "data" / "question-ids.txt"


@pytest.fixture
def small(tutor: Tutor, tmp_path: Path) -> Tutor:
    """A library with the small corpus and a FAQ that is not in the note format."""
    folder = write_corpus(tmp_path / "notes")
    faq = "# FAQ\n\n## What is a softmax?\n\nA softmax turns scores into weights that sum to one.\n"
    (folder / "faq.md").write_text(faq, encoding="utf-8")
    report = tutor.ingest([folder])
    assert [file.name for file in report.files] == ["attention/scaling.md", "faq.md"], "the syllabus is no material"
    return tutor


def test_a_question_is_read_whole(small: Tutor) -> None:
    first, second, third = small.questions()
    assert first.id == "attention/scaling#why-are-attention-scores-scaled"
    assert second.id == "attention/scaling#compute-the-scale-for-a-key-dimension-of-64"
    assert third.id == "attention/scaling#fused-kernel"
    assert (first.area, first.level, first.kind, first.topic) == ("attention", "beginner", "concept", "Scaling")
    assert first.short is not None and first.short.quote == "The softmax would saturate without the division."
    assert first.source.quote.startswith("The softmax would") and first.source.quote.endswith("gradients vanish.")
    assert second.rubric[0].text == "The square root of 64 is 8."
    assert first.mistakes == ("Saying that it saves time.",)
    assert first.follow_ups == ("What if there is one head?",)


def test_every_citation_is_verbatim_and_teaches(small: Tutor) -> None:
    text = small.document("attention/scaling.md").text
    chunks = {key: chunk for key, chunk in small.store.chunks_between("attention/scaling.md", 0, len(text))}
    for question in small.questions():
        cited = [question.source, question.short, *(point.citation for point in question.rubric)]
        for one in cited:
            assert one is not None and text[one.start : one.end] == one.quote
            assert chunks[one.chunk_id].start <= one.start < chunks[one.chunk_id].end
    (first, *_) = small.questions()
    assert first.rubric[1].citation is not None
    assert first.rubric[1].citation.quote == "Large scores make the gradients vanish."


def test_the_filters_narrow(small: Tutor) -> None:
    bank = QuestionBank(small.store)
    assert [one.level for one in bank.questions(Filters(levels=("advanced",)))] == ["advanced"]
    assert [one.kind for one in bank.questions(kinds=[QuestionKind.NUMERIC])] == ["numeric"]
    assert len(bank.questions(Filters(areas=("attention",)))) == 3
    assert bank.questions(Filters(areas=("rag",))) == ()
    assert bank.questions(Filters(documents=("faq.md",))) == (), "a question without a rubric cannot be graded by one"


def test_a_question_is_found_by_its_id(small: Tutor) -> None:
    bank = QuestionBank(small.store)
    found = bank.question("attention/scaling#fused-kernel")
    assert found is not None and found.kind == "design"
    assert bank.question("attention/scaling#nothing") is None
    assert bank.question("nowhere") is None


def test_an_id_outlives_other_words_and_other_places(small: Tutor, tmp_path: Path) -> None:
    """What is written around a question, and another order, change no id; an `- id:` line holds when the words go."""
    before = {one.id for one in small.questions()}
    head, *parts = NOTE.split("\n### ")
    note = "\n### ".join([f"{head}\n", *reversed(parts)]).replace("Where would you put", "Where exactly would you put")
    write_corpus(tmp_path / "notes", note=note)
    small.ingest([tmp_path / "notes"])
    assert {one.id for one in small.questions()} == before


def test_words_never_take_an_id_that_is_written_down() -> None:
    asked = [AuthoredQuestion(start=0, end=1, text=text, id=own, answer=Span(start=0, end=1)) for text, own in ASKED]
    assert question_ids("a/note.md", asked) == [
        "a/note#what-is-it-2",
        "a/note#what-is-it",
        "a/note#what-is-it-3",
        "a/note#что-такое-внимание",
    ]


def test_the_command_lists_them(small: Tutor, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(small.settings.data_dir)
    assert main(["questions", "--kind", "numeric", "--level", "intermediate", "--json", "--data-dir", data]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["id"] == "attention/scaling#compute-the-scale-for-a-key-dimension-of-64"
    assert set(one["rubric"][0]) == {"text", "citation", "cosine"}
    assert main(["questions", "--area", "attention", "--data-dir", data]) == 0
    out = capsys.readouterr().out
    assert out.endswith("3 questions\n") and "    attention, beginner, concept, 3 rubric points\n" in out
    assert main(["questions", "--area", "nowhere", "--data-dir", data]) == 0
    assert "No question fits" in capsys.readouterr().out


# --- the shipped corpus


def test_no_id_that_was_published_is_lost(corpus_library: Tutor) -> None:
    """Practice history hangs on ids: reword a question and give it its old id by an `- id:` line."""
    published = IDS.read_text(encoding="utf-8").split()
    present = [one.id for one in corpus_library.questions()]
    assert len(set(present)) == len(present)
    assert sorted(set(published) - set(present)) == []
    missing = sorted(set(present) - set(published))
    assert missing == [], f"new questions: add their ids to {IDS.relative_to(ROOT)}"


def test_every_shipped_point_has_a_sentence(corpus_library: Tutor) -> None:
    texts: dict[str, str] = {}
    for question in corpus_library.questions():
        text = texts.setdefault(question.document, corpus_library.document(question.document).text)
        assert question.short is not None and question.level is not None and question.kind is not None
        for point in question.rubric:
            assert point.citation is not None, f"{question.id}: {point.text}"
            assert text[point.citation.start : point.citation.end] == point.citation.quote
            assert point.citation.quote != point.text or text.count(point.text) > 1
