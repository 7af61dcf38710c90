"""Practise in a real browser: typed, kept over a refresh, graded, and a missed point's passage opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import fresh_page, serve
from tests.browser.test_page import SOURCE, go_to, lit_is_seen
from tests.ui.notes import build_library

HALF = "The variance of the dot product is the key dimension."
BOX = '[class*="st-key-answer_"] textarea'


@pytest.fixture(params=[1440], ids=["wide"])
def page(browser: Browser, tmp_path: Path, models: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a library that nobody has practised with."""
    with (
        serve(tmp_path, build_library(tmp_path, models)) as url,
        fresh_page(browser, url, request.param) as found,
    ):
        yield found


def begin(page: Page) -> None:
    go_to(page, "Practise")
    page.get_by_role("button", name="Start with five questions").click()
    expect(page.locator(BOX)).to_be_visible()


def test_an_answer_outlives_a_refresh_and_its_missed_point_opens_the_passage(page: Page) -> None:
    begin(page)
    page.locator(BOX).press_sequentially(HALF)
    # Nothing is clicked and the box is not left: a pause in typing is enough to keep the text.
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.locator(BOX)).to_have_value(HALF)
    page.locator('[class*="st-key-guess_"] button').nth(6).click()
    expect(page.locator(".score")).to_contain_text("/ 10")
    expect(page.locator(".guessed")).to_have_text("you guessed 6")
    expect(page.locator(".point.covered")).to_contain_text("The variance of the dot product is the key dimension")
    page.locator(".point.missed a.cite, .point.partly a.cite").first.click()
    lit_is_seen(page)
    page.keyboard.press("Escape")
    expect(page.locator(SOURCE)).to_have_count(0)
    page.reload()
    expect(page.locator(".score")).to_contain_text("/ 10")
    page.get_by_role("button", name="Finish the set").click()
    expect(page.get_by_role("button", name="Start with five questions")).to_be_visible()


def test_another_candidate_begins_with_nothing(page: Page) -> None:
    begin(page)
    page.locator(".st-key-profile button").first.click()
    page.get_by_placeholder("Their name").fill("Ana")
    page.get_by_placeholder("Their name").press("Enter")
    page.wait_for_url("**p=Ana**")
    expect(page.get_by_role("button", name="Start with five questions")).to_be_visible()
