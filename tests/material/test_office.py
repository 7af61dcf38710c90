from __future__ import annotations

import pytest

from tutor.errors import UnreadableFile
from tutor.material.office import read_docx, read_pptx
from tutor.material.source import SourceFile

from . import made


def test_docx_is_headings_lists_tables_and_equations() -> None:
    extract = read_docx(SourceFile("a.docx", made.word()))
    assert extract.title == "Attention"
    assert [(heading.depth, heading.title) for heading in extract.headings] == [(1, "Attention"), (2, "Scaling")]
    assert extract.text == (
        "# Attention\n\n## Scaling\n\nScores are divided by the root of the key size.\n\n"
        "- first point\n- second point\n\n"
        "| name | size |\n| --- | --- |\n| query | 64 |\n\nThe ratio is $e={\\frac{a}{b}}^{2}$\n"
    )


def test_pptx_is_a_page_and_a_heading_a_slide() -> None:
    extract = read_pptx(SourceFile("a.pptx", made.slides()))
    assert extract.text == (
        "## Retrieval\n\n- Lexical search\n  - BM25\n- Dense search\n\nNotes: Say why both help.\n\n"
        "## Figures\n\n| method | recall |\n| --- | --- |\n| hybrid | 0.92 |\n\nBelow the table.\n"
    )
    assert extract.title == "Retrieval"
    assert [(mark.number, extract.text[mark.start :].split("\n")[0]) for mark in extract.pages] == [
        (1, "## Retrieval"),
        (2, "## Figures"),
    ]


def test_a_part_that_declares_entities_is_refused() -> None:
    attack = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document'
    data = made.replaced(made.word(), "word/document.xml", b"<w:document", attack)
    with pytest.raises(UnreadableFile, match="declares XML entities"):
        read_docx(SourceFile("a.docx", data))
    attack = b"<!DOCTYPE x [<!ENTITY e 'ha'>]><p:sld"
    data = made.replaced(made.slides(), "ppt/slides/slide1.xml", b"<p:sld", attack)
    with pytest.raises(UnreadableFile, match="declares XML entities"):
        read_pptx(SourceFile("a.pptx", data))


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml"])
def test_a_broken_part_is_refused_in_one_sentence(name: str) -> None:
    data = made.replaced(made.word(), name, b"</w:", b"<w:")
    with pytest.raises(UnreadableFile) as refusal:
        read_docx(SourceFile("a.docx", data))
    assert "save it again" in refusal.value.reason
