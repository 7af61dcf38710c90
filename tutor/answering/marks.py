"""Opaque sentence ids and the marks a model leaves of them: `[k7qx][m2fd]`.

Ids are drawn anew for each request, so neither a document nor a model's habit can guess one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Container
from typing import NamedTuple

_LETTERS = "bcdfghjkmnpqrstvwxz"  # no vowels: an id is never a word
_DIGITS = "23456789"
_ID = r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{4}"
_NUMBER = r"[a-z]?\d{1,3}"  # what models cite by habit: [1], [s2]
_GROUP = re.compile(
    rf"[\[(【]\s*(?:ids?\s*:?\s*)?(?P<ids>(?:{_ID}|{_NUMBER})(?:[\s,;|]+(?:{_ID}|{_NUMBER}))*)\s*[\])】](?!\()",
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"`+[^`\n]+`+|\$\$.+?\$\$|\$(?=\S)[^$\n]+?(?<=\S)\$(?!\d)", re.DOTALL)
_OPENED = re.compile(r"\s*[\[(【][^\])】\n]{0,48}$|\s+$")
_WORD = re.compile(r"[a-z0-9]+", re.IGNORECASE)


class Mark(NamedTuple):
    """Ids that stood at character `position` of a text that no longer has them."""

    position: int
    ids: tuple[str, ...]


def draw_ids(count: int, rng: random.Random) -> list[str]:
    """`count` different ids."""
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        drawn[rng.choice(_LETTERS) + rng.choice(_DIGITS) + rng.choice(_LETTERS) + rng.choice(_LETTERS)] = None
    return list(drawn)


def split_marks(text: str, known: Container[str]) -> tuple[str, tuple[Mark, ...]]:
    """The text without its marks, and the marks; `known` are the ids that were handed over.

    A group in brackets is a mark where it holds a known id, or looks like one: "[0, 1]" and "x[1]" stay text.
    """
    text = text.lstrip()
    hidden = [match.span() for match in _OPAQUE.finditer(text)]
    clean = ""
    marks: list[Mark] = []
    last = 0
    for match in _GROUP.finditer(text):
        ids = tuple(one.lower() for one in _WORD.findall(match["ids"]))
        within = any(start < match.end() and match.start() < end for start, end in hidden)
        if within or not _is_mark(match, ids, known):
            continue
        clean += text[last : match.start()].rstrip()
        marks.append(Mark(len(clean), ids))
        last = match.end()
    rest = text[last:] if clean else text[last:].lstrip()
    return clean + rest, tuple(marks)


def find_ids(text: str, known: Container[str]) -> tuple[str, ...]:
    """The known ids in a text, each once, however they are written."""
    words = (word.lower() for word in _WORD.findall(text))
    return tuple(dict.fromkeys(word for word in words if word in known))


def without_open_mark(text: str) -> str:
    """The text up to what may still become a mark."""
    return _OPENED.sub("", text)


def _is_mark(match: re.Match[str], ids: tuple[str, ...], known: Container[str]) -> bool:
    if any(one in known for one in ids):
        return True
    if match.group()[0] == "(":
        return False
    if all(len(one) == 4 and not one.isdigit() for one in ids):
        return True
    before = match.string[match.start() - 1 : match.start()]
    return len(ids) == 1 and not (before.isalnum() or before == "_")
