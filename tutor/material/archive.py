"""The zip files that DOCX, PPTX and EPUB are, and XML out of them, without the attacks both allow."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
import zlib

from tutor.material.source import SourceFile

MAX_EXPANDED = 500_000_000
MAX_MEMBERS = 20_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def open_archive(source: SourceFile, *, kind: str, needs: str) -> zipfile.ZipFile:
    """The zip file in `source`, once it holds the member `needs` and expands to a bearable size."""
    if source.data.startswith(_OLE):
        raise source.unreadable(f"it is encrypted or an old Office file; save a copy as {kind} without the password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as cause:
        raise source.unreadable(f"it is not in the {kind} format or is damaged; save it again as {kind}") from cause
    members = archive.infolist()
    # zipfile never reads more from a member than the size stated here.
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_EXPANDED:
        raise source.unreadable("it expands to more than 500 MB; split it into smaller files")
    if needs not in archive.namelist():
        raise source.unreadable(f"it is not in the {kind} format; save it again as {kind}")
    return archive


def read_member(source: SourceFile, archive: zipfile.ZipFile, member: str) -> bytes:
    """The bytes of one member."""
    try:
        return archive.read(member)
    except KeyError as cause:
        raise source.unreadable(f"its part {member!r} is missing; save or download it again") from cause
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as cause:
        raise source.unreadable(f"its part {member!r} is damaged or encrypted; save or download it again") from cause


def parse_xml(source: SourceFile, data: bytes, *, part: str) -> ET.Element:
    """The root element of `data`.  XML that declares entities is refused, so none is ever expanded or fetched."""
    if b"<!ENTITY" in data.replace(b"\0", b""):  # without the zeros of UTF-16
        raise source.unreadable(f"its part {part!r} declares XML entities, which are not read; save it again")
    try:
        return ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as cause:
        raise source.unreadable(f"its part {part!r} is not valid XML; save it again") from cause


def refuse_entities(source: SourceFile, archive: zipfile.ZipFile) -> None:
    """Raise if any XML part declares entities; for parts that a library parses and not `parse_xml`."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and b"<!ENTITY" in read_member(source, archive, name).replace(b"\0", b""):
            raise source.unreadable(f"its part {name!r} declares XML entities, which are not read; save it again")
