"""A whole mock interview in Chromium: set-up, questions and follow-ups, a refresh in the middle, the report."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import fresh_page, serve
from tests.conftest import new_data_dir
from tests.ui.notes import write_notes
from tutor import open_tutor

NOTE = """---
title: {title}
area: {area}
level: intermediate
---
# {title}

## What it is

{title} is asked about in interviews. {facts}

## Interview questions

### {question}

- level: intermediate
- kind: {kind}

**In 30 seconds.** {facts}

**In depth.** {facts} All of this is written down here.

**A strong answer covers**

{points}
"""
QUESTIONS = {
    "caching": (
        "rag",
        "scenario",
        "Answers are slow. How do you use a cache?",
        (
            "A cache keeps finished answers.",
            "Permissions are part of the cache key.",
            "Entries expire when a document changes.",
        ),
    ),
    "chunking": (
        "rag",
        "compare",
        "Compare fixed and structural chunking.",
        (
            "Fixed chunks ignore headings.",
            "Structural chunks follow the sections.",
            "Overlap repeats text at the edges.",
        ),
    ),
    "recall": (
        "evaluation",
        "numeric",
        "Three of four relevant passages are found. What is recall?",
        ("Recall is found over relevant.", "Three of four gives 75 percent."),
    ),
    "stories": (
        "prompting",
        "behavioural",
        "Tell me about a prompt that failed.",
        ("The story names the failure.", "The fix was measured on a test set."),
    ),
}


def _written(folder: Path) -> Path:
    """The small notes with one question each of four more kinds."""
    write_notes(folder)
    for title, (area, kind, question, points) in QUESTIONS.items():
        text = NOTE.format(
            title=title.title(),
            area=area,
            kind=kind,
            question=question,
            facts=" ".join(points),
            points="\n".join(f"- {one}" for one in points),
        )
        (folder / f"{title}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    folder = tmp_path_factory.mktemp("interview")
    data_dir = new_data_dir(folder / "data", models)
    tutor = open_tutor(data_dir)
    tutor.ingest([_written(folder / "notes")])
    tutor.close()
    return data_dir


@pytest.fixture
def page(browser: Browser, library: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a library of its own: what one interview asked waits for its review in the next."""
    data_dir = shutil.copytree(library, tmp_path / "data", symlinks=True)
    with serve(tmp_path, data_dir) as url, fresh_page(browser, url, request.param) as found:
        yield found


def begin(page: Page) -> None:
    """From Ask to the first question."""
    if (page.viewport_size or {"width": 0})["width"] > 640:
        page.get_by_role("link", name="Mock interview").click()
    else:  # the navigation is folded away
        page.goto(f"{page.url.split('?')[0].rstrip('/')}/interview")
    page.get_by_role("button", name="Begin the interview").click()
    expect(answer_button(page)).to_be_visible()


def answer_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Answer", exact=True)


def box(page: Page) -> Locator:
    return page.get_by_label("Your answer", exact=True)


def drafts(data_dir: Path) -> list[str]:
    """Answers to the interview that are kept half written."""
    with closing(sqlite3.connect(data_dir / "library.db")) as database:
        return [text for (text,) in database.execute("SELECT text FROM drafts WHERE key LIKE 'interview:%'")]


def left(page: Page) -> int:
    """Seconds on the clock."""
    clock = page.get_by_role("timer", name="Time left")
    expect(clock).to_have_text(re.compile(r"\d+:\d\d left"))
    minutes, seconds = re.findall(r"\d+", clock.inner_text())
    return int(minutes) * 60 + int(seconds)


def question(page: Page) -> str:
    return page.locator(".st-key-interviewer .posed").inner_text()


def say(page: Page, words: str) -> None:
    """Answer, and wait until the interviewer has said something else or the report is there."""
    before = question(page)
    box(page).fill(words)
    answer_button(page).click()
    page.wait_for_function(
        """before => {
          const posed = document.querySelectorAll(".st-key-interviewer .posed");
          const boxes = document.querySelectorAll('[aria-label="Your answer"]');
          return document.querySelector(".st-key-interview_report")
            || (posed.length == 1 && posed[0].innerText != before && boxes.length == 1 && boxes[0].value == "");
        }""",
        arg=before,
    )


@pytest.mark.parametrize("page", [1440], indirect=True)
def test_a_whole_interview_with_a_refresh_in_the_middle(page: Page, tmp_path: Path) -> None:
    begin(page)
    assert 880 <= left(page) <= 900
    asked = [question(page)]
    say(page, "I would look at the documents and think about them.")
    asked.append(question(page))
    expect(page.locator(".st-key-interview_report")).to_have_count(0)

    # The middle: half an answer is typed, nothing is sent, the page is loaded again.
    box(page).press_sequentially("It depends on the", delay=10)
    for _ in range(300):  # kept a moment after the last key
        if "It depends on the" in drafts(tmp_path / "data"):
            break
        page.wait_for_timeout(100)
    before = left(page)
    page.reload()
    expect(box(page)).to_have_value("It depends on the")
    assert question(page) == asked[-1]
    assert 0 < left(page) <= before

    page.get_by_text("Notes for yourself").click()
    page.get_by_label("Notes", exact=True).fill("Ask about the team.")
    page.get_by_label("Notes", exact=True).blur()
    for _ in range(20):
        if page.locator(".st-key-interview_report").count():
            break
        asked.append(question(page))
        say(page, "The cache keeps finished answers, and recall is found over relevant.")
    expect(page.locator(".st-key-interview_report")).to_be_visible()
    assert len(set(asked)) >= 4, asked

    # The report: a score, the notes, and a missed point that opens its source.
    report = page.locator(".st-key-interview_report")
    expect(report.locator(".score").first).to_have_text(re.compile(r"\d+\.\d / 10"))
    expect(report).to_contain_text("Ask about the team.")
    report.locator("a.cite").first.click()
    expect(page.locator(".st-key-source_text mark.lit").first).to_be_visible()
    page.locator(".st-key-source_close button").click()
    expect(page.locator(".st-key-source_panel")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Page to print").click()
    assert "<!doctype html>" in download.value.path().read_text(encoding="utf-8")
    page.reload()
    expect(report.locator(".score").first).to_be_visible()
    page.get_by_role("button", name="New interview").click()
    expect(page.get_by_text("Earlier interviews")).to_be_visible()


@pytest.mark.parametrize("page", [390], indirect=True)
def test_the_clock_ticks_and_stands_still_in_a_pause(page: Page) -> None:
    begin(page)
    first = left(page)
    expect(page.get_by_role("timer", name="Time left")).not_to_have_text(f"{first // 60}:{first % 60:02d} left")
    page.get_by_role("button", name="Pause").click()
    paused = page.get_by_text(re.compile(r"Paused, with \d+:\d\d left"))
    expect(paused).to_be_visible()
    words = paused.inner_text()
    page.reload()
    expect(paused).to_have_text(words)
    page.get_by_role("button", name="Continue").click()
    expect(box(page)).to_be_visible()
    page.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("button", name="End the interview").click()
    expect(page.get_by_text("Nothing was answered in this interview")).to_be_visible()
