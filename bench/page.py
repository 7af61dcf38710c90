"""The page's first paint: a server just started, nothing loaded, Chromium without a cache."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, spread
from bench.workshop import clean_environment
from tutor.settings import PROJECT

_CHROMIUM = Path("/usr/bin/chromium")
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_INPUT = "[data-testid=stChatInput] textarea:not([disabled])"


def first_paint(data_dir: Path, *, rounds: int) -> tuple[list[Figure], str]:
    """Figures, and in words what was done or why nothing was."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return [], "The page was not measured: playwright is not installed."
    if not (PROJECT / "app.py").exists():
        return [], "The page was not measured: there is no app.py."
    times = []
    with sync_playwright() as playwright:
        options: dict[str, Any] = {"executable_path": str(_CHROMIUM)} if _CHROMIUM.exists() else {}
        browser = playwright.chromium.launch(args=["--no-sandbox"] if os.geteuid() == 0 else [], **options)
        for _ in range(rounds):
            with _server(data_dir) as (address, ready):
                times.append((ready, *_visit(browser, address)))
        browser.close()
    ready, paint, usable = (list(column) for column in zip(*times, strict=True))
    figures = [
        Figure("server, process to healthy", median(ready), "s"),
        Figure("page, navigation to first contentful paint", median(paint), "s"),
        Figure("page, navigation to a usable input", median(usable), "s"),
    ]
    words = f"{rounds} new servers with nothing loaded; first paint {spread(paint)} s, usable input {spread(usable)} s."
    return figures, words


def _visit(browser: Any, address: str) -> tuple[float, float]:  # noqa: ANN401 - playwright's browser
    """Seconds from navigation to first contentful paint and to an input that takes text."""
    page = browser.new_context().new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(_INPUT, timeout=120_000)
    usable = time.perf_counter() - started
    page.fill(_INPUT, "a question")
    paint = page.evaluate(_PAINT) / 1000
    page.context.close()
    return paint, usable


@contextmanager
def _server(data_dir: Path) -> Iterator[tuple[str, float]]:
    """The real server on a free port; its address, and the seconds until it said it was healthy."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    started = time.perf_counter()
    environment = clean_environment() | {"TUTOR_DATA_DIR": str(data_dir)}
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=quiet, stderr=quiet)
    try:
        address = f"http://127.0.0.1:{port}"
        while not _healthy(address):
            if server.poll() is not None or time.perf_counter() - started > 120:
                raise RuntimeError(f"the page's server did not start (exit code {server.poll()})")
            time.sleep(0.05)
        yield address, time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(30)


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
