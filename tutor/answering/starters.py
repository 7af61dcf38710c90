"""Questions to begin with, taken from the material itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tutor.domain import Filters
from tutor.library.store import Store

_LONGEST = 90
_ORDER = {"beginner": 0, None: 1, "intermediate": 1, "advanced": 2}


def starter_questions(store: Store, areas: Sequence[str] = (), count: int = 3) -> list[str]:
    """Up to `count` short questions the material asks itself, easiest first: from as many folders as there are, those
    with most questions first, then from as many documents."""
    found = [one for one in store.asked(Filters(areas=tuple(areas))) if len(one.text) <= _LONGEST]
    size = Counter(_folder(one.document) for one in found)
    found.sort(key=lambda one: (_ORDER.get(one.level, 1), -size[_folder(one.document)]))
    chosen: dict[str, str] = {}  # question -> its document
    for place in (_folder, _itself, None):
        for one in found:
            if len(chosen) == count:
                break
            if place is None or place(one.document) not in {place(name) for name in chosen.values()}:
                chosen.setdefault(one.text, one.document)
    return list(chosen)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _itself(name: str) -> str:
    return name
