"""The checks of made questions: each failure on an item made to fail it, and a good item that passes them all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tutor.build import Tutor
from tutor.domain import AnswerForm, Document, NumberKey, Option, Question, QuestionKind, RubricPoint
from tutor.errors import BackendFailed
from tutor.library.rows import StoredChunk
from tutor.practice.making.building import Builder
from tutor.practice.making.checks import DocumentChecks, QuestionChecks
from tutor.practice.making.maker import Maker, QuestionMaking
from tutor.practice.making.reading import Line, Material

NAME = "caching.md"
NEEDS = "A semantic cache needs a threshold"
PAGES = "PagePool has 16 tokens"
CARRY = "Entries carry the version"


@pytest.fixture
def material(notes: Tutor) -> Material:
    return Material(notes.document(NAME), notes.store.stored_chunks(NAME))


@pytest.fixture
def checking(notes: Tutor, checks: QuestionChecks) -> DocumentChecks:
    return checks.open(notes.document(NAME), notes.store.stored_chunks(NAME), ())


def line_of(material: Material, opening: str) -> Line:
    return next(line for line in material.lines if line.text.startswith(opening))


def ask(material: Material, text: str, opening: str = NEEDS, **changes: Any) -> Question:  # noqa: ANN401 - any field
    line = line_of(material, opening)
    made = Builder(material).question(text, [(line.text, line)], kind=QuestionKind.CONCEPT)
    return made.model_copy(update=changes)


def options(*texts: str) -> tuple[Option, ...]:
    """The first one is right."""
    return tuple(Option(text=text, right=place == 0) for place, text in enumerate(texts))


def choice(material: Material, *texts: str, text: str = "What does a semantic cache need?") -> Question:
    return ask(material, text, form=AnswerForm.CHOICE, options=options(*texts))


def test_good_items_pass(checking: DocumentChecks, material: Material) -> None:
    number = NumberKey(value=16, unit="tokens")
    good = [
        ask(material, "What does a semantic cache need before it may answer?"),
        choice(material, "A threshold set on labeled pairs", "A second model", "More GPU memory", "A shorter prompt"),
        ask(material, "How many tokens does a PagePool block hold?", PAGES, form=AnswerForm.NUMBER, number=number),
    ]
    assert [checking.problems(one) for one in good] == [(), (), ()]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("What does it need?", "points at something"),
        ("What does this approach need before it may answer?", "points at something"),
        ("According to the text, what does a semantic cache need?", "points at something"),
        ("What does Figure 3 show of the semantic cache?", "about the document"),
        ("Why did Doe et al. write about the semantic cache?", "about the document"),
        ("Cache why?", "too short"),
        ("Semantic caches and their thresholds", "not a question"),
        ("What is the boiling point of liquid nitrogen at sea level?", "does not answer"),
        ("Does a semantic cache need a threshold that was set on labeled pairs?", "gives its answer away"),
    ],
)
def test_a_badly_worded_question_is_dropped(text: str, word: str, checking: DocumentChecks, material: Material) -> None:
    (problem,) = checking.problems(ask(material, text))
    assert word in problem


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (("A threshold", "A second model"), "2 options"),
        (("A threshold", "A second model", "Option C", "Option D"), "no option of its own"),
        (("A threshold", "A second model", "All of the above"), "no option of its own"),
        (("A threshold", "A second model", "a second model."), "alike"),
        (("A threshold", "A second model", "A second model of another family"), "alike"),
        (("Retrieval-augmented generation", "RAG", "A second model"), "alike"),
        (("A threshold that was set on pairs which people had labeled by hand", "A GPU", "A disk"), "longest by far"),
    ],
)
def test_bad_options_are_dropped(texts: Sequence[str], word: str, checking: DocumentChecks, material: Material) -> None:
    (problem,) = checking.problems(choice(material, *texts))
    assert word in problem


def test_options_that_say_the_same_in_other_words_are_alike(checking: DocumentChecks, material: Material) -> None:
    (problem,) = checking.problems(choice(material, "A threshold", "An automobile", "A car", "A second model"))
    assert problem == "'An automobile' and 'A car' are alike"


@pytest.mark.parametrize("right", [0, 2])
def test_exactly_one_option_is_right(right: int, checking: DocumentChecks, material: Material) -> None:
    texts = ("A threshold", "A second model", "More memory")
    found = tuple(Option(text=text, right=place < right) for place, text in enumerate(texts))
    item = choice(material, *texts).model_copy(update={"options": found})
    assert checking.problems(item) == ("it has not exactly one right option",)


def test_an_option_in_the_question_is_a_leak(checking: DocumentChecks, material: Material) -> None:
    item = choice(material, "A threshold", "A second model", "More memory", text="Which threshold does a cache need?")
    assert checking.problems(item) == ("it gives its answer away",)


@pytest.mark.parametrize(
    ("text", "changes", "word"),
    [
        ("How many tokens does a PagePool block hold?", {"number": None}, "exactly one number"),
        ("How many tokens does a PagePool block hold?", {"number": NumberKey(value=17)}, "not in its source"),
        ("Does a PagePool block hold 16 tokens?", {"number": NumberKey(value=16)}, "gives its number away"),
    ],
)
def test_a_number_question_has_one_number_from_its_source(
    text: str, changes: dict[str, Any], word: str, checking: DocumentChecks, material: Material
) -> None:
    (problem,) = checking.problems(ask(material, text, PAGES, form=AnswerForm.NUMBER, **changes))
    assert word in problem


def test_a_source_must_be_the_documents_words(checking: DocumentChecks, material: Material) -> None:
    item = ask(material, "What does a semantic cache need before it may answer?")
    moved = item.model_copy(update={"source": item.source.model_copy(update={"start": item.source.start + 1})})
    assert checking.problems(moved) == ("its source is not the document's words",)


def test_a_point_needs_a_source_that_says_it(checking: DocumentChecks, material: Material) -> None:
    item = ask(material, "What does a semantic cache need before it may answer?")
    (point,) = item.rubric
    bare = item.model_copy(update={"rubric": (RubricPoint(text=point.text, citation=None),)})
    assert checking.problems(bare) == ("a point of its answer has no source",)
    other = RubricPoint(text="Bananas are rich in potassium and grow in bunches.", citation=point.citation)
    (problem,) = checking.problems(item.model_copy(update={"rubric": (other,)}))
    assert problem.startswith("the material does not say")


def test_nearly_the_same_question_is_asked_once(checking: DocumentChecks, material: Material) -> None:
    first = ask(material, "What does a semantic cache need before it may answer?")
    checking.keep(first)
    (again,) = checking.problems(first)
    assert "same sentence" in again
    (near,) = checking.problems(ask(material, "What must a semantic cache need before it may answer?", CARRY))
    assert "nearly the same" in near
    elsewhere = ask(material, "How is a semantic cache invalidated when documents change?", CARRY)
    assert checking.problems(elsewhere) == ()


def test_what_the_bank_asks_is_not_made_again(notes: Tutor, checks: QuestionChecks, material: Material) -> None:
    known = ask(material, "What does a semantic cache need before it may answer?", maker="note")
    opened = checks.open(notes.document(NAME), (), [known])
    (problem,) = opened.problems(ask(material, "What does a semantic cache need before it can answer?", CARRY))
    assert "nearly the same as" in problem


class Listed:
    """A maker that yields what it is given, then raises if it is to."""

    dropped: tuple[str, ...] = ()

    def __init__(self, *questions: Question, error: Exception | None = None) -> None:
        self.questions = questions
        self.error = error

    def make(
        self,
        document: Document,
        chunks: Sequence[StoredChunk],
        *,
        wanted: int,
        forms: frozenset[AnswerForm],
        rng: random.Random,
    ) -> Iterator[Question]:
        yield from self.questions
        if self.error is not None:
            raise self.error


def test_one_that_fails_is_replaced_by_the_next_and_nothing_is_padded(
    notes: Tutor, checks: QuestionChecks, material: Material
) -> None:
    bad = ask(material, "What does it need?")
    good = ask(material, "What does a semantic cache need before it may answer?")
    made = _made(notes, checks, [Listed(bad, good)], wanted=5)
    assert made.questions == (good,)
    assert made.dropped == ("'What does it need?' was dropped: it points at something its reader does not see",)


def test_a_failing_model_hands_over_to_the_material(notes: Tutor, checks: QuestionChecks, material: Material) -> None:
    first = ask(material, "What does a semantic cache need before it may answer?")
    second = ask(material, "How is a semantic cache invalidated when documents change?", CARRY)
    model = Listed(first, error=BackendFailed("The model timed out."))
    made = _made(notes, checks, [model, Listed(first, second)], wanted=2)
    assert made.questions == (first, second)
    assert made.dropped[0] == "The model timed out."


def test_makers_are_asked_no_longer_than_needed(notes: Tutor, checks: QuestionChecks, material: Material) -> None:
    first = ask(material, "What does a semantic cache need before it may answer?")
    never = Listed(error=AssertionError("there were enough"))
    assert _made(notes, checks, [Listed(first), never], wanted=1).questions == (first,)


def _made(notes: Tutor, checks: QuestionChecks, makers: Sequence[Maker], *, wanted: int) -> Any:  # noqa: ANN401
    document, chunks = notes.document(NAME), notes.store.stored_chunks(NAME)
    return QuestionMaking(makers, checks).make(document, chunks, wanted=wanted, rng=random.Random(1))
