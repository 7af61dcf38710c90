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
    found = [(name, one) for name, one in store.questions(Filters(areas=tuple(areas))) if len(one.text) <= _LONGEST]
    size = Counter(_folder(name) for name, _ in found)
    found.sort(key=lambda pair: (_ORDER.get(pair[1].level, 1), -size[_folder(pair[0])]))
    chosen: dict[str, str] = {}  # question -> its document
    for only_new in (_folder, _itself, None):
        for name, question in found:
            if len(chosen) == count:
                break
            if only_new is None or only_new(name) not in {only_new(one) for one in chosen.values()}:
                chosen.setdefault(question.text, name)
    return list(chosen)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _itself(name: str) -> str:
    return name
