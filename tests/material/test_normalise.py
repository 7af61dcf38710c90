from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.material.normalise import join_pages, normalise

AWKWARD = st.text(
    st.one_of(
        st.sampled_from("`~ \n\t\r\f-1.a\u00a0\u00ad\u200b\u200c\u200d\u0301\u037e\u1fef\u2028\ud800\ufeff"),
        st.characters(),
    ),
    max_size=80,
)


@given(AWKWARD, st.booleans())
def test_normalising_twice_changes_nothing_more(text: str, markdown: bool) -> None:
    once = normalise(text, markdown=markdown)
    assert normalise(once, markdown=markdown) == once
    assert not re.search("[\x00-\x08\x0b-\x1f\u00ad\u200b\u2028\ufeff\ud800-\udfff]|[ \t]\n", once)
    assert once == "" or (once.endswith("\n") and not once.endswith("\n\n"))


@given(AWKWARD)
def test_plain_text_never_has_two_blank_lines(text: str) -> None:
    assert "\n\n\n" not in normalise(text, markdown=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\fe", "a\nb\nc\nd\ne\n"),
        ("cafe\u0301", "caf\u00e9\n"),
        ("soft\u00adhyphen zero\u200bwidth nul\x00", "softhyphen zerowidth nul\n"),
        ("100\u00a0km", "100 km\n"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648\n"),  # Persian, spelt with it
        ("token\u200d \u200cizer", "token izer\n"),
        ("\n\n  indented  \n\n\n\nnext\n\n", "  indented\n\nnext\n"),
        ("  \n\t\n", ""),
    ],
)
def test_forms(text: str, expected: str) -> None:
    assert normalise(text, markdown=False) == expected


def test_blank_lines_inside_a_fence_stay_in_markdown_only() -> None:
    text = "a\n\n\n\n```python\nx = 1\n\n\n\ny = 2\n```\n\n\n\nb\n"
    assert normalise(text, markdown=True) == "a\n\n```python\nx = 1\n\n\n\ny = 2\n```\n\nb\n"
    assert normalise(text, markdown=False) == "a\n\n```python\nx = 1\n\ny = 2\n```\n\nb\n"


def test_page_marks_point_at_the_first_character_of_each_page_with_text() -> None:
    text, marks = join_pages([(1, "one\r\n"), (2, " \n"), (3, "\n\nthree\n\n")])
    assert text == normalise(text, markdown=True) == "one\n\nthree\n"
    assert [(mark.number, text[mark.start :].split()[0]) for mark in marks] == [(1, "one"), (3, "three")]
