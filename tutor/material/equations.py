"""Word's equations (OMML, ECMA-376 part 1, 22.1) -> TeX, because the DOCX reader's library leaves them out."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BIG_OPERATORS = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint"}


def has_equations(part: bytes) -> bool:
    """Whether a part of a DOCX file mentions an equation."""
    return b"oMath" in part


def replace_equations(root: ET.Element) -> None:
    """Put a run of text, `$...$` or `$$...$$`, in the place of every equation below `root`."""
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag in {_MATH + "oMath", _MATH + "oMathPara"}:
                mark = "$$" if child.tag.endswith("Para") else "$"
                parent[index] = _run(f"{mark}{' '.join(_tex(child).split())}{mark}", child.tail)


def _run(text: str, tail: str | None) -> ET.Element:
    run = ET.Element(_WORD + "r")
    ET.SubElement(run, _WORD + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = text
    run.tail = tail
    return run


def _tex(element: ET.Element) -> str:
    """TeX of one element; what has no rule here is the TeX of its children."""
    rule = _RULES.get(element.tag.removeprefix(_MATH))
    if rule:
        return rule(element)
    return (element.text or "") if element.tag == _MATH + "t" else "".join(map(_tex, element))


def _fraction(element: ET.Element) -> str:
    return rf"\frac{{{_part(element, 'num')}}}{{{_part(element, 'den')}}}"


def _scripted(element: ET.Element) -> str:
    base = _part(element, "e")
    return (base if len(base) <= 1 else f"{{{base}}}") + _scripts(element)


def _root(element: ET.Element) -> str:
    degree = _part(element, "deg")
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"


def _big_operator(element: ET.Element) -> str:
    sign = _property(element, "naryPr", "chr", "∫")
    return f"{_BIG_OPERATORS.get(sign, sign)}{_scripts(element)} {_part(element, 'e')}"


def _delimited(element: ET.Element) -> str:
    inner = ", ".join(_tex(part) for part in element.findall(_MATH + "e"))
    return _property(element, "dPr", "begChr", "(") + inner + _property(element, "dPr", "endChr", ")")


def _matrix(element: ET.Element) -> str:
    rows = (" & ".join(map(_tex, row.findall(_MATH + "e"))) for row in element.findall(_MATH + "mr"))
    return r"\begin{matrix} " + r" \\ ".join(rows) + r" \end{matrix}"


_RULES: dict[str, Callable[[ET.Element], str]] = {
    "f": _fraction,
    "sSup": _scripted,
    "sSub": _scripted,
    "sSubSup": _scripted,
    "rad": _root,
    "nary": _big_operator,
    "d": _delimited,
    "m": _matrix,
    "limLow": lambda element: f"{_part(element, 'e')}_{{{_part(element, 'lim')}}}",
    "limUpp": lambda element: f"{_part(element, 'e')}^{{{_part(element, 'lim')}}}",
    "func": lambda element: f"{_part(element, 'fName')} {_part(element, 'e')}",
}


def _part(element: ET.Element, name: str) -> str:
    part = element.find(_MATH + name)
    return "" if part is None else _tex(part)


def _scripts(element: ET.Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    return (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _property(element: ET.Element, holder: str, name: str, default: str) -> str:
    found = element.find(f"{_MATH}{holder}/{_MATH}{name}")
    return default if found is None else found.get(_MATH + "val", default)
