"""Python statements read out in words, in the order a person would: "scores is q matrix product with k transposed"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_DEEPEST = 30  # levels of an expression that are read
_LONGEST_CONSTANT = 200  # characters
_SILENT = frozenset({"np", "numpy", "torch", "self", "cls", "math", "F", "nn", "jnp"})
_OPERATORS: dict[type[ast.AST], str] = {
    ast.MatMult: "in a matrix product, the dot product, with", ast.Div: "divided by", ast.Mult: "times",
    ast.Add: "plus", ast.Sub: "minus, subtracting,", ast.Pow: "to the power of", ast.Mod: "modulo",
    ast.FloorDiv: "divided, as an integer, by", ast.And: "and", ast.Or: "or", ast.Not: "not", ast.USub: "minus",
    ast.Eq: "is equal to", ast.NotEq: "is not equal to", ast.Lt: "is smaller than", ast.LtE: "is at most",
    ast.Gt: "is larger than", ast.GtE: "is at least", ast.In: "is in", ast.NotIn: "is not in", ast.Is: "is",
    ast.IsNot: "is not",
}  # fmt: skip
_NAMES = {
    "argsort": "the sort order", "argpartition": "the top k by a partial sort", "argmax": "the index of the maximum",
    "exp": "the exponential", "max": "the maximum", "min": "the minimum", "maximum": "the maximum, clipped from below",
    "amax": "the maximum", "linalg": "", "norm": "the norm, the length", "keepdims": "with the dimensions kept",
    "einsum": "the sum of products", "where": "by a mask where the condition holds", "inf": "infinity",
    "sqrt": "the square root", "clip": "clipped", "islice": "a slice of the iterator", "sum": "the sum",
    "defaultdict": "a dictionary with a default", "heappush": "push on the heap", "heappop": "pop from the heap",
    "heapreplace": "replace the smallest of the heap", "nlargest": "the largest by a heap", "mean": "the mean",
    "var": "the variance", "std": "the standard deviation", "log": "the logarithm", "T": "the transposed",
    "transpose": "the transposed", "swapaxes": "the transposed, with axes swapped,", "len": "the number",
    "sorted": "sorted", "sha256": "the hash", "shuffle": "shuffled", "permutation": "a random permutation",
    "randn": "standard normal noise", "standard_normal": "standard normal noise", "normal": "normal noise, Gaussian",
    "nansum": "the sum without missing values",
}  # fmt: skip


def statements_in_words(tree: ast.Module) -> Iterator[str]:
    """One line a statement; what is inside a block comes after what opens it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and (line := " ".join(_statement(node).split())):
            yield line


def name_in_words(name: str) -> str:
    """base_logit -> "base logit"; names of the field's libraries as what they do."""
    if name in _SILENT:
        return ""
    return _NAMES.get(name) or " ".join(part.lower() for part in _PARTS.findall(name))


def _statement(node: ast.stmt) -> str:  # noqa: C901 - one case a statement
    match node:
        case ast.Assign(targets=targets, value=value):
            return f"{_said(targets)} is {_word(value)}"
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            return f"{_word(target)} is {_word(value)}"
        case ast.AugAssign(target=target, op=op, value=value):
            return f"{_word(target)} becomes {_word(target)} {_OPERATORS.get(type(op), '')} {_word(value)}"
        case ast.Return(value=value):
            return f"it returns {_word(value)}"
        case ast.For(target=target, iter=over) | ast.AsyncFor(target=target, iter=over):
            return f"in a loop, for each {_word(target)} of {_word(over)}"
        case ast.While(test=test):
            return f"repeat while {_word(test)}"
        case ast.If(test=test):
            return f"if {_word(test)}"
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return f"within the context of {_said([one.context_expr for one in items])}"
        case ast.FunctionDef(name=name, args=args):
            return f"the function {name_in_words(name)} of {_arguments(args)}"
        case ast.AsyncFunctionDef(name=name, args=args):
            return f"the async coroutine {name_in_words(name)} of {_arguments(args)}"
        case ast.ClassDef(name=name):
            return f"the class {name_in_words(name)}"
        case ast.Raise(exc=error):
            return f"it raises the error {_word(error)}"
        case ast.Try():
            return "it tries, and catches an error"
        case ast.Assert(test=test):
            return f"check that {_word(test)}"
        case ast.Expr(value=value):
            return _word(value)
    return ""


