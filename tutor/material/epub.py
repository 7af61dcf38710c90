"""EPUB books -> Markdown: their chapters in the order of the spine."""

from __future__ import annotations

import posixpath
import zipfile
from urllib.parse import unquote

from tutor.material.archive import open_archive, parse_xml, read_member
from tutor.material.decoding import decode
from tutor.material.html import to_markdown
from tutor.material.markdown_text import from_markdown
from tutor.material.source import Extract, SourceFile

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/encryption.xml"
_CHAPTERS = {"application/xhtml+xml", "text/html"}
# Obfuscated fonts are listed as encrypted too; these two schemes are used for nothing else.
_FONT_SCHEMES = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}


def read_epub(source: SourceFile) -> Extract:
    """All chapters as one Markdown text, with the book's own title."""
    with open_archive(source, kind="EPUB", needs=_CONTAINER) as archive:
        _refuse_locked(source, archive)
        title, chapters = _package(source, archive)
        texts = [to_markdown(source, decode(read_member(source, archive, chapter)))[0] for chapter in chapters]
    return from_markdown("\n\n".join(texts), title=title)


def _refuse_locked(source: SourceFile, archive: zipfile.ZipFile) -> None:
    if _RIGHTS not in archive.namelist():
        return
    root = parse_xml(source, read_member(source, archive, _RIGHTS), part=_RIGHTS)
    schemes = {element.get("Algorithm") for element in root.findall(".//{*}EncryptedData/{*}EncryptionMethod")}
    if schemes - _FONT_SCHEMES:
        raise source.unreadable("it is locked by its seller (DRM); use a copy without the lock")


def _package(source: SourceFile, archive: zipfile.ZipFile) -> tuple[str | None, list[str]]:
    """The title in the package file, and the members that hold the chapters, in reading order."""
    container = parse_xml(source, read_member(source, archive, _CONTAINER), part=_CONTAINER)
    rootfile = container.find(".//{*}rootfile")
    path = rootfile.get("full-path") if rootfile is not None else None
    if not path:
        raise source.unreadable("it does not say where its chapters are; download or export it again")
    package = parse_xml(source, read_member(source, archive, path), part=path)
    items = {item.get("id"): item for item in package.findall("./{*}manifest/{*}item")}
    chapters = []
    for reference in package.findall("./{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _CHAPTERS or "nav" in (item.get("properties") or "").split():
            continue
        folder = posixpath.dirname(path)
        chapters.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or ""))))
    title = package.findtext("./{*}metadata/{http://purl.org/dc/elements/1.1/}title") or ""
    return " ".join(title.split()) or None, chapters
