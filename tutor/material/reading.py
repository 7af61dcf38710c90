"""A file of study material -> a Document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from tutor.domain import Document, DocumentKind
from tutor.errors import UnknownFormat, UnreadableFile
from tutor.material.decoding import decode
from tutor.material.epub import read_epub
from tutor.material.html import MAX_CHARACTERS, read_html
from tutor.material.markdown_text import read_markdown
from tutor.material.normalise import normalise
from tutor.material.notebook import read_notebook
from tutor.material.office import read_docx, read_pptx
from tutor.material.pdf import read_pdf
from tutor.material.source import Extract, SourceFile

__all__ = ["SUFFIXES", "decode", "read_document"]

SUFFIXES: Mapping[str, DocumentKind] = MappingProxyType(
    {
        ".md": DocumentKind.MARKDOWN,
        ".markdown": DocumentKind.MARKDOWN,
        ".txt": DocumentKind.TEXT,
        ".text": DocumentKind.TEXT,
        ".html": DocumentKind.HTML,
        ".htm": DocumentKind.HTML,
        ".xhtml": DocumentKind.HTML,
        ".pdf": DocumentKind.PDF,
        ".docx": DocumentKind.DOCX,
        ".pptx": DocumentKind.PPTX,
        ".ipynb": DocumentKind.IPYNB,
        ".epub": DocumentKind.EPUB,
    }
)
MAX_BYTES = 200_000_000
_INSTEAD = {
    **dict.fromkeys((".odt", ".doc", ".docm", ".rtf", ".pages"), "save it as DOCX or PDF"),
    **dict.fromkeys((".odp", ".ppt", ".pptm", ".key"), "save it as PPTX or PDF"),
    **dict.fromkeys((".ods", ".xls", ".xlsx", ".csv"), "save it as PDF, or its tables as Markdown"),
    **dict.fromkeys((".mobi", ".azw", ".azw3"), "convert it to EPUB"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"), "run OCR and save a PDF with text"),
    **dict.fromkeys((".rst", ".adoc", ".org", ".tex"), "save it as Markdown, HTML or PDF"),
}
_NOT_TEXT = {b"%PDF-": "PDF", b"PK\x03\x04": "zip", bytes.fromhex("d0cf11e0"): "Office", b"\x89PNG": "image"}


def read_document(path: Path, *, name: str) -> Document:
    """Read the file at `path` as the Document called `name`.

    Raises UnknownFormat, UnreadableFile or BadNote, whose `reason` says in one phrase what is wrong and what to do.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        instead = _INSTEAD.get(path.suffix.lower(), f"the formats read are {', '.join(SUFFIXES)}")
        raise UnknownFormat(name, f"the format {path.suffix or 'without a suffix'!r} is not read; {instead}")
    data = _bytes(path, name)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(name, "it is empty")
    extract = _reader(kind)(SourceFile(name, data))
    if not extract.text.strip():
        raise UnreadableFile(name, "it is empty; it holds no text that could be read")
    if len(extract.text) > MAX_CHARACTERS:
        raise UnreadableFile(name, "it holds more than 20 million characters; split it into smaller files")
    return Document(
        name=name,
        kind=kind,
        title=extract.title or _title_from(name),
        text=extract.text,
        headings=extract.headings,
        pages=extract.pages,
        front=extract.front,
        source=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(name, "it is larger than 200 MB; split it into smaller files")
        return path.read_bytes()
    except FileNotFoundError as cause:
        raise UnreadableFile(name, "there is no such file; check its path") from cause
    except OSError as cause:
        raise UnreadableFile(name, f"it cannot be opened ({cause.strerror}); check the file and its rights") from cause


def _reader(kind: DocumentKind) -> Callable[[SourceFile], Extract]:
    match kind:
        case DocumentKind.MARKDOWN:
            return _only_text(read_markdown)
        case DocumentKind.TEXT:
            return _only_text(_read_text)
        case DocumentKind.HTML:
            return _only_text(read_html)
        case DocumentKind.PDF:
            return read_pdf
        case DocumentKind.DOCX:
            return read_docx
        case DocumentKind.PPTX:
            return read_pptx
        case DocumentKind.IPYNB:
            return read_notebook
        case DocumentKind.EPUB:
            return read_epub


def _only_text(read: Callable[[SourceFile], Extract]) -> Callable[[SourceFile], Extract]:
    """`read`, but bytes of another format are refused instead of being decoded into noise."""

    def checked(source: SourceFile) -> Extract:
        for magic, format_ in _NOT_TEXT.items():
            if source.data.startswith(magic):
                raise source.unreadable(f"it is not text but a file of the kind {format_}; give it its own suffix")
        text = decode(source.data[:65_536])
        odd = sum(character < " " and character not in "\t\n\r\f\x1b" for character in text)
        if odd > len(text) / 100:
            raise source.unreadable("it is not text; save it as UTF-8 text or in its own format")
        return read(source)

    return checked


def _read_text(source: SourceFile) -> Extract:
    return Extract(text=normalise(decode(source.data), markdown=False))


def _title_from(name: str) -> str:
    """`rag/why-and-when.md` -> `Why and when`."""
    stem = PurePosixPath(name).stem
    words = " ".join(stem.replace("_", " ").replace("-", " ").split()) or stem
    return words[:1].upper() + words[1:]
