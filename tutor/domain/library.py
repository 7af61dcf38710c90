"""What is kept: reports of the library, conversations, findings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from tutor.domain.answers import Answer, AnswerSentence, Usage
from tutor.domain.chat import Mock
from tutor.domain.material import DocumentKind, Level, Model


class DayUsage(Model):
    """What one backend took on one day (UTC)."""

    day: date
    backend: str
    model: str | None
    answers: int
    usage: Usage


class FileOutcome(StrEnum):
    """What ingest did with one file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"


class FileResult(Model):
    """One file's outcome; `reason` says why a file failed."""

    name: str
    outcome: FileOutcome
    chunks: int = 0
    characters: int = 0
    reason: str | None = None


class IngestReport(Model):
    """What an ingest did, file by file."""

    files: tuple[FileResult, ...]
    seconds: float
    embedded_chunks: int = 0
    dry_run: bool = False

    def count(self, outcome: FileOutcome) -> int:
        return sum(file.outcome is outcome for file in self.files)


class DocumentSummary(Model):
    """A row of the library's list."""

    name: str
    title: str
    kind: DocumentKind
    area: str | None
    level: Level | None
    chunks: int
    questions: int
    characters: int
    pages: int
    sha256: str
    source: str
    added_at: datetime


class Conversation(Model):
    """A thread of questions and answers of one profile."""

    id: str
    profile: str
    title: str
    created_at: datetime
    updated_at: datetime


class Feedback(Model):
    """Thumbs up or down on an answer, with a reason if one was given."""

    helpful: bool
    reason: str = ""


class Message(Model):
    """One message of a conversation as stored; an assistant's has its `answer`, or what of it was written in time."""

    id: str
    role: Literal["user", "assistant"]
    text: str
    created_at: datetime
    state: Literal["complete", "writing"] = "complete"
    answer: Answer | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    feedback: Feedback | None = None
    mock: Mock | None = None


class Finding(Model):
    """What `tutor doctor` found of one thing; `command` mends it."""

    name: str
    state: Literal["good", "warning", "bad"]
    text: str
    command: str | None = None
