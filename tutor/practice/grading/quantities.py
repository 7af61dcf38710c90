"""Numbers as candidates write them -> values: thousands separators, powers, fractions, units and their multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tutor.answering.opposite_words import stem_of

_NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>[-−])?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?"
    r"(?:\s?(?:[eE](?P<power>[-+]?\d{1,3})|(?:[x×*]|\\times)\s?10\s?\^?\s?\{?(?P<ten>[-−]?\d{1,3})\}?))?"
    r"(?:\s?/\s?(?P<over>\d+(?:\.\d+)?))?"
    r"\s?(?P<unit>%|percent\b|[a-zA-Zµ]+\b)?"
)
_TIMES = {
    "%": 0.01, "percent": 0.01, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "trillion": 1e12,
}  # fmt: skip
_BYTES = {"b": 1.0, "byte": 1.0, "bytes": 1.0}
_MULTIPLES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "ki": 2**10, "mi": 2**20, "gi": 2**30, "ti": 2**40}
_BYTES |= {f"{front}b": times for front, times in _MULTIPLES.items()}
_BYTES |= {"kilobytes": 1e3, "megabytes": 1e6, "gigabytes": 1e9, "gigs": 1e9, "terabytes": 1e12}
_SHORTEST_NOUN = 2
_SECONDS = {
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "s": 1.0, "sec": 1.0,
    "second": 1.0, "seconds": 1.0, "min": 60.0, "minute": 60.0, "minutes": 60.0, "h": 3600.0, "hour": 3600.0,
    "hours": 3600.0,
}  # fmt: skip


class Quantity(NamedTuple):
    """A number in a text: `value` as written, `unit` in lower case ("" where none), characters `start` to `end`."""

    value: float
    unit: str
    start: int
    end: int

    @property
    def measured(self) -> tuple[str, float] | None:
        """What is measured ("bytes", "seconds", or the stem of what is counted), and how much; None where unknown."""
        for kind, table in (("bytes", _BYTES), ("seconds", _SECONDS)):
            if self.unit in table and (kind != "bytes" or self.unit != "b"):
                return kind, self.value * table[self.unit]
        if self.unit in {"%", "percent"}:
            return "percent", self.value
        return (stem_of(self.unit), self.value) if len(self.unit) > _SHORTEST_NOUN else None


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers in `text`, in order; a number too large for a float is passed over."""
    for match in _NUMBER.finditer(text):
        value = float(match["whole"].replace(",", "") + (match["part"] or ""))
        power = match["power"] or match["ten"]
        try:
            value *= 10.0 ** int((power or "0").replace("−", "-"))
        except OverflowError:
            continue
        if match["over"] and float(match["over"]):
            value /= float(match["over"])
        unit = (match["unit"] or "").strip().lower()
        yield Quantity(-value if match["sign"] else value, unit, match.start(), match.end())


def agrees(said: Quantity, value: float, *, unit: str, tolerance: float) -> bool:
    """Whether `said` is `value` of `unit` within a share of it; a unit that one side lacks is taken from the other."""
    for wanted in _readings(value, unit.strip().lower()):
        for found in _readings(said.value, said.unit):
            if wanted.kind == found.kind and abs(found.value - wanted.value) <= tolerance * abs(wanted.value) + 1e-12:
                return True
    plain = not said.unit or not unit or said.unit == unit.strip().lower()
    return plain and abs(said.value - value) <= tolerance * abs(value) + 1e-12


class _Reading(NamedTuple):
    kind: str
    value: float


def _readings(value: float, unit: str) -> list[_Reading]:
    """What a number with its unit may mean: "7 B" is bytes, or billions."""
    found = []
    for kind, table in (("bytes", _BYTES), ("seconds", _SECONDS), ("count", _TIMES)):
        if unit in table:
            found.append(_Reading(kind, value * table[unit]))
    return found or [_Reading("count", value)]
