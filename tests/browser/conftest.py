"""The real page: a server in a process of its own, Chromium, and a watch on everything that is requested."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.commands import ROOT, environment
from tests.ui.notes import build_library

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000  # milliseconds
# A page loaded at its own address asks there for its server first, as Streamlit may be served below a path.
_PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)")
expect.set_options(timeout=PATIENCE)


class Listener:
    """A server on this machine that notes who asks it for something; nobody should."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass
class Watch:
    """What a page requested and complained about."""

    server: str
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and _PROBE.fullmatch(message.location["url"].removeprefix(self.server)) is None:
            self.complaints.append(f"{message.text} {message.location['url']}".strip())


@pytest.fixture(scope="package")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@contextmanager
def serve(folder: Path, data_dir: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of the page on a data folder, served as `make run` serves it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment({"TUTOR_DATA_DIR": str(data_dir), **(settings or {})}),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(url, process, folder / "server.log")
            yield url
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def fresh_page(browser: Browser, url: str, width: int = 1440) -> Iterator[Page]:
    """A page on Ask; afterwards, nothing was requested from elsewhere and the console is clean."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(PATIENCE)
    found = context.new_page()
    watch = Watch(url)
    found.on("request", watch.on_request)
    found.on("console", watch.on_console)
    found.on("pageerror", lambda error: watch.complaints.append(str(error)))
    found.goto(url)
    found.locator('[data-testid="stChatInputTextArea"]').wait_for()
    yield found
    context.close()
    assert watch.elsewhere == []
    assert watch.complaints == []


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory, models: Path, listener: Listener) -> Iterator[str]:
    """The address of a page on the notes, whose pictures point to `listener`."""
    folder = tmp_path_factory.mktemp("served")
    with serve(folder, build_library(folder, models, planted=listener.url)) as url:
        yield url


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    raise AssertionError(f"the page was not served:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium is installed, and in CI the page must be tried in one")
        pytest.skip("no Chromium is installed; install the package 'chromium' to try the page in a browser")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(params=[1440], ids=["wide"])
def page(browser: Browser, server: str, listener: Listener, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page; afterwards, no planted picture was fetched either."""
    with fresh_page(browser, server, request.param) as found:
        yield found
    assert listener.asked == []
