"""The Settings page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

OpenPage = Callable[[str, Path], AppTest]


def texts(page: AppTest) -> str:
    return "\n".join(one.value for one in [*page.markdown, *page.caption, *page.subheader])


def test_without_a_model_it_says_so_and_how_to_add_one(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("settings", library_dir).run()
    assert not page.exception
    assert "The material itself" in texts(page)
    assert "TUTOR_LLM=" in page.code[0].value


def test_problems_are_listed_with_the_command_that_mends_them(open_page: OpenPage, data_dir: Path) -> None:
    page = open_page("settings", data_dir).run()
    page.button(key="doctor").click().run()
    assert not page.exception
    assert "finding warning" in texts(page)
    assert any("tutor ingest" in one.value for one in page.code)


def test_a_model_that_cannot_be_used_is_tested_without_showing_its_key(
    open_page: OpenPage, library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_LLM", "nobody:nothing")
    monkeypatch.setenv("TUTOR_LLM_API_KEY", "sk-very-secret")
    page = open_page("settings", library_dir).run()
    page.button(key="test_backend").click().run()
    assert not page.exception
    assert "finding bad" in texts(page)
    assert "very-secret" not in str(page.main)
