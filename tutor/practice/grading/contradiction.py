"""Whether a clause of an answer says the opposite of a rubric point it speaks of: no model, few false alarms.

A clause counts against a point where most words both speak of are affirmed by one and denied by the other, where it
holds an opposite of one of the point's words (larger for smaller), or where every number it states is another than
the point's.
"""

from __future__ import annotations

from tutor.answering.support import numbers_in
from tutor.practice.grading.polarity import negates, opposition

_TURNED = 0.34  # share of the common words that are turned round
_NEGATED_FROM = 0.45  # coverage from which a negation on one side only turns the point round
_NUMBERS_FROM = 0.5  # coverage from which other numbers mean another claim


def contradicts(point: str, clause: str, coverage: float) -> bool:
    """Whether `clause` (the part of the answer nearest to `point`) says its opposite; `coverage` 0..1."""
    against = opposition(point, clause)
    if against.turned >= _TURNED or against.opposite > 0:
        return True
    if coverage >= _NEGATED_FROM and negates(clause) and not negates(point):
        return True
    wanted, said = numbers_in(point), numbers_in(clause)
    return bool(coverage >= _NUMBERS_FROM and wanted and said and not wanted & said)
