from __future__ import annotations

import pytest

from tutor.errors import UnreadableFile
from tutor.material.html import read_html
from tutor.material.source import SourceFile


def read(markup: str) -> str:
    return read_html(SourceFile("page.html", markup.encode())).text


def test_only_what_a_reader_reads_is_kept() -> None:
    page = """<html><head><title>T</title><style>p{}</style></head><body><header>Site</header><nav>Menu</nav>
    <main><h1>Topic<a class="anchor" href="#topic">#</a></h1><p>Kept <span style="color:red; display: none">no</span>
    <b>bold</b><i hidden>no</i><i aria-hidden="true">no</i>.</p><script>no()</script><svg><text>no</text></svg>
    <aside>Ad</aside><form>Mail <input></form><button>Copy</button></main><footer>Imprint</footer></body></html>"""
    assert read(page) == "# Topic\n\nKept bold.\n"


def test_no_address_stays() -> None:
    page = '<p><a href="http://x.org/a">the paper</a> <img src="http://x.org/i.png" alt="a diagram"><img src="x"></p>'
    assert read(page) == "the paper a diagram\n"


def test_main_text_is_preferred_only_when_it_holds_most() -> None:
    short = "<p>Sidebar text.</p>"
    assert (
        read(f"<body>{short}<article>{'<p>A long sentence of the article.</p>' * 3}</article></body>").count("Sidebar")
        == 0
    )
    assert "Long outside" in read("<body><article>Short.</article><p>Long outside text of the page.</p></body>")


def test_a_form_around_the_whole_page_is_read() -> None:
    assert read("<form><p>Everything is inside of this form.</p></form>") == "Everything is inside of this form.\n"


def test_tables_repeat_what_spans_rows() -> None:
    page = """<table><caption>Sizes</caption><tr><th>model</th><th colspan=2>size | unit</th></tr>
    <tr><td rowspan=2>base</td><td>12</td><td>layers</td></tr><tr><td>768</td><td>width</td></tr></table>"""
    assert read(page) == (
        "Sizes\n\n| model | size \\| unit |  |\n| --- | --- | --- |\n| base | 12 | layers |\n| base | 768 | width |\n"
    )


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    assert read("<table><tr><td><h1>Top</h1></td><td><p>one</p><p>two</p></td></tr></table>") == "# Top\n\none\n\ntwo\n"


def test_code_keeps_its_lines_and_language() -> None:
    page = '<pre class="x"><code class="language-python">def f():\n    return "```"\n\n\n\nf()\n</code></pre>'
    assert read(page) == '````python\ndef f():\n    return "```"\n\n\n\nf()\n````\n'


def test_raised_lowered_and_formulas_are_not_run_into_words() -> None:
    page = """<p>10<sup>6</sup> H<sub>2</sub>O e<sup>-x</sup> 1<sup>st</sup> fact<sup><a href="#n1">[1]</a></sup>.
    <math alttext="x^{2}"><mi>x</mi></math> <span class="katex"><math><semantics><mi>y</mi>
    <annotation encoding="application/x-tex">\\sqrt{d}</annotation></semantics></math>
    <span aria-hidden="true">y</span></span>
    <script type="math/tex; mode=display">a+b</script></p>"""
    assert read(page) == "10^6 H_2O e^(-x) 1st fact. $x^{2}$ $\\sqrt{d}$ $$a+b$$\n"


def test_lists_quotes_and_definitions() -> None:
    page = "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul><blockquote>said</blockquote><p>snake_case * x</p>"
    assert read(page) == "- a\n  1. b\n- c\n\n> said\n\nsnake_case * x\n"


def test_the_title_is_the_first_heading_of_depth_one_else_the_title_element() -> None:
    both = SourceFile("p.html", b"<title>Site: page</title><h2>Before</h2><h1>Real</h1><p>x</p>")
    assert read_html(both).title == "Real"
    assert read_html(SourceFile("p.html", b"<title>Site\n page</title><h2>Before</h2><p>x</p>")).title == "Site page"


@pytest.mark.parametrize("markup", ["just text", "notes.html", "<?xml version='1.0'?><html><p>just text</p></html>"])
def test_odd_pages_are_read_without_a_warning(markup: str) -> None:
    assert read(markup) in {"just text\n", "notes.html\n"}


def test_no_entity_is_resolved() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>before &x; after</p>'
    assert "root:" not in read(page)


def test_endless_nesting_is_refused_or_read_but_does_not_crash() -> None:
    try:
        read("<div>" * 20_000 + "deep")
    except UnreadableFile as refusal:
        assert "HTML" in refusal.reason
