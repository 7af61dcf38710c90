"""A candidate's Python in words, so that a rubric can be compared with it.  It is parsed and never executed."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from tutor.answering.opposite_words import stem_of
from tutor.library.fulltext import STOP_WORDS
from tutor.practice.grading.polarity import words_of
from tutor.practice.grading.python_words import name_in_words, statements_in_words

_LONGEST = 20_000  # characters that are read
_FENCED = re.compile(r"^\s*(?:```|~~~)[^\n]*\n(?P<code>.*?)(?:^\s*(?:```|~~~)\s*$|\Z)", re.MULTILINE | re.DOTALL)


class CodeRead(NamedTuple):
    """What code says in words; `fault` is one sentence where it does not parse; `prose` is the text around the code,
    every other character in its place."""

    words: str
    fault: str | None
    prose: str


def code_in_words(answer: str) -> CodeRead:
    """Names split into words, operators and statements named, comments kept.  Without a fence the whole answer is code
    where it parses as such or looks so, else prose."""
    fenced = list(_FENCED.finditer(answer))
    if fenced:
        source = "\n".join(match["code"] for match in fenced)[:_LONGEST]
        around = _FENCED.sub(lambda match: " " * len(match.group()), answer)
        return CodeRead(*_read(source), around)
    tree_like = _looks_like_code(answer)
    return CodeRead(*_read(answer[:_LONGEST]), " " * len(answer)) if tree_like else CodeRead("", None, answer)


def nearest_line(point: str, answer: str) -> tuple[int, int]:
    """The line of code that shares most words with a point, as characters of the answer; an empty range where none
    shares any."""
    wanted = {stem_of(word) for word in words_of(point)} - STOP_WORDS
    best, place, start = (0, 0), (0, 0), 0
    for line in answer[:_LONGEST].splitlines(keepends=True):
        said = {stem_of(word) for phrase in _names(line) for word in phrase.split()}
        score = (len(wanted & said), -len(said))
        if score[0] and score > best:
            best = score
            place = (start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        start += len(line)
    return place


def _read(source: str) -> tuple[str, str | None]:
    """The words, and the fault."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return " ".join(_names(source)), f"The code does not parse: line {error.lineno}, {error.msg}."
    except (ValueError, RecursionError, MemoryError):
        return " ".join(_names(source)), "The code is nested too deeply or holds a character that is none."
    return ". ".join([*statements_in_words(tree), *_comments(source)]), None


def _names(source: str) -> Iterator[str]:
    for name in re.findall(r"[A-Za-z_]\w*", source):
        yield name_in_words(name)


def _comments(source: str) -> Iterator[str]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.string.lstrip("# ")
    except (tokenize.TokenError, IndentationError):
        return


def _looks_like_code(source: str) -> bool:
    return bool(re.search(r"^\s*(?:def|class|import|from|for|return)\b.*|[\w\])]\s*=\s*\S", source, re.MULTILINE))
