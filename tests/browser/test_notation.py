"""Every formula and diagram of the shipped notes, given to the KaTeX and the Mermaid that the page draws with."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT
from tutor.checking.formulas import formulas_of
from tutor.checking.note import Note, note_files

STATIC = Path(streamlit.__file__).parent / "static"
NOTES = [Note(path, ROOT / "corpus") for path in note_files(ROOT / "corpus")]

_FORMULAS = """async ([module, formulas]) => {
    const katex = (await import(module)).default;
    return formulas.map(([tex, display]) => {
        try { katex.renderToString(tex, {displayMode: display, throwOnError: true, strict: "error"}); return null }
        catch (error) { return String(error.message) }
    });
}"""
_DIAGRAMS = """async ([module, diagrams]) => {
    const mermaid = (await import(module)).default;
    const said = [];
    for (const diagram of diagrams) {
        try { await mermaid.parse(diagram); said.push(null) }
        catch (error) { said.push(String(error.message)) }
    }
    return said;
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """An empty page that may import what Streamlit ships."""
    handler = functools.partial(_Quiet, directory=str(STATIC))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/favicon.png")
        yield page
        page.close()
        server.shutdown()


def module(name: str) -> str:
    (found,) = (STATIC / "static" / "js").glob(f"{name}.*.js")
    return f"/static/js/{found.name}"


def faults(page: Page, script: str, name: str, items: list[object]) -> list[str | None]:
    said: list[str | None] = page.evaluate(script, [module(name), items])
    assert len(said) == len(items)
    return said


def test_katex_draws_every_formula(blank: Page) -> None:
    found = [(note.name, one) for note in NOTES for one in formulas_of(note)]
    assert len(found) > 1000
    said = faults(blank, _FORMULAS, "katex", [[one.tex, one.display] for _, one in found])
    assert [(name, one.tex, fault) for (name, one), fault in zip(found, said, strict=True) if fault] == []
    assert faults(blank, _FORMULAS, "katex", [["\\frac{a}", False]])[0] is not None, "this test could not fail"


def test_mermaid_reads_every_diagram(blank: Page) -> None:
    found = [(note.name, one) for note in NOTES for one in note.fences if one.info[:1] == ("mermaid",)]
    assert len(found) > 20
    said = faults(blank, _DIAGRAMS, "mermaid.core", [one.code for _, one in found])
    assert [(name, one.line, fault) for (name, one), fault in zip(found, said, strict=True) if fault] == []
    assert faults(blank, _DIAGRAMS, "mermaid.core", ["flowchart LR\n  A[b (c)] --> B"])[0] is not None
