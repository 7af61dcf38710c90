"""Questions to begin with, taken from the material itself."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.domain import Filters
from tutor.library.store import Store

_LONGEST = 90
_ORDER = {"beginner": 0, None: 1, "intermediate": 1, "advanced": 2}


def starter_questions(store: Store, areas: Sequence[str] = (), count: int = 3) -> list[str]:
    """Up to `count` short questions the material asks itself, easiest first and one a document where it can be."""
    found = [(name, one) for name, one in store.questions(Filters(areas=tuple(areas))) if len(one.text) <= _LONGEST]
    found.sort(key=lambda pair: _ORDER.get(pair[1].level, 1))
    chosen: list[str] = []
    used: set[str] = set()
    for only_new in (True, False):
        for name, question in found:
            if len(chosen) == count:
                return chosen
            if question.text not in chosen and not (only_new and name in used):
                chosen.append(question.text)
                used.add(name)
    return chosen
