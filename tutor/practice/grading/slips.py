"""Slips of typing in an answer, set right by the words of its question and of what is right.

A slip is one letter left out, added, changed or swapped with the next (optimal string alignment distance 1; Damerau
1964), in a word that the embedder does not know whole and that begins as the word meant does.  An answer is compared by
its meaning, and a misspelled word has another: "seperated" is nothing like "separated" to the embedder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA

_WORD = re.compile(r"(?<![\w`'’])[A-Za-z]{4,}(?![\w`'’(=])")


class SetRight(NamedTuple):
    """A text without its slips.  `moved`: from a character of it on (the end of a word that was set right), how far
    the text as written is ahead."""

    text: str
    moved: tuple[tuple[int, int], ...] = ()

    def as_written(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of whole words, in the text as written."""
        start, end = (place + next((by for at, by in reversed(self.moved) if at <= place), 0) for place in span)
        return start, end


def plain_words(text: str) -> set[str]:
    """The words of a text that are neither code nor contracted, in lower case."""
    return {match.group().lower() for match in _WORD.finditer(text)}


def set_right(text: str, meant: Mapping[str, str]) -> SetRight:
    """The text with each word that is a key of `meant` replaced."""
    parts: list[str] = []
    moved: list[tuple[int, int]] = []
    read = written = 0
    for match in _WORD.finditer(text):
        word = meant.get(match.group().lower())
        if word is None:
            continue
        parts += [text[read : match.start()], word]
        written += match.start() - read + len(word)
        read = match.end()
        moved.append((written, read - written))
    return SetRight("".join([*parts, text[read:]]), tuple(moved)) if moved else SetRight(text)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` is a slip of: of several the first in the alphabet; None where there is none."""
    found = (one for one in words if one[0] == word[0] and OSA.distance(word, one, score_cutoff=1) == 1)
    return min(found, default=None)
