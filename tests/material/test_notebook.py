from __future__ import annotations

from tutor.material.notebook import MAX_OUTPUT_LINES, read_notebook
from tutor.material.source import Extract, SourceFile

from .made import notebook


def read(*cells: dict[str, object]) -> Extract:
    return read_notebook(SourceFile("n.ipynb", notebook(*cells)))


def code(source: str, *outputs: dict[str, object]) -> dict[str, object]:
    return {"cell_type": "code", "source": source.splitlines(keepends=True), "outputs": list(outputs)}


def test_text_code_and_text_output() -> None:
    extract = read(
        {"cell_type": "markdown", "source": ["# Title\n", "<!-- gone -->text"]},
        code("# no heading\nprint(1)", {"output_type": "stream", "name": "stdout", "text": ["\x1b[31m1\x1b[0m\n"]}),
        code("df", {"output_type": "execute_result", "data": {"text/plain": "a b", "text/html": "<table>"}}),
        code("plot()", {"output_type": "display_data", "data": {"text/plain": "<Figure>", "image/png": "aGk="}}),
        code(""),
    )
    assert extract.text == (
        "# Title\ntext\n\n```python\n# no heading\nprint(1)\n```\n\n```\n1\n```\n\n"
        "```python\ndf\n```\n\n```\na b\n```\n\n```python\nplot()\n```\n"
    )
    assert [heading.title for heading in extract.headings] == ["Title"]


def test_long_output_is_cut() -> None:
    lines = "".join(f"line {index}\n" for index in range(100))
    text = read(code("x", {"output_type": "stream", "text": lines})).text
    assert f"line {MAX_OUTPUT_LINES - 1}\n...\n```" in text and f"line {MAX_OUTPUT_LINES}\n" not in text


def test_format_3_is_read() -> None:
    data = (
        b'{"nbformat": 3, "metadata": {"title": "Old"}, "worksheets": [{"cells": ['
        b'{"cell_type": "heading", "level": 2, "source": "Part"}, '
        b'{"cell_type": "code", "input": "1+1", "outputs": [{"output_type": "pyout", "text": "2"}]}]}]}'
    )
    extract = read_notebook(SourceFile("n.ipynb", data))
    assert extract.text == "## Part\n\n```python\n1+1\n```\n\n```\n2\n```\n"
    assert extract.title == "Part"


def test_half_a_surrogate_pair_does_not_survive() -> None:
    text = read({"cell_type": "markdown", "source": "bad \ud83d end"}).text
    assert text == "bad \ufffd end\n"
