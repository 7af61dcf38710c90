"""An answer while a language model writes it: read, left, refreshed, stopped.

The model is a server on this machine that says two sentences and waits for leave to say the last.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import fresh_page, serve
from tests.ui.notes import QUESTION, build_library

FIRST = "The dot product of random vectors grows with the key dimension. Large scores saturate the softmax. "
LAST = "Its gradients vanish then. "


class WaitingModel:
    """An OpenAI-compatible server; `leave` lets an answer be finished."""

    def __init__(self) -> None:
        self.leave = threading.Event()
        leave = self.leave

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                try:
                    self._say(asked["model"], FIRST)
                    leave.wait(60)
                    self._say(asked["model"], LAST)
                    self._send(asked["model"], {}, finish="stop")
                    self.wfile.write(b"data: [DONE]\n\n")
                except (BrokenPipeError, ConnectionResetError):
                    return  # the answer was stopped

            def _say(self, model: str, words: str) -> None:
                self._send(model, {"role": "assistant", "content": words})

            def _send(self, model: str, delta: dict[str, str], finish: str | None = None) -> None:
                chunk: dict[str, Any] = {
                    "id": "1",
                    "object": "chat.completion.chunk",
                    "created": 1,
                    "model": model,
                    "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
                }
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.leave.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def model() -> Iterator[WaitingModel]:
    found = WaitingModel()
    yield found
    found.close()


@pytest.fixture(scope="module")
def model_server(tmp_path_factory: pytest.TempPathFactory, models: Path, model: WaitingModel) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("model")
    settings = {"TUTOR_LLM": "openai:waiting", "TUTOR_LLM_BASE_URL": model.url, "TUTOR_LLM_API_KEY": "none"}
    with serve(folder, build_library(folder, models), settings) as url:
        yield url


@pytest.fixture
def writing(browser: Browser, model_server: str, model: WaitingModel) -> Iterator[Page]:
    """A page on which an answer has been begun and waits."""
    model.leave.clear()
    with fresh_page(browser, model_server) as page:
        box = page.locator('[data-testid="stChatInputTextArea"]')
        box.fill(QUESTION)
        box.press("Enter")
        expect(page.locator(".st-key-live")).to_contain_text("grows with the key dimension")
        yield page
        model.leave.set()


def test_the_words_are_there_before_the_answer_is_whole_and_the_last_ones_follow(
    writing: Page, model: WaitingModel
) -> None:
    expect(writing.locator(".st-key-live .step")).to_be_visible()
    expect(writing.locator('[data-testid="stChatInputTextArea"]')).to_be_disabled()
    expect(writing.locator(".verdict")).to_have_count(0)
    model.leave.set()
    expect(writing.locator(".verdict")).to_have_count(1)
    expect(writing.locator('[class*="st-key-answer_"]')).to_contain_text("gradients vanish")
    expect(writing.locator('[class*="st-key-answer_"]')).to_contain_text("Written by openai")


def test_a_refresh_in_the_middle_finds_the_answer_being_written(writing: Page, model: WaitingModel) -> None:
    writing.reload()
    expect(writing.locator(".asked")).to_have_text(QUESTION)
    expect(writing.locator(".st-key-live")).to_contain_text("grows with the key dimension")
    model.leave.set()
    expect(writing.locator('[class*="st-key-answer_"]')).to_contain_text("gradients vanish")


def test_stop_keeps_what_is_finished(writing: Page, model: WaitingModel) -> None:
    writing.locator(".st-key-stop button").click()
    kept = writing.locator('[class*="st-key-answer_"]')
    expect(kept).to_contain_text("Answer again")
    expect(writing.locator(".st-key-live")).to_have_count(0)
    expect(kept).to_contain_text("grows with the key dimension")
    writing.reload()
    expect(kept).to_contain_text("grows with the key dimension")
    expect(kept).not_to_contain_text("gradients vanish")
