"""Questions as an Anki package (by genanki): the question in front; behind it the 30-second answer, what a strong
answer covers, and the passages it comes from.

Decks, note types and notes keep their ids from export to export, so importing again updates what is there.
"""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from tutor.domain import AnswerForm, Citation, Question
from tutor.practice.exporting.card_html import block_html, inline_html, text_html

if TYPE_CHECKING:
    from genanki import Model, Note

DECK = "Interview tutor"
_DECK_ID, _MODEL_ID = 1_796_204_117, 1_532_880_449  # drawn once; another number would be another deck
_FIELDS = ("Question", "About", "Answer", "Points", "Sources")
_FRONT = '<div class="about">{{About}}</div><div class="question">{{Question}}</div>'
_BACK = '{{FrontSide}}<hr id="answer">{{Answer}}{{Points}}{{Sources}}'
_CSS = """
.card { font: 18px/1.5 system-ui, sans-serif; text-align: left; max-width: 42em; margin: 0 auto; padding: 0.5em; }
.about, cite, h4 { color: #6b665c; font-size: 0.8em; font-style: normal; font-weight: normal; margin: 1em 0 0.3em; }
.question { font-weight: 600; }
blockquote { margin: 0.8em 0 0; padding-left: 0.8em; border-left: 3px solid #1f6f5c; }
pre { overflow-x: auto; font-size: 0.85em; }
"""


def anki_package(questions: Sequence[Question], now: datetime) -> bytes:
    """An .apkg file with one note a question; made in memory, so that nothing of it stays on the disk."""
    import genanki  # brings half a second of YAML and templates that only an export needs

    model = genanki.Model(
        _MODEL_ID,
        "Interview tutor question",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )
    deck = genanki.Deck(_DECK_ID, DECK, "Questions you practised, with the passages they come from.")
    for question in questions:
        deck.add_note(_note(question, model))
    moment = now.timestamp()
    with closing(sqlite3.connect(":memory:")) as connection:
        genanki.Package(deck).write_to_db(connection.cursor(), moment, itertools.count(int(moment * 1000)))
        connection.commit()
        collection = connection.serialize()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", collection)
        archive.writestr("media", json.dumps({}))
    return packed.getvalue()


def _note(question: Question, model: Model) -> Note:
    import genanki  # see anki_package

    about = " · ".join(part for part in (question.topic, question.level, question.kind) if part)
    return genanki.Note(
        model=model,
        fields=[_front(question), text_html(about), _answer(question), _points(question), _sources(question)],
        tags=_tags(question),
        guid=genanki.guid_for("interview-tutor", question.id),
    )


def _tags(question: Question) -> list[str]:
    """Anki's own hierarchy, in words without spaces: area::rag, level::beginner, kind::concept."""
    pairs = (("area", question.area), ("level", question.level), ("kind", question.kind))
    return [f"{name}::{'-'.join(str(value).split())}" for name, value in pairs if value]


def _front(question: Question) -> str:
    words = block_html(question.text) if "\n" in question.text.strip() else inline_html(question.text)
    if not question.options:
        return words
    return words + _list([option.text for option in question.options], "ol")


def _answer(question: Question) -> str:
    if question.form is AnswerForm.CHOICE:
        return "".join(f"<p><b>{inline_html(one.text)}</b></p>" for one in question.options if one.right)
    if question.number is not None:
        unit = f" {question.number.unit}" if question.number.unit else ""
        return f"<p><b>{text_html(f'{question.number.value:g}{unit}')}</b></p>"
    return block_html((question.short or question.source).quote)


def _points(question: Question) -> str:
    if not question.rubric:
        return ""
    return "<h4>A strong answer covers</h4>" + _list([point.text for point in question.rubric], "ul")


def _sources(question: Question) -> str:
    """Each passage behind a point once, as it stands in the material, and where."""
    cited = [point.citation for point in question.rubric if point.citation is not None] or [question.source]
    places = {(one.document, one.start, one.end): one for one in cited}
    quotes = [
        f"<blockquote>{block_html(one.quote)}<cite>{text_html(where(one))}</cite></blockquote>"
        for one in places.values()
    ]
    return "<h4>From your material</h4>" + "".join(quotes)


def where(citation: Citation) -> str:
    """ "rag/chunking.md › Chunking › Overlap, page 3"."""
    page = f", page {citation.page}" if citation.page is not None else ""
    return " › ".join((citation.document, *citation.headings)) + page


def _list(items: Sequence[str], tag: str) -> str:
    return f"<{tag}>" + "".join(f"<li>{inline_html(one)}</li>" for one in items) + f"</{tag}>"
