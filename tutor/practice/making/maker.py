"""Documents -> checked mock questions, by whichever makers there are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Protocol

from tutor.domain import AnswerForm, Document, Model, Question
from tutor.errors import BackendError
from tutor.library.rows import StoredChunk

ALL_FORMS = frozenset(AnswerForm)


class Maker(Protocol):
    """Makes questions of one document, the best first, for as long as it is asked for more."""

    def make(
        self,
        document: Document,
        chunks: Sequence[StoredChunk],
        *,
        wanted: int,
        forms: frozenset[AnswerForm],
        rng: random.Random,
    ) -> Iterator[Question]:
        """Questions of those forms; `wanted` is what is hoped for, and the iterator may yield fewer or more.  A
        maker with a language model raises BackendError where that cannot be used."""
        ...

    @property
    def dropped(self) -> tuple[str, ...]:
        """A plain sentence for each item that this thread's last `make` could not use so far."""
        ...


class Checking(Protocol):
    """The checks of one document's questions; what was kept counts when the next is looked at."""

    def problems(self, question: Question) -> tuple[str, ...]:
        """What is wrong with `question`, in plain words; empty where it may be shown."""
        ...

    def keep(self, question: Question) -> None:
        """Remember a question that is shown, so that no other is nearly the same."""
        ...


class Checks(Protocol):
    """Opens the checks of one document."""

    def open(self, document: Document, chunks: Sequence[StoredChunk], known: Sequence[Question]) -> Checking:
        """Checks against that document and the questions that are `known` already."""
        ...


class Made(Model):
    """The questions that passed, and a plain word for each item that did not, or for a maker that could not be used."""

    questions: tuple[Question, ...]
    dropped: tuple[str, ...] = ()


class QuestionMaking:
    """Asks the makers in order until there are enough questions that pass the checks.  Never pads: what fails is
    replaced by the maker's next, and where there is no next the questions are fewer."""

    def __init__(self, makers: Sequence[Maker], checks: Checks) -> None:
        self._makers = tuple(makers)
        self._checks = checks

    def make(
        self,
        document: Document,
        chunks: Sequence[StoredChunk],
        *,
        wanted: int,
        forms: frozenset[AnswerForm] = ALL_FORMS,
        rng: random.Random,
        known: Sequence[Question] = (),
    ) -> Made:
        """At most `wanted` questions of `document`, none nearly the same as one of `known`."""
        checking = self._checks.open(document, chunks, known)
        kept: list[Question] = []
        dropped: list[str] = []
        for maker in self._makers:
            if len(kept) >= wanted:
                break
            made = maker.make(document, chunks, wanted=wanted - len(kept), forms=forms, rng=rng)
            try:
                for question in made:
                    problems = checking.problems(question)
                    if problems:
                        dropped.append(f"{question.text!r} was dropped: {'; '.join(problems)}")
                        continue
                    checking.keep(question)
                    kept.append(question)
                    if len(kept) >= wanted:
                        break
            except BackendError as error:
                dropped.append(str(error))
            dropped += maker.dropped
        return Made(questions=tuple(kept), dropped=tuple(dict.fromkeys(dropped)))
