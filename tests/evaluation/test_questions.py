"""Made questions looked at anew: what a note gives, and that each fault is seen where it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import new_data_dir
from tutor.build import Tutor
from tutor.domain import AnswerForm, NumberKey, Option, Question, RubricPoint
from tutor.errors import EvaluationError
from tutor.evaluation import metrics
from tutor.evaluation.figures import Evaluation
from tutor.evaluation.questions import evaluate_questions, model_answer
from tutor.evaluation.validity import (
    ASKED_TWICE,
    GIVEN_AWAY,
    NOT_FOUND,
    NOT_SAID,
    NOT_VERBATIM,
    SEVERAL_RIGHT,
    Validity,
    statement,
)
from tutor.settings import Settings

NOTES = Path(__file__).parents[1] / "practice" / "making" / "notes"
NAME = "caching.md"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Tutor]:
    """A library of a note that has something to ask, and of one that has nothing."""
    opened = Tutor(Settings(data_dir=new_data_dir(tmp_path_factory.mktemp("questions") / "data", models)))
    opened.ingest([NOTES / NAME, NOTES / "nothing.md"])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def measured(library: Tutor) -> Evaluation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metrics, "RESAMPLES", 50)  # the width of an interval is not looked at here
        return evaluate_questions(library, wanted=12)


@pytest.fixture(scope="module")
def made(library: Tutor) -> dict[AnswerForm, Question]:
    """One made question of each form."""
    document, chunks = library.document(NAME), library.store.stored_chunks(NAME)
    making = library.desk.making(use_model=False)
    questions = making.make(document, chunks, wanted=40, rng=random.Random(0)).questions
    return {one.form: one for one in reversed(questions)}


@pytest.fixture(scope="module")
def validity(library: Tutor) -> Validity:
    return Validity(library, library.document(NAME), ())


def test_what_a_note_gives_is_valid_and_told_apart_by_the_grader(measured: Evaluation) -> None:
    assert measured.figure("valid").value >= 0.9 and measured.figure("valid").of == 12
    assert measured.figure("source, points and options verbatim").value == 1.0
    assert measured.figure("AUROC of the grade, model answer against another item's").value >= 0.9
    assert measured.figure("the tutor's own answer cites the source").value >= 0.5
    assert measured.figure("items a document").value == 6.0, "twelve of one note, none of the other"


def test_items_are_counted_by_form_way_and_document(measured: Evaluation) -> None:
    tables = {table.title: table.rows for table in measured.tables}
    for title in ("By form", "By way of making"):
        assert sum(int(str(row[1])) for row in tables[title]) == 12 and len(tables[title]) >= 3, title
    assert [row[2] for row in sorted(tables["By document"])] == [12, 0]
    assert len(tables["A sample to read"]) == 12 and all(row[2] and row[3] for row in tables["A sample to read"])


def test_nothing_made_is_kept(library: Tutor, measured: Evaluation) -> None:
    assert measured.kind == "questions" and library.candidate.made.of() == []


def test_a_library_that_gives_nothing_is_said_so(library: Tutor) -> None:
    with pytest.raises(EvaluationError, match="no question could be made of 1 document"):
        evaluate_questions(library, ["nothing.md"])


@pytest.mark.parametrize("form", [AnswerForm.OPEN, AnswerForm.CHOICE, AnswerForm.NUMBER])
def test_a_sound_item_has_no_fault(form: AnswerForm, made: dict[AnswerForm, Question], validity: Validity) -> None:
    assert list(validity.faults(made[form])) == []


def test_each_fault_is_seen(made: dict[AnswerForm, Question], library: Tutor, validity: Validity) -> None:
    asked = made[AnswerForm.OPEN]
    point = asked.rubric[0]
    assert point.citation is not None
    moved = asked.model_copy(update={"source": asked.source.model_copy(update={"start": asked.source.start + 1})})
    assert NOT_VERBATIM in validity.faults(moved)
    other = RubricPoint(text="Bananas are rich in potassium and grow in bunches.", citation=point.citation)
    assert NOT_SAID in validity.faults(asked.model_copy(update={"rubric": (other,)}))
    told = asked.model_copy(update={"text": f"Is it so that {point.text[:1].lower()}{point.text[1:-1]}?"})
    assert GIVEN_AWAY in validity.faults(told.model_copy(update={"rubric": (point,)}))
    twice = Validity(library, library.document(NAME), [asked, asked.model_copy(update={"id": "another"})])
    assert ASKED_TWICE in twice.faults(asked)
    number = made[AnswerForm.NUMBER]
    assert number.number is not None
    given = number.model_copy(update={"text": f"{number.text[:-1]}, {number.number.value:g} or 7?"})
    assert GIVEN_AWAY in validity.faults(given)


def test_a_question_must_find_its_source(validity: Validity, library: Tutor, made: dict[AnswerForm, Question]) -> None:
    elsewhere = made[AnswerForm.OPEN].model_copy(update={"text": "What is the offside rule of football?"})
    text = library.document(NAME).text
    end = made[AnswerForm.OPEN].source
    far = end.model_copy(update={"start": len(text) - 1, "end": len(text), "quote": text[-1:]})
    assert NOT_FOUND in validity.faults(elsewhere.model_copy(update={"source": far}))


def test_a_second_right_option_is_seen(made: dict[AnswerForm, Question], validity: Validity) -> None:
    asked = made[AnswerForm.CHOICE]
    right = next(option for option in asked.options if option.right)
    again = Option(text=f"{right.text} itself", right=False, citation=right.citation)
    assert SEVERAL_RIGHT in validity.faults(asked.model_copy(update={"options": (*asked.options, again)}))
    both = tuple(option.model_copy(update={"right": True}) for option in asked.options)
    assert SEVERAL_RIGHT in validity.faults(asked.model_copy(update={"options": both}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Which of these keeps keys in a tree?", "A trie keeps keys in a tree"),
        ("In the context of caching, which of these keeps keys in a tree?", "A trie keeps keys in a tree"),
        ("Which of these describes RadixCache best?", "RadixCache is A trie"),
        ("Which term fills the gap? “Keys live in _____ for long.”", "Keys live in A trie for long."),
        ("What keeps the keys?", "What keeps the keys? A trie"),
    ],
)
def test_an_option_in_place_makes_a_statement(text: str, said: str, made: dict[AnswerForm, Question]) -> None:
    asked = made[AnswerForm.CHOICE].model_copy(update={"text": text})
    assert statement(asked, Option(text="A trie", right=True)) == said


def test_a_model_answer_is_the_number_with_its_unit(made: dict[AnswerForm, Question]) -> None:
    asked = made[AnswerForm.NUMBER].model_copy(update={"number": NumberKey(value=16, unit="tokens")})
    assert model_answer(asked) == "16 tokens"
