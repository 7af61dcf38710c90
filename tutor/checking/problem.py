"""What the corpus check finds."""

from __future__ import annotations

from pydantic import Field

from tutor.domain import Model


class Problem(Model):
    """One thing to mend: in which note, on which line where it has one, and what to do."""

    note: str
    line: int | None = Field(default=None, ge=1)
    text: str

    def __str__(self) -> str:
        place = self.note if self.line is None else f"{self.note}:{self.line}"
        return f"{place}: {self.text}"
