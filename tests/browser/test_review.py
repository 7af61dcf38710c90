"""The review of the next day in a real browser: the same data folder, a day later."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import fresh_page, serve
from tests.ui.notes import QUESTION, build_library
from tutor.build import Tutor
from tutor.domain import Rating
from tutor.settings import Settings

SAID = "The variance of the dot product is the key dimension, and large scores saturate the softmax."
SCALED = "attention#why-are-attention-scores-divided-by-the-square-root-of-the"


def answer_today(data_dir: Path) -> None:
    """The one question of the notes, answered too little to be remembered."""
    tutor = Tutor(Settings(data_dir=data_dir))
    attempt = tutor.practice.answer(tutor.practice.question(SCALED), "The variance of the dot product grows.")
    tutor.practice.rate(attempt.id, Rating.AGAIN)
    tutor.close()


def open_review(page: Page) -> None:
    page.locator('[data-testid="stSidebarNavLink"]').filter(has_text="Review").click()
    expect(page.get_by_role("heading", name="Review")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_queue_of_the_next_day_and_a_refresh_in_the_middle(browser: Browser, tmp_path: Path, models: Path) -> None:
    data_dir = build_library(tmp_path, models)
    answer_today(data_dir)
    with serve(tmp_path, data_dir) as url, fresh_page(browser, url) as page:
        open_review(page)
        expect(page.get_by_text("Nothing is due today. The next question comes back tomorrow.")).to_be_visible()
    with serve(tmp_path, data_dir, {"TUTOR_CLOCK_OFFSET": "P1D"}) as url, fresh_page(browser, url) as page:
        open_review(page)
        expect(page.get_by_text("1 question for today, about 3 minutes.")).to_be_visible()
        press(page, "Start the review")
        expect(page.locator(".posed")).to_contain_text(QUESTION)
        box = page.get_by_role("textbox", name="Your answer")
        box.press_sequentially(SAID[:40])
        page.wait_for_timeout(2_500)  # a pause in typing is what keeps the draft
        page.reload()
        expect(page.locator(".posed")).to_contain_text(QUESTION)
        expect(box).to_have_value(SAID[:40])
        box.fill(SAID)
        page.locator('[data-testid="stButtonGroup"]').get_by_text("8", exact=True).click()
        expect(page.locator(".score")).to_be_visible()
        expect(page.get_by_text("you guessed 8")).to_be_visible()
        page.reload()
        expect(page.locator(".score")).to_be_visible()
        expect(page.get_by_text("It comes back in")).to_be_visible()
        page.locator("a.cite").first.click()
        expect(page.locator(".st-key-source_panel .lit").first).to_be_in_viewport()
        page.keyboard.press("Escape")
        press(page, "Finish")
        expect(page.get_by_text("Nothing is due today. The next question comes back in")).to_be_visible()


def test_a_missed_point_opens_its_source_on_a_phone(browser: Browser, tmp_path: Path, models: Path) -> None:
    data_dir = build_library(tmp_path, models)
    answer_today(data_dir)
    with serve(tmp_path, data_dir) as url, fresh_page(browser, url, width=390) as page:
        page.goto(f"{url}/review?r=mistakes")
        expect(page.get_by_text("Large scores saturate the softmax.")).to_be_visible()
        page.locator("a.cite").last.click()
        expect(page.locator(".st-key-source_panel .lit").first).to_be_in_viewport()
        page.keyboard.press("Escape")
        press(page, "Try it again")
        expect(page.get_by_text("Review · once more")).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert wide, "nothing is cut off or scrolls sideways"
