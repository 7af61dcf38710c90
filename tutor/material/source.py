"""What the readers of the formats are given, and what they give back."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain import FrontMatter, HeadingMark, PageMark
from tutor.errors import UnreadableFile


@dataclass(frozen=True)
class SourceFile:
    """A file's name in the library and its bytes."""

    name: str
    data: bytes

    def unreadable(self, reason: str) -> UnreadableFile:
        """The error to raise when the file cannot be read; `reason` says why and what to do."""
        return UnreadableFile(self.name, reason)


@dataclass(frozen=True)
class Extract:
    """What was read: one normalised text, its marks, and the title the file states, if any."""

    text: str
    title: str | None = None
    headings: tuple[HeadingMark, ...] = ()
    pages: tuple[PageMark, ...] = ()
    front: FrontMatter | None = None
