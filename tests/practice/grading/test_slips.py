"""Slips of typing are set right by words that are known, and by no others."""

from __future__ import annotations

import pytest

from tutor.practice.grading.slips import nearest, plain_words, set_right

KNOWN = {"separated", "positive", "circuit", "bulb", "decoder", "qlora"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("seperated", "separated"),  # another letter
        ("postive", "positive"),  # one left out
        ("circcuit", "circuit"),  # one too many
        ("blub", "bulb"),  # two swapped
        ("encoder", None),  # begins otherwise: another word
        ("lora", None),
        ("sepperatd", None),  # two slips
    ],
)
def test_one_slip_is_set_right(typed: str, meant: str | None) -> None:
    assert nearest(typed, KNOWN) == meant


def test_places_are_found_again_in_the_text_as_written() -> None:
    written = "The postive pole is seperatedd from it, postive or not."
    right = set_right(written, {"postive": "positive", "seperatedd": "separated"})
    assert right.text == "The positive pole is separated from it, positive or not."
    for said, typed in (("positive pole", "postive pole"), ("separated from", "seperatedd from"), ("or not", "or not")):
        start = right.text.index(said)
        begin, end = right.as_written((start, start + len(said)))
        assert written[begin:end] == typed


def test_code_and_contractions_are_left_alone() -> None:
    assert plain_words("It isn't `softmx` but softmx(x) or grad_norm, and plain words") == {"plain", "words"}
    assert set_right("as it is", {}).text == "as it is"
