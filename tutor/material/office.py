"""DOCX and PPTX -> Markdown."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tutor.material.archive import open_archive, parse_xml, read_member, refuse_entities
from tutor.material.equations import has_equations, replace_equations
from tutor.material.html import to_markdown
from tutor.material.markdown_text import from_markdown, heading_marks, table, title_of
from tutor.material.normalise import join_pages, normalise_line
from tutor.material.source import Extract, SourceFile

if TYPE_CHECKING:
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide
    from pptx.text.text import TextFrame

_CONTENT_TYPES = "[Content_Types].xml"
_WORD_PART = re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroEnabled")
_SLIDES_PART = re.compile(
    rb"presentationml\.(?:presentation|slideshow|template)\.main|ms-powerpoint\.\w+\.macroEnabled"
)
# Beyond mammoth's own map, which knows the headings and lists.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='HTML Preformatted'] => pre:separator('\n')
p[style-name='Source Code'] => pre:separator('\n')
p[style-name='Code'] => pre:separator('\n')
""".replace("\n')", "\\n')")
_TITLE_CHARACTERS = 160


def read_docx(source: SourceFile) -> Extract:
    """Headings by style, lists, tables, footnotes and equations; without headers, footers, comments and images."""
    with open_archive(source, kind="DOCX", needs=_CONTENT_TYPES) as archive:
        if not _WORD_PART.search(read_member(source, archive, _CONTENT_TYPES)):
            raise source.unreadable("it is not a Word document; save it again as DOCX")
        refuse_entities(source, archive)
        data = _with_equations(source, archive)
    import mammoth  # 63 ms

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            external_file_access=False,
        ).value
    except Exception as cause:  # the boundary to mammoth, which names no errors of its own
        raise source.unreadable("it is damaged; open it in a word processor and save it again as DOCX") from cause
    extract = from_markdown(to_markdown(source, str(html))[0])
    return Extract(text=extract.text, title=_opening(extract) or extract.title, headings=extract.headings)


def _opening(extract: Extract) -> str | None:
    """The short line a document opens with: a title that was only made large and not given its style."""
    line = extract.text.split("\n", 1)[0]
    short = 0 < len(line) <= _TITLE_CHARACTERS and not line.startswith(("|", "-", "1.", "`", "$"))
    return line if short and not line.endswith((".", ":", ",", ";")) and extract.text[:1] != "#" else None


def _with_equations(source: SourceFile, archive: zipfile.ZipFile) -> bytes:
    """The file's bytes, rewritten with its equations as text if it has any."""
    parts = {
        name: part
        for name in archive.namelist()
        if name.startswith("word/")
        and name.endswith(".xml")
        and has_equations(part := read_member(source, archive, name))
    }
    if not parts:
        return source.data
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_STORED) as copy:
        for name in dict.fromkeys(archive.namelist()):
            if name in parts:
                root = parse_xml(source, parts[name], part=name)
                replace_equations(root)
                copy.writestr(name, ET.tostring(root, encoding="utf-8", xml_declaration=True))
            else:
                copy.writestr(name, read_member(source, archive, name))
    return rewritten.getvalue()


def read_pptx(source: SourceFile) -> Extract:
    """One page a slide: its title as a heading, its text, tables and notes."""
    with open_archive(source, kind="PPTX", needs=_CONTENT_TYPES) as archive:
        if not _SLIDES_PART.search(read_member(source, archive, _CONTENT_TYPES)):
            raise source.unreadable("it is not a presentation; save it again as PPTX")
        refuse_entities(source, archive)
    from pptx import Presentation  # 151 ms

    try:
        slides = Presentation(io.BytesIO(source.data)).slides
        pages = [(number, "\n\n".join(_slide(slide))) for number, slide in enumerate(slides, start=1)]
    except Exception as cause:  # the boundary to python-pptx, which lets lxml's and its own lookups' errors through
        raise source.unreadable("it is damaged; open it in a presentation program and save it as PPTX") from cause
    text, marks = join_pages(pages)
    headings = heading_marks(text)
    return Extract(text=text, title=title_of(headings), headings=headings, pages=marks)


def _slide(slide: Slide) -> Iterator[str]:
    title = slide.shapes.title
    if title is not None and (words := normalise_line(title.text_frame.text)):
        yield f"## {words}"
    for shape in _in_reading_order(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            yield from _shape(shape)
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    if notes is not None and notes.text.strip():
        yield "Notes: " + "\n\n".join(map(normalise_line, notes.text.split("\n"))).strip()


def _in_reading_order(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    """Shapes from top to bottom, then left to right, with groups opened; those without a place come first."""
    from pptx.shapes.group import GroupShape  # loaded with pptx already

    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if isinstance(shape, GroupShape):
            yield from _in_reading_order(shape.shapes)
        else:
            yield shape


def _shape(shape: BaseShape) -> Iterator[str]:
    from pptx.enum.shapes import PP_PLACEHOLDER  # loaded with pptx already
    from pptx.shapes.autoshape import Shape
    from pptx.shapes.graphfrm import GraphicFrame

    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if kind in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
        return
    if isinstance(shape, Shape):
        yield _paragraphs(shape.text_frame, listed=kind in {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT})
    elif isinstance(shape, GraphicFrame) and shape.has_table:
        yield table([[cell.text for cell in row.cells] for row in shape.table.rows])


def _paragraphs(frame: TextFrame, *, listed: bool) -> str:
    lines = [(paragraph.level, normalise_line(paragraph.text)) for paragraph in frame.paragraphs]
    lines = [(level, text) for level, text in lines if text]
    if len(lines) == 1 or not listed:
        return "\n\n".join(text for _, text in lines)
    return "\n".join("  " * level + "- " + text for level, text in lines)
