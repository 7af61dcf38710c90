"""The options of a multiple-choice question: one right, none alike, none that gives itself away."""

from __future__ import annotations

import re
from itertools import combinations

from tutor.domain import AnswerForm, Option, Question
from tutor.library.embedder import Embedder

FEWEST, MOST = 3, 5
_LONGER = 1.6  # times the longest wrong option that the right one may be
_LONGER_CHARACTERS = 25  # and this much longer, so that short terms are not compared by length
_FILLER = re.compile(
    r"^(?:(?:all|none|both|any) of (?:the|these)\b|option\s*\w?\d*$|n/?a$|other$|not (?:given|mentioned|stated)\b)",
    re.IGNORECASE,
)


def option_problems(question: Question, embedder: Embedder, *, alike: float) -> list[str]:
    """What is wrong with the options, in plain words; nothing for a question of another form.  From a cosine of `alike`
    two options may say the same."""
    if question.form is not AnswerForm.CHOICE:
        return []
    options = question.options
    if not FEWEST <= len(options) <= MOST:
        return [f"it has {len(options)} options"]
    if sum(option.right for option in options) != 1:
        return ["it has not exactly one right option"]
    filler = next((option.text for option in options if _FILLER.match(option.text.strip()) or not _said(option)), None)
    if filler is not None:
        return [f"{filler!r} is no option of its own"]
    return _alike(options, embedder, alike) or _stands_out(options)


def _alike(options: tuple[Option, ...], embedder: Embedder, alike: float) -> list[str]:
    vectors = embedder.embed_queries([option.text for option in options])
    for (first, one), (second, other) in combinations(enumerate(options), 2):
        words, others = _said(one), _said(other)
        contained = _holds(words, others) or _holds(others, words)
        short_form = _initials(words) == "".join(others) or _initials(others) == "".join(words)
        if contained or short_form or float(vectors[first] @ vectors[second]) >= alike:
            return [f"{one.text!r} and {other.text!r} are alike"]
    return []


def _stands_out(options: tuple[Option, ...]) -> list[str]:
    """The right option is the only long one by far."""
    right = next(len(option.text) for option in options if option.right)
    longest = max(len(option.text) for option in options if not option.right)
    if right > _LONGER * longest and right > longest + _LONGER_CHARACTERS:
        return ["its right option is the longest by far"]
    return []


def _said(option: Option) -> list[str]:
    words = re.findall(r"\w+", option.text.lower())
    return [word for word in words if word not in {"a", "an", "the"}]


def _holds(words: list[str], others: list[str]) -> bool:
    """Whether `others` stand in `words` one after the other."""
    length = len(others)
    return any(words[place : place + length] == others for place in range(len(words) - length + 1))


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""
