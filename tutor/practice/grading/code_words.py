"""A candidate's Python in words, so that a rubric can be compared with it.  It is parsed and never executed."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

_LONGEST = 20_000  # characters that are read
_FENCED = re.compile(r"^\s*(?:```|~~~)[^\n]*\n(?P<code>.*?)(?:^\s*(?:```|~~~)\s*$|\Z)", re.MULTILINE | re.DOTALL)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_OPERATORS = {
    ast.MatMult: "matrix product dot product", ast.Div: "divide", ast.Mult: "multiply", ast.Add: "add",
    ast.Sub: "subtract", ast.Pow: "power square", ast.Mod: "remainder", ast.FloorDiv: "integer divide",
}  # fmt: skip
_STATEMENTS = {
    ast.For: "loop over", ast.While: "repeat while", ast.If: "if condition", ast.Yield: "generator yield lazily",
    ast.Return: "return", ast.Raise: "raise an error", ast.Try: "catch an error", ast.With: "context manager closes",
    ast.Assert: "check assert", ast.ListComp: "list comprehension", ast.GeneratorExp: "generator expression lazily",
    ast.AsyncFunctionDef: "async coroutine", ast.Await: "await", ast.Lambda: "function",
}  # fmt: skip
_KNOWN = {
    "argsort": "sort order indices", "argpartition": "partial sort top k without a full sort", "argmax": "largest",
    "exp": "exponential", "max": "maximum", "min": "minimum", "linalg": "linear algebra", "norm": "norm length",
    "keepdims": "keep dimensions for broadcasting", "einsum": "sum of products", "where": "where condition mask",
    "inf": "infinity", "sqrt": "square root", "clip": "clip between", "islice": "slice of an iterator",
    "defaultdict": "dictionary with default", "heappush": "heap", "heappop": "heap", "nlargest": "largest heap",
    "softmax": "softmax", "mean": "mean average", "var": "variance", "std": "standard deviation", "axis": "axis",
}  # fmt: skip


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


def _read(source: str) -> tuple[str, str | None]:
    """The words, and the fault."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return " ".join(_names(source)), f"The code does not parse: line {error.lineno}, {error.msg}."
    except (ValueError, RecursionError, MemoryError):
        return " ".join(_names(source)), "The code is nested too deeply or holds a character that is none."
    return ". ".join([*_sentences(tree), *_comments(source)]), None


def _sentences(tree: ast.Module) -> Iterator[str]:
    """One line of words a statement, so that what belongs together stays together."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            words = [word for inner in _inside(node) for word in _words(inner)]
            if words:
                yield " ".join(dict.fromkeys(words))


def _inside(statement: ast.stmt) -> Iterator[ast.AST]:
    """The statement's own nodes, without those of statements in its body."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.stmt)]


def _words(node: ast.AST) -> Iterator[str]:
    for table in (_OPERATORS, _STATEMENTS):
        if type(node) in table:
            yield table[type(node)]  # type: ignore[index]
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.FunctionDef(name=name):
            yield from _split(name)
        case ast.keyword(arg=str(name)):
            yield from _split(name)
        case ast.Constant(value=value) if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield str(value)[:200]


def _split(name: str) -> Iterator[str]:
    parts = [part.lower() for part in _PARTS.findall(name)]
    yield " ".join(parts)
    if name in _KNOWN:
        yield _KNOWN[name]


def _names(source: str) -> Iterator[str]:
    for name in re.findall(r"[A-Za-z_]\w*", source):
        yield from _split(name)


def _comments(source: str) -> Iterator[str]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.string.lstrip("# ")
    except (tokenize.TokenError, IndentationError):
        return


def _looks_like_code(source: str) -> bool:
    return bool(re.search(r"^\s*(?:def|class|import|from|for|return)\b.*|[\w\])]\s*=\s*\S", source, re.MULTILINE))
