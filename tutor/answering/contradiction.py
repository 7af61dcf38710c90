"""Whether a sentence denies a point, told by their words alone: no model, few false alarms.  A rubric point is held
against the sentences of an answer, and a claim against the spans that it cites.

Of the 4,325 points of the shipped questions, their own 30-second answers "deny" 57 by these words (1.3%), and of 340
points of good answers typed by hand 5; of 248 points that a hostile answer turned round it sees 119.

An honest answer in other words shares few words with a point it affirms; one that turns a point round keeps most of
them.  So a sentence is looked at only where it shares most of its words with the point (or the point with it), and it
denies the point where then

- what one affirms the other negates ("spans without a parent never become roots"),
- a word stands in place of its opposite (grows for shrinks, fair for unfair),
- its numbers are others (48 dollars for 480), or
- two things are swapped ("linear predicts a probability, logistic a number").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.answering.opposite_words import opposed, root_of
from tutor.library.fulltext import STOP_WORDS
from tutor.material.sentences import split_sentences

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+(?:['’][a-z]+)?", re.IGNORECASE)
_PART = re.compile(r"[;:,]\s|\b(?:and|but|while|whereas|because|so)\b", re.IGNORECASE)
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_NEGATIONS = frozenset("not no never cannot none nothing neither nor without seldom hardly nobody".split())  # noqa: SIM905
_ABSOLUTE = frozenset({"always", "never"})
_STOPS_NEGATION = frozenset("is are was were that which who and but while because so if when than only".split())  # noqa: SIM905
_NEGATION = re.compile(r"\b(?:not|no|never)\b|n['’]t\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|unless)\b[^,.;]*", re.IGNORECASE)  # what is only supposed denies nothing
_INSTEAD = re.compile(r"\b(?:instead of|rather than)\b", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\b(?:not only|not just|not merely|n['’]t (?:just|only))\b", re.IGNORECASE)
_REACH = 4  # words that a negation can turn
_SHORT_REACH = {"without": 2, "no": 2, "none": 2}
_WEAK = STOP_WORDS - set("no not nor always before after same more less on off up down".split())  # noqa: SIM905
_MOST = 0.5  # of the point's words, with
_MANY = 0.4  # of the sentence's; or else
_FEW = 0.3  # of the point's, with
_NEARLY_ALL = 0.75  # of the sentence's
_FEWEST = 3  # shared words
_TURNED = 0.3  # share of the shared words
_ONE_TURNED = 0.15  # share of the shared words
_TOLD = 0.6  # share of the point's words from which one "never" turns it round
_NUMBER_TOLERANCE = 0.1  # candidates round
_UNITS = (1, 1e2, 1e-2, 1e3, 1e-3, 1e6, 1e-6, 1e9, 1e-9)
_LEAST_SWAP = 0.6  # of what is said of one thing is said of the other where two are swapped
_BEFORE = 3  # words
_MOST_SENTENCES = 300  # of an answer are read
_FEWEST_SWAPPED = 2  # words


class Denial(NamedTuple):
    """The part of the answer that denies a point: characters `start` to `end`."""

    start: int
    end: int


class _Words(NamedTuple):
    """A sentence's content words by stem, in order, each with whether it is affirmed; and its numbers; and
    its "always" and "never"."""

    polarity: dict[str, bool]
    numbers: frozenset[float]
    absolute: frozenset[str]


def denials(question: str, points: Sequence[str], answer: str) -> list[Denial | None]:
    """For each point the sentence of the answer that denies it; None where there is none, or where another sentence
    that is as near to the point affirms it."""
    prose = _CODE.sub(lambda match: " " * len(match.group()), answer)
    sentences = [(span.start, span.end) for span in split_sentences(prose)][:_MOST_SENTENCES]
    asked = _read(question).numbers
    every = _read(answer).numbers
    return [_denial(point, prose, sentences, asked, every) for point in points]


def _denial(
    point: str, answer: str, sentences: Sequence[tuple[int, int]], asked: frozenset[float], every: frozenset[float]
) -> Denial | None:
    nearest: tuple[float, Denial] | None = None
    affirmed = 0.0
    for start, end in _pieces(answer, sentences):
        near, denied = _against(point, answer[start:end], asked, every)
        if denied and (nearest is None or near > nearest[0]):
            nearest = (near, _trimmed(answer, start, end))
        if not denied:
            affirmed = max(affirmed, near)
    return nearest[1] if nearest is not None and nearest[0] >= affirmed else None


def _trimmed(answer: str, start: int, end: int) -> Denial:
    said = answer[start:end]
    return Denial(start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip()))


def _pieces(answer: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences, and the parts of those that are joined by a comma or a conjunction."""
    for start, end in sentences:
        yield start, end
        cuts = [(start + match.start(), start + match.end()) for match in _PART.finditer(answer[start:end])]
        if cuts:
            yield from zip([start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end], strict=True)


