"""The page as a candidate uses it, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.notes import QUESTION

SOURCE = ".st-key-source_panel"
NARROW = pytest.mark.parametrize("page", [390], ids=["phone"], indirect=True)


def ask(page: Page, question: str) -> None:
    """Type a question and wait until its answer is whole."""
    answers = page.locator(".verdict").count()
    box = page.locator('[data-testid="stChatInputTextArea"]')
    expect(box).to_be_enabled()
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".verdict")).to_have_count(answers + 1)
    expect(page.locator(".st-key-live")).to_have_count(0)


def mark(page: Page) -> Locator:
    return page.locator("a.cite").first


def lit_is_seen(page: Page) -> None:
    lit = page.locator(f"{SOURCE} .lit").first
    expect(lit).to_be_in_viewport()


def go_to(page: Page, name: str) -> None:
    page.locator('[data-testid="stSidebarNavLink"]').filter(has_text=name).click()
    expect(page.locator('[data-testid="stHeading"]').filter(has_text=name)).to_be_visible()


def test_a_mark_opens_its_source_beside_the_answer_and_escape_closes_it(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".verdict")).to_contain_text("Answered from your material")
    mark(page).click()
    lit_is_seen(page)
    expect(page.locator(f"{SOURCE} .where")).to_contain_text("Scaled attention")
    panel, answer = page.locator(SOURCE).bounding_box(), page.locator(".verdict").bounding_box()
    assert panel is not None and answer is not None
    assert answer["x"] + answer["width"] <= panel["x"]
    page.get_by_text("Open the whole note").click()
    expect(page.locator(SOURCE)).to_contain_text("A saturated softmax has gradients near zero")
    lit_is_seen(page)
    page.keyboard.press("Escape")
    expect(page.locator(SOURCE)).to_have_count(0)
    expect(mark(page)).to_be_focused()
    mark(page).click()
    page.keyboard.press("Escape")  # before the panel is drawn
    page.wait_for_timeout(1500)
    expect(page.locator(SOURCE)).to_have_count(0)


def test_with_the_keyboard_alone(page: Page) -> None:
    page.locator('[data-testid="stChatInputTextArea"]').focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_have_count(1)
    expect(page.locator(".st-key-live")).to_have_count(0)
    mark(page).focus()
    page.keyboard.press("Enter")
    lit_is_seen(page)
    expect(page.locator(".st-key-source_close button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(SOURCE)).to_have_count(0)
    expect(mark(page)).to_be_focused()


def test_a_refresh_finds_the_conversation_and_the_source(page: Page) -> None:
    ask(page, QUESTION)
    mark(page).click()
    lit_is_seen(page)
    page.reload()
    expect(page.locator(".asked")).to_have_text(QUESTION)
    lit_is_seen(page)


def test_ask_has_an_address_of_its_own(page: Page, server: str) -> None:
    page.goto(f"{server}/ask")
    page.locator('[data-testid="stChatInputTextArea"]').wait_for()
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_formulas_are_drawn_and_money_is_not(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator('[class*="st-key-answer_"] .katex').first).to_be_visible()
    ask(page, "What does running retrieval-augmented generation cost for a month?")
    expect(page.locator('[class*="st-key-answer_"]').last).to_contain_text("$5 to $10")


def test_a_file_that_is_dropped_can_be_asked_about(page: Page, tmp_path: Path) -> None:
    note = tmp_path / "beam.md"
    note.write_text(
        "# Beam search\n\nBeam search keeps the k most probable partial sequences at every step of decoding. "
        "A beam of width one is greedy decoding.\n",
        encoding="utf-8",
    )
    go_to(page, "Material")
    page.locator('input[type="file"]').set_input_files(note)
    expect(page.locator(".st-key-ingest_report")).to_contain_text("beam.md")
    expect(page.locator(".st-key-ingest_report")).to_contain_text("added")
    page.locator(".st-key-dismiss_report button").click()
    expect(page.locator(".st-key-ingest_report")).to_have_count(0)
    go_to_ask(page)
    ask(page, "What does beam search keep at every step of decoding?")
    expect(page.locator('[class*="st-key-answer_"]').last).to_contain_text("most probable partial sequences")


def go_to_ask(page: Page) -> None:
    page.locator('[data-testid="stSidebarNavLink"]').filter(has_text="Ask").click()
    page.locator('[data-testid="stChatInputTextArea"]').wait_for()


def test_what_a_note_plants_is_neither_fetched_nor_run(page: Page) -> None:
    """The page fixture checks every request, and the server the pictures point to."""
    ask(page, "What are tracking pixels?")
    answer = page.locator('[class*="st-key-answer_"]').last
    expect(answer).to_contain_text("tiny remote images")
    mark(page).click()
    lit_is_seen(page)
    page.get_by_text("Open the whole note").click()
    expect(page.locator(SOURCE)).to_contain_text(":red[in red] and :smile:")
    assert page.locator(f"{SOURCE} img").count() == 0
    assert page.evaluate("window.planted") is None
    assert page.locator('a[href^="javascript"]').count() == 0


def test_the_policy_blocks_what_cleaning_would_miss(page: Page, server: str) -> None:
    headers = page.request.get(server).headers
    assert "img-src 'self' data: blob:" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"


@NARROW
def test_on_a_phone_nothing_is_cut_off_and_the_source_covers_the_page(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_text("How this was found").last.click()
    expect(page.get_by_text("cosine similarities").last).to_be_visible()
    for root in ("document.documentElement", "document.querySelector('.stMain')"):
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0
    mark(page).click()
    lit_is_seen(page)
    panel = page.locator(SOURCE).bounding_box()
    assert panel is not None and (panel["x"], panel["width"]) == (0, 390)
    page.locator(".st-key-source_close button").click()
    expect(page.locator(SOURCE)).to_have_count(0)


def test_settings_and_material_open_without_complaints(page: Page) -> None:
    go_to(page, "Settings")
    page.locator(".st-key-doctor button").click()
    expect(page.locator(".finding").first).to_be_visible()
    go_to(page, "Material")
    expect(page.locator('[data-testid="stDataFrame"]')).to_be_visible()


def test_an_answer_is_copied_with_its_sources(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    ask(page, QUESTION)
    page.locator("a.act").last.click()
    expect(page.locator("a.act").last).to_have_attribute("data-done", "yes")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert QUESTION in copied and "attention.md" in copied
