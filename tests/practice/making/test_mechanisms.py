"""What pasted text says a thing does, asked for: how, what for, when, what it needs; and how a glossary is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.practice.making.conftest import Make
from tutor.build import Tutor
from tutor.practice.making.checks import QuestionChecks
from tutor.practice.making.definitions import make_definitions
from tutor.practice.making.english import is_cut_short, read_clause
from tutor.practice.making.mechanisms import make_mechanisms, make_objects
from tutor.practice.making.phrases import is_term
from tutor.practice.making.reading import Material

Read = Callable[[str], Material]
NAME = "pasted.txt"


def test_it_is_asked_how_what_for_and_when(read: Read) -> None:
    found = {one.text: one for one in make_mechanisms(read(NAME))}
    assert set(found) == {
        "How does speculative decoding reduce the passes of the large model?",
        "When does speculative decoding help most?",
        "What are verification kernels used for?",
        "What is the purpose of the rejection step?",
    }
    (point,) = found["When does speculative decoding help most?"].rubric
    assert point.text.endswith("when the batch is small and the memory bus is the limit.")


def test_it_is_asked_what_a_thing_needs_or_does(read: Read) -> None:
    found = {one.text for one in make_objects(read(NAME))}
    assert found == {"What does the acceptance rate depend on?", "What does EAGLE predict?"}


def test_a_measure_and_a_glossary_are_definitions(read: Read) -> None:
    """Neither "key idea", which names nothing, nor "streaming", of which a sentence says something."""
    found = {one.text for one in make_definitions(read(NAME))}
    assert found == {
        "What is the acceptance rate?",
        "What is meant by “draft model”?",
        "What is meant by “tree attention”?",
    }


def test_no_question_names_a_file_or_rests_on_what_another_rests_on(make: Make) -> None:
    made = make(NAME)
    assert len(made.questions) >= 6 and not any("pasted" in one.text.lower() for one in made.questions)
    places = [(one.form, one.rubric[0].citation.start) for one in made.questions if one.rubric[0].citation is not None]
    assert len(set(places)) == len(places)


def test_less_than_a_definition_is_asked_beside_it(read: Read, checks: QuestionChecks, notes: Tutor) -> None:
    """Their subject makes the two nearly alike; they rest on different sentences."""
    (what,) = (one for one in make_definitions(read(NAME)) if "acceptance rate" in one.text)
    (depends,) = (one for one in make_objects(read(NAME)) if "acceptance rate" in one.text)
    opened = checks.open(notes.document(NAME), (), [what])
    assert opened.problems(depends) == ()
    assert opened.problems(depends.model_copy(update={"text": what.text})) != ()


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Random points in its code space decode to nonsense.", None),  # its verb is too far behind to be sure of
        ("A decoder rewrites short user prompts into long ones.", "A decoder"),
        ("BlockTrie shares blocks between requests that begin alike.", "BlockTrie"),
    ],
)
def test_a_plural_noun_is_no_verb(text: str, subject: str | None) -> None:
    clause = read_clause(text)
    assert (clause.subject if clause is not None else None) == subject


@pytest.mark.parametrize(
    ("rest", "cut"),
    [
        ("the weights and trains", True),
        ("interactive", True),
        ("the weights and biases of a layer", False),
        ("less memory", False),
    ],
)
def test_a_clause_that_is_cut_short_is_told(rest: str, cut: bool) -> None:
    assert is_cut_short(rest) is cut


@pytest.mark.parametrize(
    "words", ["speculative decoding", "KV cache", "a draft token", "attention", "loss of plasticity"]
)
def test_a_thing_of_the_field_is_a_term(words: str) -> None:
    assert is_term(words)


@pytest.mark.parametrize(
    "words",
    ["its cache", "many tokens", "large batches", "the method", "tokens dropped", "result", "faster decoding", "AB"],
)
def test_what_points_or_picks_or_says_nothing_is_none(words: str) -> None:
    assert not is_term(words)
