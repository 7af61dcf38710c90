"""Requests for mock questions are told from questions, answers, passes and wishes for a hint.

The labelled set was written before the rules.  `develop` is what the rules were written on; `held-out` was first run
after them (78 of 81 messages right then, and every wish).  `fresh` and `fresh-2`, harder on purpose, were each written
after the rules as they then were: 33 and 32 of 40 right at first sight.  Wishes to answer once more came later:
`retry-develop`, then `retry-fresh` and `retry-fresh-2` (23 of 33 and 25 of 27 at first sight).  What they showed was
mended since, so all now guard against falling back, and the first figures say what to expect of words never seen.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from tests.commands import ROOT
from tests.test_labelled import LABELLED, PARAPHRASED
from tutor.domain import AnswerForm, Level, Model, QuestionKind
from tutor.practice.requests import Intent, Reading, read_message
from tutor.practice.syllabus import load_syllabus

REQUESTS = ROOT / "tests" / "data" / "practice-requests.jsonl"
LEAST_RIGHT = 0.97
LEAST_WISHES_RIGHT = 0.95
LORA = "What is LoRA and what does it save?"


class Labelled(Model):
    """A message, the mock question it meets, whether one was graded before, and how it must be read."""

    id: str
    split: str
    text: str
    open: str | None = None
    graded: bool = False
    intent: Intent
    count: int = 1
    levels: tuple[Level, ...] = ()
    about: str = ""
    areas: tuple[str, ...] = ()
    kinds: tuple[QuestionKind, ...] = ()
    forms: tuple[AnswerForm, ...] = ()
    again: bool = False


@cache
def labelled() -> tuple[Labelled, ...]:
    return tuple(
        Labelled.model_validate_json(line) for line in REQUESTS.read_text(encoding="utf-8").splitlines() if line
    )


@cache
def areas() -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.title) for one in load_syllabus(ROOT / "corpus").areas)


def read(text: str, open_question: str | None = None, *, graded: bool = False) -> Reading:
    return read_message(text, open_question=open_question, graded=graded, areas=areas())


def of(one: Labelled) -> Reading:
    return read(one.text, one.open, graded=one.graded)


def test_the_set_holds_enough_of_every_intent() -> None:
    counts = {intent: sum(one.intent is intent for one in labelled()) for intent in Intent}
    assert len(labelled()) >= 120
    assert counts[Intent.MOCK] >= 45
    assert counts[Intent.ASK] >= 35
    assert counts[Intent.ANSWER] >= 25
    assert counts[Intent.RETRY] >= 25
    assert counts[Intent.PASS] + counts[Intent.HINT] >= 15
    assert len({(one.text, one.open) for one in labelled()}) == len(labelled())


def test_messages_are_told_apart() -> None:
    wrong = [one.text for one in labelled() if of(one).intent is not one.intent]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(labelled()), wrong


def test_a_wish_holds_its_subject_and_count() -> None:
    wishes = [(one, of(one).wish) for one in labelled() if one.intent is Intent.MOCK]
    wrong = [
        one.text
        for one, wish in wishes
        if wish is None or (wish.count, wish.about.lower(), wish.areas) != (one.count, one.about.lower(), one.areas)
    ]
    assert len(wrong) <= (1 - LEAST_WISHES_RIGHT) * len(wishes), wrong


def test_a_wish_holds_its_level_kind_and_form() -> None:
    readings = [(one, of(one)) for one in labelled() if one.intent is Intent.MOCK]
    wrong = [
        one.text
        for one, found in readings
        if found.wish is None
        or (found.wish.levels, found.wish.kinds, found.wish.forms, found.again)
        != (one.levels, one.kinds, one.forms, one.again)
    ]
    assert len(wrong) <= (1 - LEAST_WISHES_RIGHT) * len(readings), wrong


@pytest.mark.parametrize("path", [LABELLED, PARAPHRASED], ids=lambda path: path.stem)
def test_no_labelled_question_is_taken_for_a_request(path: object) -> None:
    lines = LABELLED.with_name(getattr(path, "name", "")).read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    assert [question for question in questions if read(question).intent is not Intent.ASK] == []


@pytest.mark.parametrize(
    ("text", "levels", "about"),
    [
        ("ask me about hard negatives", (), "hard negatives"),
        ("quiz me on hard negatives, easy ones", ("beginner",), "hard negatives"),
        ("ask me about deep learning", (), ""),
    ],
)
def test_a_level_in_the_subject_is_no_level(text: str, levels: tuple[Level, ...], about: str) -> None:
    wish = read(text).wish
    assert wish is not None
    assert (wish.levels, wish.about) == (levels, about)


def test_a_count_has_bounds() -> None:
    wish = read("give me 999 questions on RAG").wish
    assert wish is not None
    assert (wish.count, wish.areas) == (50, ("rag",))


@pytest.mark.parametrize("text", ["next question: how does LoRA work?", "quick question, what is a rank"])
def test_a_question_that_calls_itself_one_is_no_request(text: str) -> None:
    assert read(text).intent is Intent.ASK


@pytest.mark.parametrize(
    "text",
    [
        "Create questions from real logs and label which passages answer them.",
        "is it because the update has low rank?",
        "50 questions, another 50 held back",
    ],
)
def test_an_answer_that_speaks_of_questions_is_an_answer(text: str) -> None:
    assert read(text, LORA).intent is Intent.ANSWER


def test_nothing_is_answered_again_where_nothing_was_graded() -> None:
    retries = [one for one in labelled() if one.intent is Intent.RETRY]
    assert [one.text for one in retries if read(one.text, one.open).intent is Intent.RETRY] == []


def test_nothing_passes_where_nothing_is_open() -> None:
    assert read("I don't know").intent is Intent.ASK
    assert read("hint?").intent is Intent.ASK


def test_a_long_message_is_no_request() -> None:
    assert read("ask me something " + "about it " * 60).intent is Intent.ASK
    assert read("ask me something " + "about it " * 60, LORA).intent is Intent.ANSWER
