"""The Progress page in a real browser: charts that are drawn, ticks that survive a refresh, a note read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import fresh_page, serve
from tests.browser.test_page import SOURCE, go_to
from tests.practice.made import attempt, grade
from tests.ui.notes import build_library
from tests.ui.test_progress_page import PROJECT
from tutor import open_tutor
from tutor.domain import Rating

CHART = '[data-testid="stVegaLiteChart"]'


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[str]:
    """The address of a library with a project and a few answers."""
    folder = tmp_path_factory.mktemp("studied")
    data = build_library(folder, models)
    (folder / "more" / "projects").mkdir(parents=True)
    (folder / "more" / "projects" / "count.md").write_text(PROJECT, encoding="utf-8")
    tutor = open_tutor(data)
    tutor.ingest([folder / "more"])
    (asked,) = tutor.questions()
    for number in range(12):
        made = attempt(asked, Rating.GOOD, tutor.now(), graded=grade(0.5 + number / 40))
        tutor.candidate.attempts.add(made.model_copy(update={"id": f"a{number}", "guess": 0.9}))
    tutor.close()
    with serve(folder, data) as url:
        yield url


@pytest.fixture(params=[1440, 390], ids=["wide", "phone"])
def progress(browser: Browser, studied: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with fresh_page(browser, studied, request.param) as page:
        phone = request.param < 700
        if phone:
            page.locator('[data-testid="stExpandSidebarButton"]').click()
        go_to(page, "Progress")
        if phone:
            page.locator('[data-testid="stSidebarCollapseButton"] button').click()
        yield page


def show(page: Page, name: str) -> None:
    page.locator(".st-key-progress_view button").filter(has_text=name).click()


def expect_charts(page: Page, number: int) -> None:
    """So many are drawn, each of some width and none wider than the window."""
    expect(page.locator(CHART)).to_have_count(number)
    page.wait_for_function(
        """([chart, number]) => {
            const boxes = [...document.querySelectorAll(chart)].map((one) => one.getBoundingClientRect());
            const fits = (box) => box.width > 200 && box.left >= 0 && box.right <= innerWidth;
            return boxes.length === number && boxes.every(fits);
        }""",
        arg=[f"{CHART} canvas, {CHART} svg", number],
    )


def test_charts_are_drawn_within_the_page(progress: Page) -> None:
    expect_charts(progress, 1)
    show(progress, "Scores")
    expect(progress.get_by_text("12 graded answers so far")).to_be_visible()
    expect_charts(progress, 3)


def tally(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-tallied_{key} .tally")


def test_a_tick_survives_a_refresh_in_place(browser: Browser, studied: str) -> None:
    with fresh_page(browser, studied) as page:
        go_to(page, "Progress")
        show(page, "Projects")
        project = "project_projects-count-md"
        expect(tally(page, project)).to_have_text("0 of 2 steps, 3 h left")
        page.get_by_text("Count words", exact=True).click()
        first = page.get_by_role("checkbox", name="1. Count them (2 h)")
        first.focus()
        page.keyboard.press("Space")
        expect(tally(page, project)).to_have_text("1 of 2 steps, 1 h left")
        expect(first).to_be_focused()
        page.reload()
        expect(page.get_by_text("1 of 1 project begun, 0 finished.")).to_be_visible()
        page.get_by_text("Count words", exact=True).click()
        expect(first).to_be_checked()
        expect(page.get_by_role("checkbox", name="2. Report (1 h)")).not_to_be_checked()


def test_a_note_opened_whole_is_read_until_it_is_unticked(browser: Browser, studied: str) -> None:
    with fresh_page(browser, studied) as page:
        go_to(page, "Progress")
        show(page, "Syllabus")
        area = page.locator(".st-key-area_rag")
        expect(tally(page, "area_rag")).to_have_text("0 of 1 read")
        area.get_by_text("Retrieval-augmented generation").click()
        page.get_by_text("Open the note").click()
        page.locator(f"{SOURCE} button").filter(has_text="Open the whole note").click()
        expect(tally(page, "area_rag")).to_have_text("1 of 1 read")
        ticked = page.get_by_role("checkbox", name="Retrieval-augmented generation")
        expect(ticked).to_be_checked()
        page.keyboard.press("Escape")
        expect(page.locator(SOURCE)).to_have_count(0)
        ticked.focus()
        page.keyboard.press("Space")
        expect(tally(page, "area_rag")).to_have_text("0 of 1 read")
