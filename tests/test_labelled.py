"""The labelled sets: questions in other words than the notes', and the sentences that answer them.

`labelled-questions.jsonl` asks as candidates ask, and holds what the notes do not answer; `paraphrased-questions.jsonl`
avoids the terms of the notes wherever it can, as a stress test.  Both were written from the notes alone, without a look
at what the search returns.  The notes say many things in several places, so the first labels missed sentences that
answer as well.  Those marked `pooled` were added afterwards, by pooling: assessors who saw a question and passages, and
nothing of which system found them (the tutor, embeddings alone or words alone), marked the sentence that answers, if
one did.  `tutor eval answers` gives its figures with and without them.

Every quote must still stand in its note: who rewords a sentence there rewords it here.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from tests.commands import ROOT
from tutor.checking.note import Note
from tutor.evaluation.labelled import Labelled, read_labelled
from tutor.material.sentences import split_sentences

LABELLED = ROOT / "tests" / "data" / "labelled-questions.jsonl"
PARAPHRASED = LABELLED.with_name("paraphrased-questions.jsonl")
MOST_ANSWERS = 12

SET, STRESS = read_labelled(LABELLED), read_labelled(PARAPHRASED)


@cache
def text_of(document: str) -> str:
    return Note(ROOT / "corpus" / document, ROOT / "corpus").document.text


def test_it_is_as_large_as_was_promised() -> None:
    expected = Counter(one.expect for one in SET)
    assert expected["answered"] >= 200
    assert expected["near_miss"] >= 50 and expected["other_subject"] >= 50
    assert len(STRESS) >= 200 and {one.expect for one in STRESS} == {"answered"}
    both = [*SET, *STRESS]
    assert len({one.id for one in both}) == len({(one.question, one.history) for one in both}) == len(both)


def test_it_asks_in_many_ways_about_everything() -> None:
    answered = [one for one in SET if one.expect == "answered"]
    styles = Counter(one.style for one in answered)
    assert set(styles) == {"plain", "typo", "short", "spoken", "follow_up"}
    assert min(styles.values()) >= 20, styles
    areas = {place.document.split("/")[0] for one in answered for place in one.answers}
    assert areas == {path.name for path in (ROOT / "corpus").iterdir() if path.is_dir()}


@pytest.mark.parametrize("one", [*SET, *STRESS], ids=lambda one: one.id)
def test_a_label_holds(one: Labelled) -> None:
    assert bool(one.history) is (one.style == "follow_up")
    assert (1 <= len(one.answers) <= MOST_ANSWERS) is (one.expect == "answered")
    for place in one.answers:
        text = text_of(place.document)
        start = text.find(place.quote)
        assert start >= 0, f"{place.document} no longer says {place.quote!r}"
        lines = text[text.rfind("\n", 0, start) + 1 : start]
        assert re.fullmatch(r"(?:.*[.!?:;][)*_\"”]*\s+|\s*(?:[-*>]|\d+\.)?\s*|.*\*\*\s*|.*\|\s*)", lines), lines


def test_no_question_is_a_heading_of_its_note() -> None:
    """Other words than the notes': a question that is a heading would be found by its own text.  A bare term may be."""
    for one in [*SET, *STRESS]:
        for place in one.answers:
            headings = {line.lstrip("# ").lower() for line in text_of(place.document).split("\n") if line[:1] == "#"}
            assert one.question.lower() not in headings or len(one.question.split()) < 3, one.id


def test_pooled_labels_came_after_the_first_ones() -> None:
    for one in SET:
        if one.answers:
            pooled = [place.pooled for place in one.answers]
            assert not pooled[0] and pooled == sorted(pooled), one.id
    assert not any(place.pooled for one in STRESS for place in one.answers)


def test_quotes_are_whole_sentences() -> None:
    """At least nearly all: a cell of a table or an item of a list may stand for a sentence."""
    places = [place for one in [*SET, *STRESS] for place in one.answers]
    whole = [place for place in places if len(split_sentences(place.quote)) == 1]
    assert len(whole) >= 0.97 * len(places)