def _against(point: str, sentence: str, asked: frozenset[float], every: frozenset[float]) -> tuple[float, bool]:
    """How near a sentence is to a point (0..1), and whether it denies it."""
    wanted, said = _read(point), _read(sentence)
    if not wanted.polarity or not said.polarity:
        return 0.0, False
    pairs = {word: other for word in wanted.polarity for other in said.polarity if _meet(word, other, wanted, said)}
    recall, precision = len(pairs) / len(wanted.polarity), len(set(pairs.values())) / len(said.polarity)
    numbers = _other_numbers(wanted.numbers - asked, said.numbers - asked, every)
    close = (recall >= _MOST and precision >= _MANY) or (recall >= _FEW and precision >= _NEARLY_ALL)
    if len(pairs) < _FEWEST or not close:
        return recall, False
    opposite = any(word != other and wanted.polarity[word] == said.polarity[other] for word, other in pairs.items())
    swapped = _swapped(point, sentence) or _crossed(point, sentence)
    return recall, opposite or swapped or numbers or _turned(pairs, wanted, said)


def _turned(pairs: dict[str, str], wanted: _Words, said: _Words) -> bool:
    """Whether one affirms what the other negates; where both negate something, only "always" tells."""
    if any(word != other and wanted.polarity[word] != said.polarity[other] for word, other in pairs.items()):
        return False  # "is not the same" says "is different"
    now = {said.polarity[other] for word, other in pairs.items() if wanted.polarity[word] != said.polarity[other]}
    turned = sum(wanted.polarity[word] != said.polarity[other] for word, other in pairs.items())
    if (
        "never" in said.absolute - wanted.absolute
        and turned >= _ONE_TURNED * len(pairs)
        and len(pairs) >= _TOLD * len(wanted.polarity)
    ):
        return True
    if turned < _TURNED * len(pairs):
        return False
    if len(now) > 1:
        return True  # "the value and not the variable" for "the variable and not the value"
    both = all(
        any(not one.polarity[word] for word in words) for one, words in ((wanted, pairs), (said, pairs.values()))
    )
    return not both or ("always" in said.absolute) != ("always" in wanted.absolute)


def _meet(word: str, other: str, wanted: _Words, said: _Words) -> bool:
    """Whether two stems are the same word, or opposites of which neither text holds both."""
    if word == other:
        return True
    return opposed(word, other) and other not in wanted.polarity and word not in said.polarity


def _other_numbers(wanted: frozenset[float], said: frozenset[float], every: frozenset[float]) -> bool:
    """Whether a sentence gives numbers where the point gives others, none of which the answer has anywhere."""
    return bool(wanted and said) and not any(_alike(one, other) for one in wanted for other in every)


def _alike(one: float, other: float) -> bool:
    """Whether two numbers may be the same, in whatever unit: 38.6 (million) is 38,597,376, and 64 (percent) 0.64."""
    return any(abs(one * times - other) <= _NUMBER_TOLERANCE * abs(other) for times in _UNITS)


def _swapped(point: str, sentence: str) -> bool:
    """Whether the sentence says of one thing what the point says of another: "A does X, and B does Y" turned into
    "A does Y" or "B does X"."""
    parts = [list(_read(part).polarity) for part in _PART.split(point)]
    parts = [part for part in parts if len(part) > 1]
    if len(parts) != 2:
        return False
    first, second = ([word for word in part if word not in other] for part, other in (parts, parts[::-1]))
    if len(first) < 2 or len(second) < 2:
        return False
    for piece in _PART.split(sentence):
        words = set(_read(piece).polarity)
        for mine, theirs in ((first, second), (second, first)):
            if (
                mine[0] in words
                and theirs[0] not in words
                and not words & set(mine[1:])
                and len(words & set(theirs[1:])) >= max(_LEAST_SWAP * len(theirs[1:]), _FEWEST_SWAPPED)
            ):
                return True
    return False


def _crossed(point: str, sentence: str) -> bool:
    """Whether two opposites that both texts hold have changed places: "48 percent worse, 17 percent better"."""
    wanted, said = _before(point), _before(sentence)
    for one in wanted.keys() & said.keys():
        for other in wanted.keys() & said.keys():
            if one < other and opposed(one, other):
                mine, theirs = wanted[one] - wanted[other], wanted[other] - wanted[one]
                if said[one] & theirs and said[other] & mine and not (said[one] & mine or said[other] & theirs):
                    return True
    return False


def _before(text: str) -> dict[str, frozenset[str]]:
    """Each word's stem -> the stems (and numbers) of the words shortly before it, where it stands first."""
    words = [root_of(match.group().lower()) for match in _TOKEN.finditer(text)]
    words = [word for word in words if word not in _WEAK]
    found: dict[str, frozenset[str]] = {}
    for place, word in enumerate(words):
        found.setdefault(word, frozenset(words[max(0, place - _BEFORE) : place]))
    return found


@lru_cache(maxsize=2_048)
def _read(text: str) -> _Words:
    polarity: dict[str, bool] = {}
    numbers: set[float] = set()
    absolute: set[str] = set()
    left = reach = 0
    text = _SUPPOSED.sub(lambda match: _NEGATION.sub(" ", match.group()), text)
    for match in _TOKEN.finditer(_INSTEAD.sub(" without ", _NOT_ONLY.sub(" ", text))):
        word = match.group().lower().replace("’", "'")
        if word[0].isdigit():
            numbers.add(float(word.replace(",", "")))
            continue
        if word in _ABSOLUTE:
            absolute.add(word)
        if word in _NEGATIONS or word.endswith("n't"):
            left = reach = _SHORT_REACH.get(word, _REACH)
            continue
        if word in _STOPS_NEGATION and left < reach:
            left = 0
        if word in _WEAK:
            continue
        polarity.setdefault(root_of(word), left <= 0)
        left -= 1
    return _Words(polarity, frozenset(numbers), frozenset(absolute))
