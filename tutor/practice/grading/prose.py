"""How far a text is made of sentences rather than of keywords."""

from __future__ import annotations

from tutor.library.fulltext import STOP_WORDS
from tutor.practice.grading.polarity import words_of

_ASKING = frozenset("explain describe tell give define discuss compare walk please step steps".split())  # noqa: SIM905
_COUNTING = frozenset("one two three four five ten hundred thousand per times half twice".split())  # noqa: SIM905
_LIST_WORDS = 5  # a list of fewer words may well be an answer
_FUNCTION_WORDS = 0.2  # of a sentence's words at least so many are function words
_LEAST_PROSE = 0.25  # "short string high pitch, long string low pitch" is still an answer


def prose(text: str) -> float:
    """How far a text is made of sentences, 0.25..1: below 1 a list of keywords, by its share of function words.

    Numbers count as function words: they hang what is counted together ("one byte per number gives 77 GB").
    """
    words = list(words_of(text))
    if len(words) < _LIST_WORDS:
        return 1.0
    share = sum(map(_joins, words)) / len(words)
    return min(1.0, max(_LEAST_PROSE, share / _FUNCTION_WORDS))


def _joins(word: str) -> bool:
    """Whether a word joins others; the words that tell a candidate what to do do not."""
    if word in _ASKING:
        return False
    return word in STOP_WORDS or word in _COUNTING or word.isdigit() or "'" in word or "’" in word
