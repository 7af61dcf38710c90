"""Mock interviews as they stand: written after every line, so that a closed page loses nothing."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from tutor.domain import Interview
from tutor.errors import RecordError
from tutor.records.tables import interviews
from tutor.records.transactions import OfProfile


class InterviewRecords(OfProfile):
    """One candidate's mock interviews."""

    def put(self, interview: Interview) -> None:
        """Keep an interview, in the place of what it was before."""
        with self._transaction() as connection:
            mine = (interviews.c.id == interview.id, interviews.c.profile == self.profile)
            connection.execute(delete(interviews).where(*mine))
            connection.execute(
                insert(interviews).values(
                    profile=self.profile,
                    **interview.model_dump(include={"id", "state", "created_at"}),
                    record=interview.model_dump_json(),
                )
            )

    def get(self, interview_id: str) -> Interview:
        """Raises RecordError where there is none."""
        query = select(interviews.c.record).where(interviews.c.id == interview_id, interviews.c.profile == self.profile)
        with self._transaction() as connection:
            found = connection.execute(query).scalar_one_or_none()
        if found is None:
            raise RecordError(f"there is no interview {interview_id!r}; start a new one")
        return Interview.model_validate_json(found)

    def all(self) -> list[Interview]:
        """Latest first."""
        query = select(interviews.c.record).where(interviews.c.profile == self.profile)
        with self._transaction() as connection:
            found = connection.execute(query.order_by(interviews.c.created_at.desc())).scalars()
            return [Interview.model_validate_json(one) for one in found]

    def open(self) -> Interview | None:
        """The latest that is not finished."""
        query = select(interviews.c.record).where(
            interviews.c.profile == self.profile, interviews.c.state != "finished"
        )
        with self._transaction() as connection:
            found = connection.execute(query.order_by(interviews.c.created_at.desc()).limit(1)).scalar_one_or_none()
        return None if found is None else Interview.model_validate_json(found)

    def remove(self, interview_id: str) -> None:
        with self._transaction() as connection:
            mine = (interviews.c.id == interview_id, interviews.c.profile == self.profile)
            connection.execute(delete(interviews).where(*mine))
