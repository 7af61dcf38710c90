"""How every record reaches the database: one transaction a call, a database's fault as one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from tutor.errors import RecordError

Clock = Callable[[], datetime]
ME = "me"  # the profile of whoever never chose one


def utc_now() -> datetime:
    return datetime.now(UTC)


def aware(moment: datetime) -> datetime:
    """SQLite gives naive times back; they were stored in UTC."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


class OfProfile:
    """What one candidate has in the database: every statement of a record is bound to `profile`."""

    def __init__(self, engine: Engine, profile: str = ME, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock
        self.profile = profile

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise RecordError(f"the history cannot be read or written: {error.orig}; run 'tutor doctor'") from error
