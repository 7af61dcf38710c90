"""Everything a candidate has, as one model."""

from __future__ import annotations

from datetime import datetime

from tutor.domain import Attempt, Bookmark, Card, Conversation, Interview, Message, Model, Profile, Question
from tutor.records import Candidate

FORMAT = 1  # raised when a reader of the file would have to change


class Thread(Model):
    """A conversation with its messages."""

    conversation: Conversation
    messages: tuple[Message, ...]


class Everything(Model):
    """All of one candidate's rows; `drafts` by their keys, `ticks` as keys."""

    format: int
    exported_at: datetime
    profile: Profile
    conversations: tuple[Thread, ...]
    attempts: tuple[Attempt, ...]
    cards: tuple[Card, ...]
    interviews: tuple[Interview, ...]
    made_questions: tuple[Question, ...]
    drafts: dict[str, str]
    bookmarks: tuple[Bookmark, ...]
    ticks: tuple[str, ...]


def everything_of(candidate: Candidate, now: datetime) -> Everything:
    """What the database holds of a candidate, `now`."""
    talks = candidate.conversations
    return Everything(
        format=FORMAT,
        exported_at=now,
        profile=candidate.about(),
        conversations=tuple(
            Thread(conversation=one, messages=tuple(talks.messages(one.id))) for one in talks.conversations()
        ),
        attempts=tuple(candidate.attempts.all()),
        cards=tuple(candidate.cards.all()),
        interviews=tuple(candidate.interviews.all()),
        made_questions=tuple(candidate.made.of()),
        drafts=candidate.drafts.all(),
        bookmarks=tuple(candidate.bookmarks.all()),
        ticks=tuple(sorted(candidate.ticks.all())),
    )
