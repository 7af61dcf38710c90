"""A mock question inside the conversation, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.test_page import SOURCE, ask, lit_is_seen

GOOD = "The variance of the dot product equals the key dimension, so we scale."


def send(page: Page, words: str) -> None:
    box = page.locator('[data-testid="stChatInputTextArea"]')
    expect(box).to_be_enabled()
    box.fill(words)
    box.press("Enter")


def test_a_mock_question_is_asked_interrupted_graded_and_its_missed_point_opened(page: Page) -> None:
    send(page, "quiz me on attention")
    posed = page.locator(".posed")
    expect(posed).to_contain_text("Why are attention scores divided")
    page.reload()
    expect(posed).to_contain_text("Why are attention scores divided")
    ask(page, "wait, what does retrieval-augmented generation do?")
    expect(page.locator(".score")).to_have_count(0)
    send(page, GOOD)
    how_sure = page.get_by_role("radiogroup", name="How sure are you")
    expect(how_sure).to_be_visible()
    expect(page.locator(".score")).to_have_count(0)
    page.reload()
    how_sure.get_by_role("radio", name="8", exact=True).click()
    expect(page.locator(".score")).to_contain_text("/ 10")
    expect(page.locator(".point")).to_have_count(2)
    expect(page.locator(".point.covered").first).to_contain_text("variance of the dot product")
    page.locator(".point").last.locator("a.cite").click()
    lit_is_seen(page)
    page.keyboard.press("Escape")
    expect(page.locator(SOURCE)).to_have_count(0)
    page.reload()
    expect(page.locator(".score")).to_contain_text("/ 10")
