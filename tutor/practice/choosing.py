"""Which questions are asked next: those that fit a wish, least practised first, none before its review is due."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.domain import AnswerForm, Card, Chosen, Filters, ListedQuestion, Question, QuestionKind, Wish
from tutor.library.embedder import Embedder
from tutor.library.store import Store
from tutor.practice.bank import QuestionBank
from tutor.practice.forms import as_explanation, explainable, explained_id, plain_id
from tutor.practice.nearness import NEARLY_THE_SAME, TextVectors, Vectors, nearness
from tutor.practice.schedule import Schedule
from tutor.practice.shortage import Shortage

_SAME_NOTE = 0.1  # of nearness, that a second question of a note must have over one of another note


class Candidate(NamedTuple):
    """A question that might be asked; `made` where it was made for the candidate, else it stands in the bank."""

    id: str
    listed: ListedQuestion
    form: AnswerForm
    made: Question | None = None

    @property
    def wording(self) -> str:
        """What tells it from others: its words, and of a multiple choice the right option too."""
        right = [option.text for option in self.made.options if option.right] if self.made is not None else []
        return " ".join([self.listed.text, *right])


class Chooser:
    """Chooses among the questions of a library and those made for a candidate.  Holds no candidate's state; texts that
    have no stored vector are embedded once."""

    def __init__(
        self, store: Store, embedder: Embedder, *, schedule: Schedule | None = None, zone: tzinfo | None = None
    ) -> None:
        """`zone` says when a day begins; by default the machine's."""
        self._store = store
        self._bank = QuestionBank(store)
        self._texts = TextVectors(embedder)
        self._schedule = schedule or Schedule()
        self._zone = zone

    def choose(
        self,
        wish: Wish,
        *,
        made: Sequence[Question],
        counts: Mapping[str, int],
        cards: Sequence[Card],
        interview_at: datetime | None,
        now: datetime,
        rng: random.Random,
        skip: Collection[str] = (),
    ) -> Chosen:
        """Questions for `wish`: those tried least, then spread over the notes; near to `wish.about` if it names
        something, the nearest first.

        Passed over are questions whose review is not due yet, those in `skip`, and whatever is nearly the same as one
        of these or as one chosen before.  `counts`: question id -> how often it was tried.
        """
        here = now.astimezone(self._zone)
        bank, stored = self._bank.listed(), self._store.question_vectors()
        fitting = _fitting(wish, bank, made)
        vectors = self._vectors(fitting, stored)
        near = self._near(wish.about, fitting, vectors)
        kept = np.flatnonzero(near > 0)
        fitting, vectors, near = [fitting[index] for index in kept], vectors[kept], near[kept]
        waiting = [card for card in cards if not self._schedule.is_due(card, interview_at, here)]
        held = {plain_id(one) for one in (*(card.question_id for card in waiting), *skip)}
        others = [_of_bank(one) for one in bank if one.id in held] + [_of_made(one) for one in made if one.id in held]
        known = {one.id for one in others}
        others += [_of_made(card.question) for card in waiting if plain_id(card.question_id) not in known]
        similar = (vectors @ self._vectors(others, stored).T).max(axis=1, initial=-1) >= NEARLY_THE_SAME
        passed_over = {card.question_id for card in waiting} | set(skip)
        barred = np.array([one.id in passed_over for one in fitting], dtype=bool) | similar
        tries = [counts.get(one.id, 0) for one in fitting]
        picked = _pick(fitting, vectors, near, tries, barred, rng=rng, count=wish.count, about=bool(wish.about.strip()))
        ids = {one.id for one in fitting}
        returns = [self._schedule.due_by(card, interview_at, here) for card in waiting if card.question_id in ids]
        shortage = Shortage(wish=wish, fitting=len(fitting), returns=tuple(returns), now=here)
        questions = self._read([fitting[index] for index in picked])
        return Chosen(questions=questions, notice=shortage.sentence(len(questions)))

    # --- inside

    def _vectors(self, questions: Sequence[Candidate], stored: Mapping[tuple[str, str], Vectors]) -> Vectors:
        """Unit vectors, float32 [questions, dimensions]: the stored ones where there are any."""
        found = [stored.get((one.listed.document, one.listed.text)) if one.made is None else None for one in questions]
        unknown = [one.wording for one, vector in zip(questions, found, strict=True) if vector is None]
        embedded = iter(self._texts.of(unknown))
        whole = [next(embedded) if vector is None else vector for vector in found]
        return np.stack(whole) if whole else self._texts.of([])

    def _near(self, about: str, fitting: Sequence[Candidate], vectors: Vectors) -> NDArray[np.float32]:
        """Nearness to the words of the wish; all alike where it has none."""
        if not about.strip() or not fitting:
            return np.ones(len(fitting), dtype=np.float32)
        texts = [f"{one.listed.text} {one.listed.topic}" for one in fitting]
        return nearness(about, self._texts.of([about])[0], texts, vectors)

    def _read(self, chosen: Sequence[Candidate]) -> tuple[Question, ...]:
        """The chosen ones with their rubrics, in their order."""
        names = tuple(sorted({one.listed.document for one in chosen if one.made is None}))
        bank = {one.id: one for one in self._bank.questions(Filters(documents=names))} if names else {}
        found = [one.made or bank[one.listed.id] for one in chosen]
        explained = [one.form is AnswerForm.EXPLAIN and one.made is None for one in chosen]
        return tuple(as_explanation(one) if turn else one for one, turn in zip(found, explained, strict=True))


