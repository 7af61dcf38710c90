"""Which questions are taken along."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """Which questions go to Anki: all that were answered, those that come back today, those with points that the latest
    answer did not cover, or all questions of one area."""

    PRACTISED = "practised"
    DUE = "due"
    MISTAKES = "mistakes"
    AREA = "area"
