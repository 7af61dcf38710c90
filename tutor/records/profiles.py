"""The candidates on this machine, and everything one of them has here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from tutor.domain import Profile
from tutor.errors import RecordError
from tutor.records.answered import AnswersGiven
from tutor.records.attempts import Attempts, Cards
from tutor.records.history import Records, delete_conversations
from tutor.records.interviews import InterviewRecords
from tutor.records.mock_messages import MockMessages
from tutor.records.shelf import Bookmarks, Drafts, MadeQuestions, Ticks
from tutor.records.tables import OF_PROFILE, conversations, profiles
from tutor.records.transactions import ME, OfProfile, aware

_LONGEST_NAME = 40


class Candidate(OfProfile):
    """Everything one candidate has in the database."""

    @property
    def conversations(self) -> Records:
        return Records(self._engine, self.profile, self._clock)

    @property
    def mock_messages(self) -> MockMessages:
        return MockMessages(self._engine, self.profile, self._clock)

    @property
    def answers(self) -> AnswersGiven:
        return AnswersGiven(self._engine, self.profile, self._clock)

    @property
    def attempts(self) -> Attempts:
        return Attempts(self._engine, self.profile, self._clock)

    @property
    def cards(self) -> Cards:
        return Cards(self._engine, self.profile, self._clock)

    @property
    def interviews(self) -> InterviewRecords:
        return InterviewRecords(self._engine, self.profile, self._clock)

    @property
    def made(self) -> MadeQuestions:
        return MadeQuestions(self._engine, self.profile, self._clock)

    @property
    def drafts(self) -> Drafts:
        return Drafts(self._engine, self.profile, self._clock)

    @property
    def bookmarks(self) -> Bookmarks:
        return Bookmarks(self._engine, self.profile, self._clock)

    @property
    def ticks(self) -> Ticks:
        return Ticks(self._engine, self.profile, self._clock)

    # --- the candidate

    def about(self) -> Profile:
        """Who this is; a profile that was never written down has no interview date yet."""
        with self._transaction() as connection:
            row = connection.execute(select(profiles).where(profiles.c.name == self.profile)).one_or_none()
        return _read(row) if row is not None else Profile(name=self.profile, created_at=self._clock())

    def plan_for(self, interview_at: datetime | None, role: str | None = None) -> Profile:
        """Note the interview's date (None: not known) and the role."""
        with self._transaction() as connection:
            values = {"interview_at": interview_at, "role": role}
            mine = profiles.c.name == self.profile
            if connection.execute(update(profiles).where(mine).values(values)).rowcount == 0:
                connection.execute(insert(profiles).values(name=self.profile, created_at=self._clock(), **values))
        return self.about()

    def forget(self) -> None:
        """Delete everything this candidate has here, the profile included."""
        with self._transaction() as connection:
            delete_conversations(connection, conversations.c.profile == self.profile)
            for table in OF_PROFILE:
                connection.execute(delete(table).where(table.c.profile == self.profile))
            connection.execute(delete(profiles).where(profiles.c.name == self.profile))


class Profiles(OfProfile):
    """The list of candidates; `profile` plays no part in it."""

    def all(self) -> list[Profile]:
        """Oldest first; whoever never made one is there as "me"."""
        with self._transaction() as connection:
            found = [_read(row) for row in connection.execute(select(profiles).order_by(profiles.c.created_at))]
        if not any(one.name == ME for one in found):
            found.insert(0, Profile(name=ME, created_at=self._clock()))
        return found

    def add(self, name: str) -> Profile:
        """Raises RecordError for a name that is empty, too long or taken."""
        clean = " ".join(name.split())
        if not 0 < len(clean) <= _LONGEST_NAME:
            raise RecordError(f"a profile's name has 1 to {_LONGEST_NAME} characters, not {len(clean)}; type another")
        if clean.casefold() in {one.name.casefold() for one in self.all()}:
            raise RecordError(f"there is a profile {clean!r} already; choose another name")
        made = Profile(name=clean, created_at=self._clock())
        with self._transaction() as connection:
            connection.execute(insert(profiles).values(made.model_dump()))
        return made


def _read(row: Row[Any]) -> Profile:
    return Profile(
        name=row.name,
        created_at=aware(row.created_at),
        interview_at=aware(row.interview_at) if row.interview_at is not None else None,
        role=row.role,
    )
