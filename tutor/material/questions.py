"""The questions a Document asks and answers itself: notes in the shipped format, and any question/answer material."""

from __future__ import annotations

from typing import Any, get_args

from tutor.domain import AuthoredQuestion, Document, Level, QuestionKind, Span
from tutor.material.labels import META, LabelledBlock, Part, label_blocks
from tutor.material.outline import Section, after_answer_marker, sections


def read_questions(document: Document) -> tuple[AuthoredQuestion, ...]:
    """Every question with an answer under it, in order."""
    found = (_question(document, section) for section in sections(document) if section.question)
    return tuple(question for question in found if question is not None)


def _question(document: Document, section: Section) -> AuthoredQuestion | None:
    if section.heading is None or section.question is None or not section.blocks:
        return None
    labelled = list(label_blocks(document.text, section.blocks))
    parts: dict[Part | None, list[LabelledBlock]] = {}
    for block in labelled:
        if block.end > block.start:
            parts.setdefault(block.part, []).append(block)
    body = [*parts.get(None, []), *parts.get(Part.SHORT, []), *parts.get(Part.DEPTH, [])]
    if not body:
        return None
    depth = parts.get(Part.DEPTH) or body
    return AuthoredQuestion(
        start=section.heading.start,
        end=section.blocks[-1].end,
        text=section.question,
        short=_cover(parts.get(Part.SHORT, [])),
        answer=Span(start=after_answer_marker(document.text, depth[0].start, depth[0].end), end=depth[-1].end),
        rubric=_spans(parts.get(Part.RUBRIC, [])),
        mistakes=_spans(parts.get(Part.MISTAKES, [])),
        follow_ups=_spans(parts.get(Part.FOLLOW_UPS, [])),
        **_meta(document.text, parts.get(Part.META, [])),
    )


def _cover(blocks: list[LabelledBlock]) -> Span | None:
    return Span(start=blocks[0].start, end=blocks[-1].end) if blocks else None


def _spans(blocks: list[LabelledBlock]) -> tuple[Span, ...]:
    return tuple(Span(start=block.start, end=block.end) for block in blocks)


def _meta(text: str, blocks: list[LabelledBlock]) -> dict[str, Any]:
    """`level`, `kind` and `id` as the note gives them; a value outside the format is left out here and named by the
    corpus check."""
    matches = (META.search(block.of(text)) for block in blocks)
    found = {match["key"].lower(): match["value"].lower() for match in matches if match is not None}
    meta: dict[str, Any] = {"id": found.get("id")}
    if found.get("level") in get_args(Level):
        meta["level"] = found["level"]
    if found.get("kind") in set(QuestionKind):
        meta["kind"] = QuestionKind(found["kind"])
    return meta
