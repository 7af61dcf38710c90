"""The Material page on a real library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tutor.build import Tutor
from tutor.ui.opening import the_ingesting

OpenPage = Callable[[str, Path], AppTest]


def texts(page: AppTest) -> str:
    return "\n".join(one.value for one in [*page.markdown, *page.caption])


def test_it_says_what_is_in_the_library(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("material", library_dir).run()
    assert not page.exception
    assert "3 notes, 1 question" in texts(page)
    assert list(page.dataframe[0].value["Note"]) == [
        "Scaled attention",
        "Tracking pixels",
        "Retrieval-augmented generation",
    ]


def test_an_empty_library_has_one_thing_to_do(open_page: OpenPage, data_dir: Path) -> None:
    page = open_page("material", data_dir).run()
    assert not page.exception
    assert "Your library is empty" in texts(page)
    assert not page.dataframe and not page.text_input
    assert page.file_uploader


def test_searching_finds_passages_with_links_to_them(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("material", library_dir).run()
    page.text_input(key="search").set_value("softmax saturation").run()
    assert not page.exception
    assert 'href="#src-' in texts(page)
    assert "Scaled attention" in texts(page)


def test_a_note_is_read_and_its_passages_are_shown(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("material", library_dir).run()
    page.selectbox(key="note").set_value("retrieval.md").run()
    assert "beginner" in texts(page)
    page.button(key="read_note").click().run()
    assert not page.exception
    assert "### Retrieval" in texts(page)


def test_a_file_that_is_dropped_is_read_in_and_reported(
    open_page: OpenPage, data_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = open_page("material", data_dir).run()
    files = [
        ("mine.md", b"# Mine\n\nA candidate's own note about beam search and its width.", "text/markdown"),
        ("broken.pdf", b"this is no PDF", "application/pdf"),
    ]
    page.file_uploader[0].set_value(files).run()
    assert not page.exception and not page.error
    assert [one.name for one in the_open_tutor().documents()] == ["mine.md"]
    assert "added" in texts(page) and "not read" in texts(page)
    page.button(key="dismiss_report").click().run()
    assert "not read" not in texts(page)


def test_a_note_is_read_in_again_and_removed(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = open_page("material", library_dir).run()
    page.selectbox(key="note").set_value("attention.md").run()
    page.button(key="reread_note").click().run()
    the_ingesting().wait(60)
    report = the_ingesting().report
    assert report is not None and [one.name for one in report.files] == ["attention.md"]
    page.run()
    page.button(key="remove_note").click().run()
    assert not page.exception
    assert "attention.md" not in {one.name for one in the_open_tutor().documents()}
    assert page.selectbox(key="note").value is None
