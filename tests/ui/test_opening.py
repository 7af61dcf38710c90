"""What happens before the first paint, and what the server says to a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.commands import ROOT, start_python
from tests.ui.test_ask_page import OpenPage, texts
from tutor.ui import opening
from tutor.ui.security import SecurityHeaders

HEAVY = ["torch", "transformers", "sentence_transformers", "chromadb", "onnxruntime"]


def test_no_model_is_imported_with_the_page(tmp_path: Path) -> None:
    code = (
        f"import json, sys, app, tutor.ui.opening, tutor.ui.ask_page, tutor.ui.material_page, tutor.ui.settings_page\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    process = start_python(["-c", code], cwd=ROOT, env={"TUTOR_DATA_DIR": str(tmp_path)})
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert json.loads(out.splitlines()[-1]) == []


def test_nothing_may_be_loaded_from_elsewhere() -> None:
    async def hello(request: object) -> PlainTextResponse:
        return PlainTextResponse("hello")

    app = SecurityHeaders(Starlette(routes=[Route("/", hello)]))
    headers = TestClient(app).get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["connect-src"] == "'self'"
    assert "http" not in headers["Content-Security-Policy"].replace("https", "http").split("frame-src")[0]
    assert headers["Referrer-Policy"] == "no-referrer"


class NeverLoaded:
    """A loader whose model takes its time."""

    error: str | None = None
    waiting = True

    def start(self) -> None:
        pass


def test_what_can_be_done_while_the_model_loads_is_said_where_it_can_be_done(
    open_page: OpenPage, library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "the_loader", NeverLoaded)
    said = texts(open_page("ask", library_dir).run())
    assert "Loading the embedding model, a few seconds. You can ask already." in said
    said = texts(open_page("practise", library_dir).run())
    assert "Loading the embedding model, a few seconds." in said and "You can ask already" not in said


def test_who_practises_is_drawn_before_the_page(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("ask", library_dir).run()
    assert "new_profile" in repr(page.sidebar.children[0])
