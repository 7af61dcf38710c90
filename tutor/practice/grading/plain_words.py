"""How plainly an explanation is worded: terms a product manager cannot know, unless the answer explains them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TERM = re.compile(r"\b(?:[A-Z]{2,}[a-z]?|[a-z]+[A-Z]\w*)\b|\$[^$]+\$|\\[a-z]+|\b[a-z]_\w+\b")
_EXPLAINED = r"\s*(?:\(|,? (?:is|are|means|meaning|that is|in other words|i\.e\.|which)\b|:)"
_EVERYDAY = frozenset("AI API PM OK UK US EU FAQ PDF CEO URL SQL GB MB KB TV".split())  # noqa: SIM905
_COSTS = 0.05  # a term
_MOST = 0.2


def unexplained_terms(answer: str) -> tuple[str, ...]:
    """Acronyms, symbols and formulas that the answer uses without saying what they are."""
    found = dict.fromkeys(match.group() for match in _TERM.finditer(answer))
    return tuple(one for one in found if one not in _EVERYDAY and not _explains(answer, one))


def plainness(terms: Sequence[str]) -> float:
    """What the score is multiplied with: 1 without such terms, at least 0.8."""
    return 1.0 - min(_MOST, _COSTS * len(terms))


def _explains(answer: str, term: str) -> bool:
    named = re.escape(term)
    return bool(re.search(rf"{named}{_EXPLAINED}", answer) or re.search(rf"\({named}\)", answer))
