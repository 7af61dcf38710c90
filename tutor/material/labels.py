"""The bold labels of a note's question ("**In depth.**", "**Common mistakes**"), and what follows each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from tutor.domain import Span
from tutor.material.blocks import Block, BlockKind


class Part(StrEnum):
    """A part of a question's section."""

    META = "meta"
    SHORT = "short"
    DEPTH = "depth"
    RUBRIC = "rubric"
    MISTAKES = "mistakes"
    FOLLOW_UPS = "follow_ups"


_LABEL = re.compile(
    r"\*\*(?P<label>In 30 seconds|In depth|A strong answer covers|Common (?:mistakes|pitfalls)|Follow-ups?)"
    r"[.:]?\*\*[.:]?\s*",
    re.IGNORECASE,
)
META = re.compile(r"(?P<key>level|kind|id):\s*(?P<value>\S+)", re.IGNORECASE)
_PARTS = {
    "in 30 seconds": Part.SHORT,
    "in depth": Part.DEPTH,
    "a strong answer covers": Part.RUBRIC,
    "common mistakes": Part.MISTAKES,
    "common pitfalls": Part.MISTAKES,
    "follow-up": Part.FOLLOW_UPS,
    "follow-ups": Part.FOLLOW_UPS,
}


class LabelledBlock(Span):
    """A block without its label; `part` is None outside the note format; `label` is the label's own span, if any."""

    block: Block
    part: Part | None
    label: Span | None = None


def label_blocks(text: str, blocks: Sequence[Block]) -> Iterator[LabelledBlock]:
    """Each block with the part it belongs to: a label holds until the next one."""
    part: Part | None = None
    for block in blocks:
        match = _LABEL.match(text, block.start, block.end)
        if match is not None and block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            part = _PARTS[match["label"].lower()]
            label = Span(start=match.start(), end=match.start() + len(match.group().rstrip()))
            yield LabelledBlock(start=min(match.end(), block.end), end=block.end, block=block, part=part, label=label)
        elif part is None and block.kind is BlockKind.ITEM and META.fullmatch(block.of(text)):
            yield LabelledBlock(start=block.start, end=block.end, block=block, part=Part.META)
        else:
            yield LabelledBlock(start=block.start, end=block.end, block=block, part=part)
