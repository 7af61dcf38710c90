from __future__ import annotations

import pytest

from tutor.errors import UnreadableFile
from tutor.material.epub import read_epub
from tutor.material.source import SourceFile

from .made import book, zipped


def source(members: dict[str, str]) -> SourceFile:
    return SourceFile("b.epub", zipped(members))


def test_chapters_follow_the_spine_under_the_title_of_the_book() -> None:
    extract = read_epub(source(book()))
    assert extract.title == "A Book"
    assert extract.text == "# One\n\nThe first chapter.\n\n# Two\n\nThe second chapter.\n"
    assert [heading.title for heading in extract.headings] == ["One", "Two"]


def encryption(scheme: str) -> dict[str, str]:
    method = f'<EncryptionMethod Algorithm="{scheme}"/>'
    data = f'<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">{method}</EncryptedData>'
    root = "urn:oasis:names:tc:opendocument:xmlns:container"
    return {"META-INF/encryption.xml": f'<encryption xmlns="{root}">{data}</encryption>'}


def test_a_locked_book_is_refused_and_one_with_scrambled_fonts_read() -> None:
    with pytest.raises(UnreadableFile, match="locked by its seller"):
        read_epub(source({**book(), **encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}))
    assert read_epub(source({**book(), **encryption("http://www.idpf.org/2008/embedding")})).title == "A Book"


@pytest.mark.parametrize(
    ("member", "text", "reason"),
    [
        ("META-INF/container.xml", "<container/>", "does not say where its chapters are"),
        ("META-INF/container.xml", "<container>", "is not valid XML"),
        (
            "OPS/book.opf",
            '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><package>&x;</package>',
            "XML entities",
        ),
    ],
)
def test_a_broken_book_says_which_part(member: str, text: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_epub(source({**book(), member: text}))
    assert reason in refusal.value.reason


def test_a_missing_chapter_is_named() -> None:
    members = book()
    del members["OPS/text/first.xhtml"]
    with pytest.raises(UnreadableFile, match=r"'OPS/text/first.xhtml' is missing"):
        read_epub(source(members))
