from __future__ import annotations

import pytest

from tutor.errors import UnreadableFile
from tutor.material.pdf import read_pdf
from tutor.material.source import Extract, SourceFile

from .made import Print, encrypted, paragraph, pdf

BODY = (
    "Attention compares a query with every key and turns the scores",
    "into weights. The weights sum to one, and the output is their",
    "average of the values. Every head does this on its own.",
)


def read(data: bytes) -> Extract:
    return read_pdf(SourceFile("paper.pdf", data))


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept_apart() -> None:
    text = read(pdf(paragraph(*BODY, top=700) + paragraph("A new paragraph stands further below.", top=640))).text
    assert text == " ".join(BODY) + "\n\nA new paragraph stands further below.\n"


def test_an_indented_line_after_a_full_stop_begins_a_paragraph() -> None:
    lines = [
        *paragraph(*BODY, top=700),
        Print("The next paragraph is indented.", 664, x=90),
        *paragraph("It goes on.", top=652),
    ]
    assert read(pdf(lines)).text == " ".join(BODY) + "\n\nThe next paragraph is indented. It goes on.\n"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("The trans-", "former is a network."), "The transformer is a network."),
        (("A dual-encoder and a dual-", "encoder are the same."), "A dual-encoder and a dual-encoder are the same."),
        (("It is high-", "dimensional."), "It is high-dimensional."),
        (("The state-of-the-", "art result."), "The state-of-the-art result."),
        (("Faster than Lucene-", "BM25 is."), "Faster than Lucene-BM25 is."),
        (("From 2019-", "2020 on."), "From 2019-2020 on."),
    ],
)
def test_hyphens_that_break_a_line_are_undone_and_others_kept(lines: tuple[str, str], text: str) -> None:
    assert read(pdf(paragraph(*lines))).text == text + "\n"


def test_list_items_and_code_keep_their_lines() -> None:
    code = [Print("def f(x):", 600, font="Courier"), Print("return x", 588, x=96, font="Courier")]
    lines = paragraph("Two points matter:", "• the first one, which is", "long", "• the second", top=700) + code
    assert read(pdf(lines)).text == (
        "Two points matter:\n\n• the first one, which is long\n\n• the second\n\ndef f(x):\n    return x\n"
    )


def test_pages_are_marked_even_inside_a_paragraph() -> None:
    extract = read(pdf(paragraph(*BODY[:2]), paragraph(BODY[2]), paragraph("A third page.")))
    assert extract.text == " ".join(BODY) + "\n\nA third page.\n"
    assert [(mark.number, extract.text[mark.start :].split()[0]) for mark in extract.pages] == [
        (1, "Attention"),
        (2, "average"),
        (3, "A"),
    ]


def test_a_note_does_not_cut_the_paragraph_above_it() -> None:
    note = Print("1 The code is public.", 80, size=7)
    extract = read(pdf([*paragraph(*BODY[:2]), note], paragraph(BODY[2])))
    assert extract.text == "1 The code is public.\n\n" + " ".join(BODY) + "\n"
    assert [mark.number for mark in extract.pages] == [1, 2]


def test_running_heads_and_page_numbers_go() -> None:
    pages = [
        [
            Print("A Survey of Attention", 800, size=8),
            *paragraph(f"Page text number {word}.", *BODY),
            Print(f"{number}", 40),
        ]
        for number, word in ((7, "one"), (8, "two"), (9, "three"))
    ]
    text = read(pdf(*pages)).text
    assert "Survey" not in text and "\n\n7" not in text and "\n\n9" not in text
    assert all(f"number {word}" in text for word in ("one", "two", "three"))


def test_headings_are_marked_where_the_type_leaves_no_doubt() -> None:
    page = [
        Print("Notes on Attention", 780, size=18, font="Helvetica-Bold"),
        Print("1 Introduction", 740, size=12, font="Helvetica-Bold"),
        *paragraph(*BODY, top=720),
        Print("1.2 Scaled scores", 670, size=11, font="Helvetica-Bold"),
        *paragraph(*BODY, top=650),
        Print("12 Plain words in body type are no heading", 600),
        *paragraph(*BODY, top=570),
        Print("Alice Smith, Bob Jones, and Carol White", 520, font="Helvetica-Bold"),
        *paragraph(*BODY, top=500),
    ]
    extract = read(pdf(page, title="Microsoft Word - x.docx"))
    assert extract.title == "Notes on Attention"
    assert [(heading.depth, heading.of(extract.text)) for heading in extract.headings] == [
        (1, "Notes on Attention"),
        (2, "1 Introduction"),
        (3, "1.2 Scaled scores"),
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = BODY[0][:30], BODY[1][:28]
    lines = paragraph(left, left, "an end.", top=700) + paragraph(right, right, top=700, x=320)
    assert read(pdf(lines)).text == f"{left} {left} an end.\n\n{right} {right}\n"


def test_the_stated_title_is_used_when_no_line_is_one() -> None:
    assert read(pdf(paragraph(*BODY), title="Attention explained")).title == "Attention explained"
    assert read(pdf(paragraph(*BODY), title="paper_final.docx")).title is None


def test_a_password_is_asked_for_only_when_opening_needs_one() -> None:
    data = pdf(paragraph(*BODY))
    assert read(encrypted(data, user="", owner="secret")).text == read(data).text
    with pytest.raises(UnreadableFile, match="it is encrypted; save a copy without the password"):
        read(encrypted(data, user="secret", owner="secret"))
