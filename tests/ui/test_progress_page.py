"""The Progress page, the views of what was kept and of one's own data, on a real library."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.practice.made import attempt, grade
from tutor import open_tutor
from tutor.build import Tutor
from tutor.domain import Rating
from tutor.ui.places import cited

OpenPage = Callable[[str, Path], AppTest]
PROJECT = """---
title: "Project: count words"
area: projects
level: beginner
---
# Project: count words

## Steps

1. **Count them.** All of them. (2 hours)
2. **Report.** On one page. (1 hour)
"""


def texts(page: AppTest) -> str:
    """What is read on the page."""
    return unescape("\n".join(one.value for one in [*page.markdown, *page.caption])).replace("<!---->", "")


@pytest.fixture
def studied_dir(library_dir: Path, tmp_path: Path) -> Path:
    """The library with a project and twelve answers to its one question."""
    tutor = open_tutor(library_dir)
    folder = tmp_path / "more" / "projects"
    folder.mkdir(parents=True)
    (folder / "count.md").write_text(PROJECT, encoding="utf-8")
    tutor.ingest([tmp_path / "more"])
    (asked,) = tutor.questions()
    for number in range(12):
        made = attempt(asked, Rating.GOOD, tutor.now(), graded=grade(0.5 + number / 40))
        tutor.candidate.attempts.add(made.model_copy(update={"id": f"a{number}", "guess": 0.9}))
    tutor.close()
    return library_dir


def view(page: AppTest, name: str) -> AppTest:
    return page.get_by_key("progress_view").set_value(name).run()


def charts(page: AppTest) -> int:
    return len(page.get("arrow_vega_lite_chart")) + len(page.get("vega_lite_chart"))


def test_at_first_it_says_what_to_do(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("progress", library_dir).run()
    assert not page.exception and not page.error
    assert "so far 0 questions in 0 areas" in texts(page)
    assert page.button(key="readiness_practise").label == "Practise what you need most"
    assert "You answered 0 of 1 question" in texts(page) and charts(page) == 1
    page = view(page, "scores")
    assert "No answer was graded yet" in texts(page) and page.button(key="scores_practise") and not charts(page)
    page = view(page, "projects")
    assert "no practice project" in texts(page) and page.button(key="projects_material")


def test_an_empty_library_leads_to_material(open_page: OpenPage, data_dir: Path) -> None:
    page = open_page("progress", data_dir).run()
    assert not page.exception
    assert "Your library is empty" in texts(page)
    assert [one.key for one in page.button] == ["progress_material"]


def test_every_chart_has_its_sentence(open_page: OpenPage, studied_dir: Path) -> None:
    page = view(open_page("progress", studied_dir).run(), "scores")
    assert not page.exception and not page.error
    assert "12 graded answers so far" in texts(page)
    assert "Transformers: 7.8 of 10 on average" in texts(page)
    assert "too high on average, over 12 answers" in texts(page)
    assert "No question has come back on a later day yet" in texts(page)
    assert charts(page) == 3 and page.button(key="retention_review")


def test_a_note_is_ticked_read(open_page: OpenPage, studied_dir: Path, the_open_tutor: Callable[[], Tutor]) -> None:
    page = view(open_page("progress", studied_dir).run(), "syllabus")
    tutor = the_open_tutor()
    areas = {area.name: area for area in tutor.progress.checklist()}
    assert "0 read" in texts(page)
    assert any(one.label.startswith(areas["rag"].title) for one in page.expander)
    tutor.progress.mark_read("retrieval.md")
    assert "1 read" in texts(page.run())


def test_an_answer_found_again_and_a_passage_kept(
    open_page: OpenPage, studied_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    open_page("progress", studied_dir).run()
    tutor = the_open_tutor()
    talk = tutor.records.start_conversation()
    tutor.ask("How does retrieval-augmented generation find passages?", conversation_id=talk.id)
    (asked,) = tutor.questions()
    kept = tutor.candidate.bookmarks.add(asked.source.quote, citation=asked.source)
    source = (
        "from tutor.ui.bookmarks_view import bookmarks_view\nfrom tutor.ui.past_answers_view import past_answers_view\n"
        "from tutor.ui.opening import the_tutor\npast_answers_view(the_tutor())\nbookmarks_view(the_tutor())\n"
    )
    page = AppTest.from_string(source, default_timeout=60).run()
    assert not page.exception
    page.text_input(key="past_words").set_value("index retrieval").run()
    assert "You asked" in texts(page) and 'href="#src-' in texts(page)
    page.text_input(key="past_words").set_value("pizza").run()
    assert "No past answer holds these words." in texts(page)
    page.text_input(key=f"bookmark_note_{kept.id}").set_value("for Monday").run()
    assert tutor.candidate.bookmarks.all()[0].note == "for Monday"
    page.button(key=f"bookmark_drop_{kept.id}").click().run()
    assert tutor.candidate.bookmarks.all() == [] and "Nothing is kept yet" in texts(page)


def test_deleting_takes_one_action_and_says_so(
    open_page: OpenPage, studied_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    open_page("progress", studied_dir).run()
    tutor = the_open_tutor()
    source = "from tutor.ui.my_data_view import my_data_view\nfrom tutor.ui.opening import the_tutor\n"
    source += "my_data_view(the_tutor())\n"
    page = AppTest.from_string(source, default_timeout=60).run()
    assert not page.exception and "1 question, each with" in texts(page)
    page.button(key="delete_my_data").click().run()
    assert not page.exception
    assert [one.value for one in page.success] == ["Everything that was kept of you is deleted."]
    assert tutor.candidate.attempts.all() == [] and tutor.candidate.cards.all() == []
    assert "No question is among these yet." in texts(page)
    assert len(tutor.documents()) == 4, "the library stays"


def test_an_open_source_is_kept_and_let_go(
    open_page: OpenPage, studied_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = open_page("progress", studied_dir)
    page.query_params["s"] = "0-0-attention.md"
    page.run()
    assert "source_keep" not in {one.key for one in page.button}, "a whole note is no passage"
    tutor = the_open_tutor()
    (asked,) = tutor.questions()
    cited_point = asked.rubric[0].citation
    assert cited_point is not None
    page = open_page("progress", studied_dir)
    page.query_params["s"] = cited(cited_point).ref
    page.run().button(key="source_keep").click().run()
    assert not page.exception
    (kept,) = tutor.candidate.bookmarks.all()
    assert (kept.text, kept.citation) == (cited_point.quote, cited_point)
    page.button(key="source_keep").click().run()
    assert tutor.candidate.bookmarks.all() == []
