"""Coverage of a rubric point -> credit: an interviewer gives full marks before every word of a point is said."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field

from tutor.domain import Model, PointStatus

SPOKEN_FILE = Path(__file__).with_name("spoken.json")


class Spoken(Model):
    """Coverage up to `nothing` earns nothing and from `full` on everything; between them credit follows a curve with
    `power`.  A point counts as covered or partly said from that credit on.  The score's range is `below`..`above`."""

    about: str
    date: str
    nothing: float = Field(ge=0, le=1)
    full: float = Field(ge=0, le=1)
    power: float = Field(gt=0)
    covered: float = Field(ge=0, le=1)
    partly: float = Field(ge=0, le=1)
    below: float = Field(ge=0, le=1)
    above: float = Field(ge=0, le=1)

    def credit(self, coverage: float) -> float:
        """0..1."""
        share = (coverage - self.nothing) / (self.full - self.nothing)
        return float(min(max(share, 0.0), 1.0) ** self.power)

    def status(self, credit: float) -> PointStatus:
        if credit >= self.covered:
            return PointStatus.COVERED
        return PointStatus.PARTLY if credit >= self.partly else PointStatus.MISSED


def load_spoken(path: Path = SPOKEN_FILE) -> Spoken:
    """The shipped numbers."""
    return Spoken.model_validate(json.loads(path.read_text(encoding="utf-8")))
