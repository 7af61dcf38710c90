"""What happens before the first paint, and what the server says to a browser."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.commands import ROOT, start_python
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
