"""What a candidate tried, and the cards that bring it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from tutor.domain import Attempt, Card
from tutor.errors import RecordError
from tutor.records.tables import attempts, cards
from tutor.records.transactions import OfProfile


class Attempts(OfProfile):
    """One candidate's attempts, in the order they were made."""

    def add(self, attempt: Attempt) -> None:
        with self._transaction() as connection:
            connection.execute(insert(attempts).values(profile=self.profile, id=attempt.id, **_columns(attempt)))

    def change(self, attempt: Attempt) -> None:
        """Keep `attempt` in the place of the one of its id."""
        mine = (attempts.c.id == attempt.id, attempts.c.profile == self.profile)
        with self._transaction() as connection:
            if connection.execute(update(attempts).where(*mine).values(_columns(attempt))).rowcount == 0:
                raise RecordError(f"there is no attempt {attempt.id!r}; answer the question again")

    def get(self, attempt_id: str) -> Attempt:
        """Raises RecordError where there is none."""
        query = select(attempts.c.record).where(attempts.c.id == attempt_id, attempts.c.profile == self.profile)
        with self._transaction() as connection:
            found = connection.execute(query).scalar_one_or_none()
        if found is None:
            raise RecordError(f"there is no attempt {attempt_id!r}; answer the question again")
        return Attempt.model_validate_json(found)

    def of(self, question_id: str) -> list[Attempt]:
        """The attempts at one question, first one first."""
        query = select(attempts.c.record).where(
            attempts.c.profile == self.profile, attempts.c.question_id == question_id
        )
        with self._transaction() as connection:
            found = connection.execute(query.order_by(attempts.c.number)).scalars()
            return [Attempt.model_validate_json(one) for one in found]

    def all(self, since: datetime | None = None) -> list[Attempt]:
        """Every attempt, first one first."""
        query = select(attempts.c.record).where(attempts.c.profile == self.profile)
        if since is not None:
            query = query.where(attempts.c.created_at >= since)
        with self._transaction() as connection:
            found = connection.execute(query.order_by(attempts.c.number)).scalars()
            return [Attempt.model_validate_json(one) for one in found]

    def counts(self) -> dict[str, int]:
        """Question id -> how often it was tried: without reading the attempts themselves."""
        query = select(attempts.c.question_id).where(attempts.c.profile == self.profile)
        found: dict[str, int] = {}
        with self._transaction() as connection:
            for question_id in connection.execute(query).scalars():
                found[question_id] = found.get(question_id, 0) + 1
        return found


class Cards(OfProfile):
    """One candidate's cards, the one due first in front."""

    def put(self, card: Card) -> None:
        """Keep a card, in the place of an older one of its question."""
        with self._transaction() as connection:
            mine = (cards.c.profile == self.profile, cards.c.question_id == card.question_id)
            connection.execute(delete(cards).where(*mine))
            connection.execute(
                insert(cards).values(
                    profile=self.profile, question_id=card.question_id, due=card.due, record=card.model_dump_json()
                )
            )

    def of(self, question_id: str) -> Card | None:
        query = select(cards.c.record).where(cards.c.profile == self.profile, cards.c.question_id == question_id)
        with self._transaction() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else Card.model_validate_json(found)

    def all(self) -> list[Card]:
        query = select(cards.c.record).where(cards.c.profile == self.profile).order_by(cards.c.due, cards.c.question_id)
        with self._transaction() as connection:
            return [Card.model_validate_json(one) for one in connection.execute(query).scalars()]

    def due_until(self, moment: datetime) -> int:
        """How many are due by then: without reading them, and without what an interview's date brings forward."""
        query = select(func.count()).where(cards.c.profile == self.profile, cards.c.due <= moment)
        with self._transaction() as connection:
            return int(connection.execute(query).scalar_one())

    def remove(self, question_ids: Sequence[str]) -> None:
        """Take questions out of review."""
        with self._transaction() as connection:
            for one in question_ids:
                connection.execute(delete(cards).where(cards.c.profile == self.profile, cards.c.question_id == one))


def _columns(attempt: Attempt) -> dict[str, object]:
    return {
        "question_id": attempt.question.id,
        "score": attempt.grade.score if attempt.grade is not None else None,
        "created_at": attempt.created_at,
        "record": attempt.model_dump_json(),
    }
