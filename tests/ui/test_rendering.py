"""What a document may do to the page: be read, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as texts

from tutor.ui.escaping import GAP, attribute, plain
from tutor.ui.labels import label
from tutor.ui.lighting import light
from tutor.ui.rendering import CLOSE, OPEN, safe_block, safe_inline, safe_plain

OWN_TAGS = re.compile(
    r'</?(?:strong|em|s|code|mark|div|a)(?: (?:class="lit"|href="https?&#58;[^"<>]*"|target="_blank"'
    r'|rel="noopener noreferrer nofollow"|title="[^"<>]*"))*>|<br>|<hr>|<!---->'
)
HOSTILE = [
    "![counted](http://evil.example/pixel.png)",
    "![counted][ref]\n\n[ref]: http://evil.example/pixel.png",
    '<img src="http://evil.example/pixel.png">',
    "<svg onload=alert(1)><image href='http://evil.example/x'/></svg>",
    "<script>fetch('http://evil.example')</script>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt:alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "[press](vbscript:x)",
    "![](data:image/svg+xml;base64,PHN2Zz4=)",
    "<iframe src=//evil.example></iframe>",
    "<style>@import 'http://evil.example/x.css'</style>",
    "a <b onmouseover=alert(1)>b</b>",
    '[x](http://e.example/"onmouseover="alert(1))',
    "<!-- comment --> <details open ontoggle=alert(1)>",
]


def without_own_tags(written: str) -> str:
    return OWN_TAGS.sub("", written)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("written_by", [safe_block, safe_inline, safe_plain])
def test_no_foreign_tag_image_or_script_address_is_left(written_by: Callable[[str], str], hostile: str) -> None:
    rest = without_own_tags(written_by(f"before {hostile} after"))
    assert "<" not in rest
    assert "![" not in rest
    assert "](" not in rest
    assert "href" not in rest or "&#61;" in rest


@pytest.mark.parametrize(
    "directive",
    [
        ":red[words]",
        ":smile:",
        ":material/delete:",
        ":streamlit:",
        ":blue-badge[x]",
        ":small[x]",
        "::name[x]",
        ":::box",
    ],
)
def test_no_streamlit_directive_is_left(directive: str) -> None:
    for written in (safe_block(directive), safe_inline(directive), safe_plain(directive), plain(directive)):
        assert not re.search(r":[A-Za-z]", written)
        assert not re.search(rf"&#58;(?!{re.escape(GAP)})", written)


@pytest.mark.parametrize("arrow", ["a -> b", "a <- b", "a <-> b", "a -- b", "a >= b", "a <= b"])
def test_signs_that_streamlit_joins_stay_apart(arrow: str) -> None:
    signs = arrow.split()[1]
    assert GAP.join(f"&#{ord(sign)};" for sign in signs) in plain(arrow)


def test_an_image_is_replaced_by_its_alternative_text() -> None:
    assert safe_inline("see ![a *red* fox](http://e.example/x.png) here") == "see a red fox here"


def test_a_web_link_keeps_its_words_and_opens_apart() -> None:
    written = safe_inline("[the paper](https://arxiv.org/abs/1706.03762)")
    assert ">the paper</a>" in written
    assert 'rel="noopener noreferrer nofollow"' in written
    assert "arxiv" in written


def test_a_link_to_a_file_or_another_scheme_is_only_its_words() -> None:
    assert safe_inline("[BERT](bert.md) and [mail](mailto:a)") == "BERT and mail"


@pytest.mark.parametrize(
    ("markdown", "formula"),
    [
        ("so $\\sqrt{d_k}$ grows", "$\\sqrt{d_k}$"),
        ("so \\(a+b\\) grows", "$a+b$"),
        ("$a<b$ holds", "$a<b$"),
        ("price $\\text{\\$5}$ each", "$$\\text{\\$5}$$"),
    ],
)
def test_formulas_reach_the_page_as_they_are(markdown: str, formula: str) -> None:
    assert formula in safe_inline(markdown)


@pytest.mark.parametrize("money", ["costs $5 and $10", "from $0.5-$1", "$20 or $30, then $40", "5$ and 6$"])
def test_money_is_not_a_formula(money: str) -> None:
    assert "$" not in safe_inline(money)


def test_a_displayed_formula_keeps_its_lines() -> None:
    assert "$$\na\n= b\n$$" in safe_block("before\n\n$$\na\n= b\n$$\n\nafter")


def test_a_formula_in_a_table_has_no_bar_that_would_cut_the_cell() -> None:
    row = safe_block("| a | b |\n|---|---|\n| $\\|x\\|$ | 2 |").split("\n")[2]
    assert row.count("|") == 3
    assert "\\vert" in row


def test_structure_survives() -> None:
    written = safe_block("# Title\n\n- one\n  - two\n\n1. first\n2. second\n\n> said\n\n```python\nx = '<b>'\n```")
    assert "### Title" in written
    assert "- one\n  - two" in written
    assert "1. first\n2. second" in written
    assert "> said" in written
    assert "```python\nx = '<b>'\n```" in written


def test_a_fence_inside_code_does_not_end_it() -> None:
    written = safe_block("````text\n```\n![x](http://e.example)\n```\n````")
    assert written.startswith("````text\n") and written.endswith("\n````")


def test_a_diagram_that_reaches_out_is_shown_as_text() -> None:
    assert safe_block("```mermaid\nflowchart LR\n  A --> B\n```").startswith("```mermaid")
    for line in ['A@{ img: "http://e.example/x.png" }', 'click A "http://e.example"', "A[<img src='x'>]"]:
        assert safe_block(f"```mermaid\nflowchart LR\n  {line}\n```").startswith("```text")


def test_plain_text_keeps_its_signs_and_line_breaks() -> None:
    assert safe_plain("# not a heading\nnext\n\n* no item") == "&#35; not a heading<br>next\n\n&#42; no item"


def test_an_attribute_cannot_be_left() -> None:
    assert '"' not in attribute('a" onclick="b')
    assert ">" not in attribute("a><script>")


def test_a_label_interprets_nothing() -> None:
    assert label("**b** :red[x] $y$") == "\\*\\*b\\*\\* :\u2060red\\[x\\] \\$y\\$"


@pytest.mark.parametrize(
    ("text", "span", "lit"),
    [
        ("One is here. Two is here.", "Two is here.", '<mark class="lit">Two is here&#46;</mark>'),
        ("- **a** one\n- two", "- **a** one", '- <strong><mark class="lit">a</mark></strong>'),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| 1 | 2 |", '| <mark class="lit">1</mark> | <mark class="lit">2</mark> |'),
        ("a\n\n```python\nx=1\n```\n\nb", "```python\nx=1\n```", '<div class="lit">\n\n```python\nx=1\n```'),
        ("a\n\n$$\nx\n$$\n\nb", "$$\nx\n$$", '<div class="lit">\n\n$$\nx\n$$'),
        ("so $x$ holds now", "$x$ holds", '<mark class="lit">$x$'),
        ("## Title\n\nwords", "## Title", '#### <mark class="lit">Title</mark>'),
    ],
)
def test_the_light_falls_on_the_span_and_keeps_the_structure(text: str, span: str, lit: str) -> None:
    start = text.index(span)
    written = safe_block(light(text, start, start + len(span)))
    assert lit in written
    assert OPEN not in written and CLOSE not in written


def test_no_light_outside_the_span() -> None:
    text = "One is here. Two is here."
    written = safe_block(light(text, 13, len(text)))
    assert written.startswith("One is here&#46; <mark")


@given(
    texts.text(alphabet="ab *_`$[]()<>!:|#-\n\\\"'1.=~\u2e24\u2e25", max_size=80),
    texts.integers(0, 80),
    texts.integers(0, 80),
)
def test_whatever_is_written_only_our_own_tags_are_there(text: str, start: int, end: int) -> None:
    for written in (safe_block(light(text, start, end)), safe_inline(text), safe_plain(text)):
        outside = re.sub(r"(?ms)^[ >]*(?:[-\d.]+ +)*(`{3,})text\n.*?\1|\$\$?[^$]+\$\$?", "", written)
        assert "<" not in without_own_tags(outside)
        assert OPEN not in written and CLOSE not in written
