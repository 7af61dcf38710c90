"""What pasted text says a thing does, asked for: how, what for, when, what it needs; and how a glossary is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.practice.making.conftest import Make
from tutor.practice.making.definitions import make_definitions
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