def _pick(
    fitting: Sequence[Candidate],
    vectors: Vectors,
    near: NDArray[np.float32],
    tries: Sequence[int],
    barred: NDArray[np.bool_],
    *,
    rng: random.Random,
    count: int,
    about: bool,
) -> list[int]:
    """Indices of the chosen, one after the other: each bars what is nearly the same, and puts its note and its area
    behind the others."""
    barred, worth = barred.copy(), near.tolist()
    lots = [rng.random() for _ in fitting]
    notes: Counter[str] = Counter()
    areas: Counter[str | None] = Counter()
    picked: list[int] = []

    def rank(index: int) -> tuple[float, ...]:
        one = fitting[index].listed
        if about:
            return (tries[index], _SAME_NOTE * notes[one.document] - worth[index], lots[index])
        return (tries[index], notes[one.document], areas[one.area], lots[index])

    while len(picked) < count and not barred.all():
        best = min(np.flatnonzero(~barred).tolist(), key=rank)
        picked.append(best)
        notes[fitting[best].listed.document] += 1
        areas[fitting[best].listed.area] += 1
        barred |= vectors @ vectors[best] >= NEARLY_THE_SAME
        barred[best] = True
    return picked


def _fitting(wish: Wish, bank: Sequence[ListedQuestion], made: Sequence[Question]) -> list[Candidate]:
    """What passes the wish's limits, in the order of the material; made ones after the bank's.  With no form wished
    for, the bank's questions are asked as they stand and the made ones in whatever form they have."""
    forms = frozenset(wish.forms)
    found: list[Candidate] = []
    for one in bank:
        if not _passes(one, wish):
            continue
        asked = _of_bank(one)
        if not forms or asked.form in forms:
            found.append(asked)
        if AnswerForm.EXPLAIN in forms and explainable(one.kind):
            found.append(Candidate(explained_id(one.id), one, AnswerForm.EXPLAIN))
    mine = [one for one in made if _passes(one, wish) and (not forms or one.form in forms)]
    return found + [_of_made(one) for one in mine]


def _passes(question: ListedQuestion | Question, wish: Wish) -> bool:
    pairs = (
        (question.area, wish.areas),
        (question.level, wish.levels),
        (question.kind, wish.kinds),
        (question.document, wish.documents),
    )
    return all(not wanted or value in wanted for value, wanted in pairs)


def _of_bank(listed: ListedQuestion) -> Candidate:
    form = AnswerForm.CODE if listed.kind is QuestionKind.CODING else AnswerForm.OPEN
    return Candidate(listed.id, listed, form)


def _of_made(question: Question) -> Candidate:
    listed = ListedQuestion.model_validate(question.model_dump(include=set(ListedQuestion.model_fields)))
    return Candidate(question.id, listed, question.form, question)
