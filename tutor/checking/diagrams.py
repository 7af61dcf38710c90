"""Mermaid diagrams: a known kind, and for flowcharts and sequence diagrams every line one that Mermaid reads.

Stricter than Mermaid where Mermaid guesses (brackets in a label need quotes).  The tests also give every diagram to
Mermaid itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.checking.note import Fence, Note
from tutor.checking.problem import Problem

_NOT_LOOKED_INTO = {
    "classDiagram",
    "stateDiagram",
    "stateDiagram-v2",
    "erDiagram",
    "gantt",
    "pie",
    "mindmap",
    "timeline",
    "journey",
    "gitGraph",
    "quadrantChart",
    "xychart-beta",
    "block-beta",
}
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
# Each is matched where the one before it ended, so a line is read once from left to right.
_NODE = re.compile(rf"(?P<id>\w(?:[\w.]|-(?=\w))*)(?:{_SHAPE})?(?::::\w+)?\s*")
_TEXT = r'\s+(?:"[^"]*"|[^"()\[\]{}|<>]+?)\s*'
_LINK = re.compile(
    rf"[<xo]?(?:--{_TEXT}-{{2,}}[>xo]?|=={_TEXT}={{2,}}[>xo]?|-\.{_TEXT}\.+-[>xo]?"
    rf"|(?:-{{2,}}[>xo]|-{{3,}}|={{2,}}[>xo]|={{3,}}|-\.+-[>xo]?)\s*(?:\|{_LABEL}\|)?|~~~)\s*"
)
_NEXT = re.compile(r"[&;]\s*")
_RESERVED = {"end", "class", "style", "subgraph", "graph", "flowchart", "click", "linkStyle", "classDef"}
_FLOW_WORD = re.compile(r"(?:direction|classDef|class|style|linkStyle|click)\s+\S.*")
_SUBGRAPH = re.compile(r"subgraph\s+(?:\w[\w.-]*\s*\[[^\[\]]+\]|\"[^\"]*\"|[\w .-]+)")
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
    elif kind not in _NOT_LOOKED_INTO:
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
            if depth < 0:
                break
        elif not (_FLOW_WORD.fullmatch(line) or _is_statement(line)):
            yield number, f"the flowchart's line {line!r} cannot be read; quote labels that hold brackets"
    if depth:
        yield lines[-1][0], "subgraphs and their 'end' lines are not as many"


def _is_statement(line: str) -> bool:
    """Nodes joined by links or "&", statements parted by ";"."""
    position = 0
    while (node := _NODE.match(line, position)) is not None and node["id"] not in _RESERVED:
        position = node.end()
        if position == len(line):
            return True
        joint = _NEXT.match(line, position) or _LINK.match(line, position)
        if joint is None:
            return False
        position = joint.end()
        if position == len(line) and joint.group().startswith(";"):
            return True
    return False


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
