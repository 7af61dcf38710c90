"""A multiple-choice answer: an option's letter or its words, right or wrong."""

from __future__ import annotations

import re
from string import ascii_uppercase

from tutor.domain import Option, Question

_LETTER = re.compile(r"\W*(?:(?:option|answer)\W+)?([A-Za-z])\W*", re.IGNORECASE)


def chosen_option(question: Question, answer: str) -> Option | None:
    """The option that `answer` names, by its words or its letter; None where it names none, or several."""
    said = _plain(answer)
    whole = [one for one in question.options if _plain(one.text) == said]
    if whole:
        return whole[0]
    letter = _LETTER.fullmatch(answer)
    if letter is not None:
        place = ascii_uppercase.index(letter.group(1).upper())
        return question.options[place] if place < len(question.options) else None
    inside = [one for one in question.options if said and f" {_plain(one.text)} " in f" {said} "]
    return inside[0] if len(inside) == 1 else None


def right_option(question: Question) -> Option:
    """The one right option."""
    return next(one for one in question.options if one.right)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
