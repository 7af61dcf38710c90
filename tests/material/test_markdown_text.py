from __future__ import annotations

import pytest

from tutor.errors import BadNote
from tutor.material.markdown_text import fenced, heading_marks, read_markdown, table
from tutor.material.source import Extract, SourceFile

NOTE = 'title: "RAG: why"\narea: rag\nlevel: beginner\ntags: [rag]\nreferences:\n  - "Lewis et al. 2020"\n'


def read(text: str) -> Extract:
    return read_markdown(SourceFile("note.md", text.encode()))


def test_a_note_is_its_front_matter_and_its_text() -> None:
    extract = read(f"---\n{NOTE}---\n# Why\n\nBecause.\n")
    assert extract.front is not None
    assert (extract.front.area, extract.front.level, extract.front.tags) == ("rag", "beginner", ("rag",))
    assert extract.title == extract.front.title == "RAG: why"
    assert extract.text == "# Why\n\nBecause.\n"


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        (NOTE.replace("title", "titel"), "has no 'title'; add it"),
        (NOTE + "author: me\n", "unknown key 'author'; the keys are title, area, level, tags, references"),
        (NOTE.replace("beginner", "easy"), "'level' cannot be 'easy'"),
        (NOTE.replace("[rag]", "rag"), "'tags' cannot be 'rag'"),
        (NOTE + "3: x\n", "'3'"),
        ("title: RAG: why\narea: rag\nlevel: beginner\n", "not valid YAML (line 2); quote"),
    ],
)
def test_a_broken_note_names_the_key(front: str, reason: str) -> None:
    with pytest.raises(BadNote) as refusal:
        read(f"---\n{front}---\ntext\n")
    assert reason in refusal.value.reason


def test_other_front_matter_is_dropped_but_for_its_title() -> None:
    extract = read("---\ntitle: A post\ndate: 2024-01-01\n---\n\n## Part\n\ntext\n")
    assert (extract.title, extract.front, extract.text) == ("A post", None, "## Part\n\ntext\n")
    assert read("---\ntitle: A: post\n---\ntext\n").text == "text\n"  # not YAML, but meant to be


@pytest.mark.parametrize(
    "text", ["---\n\nA rule opens this text.\n\n---\n\nmore\n", "---\nno end\n", "text\n\n---\na: b\n---\n"]
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert read(text).text == text


def test_comments_go_unless_they_are_shown_in_code() -> None:
    text = (
        "a <!-- gone --> b `<!-- inline -->` c\n\n```html\n<!-- shown -->\n```\n\n"
        "<!--\n```\nfence in a comment\n```\n-->\n\nend <!-- never closed\n"
    )
    assert read(text).text == ("a  b `<!-- inline -->` c\n\n```html\n<!-- shown -->\n```\n\nend <!-- never closed\n")


def test_headings_are_atx_and_setext_outside_code_lists_and_quotes() -> None:
    text = (
        "# One *of* `two` ##\n\nSetext\nheading\n---\n\n```\n# code\n```\n\n    # indented code\n\n"
        "> # quoted\n\n- # in a list\n\n### [Link](http://x.org) & ![alt](i.png)\n\n#hashtag\n\n#\n"
    )
    marks = heading_marks(text)
    assert [(mark.depth, mark.title) for mark in marks] == [
        (1, "One of two"),
        (2, "Setext heading"),
        (3, "Link & alt"),
    ]
    assert [mark.of(text) for mark in marks] == [
        "# One *of* `two` ##",
        "Setext\nheading\n---",
        "### [Link](http://x.org) & ![alt](i.png)",
    ]


def test_the_title_is_the_first_heading() -> None:
    assert read("intro\n\n## First\n\n# Later\n").title == "First"
    assert read("no heading\n").title is None


def test_a_fence_is_longer_than_those_it_holds() -> None:
    assert fenced("```\nx\n```", "md") == "````md\n```\nx\n```\n````"


def test_tables_are_filled_up_and_their_bars_escaped() -> None:
    assert table([["a", "b"], ["1 |\n2"], ["", ""]]) == "| a | b |\n| --- | --- |\n| 1 \\| 2 |  |"
    assert table([]) == ""
