"""Code of the material: a function whose docstring says what it does -> write it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tutor.domain import AnswerForm, Question, QuestionKind, SentenceRole
from tutor.practice.making.building import Builder
from tutor.practice.making.phrases import stands_alone
from tutor.practice.making.reading import Line, Material

_FENCE = re.compile(r"^\s*(?:```|~~~)[^\n]*\n|\n?\s*(?:```|~~~)\s*$")
_RETURNS = re.compile(r"^(?:Returns?|Compute[s]?|Calculate[s]?|Give[s]?)\s+", re.IGNORECASE)
_COMMENT = re.compile(r"#\s*(?P<said>[^#\n]{12,})$", re.MULTILINE)
_LEAST_WORDS = 4  # of a docstring, a comment
_MOST_WORDS = 40
_LONGEST_BODY = 40  # lines
_SHARED = 3  # stems of the docstring that a sentence about the function uses
_LEAST_POINTS, _MOST_POINTS = 2, 5


def make_coding(material: Material) -> Iterator[Question]:
    """Questions that ask for a function of the material."""
    builder = Builder(material)
    for line in material.lines:
        if line.role is SentenceRole.CODE:
            yield from _functions(builder, line)


def _functions(builder: Builder, line: Line) -> Iterator[Question]:
    source = _FENCE.sub("", line.quote)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return  # not Python, or a piece of a longer block
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            made = _ask(builder, line, node, source)
            if made is not None:
                yield made


def _ask(builder: Builder, line: Line, node: ast.FunctionDef, source: str) -> Question | None:
    said = " ".join((ast.get_docstring(node) or "").split())
    body = "\n".join(source.splitlines()[node.lineno - 1 : node.end_lineno])
    if not _LEAST_WORDS <= len(said.split()) <= _MOST_WORDS or body.count("\n") > _LONGEST_BODY:
        return None
    signature = f"{node.name}({', '.join(one.arg for one in node.args.args)})"
    told = _RETURNS.sub("", said)
    if not stands_alone(re.sub(r"[=<>|{}\\$\[\]]", "", told)):
        return None
    if ": " in said or re.match(r"\w+ \(", said):
        return None  # it explains the arguments, not the function
    text = f"Write a Python function `{signature}`: {told[:1].lower() + told[1:] if told[1:2].islower() else told}"
    text = f"{text.rstrip('.')}."
    points = [
        *((comment, line) for comment in _comments(body)),
        *_around(builder.material, line, f"{node.name} {said}"),
    ]
    if len(points) < _LEAST_POINTS:
        return None
    return builder.question(text, points[:_MOST_POINTS], kind=QuestionKind.CODING, form=AnswerForm.CODE)


def _comments(body: str) -> list[str]:
    """What the function's comments say, in order."""
    found = (match["said"].strip() for match in _COMMENT.finditer(body))
    return [one for one in found if len(one.split()) >= _LEAST_WORDS and not one.startswith(("noqa", "type:"))]


def _around(material: Material, line: Line, told: str) -> list[tuple[str, Line]]:
    """The sentences of the section that explain what the function does."""
    wanted = _stems(told)
    near = [one for one in material.prose if one.headings == line.headings and stands_alone(one.text)]
    return [(one.text, one) for one in near if len(wanted & _stems(one.text)) >= _SHARED]


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}