def _arguments(args: ast.arguments) -> str:
    return " and ".join(name_in_words(one.arg) for one in [*args.posonlyargs, *args.args, *args.kwonlyargs])


def _said(nodes: list[ast.expr], depth: int = 0) -> str:
    return " and ".join(word for node in nodes if (word := _word(node, depth + 1)))


def _word(node: ast.expr | None, depth: int = 0) -> str:  # noqa: C901 - one case an expression
    """An expression in words; what lies deeper than is ever written by hand is left out."""
    if node is None or depth > _DEEPEST:
        return ""
    inner = depth + 1
    match node:
        case ast.Name(id=name):
            return name_in_words(name)
        case ast.Constant(value=value):
            return "" if isinstance(value, bool) or value is None else str(value)[:_LONGEST_CONSTANT]
        case ast.Attribute(value=value, attr=name):
            return f"{name_in_words(name)} of {owner}" if (owner := _word(value, inner)) else name_in_words(name)
        case ast.BinOp(left=left, op=op, right=right):
            return f"{_word(left, inner)} {_OPERATORS.get(type(op), '')} {_word(right, inner)}"
        case ast.UnaryOp(op=op, operand=operand):
            return f"{_OPERATORS.get(type(op), '')} {_word(operand, inner)}"
        case ast.BoolOp(op=op, values=values):
            return f" {_OPERATORS[type(op)]} ".join(_word(one, inner) for one in values)
        case ast.Compare(left=left, ops=ops, comparators=others):
            rest = (f"{_OPERATORS.get(type(op), '')} {_word(one, inner)}" for op, one in zip(ops, others, strict=True))
            return f"{_word(left, inner)} {' '.join(rest)}"
        case ast.Call(func=function, args=args, keywords=keywords):
            given = " and ".join(
                one for one in (_said(args, inner), *(_keyword(one, inner) for one in keywords)) if one
            )
            return f"{_word(function, inner)} of {given}" if given else _word(function, inner)
        case ast.Subscript(value=value, slice=place):
            return f"{_word(value, inner)} at {at}" if (at := _word(place, inner)) else _word(value, inner)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            return _said(parts, inner)
        case ast.IfExp(test=test, body=body, orelse=other):
            return f"{_word(body, inner)} if {_word(test, inner)}, otherwise {_word(other, inner)}"
        case ast.ListComp(elt=what, generators=loops) | ast.SetComp(elt=what, generators=loops):
            return f"{_word(what, inner)} for each {_loops(loops, inner)}"
        case ast.GeneratorExp(elt=what, generators=loops):
            return f"lazily, by a generator, {_word(what, inner)} for each {_loops(loops, inner)}"
        case ast.DictComp(key=key, value=value, generators=loops):
            return f"{_word(key, inner)} to {_word(value, inner)} for each {_loops(loops, inner)}"
        case ast.Dict(keys=keys, values=values):
            pairs = (f"{_word(key, inner)} is {_word(value, inner)}" for key, value in zip(keys, values, strict=True))
            return " and ".join(pairs)
        case ast.Lambda(body=body):
            return f"a function that gives {_word(body, inner)}"
        case ast.Await(value=value):
            return f"await {_word(value, inner)}"
        case ast.Yield(value=value):
            return f"it yields, lazily, as a generator, {_word(value, inner)}"
        case ast.JoinedStr(values=values):
            return _said(values, inner)
        case ast.FormattedValue(value=value) | ast.Starred(value=value) | ast.NamedExpr(value=value):
            return _word(value, inner)
    return ""


def _keyword(given: ast.keyword, depth: int) -> str:
    return " ".join([name_in_words(given.arg or ""), _word(given.value, depth)]).strip()


def _loops(loops: list[ast.comprehension], depth: int) -> str:
    said = []
    for one in loops:
        tests = f" if {_said(one.ifs, depth)}" if one.ifs else ""
        said.append(f"{_word(one.target, depth)} of {_word(one.iter, depth)}{tests}")
    return " and ".join(said)
