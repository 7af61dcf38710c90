"""Mermaid diagrams: a known kind, and for flowcharts and sequence diagrams every line one that Mermaid reads.

Stricter than Mermaid where Mermaid guesses (brackets in a label need quotes).  The tests also give every diagram to
Mermaid itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.checking.note import Fence, Note
from tutor.checking.problem import Problem

_OTHER_KINDS = {"classDiagram", "stateDiagram", "stateDiagram-v2", "erDiagram", "gantt", "pie", "mindmap", "timeline"}
_LABEL = r'(?:"[^"]*"|[^"()\[\]{}|<>]+)'
_SHAPES = (
    (r"\(\[", r"\]\)"),
    (r"\[\[", r"\]\]"),
    (r"\[\(", r"\)\]"),
    (r"\(\(", r"\)\)"),
    (r"\{\{", r"\}\}"),
    (r"\[/", r"[/\\]\]"),
    (r"\[\\", r"[/\\]\]"),
    (r"\[", r"\]"),
    (r"\(", r"\)"),
    (r"\{", r"\}"),
    (r">", r"\]"),
)
_SHAPE = "|".join(f"{opens}{_LABEL}{closes}" for opens, closes in _SHAPES)
_NODE = rf"[A-Za-z_][\w]*(?:-\w+)*\s*(?:{_SHAPE})?(?:\s*:::\w+)?"
_NODES = rf"{_NODE}(?:\s*&\s*{_NODE})*"
_ARROW = r"(?:[<xo]?(?:-{2,}|={2,}|-\.+-)[>xo]?|~~~)"
_LINK = rf'(?:{_ARROW}(?:\s*\|(?:"[^"]*"|[^|"]+)\|)?|[<xo]?(?:--|==|-\.)\s+{_LABEL}\s*(?:-+|=+|\.+-)[>xo]?)'
_STATEMENT = re.compile(rf"{_NODES}(?:\s*{_LINK}\s*{_NODES})*;?")
_FLOW_WORD = re.compile(r"(?:direction|classDef|class|style|linkStyle|click)\s+\S.*")
_SUBGRAPH = re.compile(rf"subgraph(?:\s+(?:{_NODE}|\"[^\"]*\"|[\w -]+))?")
_ACTOR = r"[\w][\w -]*?"
_MESSAGE = re.compile(rf"{_ACTOR}\s*(?:--?>>?|--?[x)]|<<--?>>)\s*[+-]?{_ACTOR}\s*:\s*\S.*")
_SEQUENCE_WORD = re.compile(
    rf"(?:create\s+)?(?:participant|actor)\s+{_ACTOR}(?:\s+as\s+.+)?|autonumber.*|(?:activate|deactivate|destroy)\s+.+"
    rf"|Note\s+(?:over|left of|right of)\s+.+:.+|(?:else|and|option)\b.*|title:?\s.+",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:loop|alt|opt|par|critical|break|rect|box)\b.*")


def check_diagrams(note: Note) -> Iterator[Problem]:
    """Every fenced block called mermaid."""
    for fence in note.fences:
        if fence.info[:1] == ("mermaid",):
            for line, text in faults_of(fence):
                yield note.problem(text, line=line)


def faults_of(fence: Fence) -> Iterator[tuple[int, str]]:
    """(line of the file, what is wrong)."""
    lines = [(fence.line + number, line.strip()) for number, line in enumerate(fence.code.split("\n"))]
    lines = [(number, line) for number, line in lines if line and not line.startswith("%%")]
    if not lines:
        yield fence.line, "the diagram is empty"
        return
    kind = lines[0][1].split()[0].rstrip(";")
    if kind in {"flowchart", "graph"}:
        yield from _flowchart_faults(lines)
    elif kind == "sequenceDiagram":
        yield from _sequence_faults(lines[1:])
    elif kind not in _OTHER_KINDS:
        yield lines[0][0], f"{kind!r} is no kind of Mermaid diagram"
    elif len(lines) == 1:
        yield fence.line, "the diagram is empty"


def _flowchart_faults(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    if not re.fullmatch(r"(?:flowchart|graph)\s+(?:TB|TD|BT|RL|LR);?", lines[0][1]):
        yield lines[0][0], f"{lines[0][1]!r} has no direction; write 'flowchart LR' or 'flowchart TD'"
    depth = 0
    for number, line in lines[1:]:
        if _SUBGRAPH.fullmatch(line):
            depth += 1
        elif line in {"end", "end;"}:
            depth -= 1
        elif not (_FLOW_WORD.fullmatch(line) or _STATEMENT.fullmatch(line)):
            yield number, f"the flowchart's line {line!r} cannot be read; quote labels that hold brackets"
    if depth:
        yield lines[-1][0], "subgraphs and their 'end' lines are not as many"


def _sequence_faults(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    depth = 0
    for number, line in lines:
        if _OPENS.fullmatch(line):
            depth += 1
        elif line == "end":
            depth -= 1
        elif not (_MESSAGE.fullmatch(line) or _SEQUENCE_WORD.fullmatch(line)):
            yield number, f"the sequence diagram's line {line!r} cannot be read"
    if depth:
        yield lines[-1][0], "blocks and their 'end' lines are not as many"
