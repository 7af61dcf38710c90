"""What holds for every format, and which files are refused; the formats have their own tests beside this one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.domain import Document, DocumentKind
from tutor.errors import MaterialError, UnknownFormat, UnreadableFile
from tutor.material.normalise import normalise
from tutor.material.reading import SUFFIXES, decode, read_document

from . import made

ROOT = Path(__file__).parents[2]
GIVEN = ROOT.parent / "shared" / "data" / "documents"
REFUSED = {
    "loremipsum-flat.pdf": "it holds no text (a scan); run OCR first",
    "password.pdf": "it is encrypted; save a copy without the password",
    "simple.odt": "save it as DOCX or PDF",
}
PHRASES = {  # in reading order, from places that are easily lost or mixed up
    "docx-tables.docx": ["Simple uniform table", "A link example", "g&t", "Table with merged cells"],
    "example-with-scripts.html": ["Belarusian forces remain", "[1] Social media", "SALDO_VGA/240"],
    "fake-html-cp1252.html": ["My First Heading", "köstlich", "15,50 €", "ñoquis", "åt köttbullar", "João"],
    "fake-power-point-malformed.pptx": ["Test Slide", "Problem Date Placeholder"],
    "fake-power-point-many-pages.pptx": ["Page 1", "Page 2"],
    "invalid-pdf-structure-pdfminer-one-page.pdf": [
        "infrastructure—such as energy",
        "a more comprehensive strategy. However, not all",
        "• Vacant National Cyber Director position. The National",
    ],
    "layout-parser-paper-fast.pdf": [
        "reuse of important innovations",
        "image classification [11, 37], layout detection",
        "1. An off-the-shelf toolkit",
    ],
    "markitdown_test.docx": ["AutoGen: Enabling", "# Abstract", "# Introduction", "| 7 | 8 | 9 |"],
    "markitdown_test.epub": ["Chapter 1: Test Content", "- A bullet point", "Chapter 2", "a different style"],
    "markitdown_test_blog.html": [
        "# Does Model and Inference",
        "TL;DR:",
        "top_p: The parameter",
        "For Further Reading",
    ],
    "markitdown_test_notebook.ipynb": ['print("markitdown")', "## Code Cell Below", "42", "End"],
    "multi-column-2p.pdf": [
        "a simple dual-encoder framework",
        "practice2, indicating the needs of improving retrieval.",
        "on multiple open-domain QA datasets, it also suffers from",  # from one page to the next
        "Given a question q, the task is to find",
    ],
}


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def assert_sound(document: Document) -> None:
    """The text is normalised, and every mark points at what it says."""
    assert (
        normalise(document.text, markdown=document.kind not in {DocumentKind.PDF, DocumentKind.TEXT}) == document.text
    )
    for heading in document.headings:
        line = heading.of(document.text)
        assert heading.title.split()[0].strip("`*") in line
        assert heading.start == 0 or document.text[heading.start - 1] == "\n"
        assert document.text[heading.end] == "\n"
    starts = [page.start for page in document.pages]
    numbers = [page.number for page in document.pages]
    assert starts == sorted(starts) and numbers == sorted(set(numbers))


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the development data is not here")
@pytest.mark.parametrize("name", sorted([*REFUSED, *PHRASES]))
def test_given_files(name: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    if name in REFUSED:
        with pytest.raises(MaterialError) as refusal:
            read_document(GIVEN / name, name=name)
        assert REFUSED[name] in refusal.value.reason
    else:
        document = read_document(GIVEN / name, name=name)
        assert_sound(document)
        at = 0
        for phrase in PHRASES[name]:
            at = document.text.find(phrase, at)
            assert at >= 0, phrase
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


MADE: dict[str, Callable[[], bytes]] = {
    "a.md": lambda: b"# Title\n\ntext\n",
    "a.txt": lambda: b"text\n",
    "a.html": lambda: b"<h1>Title</h1><p>text</p>",
    "a.pdf": lambda: made.pdf(made.paragraph("Some text on a page.")),
    "a.docx": made.word,
    "a.pptx": made.slides,
    "a.ipynb": lambda: made.notebook({"cell_type": "markdown", "source": "# Title"}),
    "a.epub": lambda: made.zipped(made.book()),
}


@pytest.mark.parametrize("name", MADE)
def test_a_document_knows_its_file(tmp_path: Path, name: str) -> None:
    data = MADE[name]()
    path = write(tmp_path, name, data)
    document = read_document(path, name=f"notes/{name}")
    assert_sound(document)
    assert document.kind is SUFFIXES[path.suffix]
    assert (document.name, document.source) == (f"notes/{name}", str(path))
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_file_cut_short_is_read_or_refused_but_never_fails_otherwise(tmp_path: Path, name: str, kept: float) -> None:
    data = MADE[name]()
    path = write(tmp_path, name, data[: int(len(data) * kept)])
    try:
        assert_sound(read_document(path, name=name))
    except UnreadableFile as refusal:
        assert refusal.reason and "\n" not in refusal.reason


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf\n"])
def test_empty_files_are_refused(tmp_path: Path, suffix: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="it is empty"):
        read_document(write(tmp_path, "a" + suffix, data), name="a" + suffix)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"# Not a PDF\n\nJust text.", "it is not a PDF file"),
        ("a.pdf", b"%PDF-1.7\nnothing more", "it is damaged"),
        ("a.pdf", made.pdf([]), "no text (a scan); run OCR"),
        ("a.docx", b"plain text", "it is not in the DOCX format"),
        ("a.docx", made.slides(), "it is not a Word document"),
        ("a.pptx", made.word(), "it is not a presentation"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted or an old Office file"),
        ("a.epub", made.word(), "it is not in the EPUB format"),
        ("a.md", made.pdf([]), "not text but a file of the kind PDF"),
        ("a.html", made.word(), "not text but a file of the kind zip"),
        ("a.txt", bytes(range(32)) * 50, "it is not text"),
        ("a.ipynb", b"{'cells': []}", "it is not valid JSON"),
        ("a.ipynb", b'{"cells": [{"source": "x"}]}', "not those of a Jupyter notebook"),
        ("a.ipynb", b'["cells"]', "not those of a Jupyter notebook"),
    ],
)
def test_files_that_are_not_what_their_name_says(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_document(write(tmp_path, name, data), name=name)
    assert reason in refusal.value.reason


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.odt", "save it as DOCX or PDF"),
        ("a.ppt", "save it as PPTX"),
        ("a.xyz", "the formats read are .md"),
        ("a", ""),
    ],
)
def test_unknown_formats_say_what_to_do(tmp_path: Path, name: str, advice: str) -> None:
    with pytest.raises(UnknownFormat, match=r"is not read; .*" + advice):
        read_document(write(tmp_path, name, b"x"), name=name)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read_document(tmp_path / "gone.md", name="gone.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_document(tmp_path / "folder.md", name="folder.md")


def test_a_file_of_more_than_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200_000_001)  # a hole: takes no room on the disk
    with pytest.raises(UnreadableFile, match="larger than 200 MB"):
        read_document(path, name="big.txt")


def test_a_text_of_more_than_20_million_characters_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "long.txt", b"word " * 4_000_001)
    with pytest.raises(UnreadableFile, match="20 million characters"):
        read_document(path, name="long.txt")


def test_a_zip_that_expands_too_far_is_refused(tmp_path: Path) -> None:
    data = made.zipped({**made.book(), "OPS/padding": b"\0" * 500_000_001})
    assert len(data) < 1_000_000
    with pytest.raises(UnreadableFile, match="more than 500 MB"):
        read_document(write(tmp_path, "bomb.epub", data), name="bomb.epub")


@pytest.mark.parametrize(
    ("name", "title"),
    [("rag/why-and-when.txt", "Why and when"), ("my_notes.txt", "My notes"), ("KV.cache.txt", "KV.cache")],
)
def test_text_is_titled_by_its_name(tmp_path: Path, name: str, title: str) -> None:
    document = read_document(write(tmp_path, "x.txt", "# not a heading here\r\ntext"), name=name)
    assert (document.title, document.headings) == (title, ())
    assert document.text == "# not a heading here\ntext\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve".encode(), "naïve"),
        ("naïve".encode("utf-8-sig"), "naïve"),
        ("naïve".encode("utf-16"), "naïve"),
        ("naïve text".encode("utf-16-le"), "naïve text"),
        ("naïve text".encode("utf-16-be"), "naïve text"),
        ("naïve".encode("utf-32"), "naïve"),
        ("<meta charset=windows-1251><p>Внимание".encode("cp1251"), "<meta charset=windows-1251><p>Внимание"),
        ("<meta charset='iso-8859-1'>“5 €”".encode("cp1252"), "<meta charset='iso-8859-1'>“5 €”"),
        ("It’s a “test” at 20°C – naïve.".encode("cp1252"), "It’s a “test” at 20°C – naïve."),
        (
            "Механизм внимания сравнивает запросы и ключи, затем взвешивает значения.".encode("cp1251"),
            "Механизм внимания сравнивает запросы и ключи, затем взвешивает значения.",
        ),
        ("<meta charset='no-such'>caf\xe9".encode("cp1252"), "<meta charset='no-such'>café"),
    ],
)
def test_decoding(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_importing_the_reader_loads_no_parser() -> None:
    heavy = "{'bs4', 'lxml', 'markdownify', 'markdown_it', 'mammoth', 'pptx', 'pypdfium2', 'charset_normalizer'}"
    code = f"import sys, tutor.material.reading; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "set()"
