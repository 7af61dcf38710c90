"""Whether two short texts say the opposite of each other: negated words and words of opposite meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tutor.answering.opposite_words import stem_of
from tutor.library.fulltext import STOP_WORDS

_TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_CLAUSE = re.compile(r"[.;:,!?\n]|\b(?:because|so|but|and|which|while|since|if|when)\b")
_NOT = frozenset("not no never cannot none nothing neither nor without dont doesnt isnt wont cant didnt".split())  # noqa: SIM905
_NOT_ENDING = ("n't", "n’t")
_REACH = 6  # words behind a negation that it may turn
_OPPOSITES = """
open/close,closed increase,increases,rises,grows/decrease,decreases,falls,shrinks more/less,fewer positive/negative
high,higher/low,lower same/different connected/disconnected,separated on/off faster,quicker/slower up/down before/after
above/below attract/repel large,larger,big,bigger/small,smaller hot,hotter/cold,colder true/false agree/disagree yes/no
longer/shorter first/last always/never full/empty lighter/heavier complete/incomplete parallel/series,sequential
inside/outside best/worst minimum/maximum min/max public/private static/dynamic overfits/underfits trainable/frozen
stronger/weaker better/worse deterministic/random reads/writes
"""


class Opposition(NamedTuple):
    """How a text stands against a point, each 0..1: `unnegated` 1 where the point negates and the text nowhere does;
    `opposite` 1 where the text holds a word opposite to one of the point's that it lacks; `turned` the share of the
    words both speak of that one affirms and the other denies."""

    unnegated: float
    opposite: float
    turned: float


def opposition(point: str, text: str) -> Opposition:
    """How far `text` says the opposite of `point`."""
    said, other = _polarities(point), _polarities(text)
    opposite = any(not other.get(word) and other.keys() & opposites_of(word) for word in said)
    met = [word for word in said if other.get(word) or other.keys() & opposites_of(word)]
    turned = [word for word in met if not said[word] & _seen(word, other)]
    return Opposition(
        float(negates(point) and not negates(text)), float(opposite), len(turned) / len(met) if met else 0.0
    )


def negates(text: str) -> bool:
    """Whether anything in the text is negated."""
    return any(_is_negation(word) for word in _TOKEN.findall(text.lower()))


def opposites_of(stem: str) -> frozenset[str]:
    """Stems of the words opposite to one."""
    return _opposites().get(stem, frozenset())


def words_of(text: str) -> Iterator[str]:
    """The text's words, lower-case."""
    return (match.group() for match in spell(text))


def spell(text: str) -> Iterator[re.Match[str]]:
    """Each word with its place; lower-case, and letter for letter as long as the text."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters become two
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return _TOKEN.finditer(lower)


def _is_negation(word: str) -> bool:
    return word in _NOT or word.endswith(_NOT_ENDING)


def _seen(word: str, other: dict[str, frozenset[bool]]) -> frozenset[bool]:
    """Whether the other text affirms (True) or denies a word: by itself, or by its opposite turned round."""
    turned = {not affirmed for opposite in opposites_of(word) for affirmed in other.get(opposite, ())}
    return other.get(word, frozenset()) | turned


@lru_cache(maxsize=4_096)
def _polarities(text: str) -> dict[str, frozenset[bool]]:
    """Each content word's stem, and whether it is affirmed (True), denied (False) or both."""
    found: dict[str, frozenset[bool]] = {}
    for clause in _CLAUSE.split(text.lower()):
        behind = _REACH + 1
        for word in _TOKEN.findall(clause):
            if _is_negation(word):
                behind = 0
                continue
            behind += 1
            if word not in STOP_WORDS or word in {"on", "off", "up", "same", "before", "after", "first"}:
                stem = stem_of(word)
                found[stem] = found.get(stem, frozenset()) | {behind > _REACH}
    return found


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES.split():
        one, other = ([stem_of(word) for word in side.split(",")] for side in pair.split("/"))
        for words, opposed in ((one, other), (other, one)):
            for word in words:
                found[word] = found.get(word, frozenset()) | frozenset(opposed)
    return found
