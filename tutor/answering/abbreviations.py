"""What an abbreviation stands for, where a question asks what it is: "What is RAG?" is searched for as "What is RAG
(retrieval-augmented generation)?", for a text that says what a thing is names it in full.  In other questions the full
form would only outweigh what is asked (measured: it cost 2 of 100 questions their citation).

The library says so where it first writes "retrieval-augmented generation (RAG)"; found as Schwartz and Hearst do
(2003, "A simple algorithm for identifying abbreviation definitions in biomedical text").
"""

from __future__ import annotations

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from tutor.answering import wording

_BRACKETED = re.compile(r"\((?P<short>[A-Za-z]\w{1,8})\)")
_BREAK = re.compile(r"[()\n.;:|]")
_REACH = 120  # characters before the bracket
_WORD = re.compile(r"[^\W_][\w-]*")
_PART = re.compile(r"[^\W_]+")  # "low-rank" has two
_FEW_LETTERS = 2  # capitals that make a word an abbreviation


class Written(Protocol):
    """Where the library's texts come from: its Store."""

    def version(self) -> int: ...

    def texts(self) -> list[str]: ...


class _Known(NamedTuple):
    """What each abbreviation stands for, by the abbreviation as it is written, and in lower case where the library
    uses that word for nothing else."""

    version: int
    meanings: dict[str, str]


class Abbreviations:
    """The abbreviations of one library.  Thread-safe; its texts are read at the first question that may hold one."""

    def __init__(self, store: Written) -> None:
        self._store = store
        self._known = _Known(-1, {})
        self._reading = threading.Lock()

    def expand(self, question: str) -> str:
        """A question after the meaning of an abbreviation alone, with its full form behind it; any other as it is."""
        asked = wording.defined_words(question)
        beside = wording.asks_comparison(question) and not wording.asks_plainly(question)  # "BPE vs WordPiece"
        if len(asked) != 1 or beside or not wording.asks_definition(question):
            return question
        one = next((one for one in _WORD.finditer(question) if wording.topic_words(one[0]) == asked), None)
        if one is None or (question != question.lower() and not _is_short(one[0])):
            return question
        meanings = self._meanings()
        full = meanings.get(one[0]) or meanings.get(one[0].removesuffix("s"))
        if full is None or full in question.lower():
            return question
        return f"{question[: one.end()]} ({full}){question[one.end() :]}"

    def _meanings(self) -> dict[str, str]:
        with self._reading:
            version = self._store.version()
            if version != self._known.version:
                self._known = _Known(version, _read(self._store.texts()))
            return self._known.meanings


def _read(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    uses: Counter[str] = Counter()
    for text in texts:
        uses.update(_WORD.findall(text))
        for match in _BRACKETED.finditer(text):
            short = match["short"].removesuffix("s")
            before = _BREAK.split(text[max(match.start() - _REACH, 0) : match.start()])[-1]
            if _is_short(short) and (full := full_form(short, before)) is not None:
                found[short][full] += 1
    meanings = {}
    for short, forms in found.items():
        if len(forms) > 1:
            continue  # it stands for different things: which one is asked about, nobody knows
        meanings[short] = next(iter(forms))
        if uses[short.lower()] * 2 < uses[short]:
            meanings[short.lower()] = meanings[short]
    return meanings


def full_form(short: str, before: str) -> str | None:
    """The words at the end of `before` that `short` abbreviates, in lower case: those whose initials it is, else every
    letter of `short` in order, read from the end, the first at the beginning of a word; None where they are not."""
    words = _WORD.findall(before)[-min(len(short) + 5, 2 * len(short)) :]
    text = " ".join(words).lower()
    starts = [one.start() for one in _PART.finditer(text)][-len(short) :]
    if [text[start] for start in starts] == list(short.lower()):
        return text[starts[0] :]
    place = len(text)
    for number, letter in enumerate(reversed(short.lower())):
        if not letter.isalnum():
            continue
        first = number == len(short) - 1
        place -= 1
        while place >= 0 and (text[place] != letter or (first and place > 0 and text[place - 1].isalnum())):
            place -= 1
        if place < 0:
            return None
    full = text[place:]
    return full if " " in full or "-" in full else None


def _is_short(word: str) -> bool:
    return sum(one.isupper() for one in word) >= _FEW_LETTERS
