"""LaTeX: dollars come in pairs, braces close, and every command is one that latex2mathml knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from latex2mathml.converter import convert

from tutor.checking.note import Note
from tutor.checking.problem import Problem

_FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\$])\$(?=\S)(?P<inline>[^$\n]*?[^\s\\$])\$(?!\d)", re.DOTALL)
_LONE = re.compile(r"(?<!\\)\$")
_KATEX_ALSO_KNOWS = {r"\arg", r"\lg", r"\varlimsup"}
_UNKNOWN = re.compile(r"<mi>(\\[A-Za-z]+)</mi>")
_ESCAPED = re.compile(r"\\.", re.DOTALL)


class Formula(NamedTuple):
    """LaTeX without its dollars, and where the formula begins and ends in the file."""

    tex: str
    display: bool
    start: int
    end: int


def formulas_of(note: Note) -> list[Formula]:
    """Every formula outside code."""
    return [
        Formula(match["display"] or match["inline"], match["display"] is not None, match.start(), match.end())
        for match in _FORMULA.finditer(note.prose)
    ]


def check_formulas(note: Note) -> Iterator[Problem]:
    """Formulas that are not LaTeX, and dollars that open none."""
    rest = list(note.prose)
    for one in formulas_of(note):
        rest[one.start : one.end] = " " * (one.end - one.start)
        if (fault := fault_of(one.tex)) is not None:
            yield note.problem(f"the formula {_short(one.tex)!r} {fault}", at=one.start)
    if (lone := _LONE.search("".join(rest))) is not None:
        yield note.problem("a $ opens no formula; write \\$, or 'dollars' for money", at=lone.start())


def fault_of(formula: str) -> str | None:
    """What is wrong with the LaTeX, or None."""
    plain = _ESCAPED.sub("", formula)
    if plain.count("{") != plain.count("}"):
        return f"opens {plain.count('{')} braces and closes {plain.count('}')}"
    try:
        unknown = set(_UNKNOWN.findall(convert(formula))) - _KATEX_ALSO_KNOWS
    except Exception as error:  # the library's errors share no base, and broken input can also raise IndexError
        return f"is not LaTeX ({type(error).__name__.removesuffix('Error')})"
    return f"has the unknown command {min(unknown)}" if unknown else None


def _short(formula: str) -> str:
    words = " ".join(formula.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
