"""Slips of typing in a question, set right by the library's own words.

A word is looked at only if neither the library nor common English knows it.  It becomes the library's word that is
nearest in letters left out, added, changed or swapped (optimal string alignment distance; Damerau 1964), of equally
near ones one with the same letters or else the most frequent, and only within the few slips that its length allows.
Names and code are left as they are: to read a product that the library does not know as one that it knows would answer
another question.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A word that stands alone: no digit, code, address or contraction hangs on it.
_PLAIN = re.compile(r"(?<![\w`/\\@=$<{.'’])[^\W\d_]{4,}(?![\w`/\\@=$>}'’(]|\.\w)")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_SHORT = 6  # letters: up to here a letter is left out, doubled or swapped, never another
_LONG = 9  # letters: from here two slips are allowed
_LEAST_USES = 3  # of a library's word, for a short word and for two slips
_NAME_SHARE = 0.5  # of a word's uses with a capital, from which it is a name
_MOST_UNKNOWN = 10  # words of one question that are looked up
_NEIGHBORS = 50
_CONTRACTED = frozenset(
    """
    dont cant wont isnt arent wasnt werent doesnt didnt hasnt havent hadnt couldnt shouldnt wouldnt thats whats youre
    theyre
    """.split()  # noqa: SIM905 - a table of words reads better than a list of strings
)


class Written(Protocol):
    """Where the library's words come from: its Store."""

    def version(self) -> int: ...

    def texts(self) -> list[str]: ...

    def search_words(self, query: str, limit: int) -> dict[int, float]: ...


class WordPieces(Protocol):
    """The embedder's tokenizer: a word of one piece is common English."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...


class _Words(NamedTuple):
    """The library's words in lower case with how often it uses them, and which of them are names."""

    version: int
    uses: dict[str, int]
    names: frozenset[str]


class Speller:
    """Reads questions with the words of one library.  Thread-safe; the words are read at the first unknown one."""

    def __init__(self, store: Written, pieces: WordPieces) -> None:
        self._store = store
        self._pieces = pieces
        self._words = _Words(-1, {}, frozenset())
        self._reading = threading.Lock()

    def correct(self, question: str) -> str:
        """The question with its slips set right; the question itself where there are none."""
        unknown = self.unknown(question)
        if not unknown:
            return question
        words = self._library_words()
        meant = {word: nearest for word in unknown if (nearest := _nearest(word, words)) is not None}
        return _PLAIN.sub(lambda found: _like(found[0], meant.get(found[0].lower(), found[0])), question)

    def is_slip(self, word: str) -> bool:
        """Whether `word` is surely a slip for a word of the library: a name that is one is not unknown."""
        return _nearest(word.lower(), self._library_words()) is not None

    def unknown(self, question: str) -> list[str]:
        """The plain words that neither common English nor the library knows, in lower case."""
        found = [one for one in _PLAIN.finditer(question) if not _is_name(one, question)]
        words = list(dict.fromkeys(one[0].lower() for one in found if one[0].lower() not in _CONTRACTED))
        rare = [word for word, pieces in zip(words, self._pieces.count_tokens(words), strict=True) if pieces > 1]
        return [word for word in rare[:_MOST_UNKNOWN] if not self._store.search_words(word, 1)]

    def _library_words(self) -> _Words:
        with self._reading:
            version = self._store.version()
            if version != self._words.version:
                self._words = _count(self._store.texts(), version)
            return self._words


def _count(texts: Iterable[str], version: int) -> _Words:
    written: Counter[str] = Counter()
    for text in texts:
        written.update(_LETTERS.findall(text))
    uses: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for word, count in written.items():
        uses[word.lower()] += count
        if word != word.lower():
            capitals[word.lower()] += count
    names = frozenset(word for word, count in capitals.items() if count >= _NAME_SHARE * uses[word])
    return _Words(version, dict(uses), names)


def _is_name(found: re.Match[str], question: str) -> bool:
    """A word with capitals is a name, unless it opens the question or a sentence of it."""
    word = found[0]
    if word == word.lower():
        return False
    before = question[: found.start()].rstrip()
    return word[1:] != word[1:].lower() or (bool(before) and before[-1] not in ".?!:")


def _nearest(word: str, words: _Words) -> str | None:
    """The library's word that was most likely meant, if any is near enough."""
    most = 2 if len(word) >= _LONG else 1
    near = process.extract(word, words.uses.keys(), scorer=OSA.distance, score_cutoff=most, limit=_NEIGHBORS)
    letters = sorted(word)
    allowed = [
        (slips, sorted(one) != letters, -words.uses[one], one)
        for one, slips, _ in near
        if _may_mean(word, one, int(slips), words)
    ]
    return min(allowed)[-1] if allowed else None


def _may_mean(word: str, meant: str, slips: int, words: _Words) -> bool:
    """Whether a slip of typing makes `word` out of `meant`, and no other word would."""
    if word[0] != meant[0]:
        return False
    uses, is_name = words.uses[meant], meant in words.names
    if slips > 1:
        alike = word[-1] == meant[-1] and abs(len(word) - len(meant)) <= 1
        return alike and not is_name and uses >= _LEAST_USES
    if len(word) == len(meant):
        swapped = sorted(word) == sorted(meant)
        exchanged = len(word) > _SHORT and not is_name and word[-1] == meant[-1]
        if not (swapped or exchanged):
            return False
    elif len(word) > len(meant) and len(word) <= _SHORT and not _doubled(word, meant):
        return False
    return len(word) >= _SHORT or uses >= _LEAST_USES


def _doubled(word: str, meant: str) -> bool:
    """Whether the letter that `word` has more than `meant` stands beside its like."""
    return any(
        word[:at] + word[at + 1 :] == meant and word[at] in word[max(at - 1, 0) : at] + word[at + 1 : at + 2]
        for at in range(len(word))
    )


def _like(written: str, meant: str) -> str:
    return meant[:1].upper() + meant[1:] if written[:1].isupper() and meant != written else meant
