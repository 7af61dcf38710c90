"""Which part of a document is shown as a source."""

from __future__ import annotations

from tutor.domain import Chunk, Document, DocumentKind, HeadingMark, PageMark
from tutor.ui.places import Place, read_place
from tutor.ui.source_text import (
    excerpt_text,
    find_again,
    headings_at,
    page_line,
    part_with,
    parts_of,
    passage_around,
)

PAGES = ("First page words here.", "Second page says more.", "Third page ends it.")


def paged() -> Document:
    text = "\n\n".join(PAGES)
    starts = [text.index(page) for page in PAGES]
    marks = tuple(PageMark(start=start, number=number) for number, start in enumerate(starts, start=1))
    return Document(name="a.pdf", kind=DocumentKind.PDF, title="A", text=text, pages=marks, source="a.pdf", sha256="0")


def note(text: str, *headings: HeadingMark) -> Document:
    return Document(
        name="n.md", kind=DocumentKind.MARKDOWN, title="N", text=text, headings=headings, source="n.md", sha256="0"
    )


def test_a_pdf_source_is_its_page_with_the_sentence_lit() -> None:
    document = paged()
    start = document.text.index("says more")
    place = Place("a.pdf", start, start + 9)
    excerpt = passage_around(document, [], place)
    assert document.text[excerpt.start : excerpt.end].strip() == PAGES[1]
    assert excerpt_text(document, excerpt, place).count('<mark class="lit">says more</mark>') == 1
    assert page_line(document, start) == "Page 2 of 3"


def test_a_note_source_is_its_passage() -> None:
    document = note("# T\n\nOne here.\n\nTwo there.")
    chunks = [Chunk(start=0, end=14, text=document.text[:14]), Chunk(start=16, end=26, text=document.text[16:26])]
    place = Place("n.md", 16, 26)
    assert passage_around(document, chunks, place) == (16, 26)
    assert page_line(document, 16) == ""


def test_a_sentence_is_found_again_after_its_note_has_changed() -> None:
    document = note("New words. One here.")
    assert find_again(document, Place("n.md", 0, 9, "One here.")) == Place("n.md", 11, 20, "One here.")
    assert find_again(document, Place("n.md", 0, 9, "All gone.")) is None
    assert find_again(document, Place("n.md", 5, 900)) is None


def test_a_long_document_is_cut_at_headings_and_nothing_is_lost() -> None:
    sections = [f"## S{number}\n\n" + "word " * 3000 for number in range(8)]
    text = "\n\n".join(sections)
    starts = [text.index(f"## S{number}\n") for number in range(8)]
    marks = [HeadingMark(start=at, end=at + 5, depth=2, title=f"S{n}") for n, at in enumerate(starts)]
    document = note(text, *marks)
    parts = parts_of(document)
    assert len(parts) > 1
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(part.start in {0, *starts} for part in parts)
    assert parts[part_with(parts, starts[7] + 3)].end == len(text)
    assert headings_at(document, starts[3] + 10) == ["S3"]


def test_a_place_survives_its_reference_and_nonsense_has_none() -> None:
    place = Place("rag/why & when?.md", 3, 99)
    assert read_place(place.ref) == place
    for nonsense in ("", "1-2", "a-b-c", "1-2-", "javascript:alert(1)", "1-2-a b", "9" * 40 + "-1-x"):
        assert read_place(nonsense) is None
