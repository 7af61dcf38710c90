"""Whether a clause of an answer says the opposite of a rubric point it speaks of: no model, few false alarms.

A clause counts against a point where most words both speak of are affirmed by one and denied by the other, where it
holds an opposite of one of the point's words (larger for smaller), where it says always what the point denies, or
where it gives another number of the same thing (3 GB for 307 GB, one seed for three).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.practice.grading.polarity import negates, opposition, stem_of
from tutor.practice.grading.quantities import quantities

_TURNED = 0.34  # share of the common words that are turned round
_NEAR = 0.45  # coverage from which one word on one side only turns the point round
_ONE_TURNED = 0.15  # share of the common words: one of six
_ONLY = re.compile(r"\b(?:and not|not only|not just|not merely|n['’]t (?:just|only|even))\b", re.IGNORECASE)
_SPOKEN_OF = 0.33  # coverage from which a clause speaks of the point at all
_MEASURED = 0.45  # coverage from which another number is another claim about the same thing
_TOLERANCE = 0.1  # candidates round
_EVERY = re.compile(r"\b(?:always|every|all|any|everything|guarantees?|ensures?)\b", re.IGNORECASE)
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTING = re.compile(rf"\b(?P<word>{'|'.join(_COUNTED[1:])}) (?P<noun>[a-z]+)", re.IGNORECASE)
_NOT_A_NOUN = frozenset("of in at on to by is are and or more less for with per".split())  # noqa: SIM905


def contradicts(point: str, clause: str, coverage: float) -> bool:
    """Whether `clause` (the part of the answer nearest to `point`) says its opposite; `coverage` 0..1."""
    against = opposition(point, _ONLY.sub(" ", clause))
    if coverage < _SPOKEN_OF:
        return False
    if against.turned >= _TURNED or against.opposite > 0:
        return True
    if coverage >= _NEAR:
        if against.turned >= _ONE_TURNED and negates(_ONLY.sub("", clause)) and not negates(point):
            return True
        if negates(point) and not negates(clause) and _EVERY.search(clause) and not _EVERY.search(point):
            return True
    return coverage >= _MEASURED and _other_numbers(point, clause)


def _other_numbers(point: str, clause: str) -> bool:
    """Whether the clause counts or measures something that the point does, and none of its numbers is the point's."""
    wanted, said = dict(_measures(point)), dict(_measures(clause))
    return any(
        not any(_same(one, other) for one in said[noun] for other in wanted[noun])
        for noun in wanted.keys() & said.keys()
    )


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def _measures(text: str) -> Iterator[tuple[str, list[float]]]:
    """What is counted or measured -> its numbers; bytes and seconds in one unit each."""
    found: dict[str, list[float]] = {}
    for one in quantities(text):
        if (measured := one.measured) is not None and measured[0] not in _NOT_A_NOUN:
            found.setdefault(measured[0], []).append(measured[1])
    for match in _COUNTING.finditer(text):
        noun = match["noun"].lower()
        if noun not in _NOT_A_NOUN:
            found.setdefault(stem_of(noun), []).append(float(_COUNTED.index(match["word"].lower())))
    yield from found.items()
