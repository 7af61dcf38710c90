"""Mock questions of any document in a language model's words, each bound to sentences of the document by code.

The model gets sentences under opaque ids and gives back ids; code turns them into citations.  An item that cites an id
it was not handed, states a number its sentences do not hold, or has no point that its sentence carries is dropped.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from math import ceil
from typing import cast

from tutor.answering.support import SupportScorer
from tutor.backends.messages import LanguageModel
from tutor.backends.structured import StructuredModel, add_usage
from tutor.domain import AnswerForm, Document, Question, Usage
from tutor.errors import BackendFailed
from tutor.library.rows import StoredChunk
from tutor.practice.making.windows import Line, Window, cut
from tutor.practice.making.written import Written, WrittenItem, WrittenQuestions
from tutor.practice.prompts import maker_prompt

log = logging.getLogger(__name__)

_AT_ONCE = 5  # questions a request asks for, and at the end of the count still
_AT_LEAST = 2  # since some of those before may have failed the checks
_SPARE_REQUESTS = 2
_MAX_TOKENS = 4_000


class ModelQuestionMaker:
    """Makes questions with a language model (a Maker).  Thread-safe."""

    def __init__(self, model: LanguageModel, scorer: SupportScorer, *, max_tokens: int = _MAX_TOKENS) -> None:
        """`scorer` tells whether a sentence carries the rubric point that cites it."""
        self._model = StructuredModel(model)
        self._scorer = scorer
        self._max_tokens = max_tokens
        self._last = threading.local()

    @property
    def usage(self) -> Usage:
        """What this thread's last `make` has taken so far."""
        return cast(Usage, getattr(self._last, "usage", Usage()))

    @property
    def dropped(self) -> tuple[str, ...]:
        """A plain sentence for each item that this thread's last `make` has dropped so far."""
        return cast("tuple[str, ...]", getattr(self._last, "dropped", ()))

    def make(
        self,
        document: Document,
        chunks: Sequence[StoredChunk],
        *,
        wanted: int,
        forms: frozenset[AnswerForm],
        rng: random.Random,
    ) -> Iterator[Question]:
        """Questions of `document` as they are written, a window of it at a time; nothing is asked for that is not
        drawn from the iterator.  It ends after about twice the requests that `wanted` needs.

        Raises BackendError where the model fails, or where none of what it wrote can be used.
        """
        self._last.usage, self._last.dropped = Usage(), ()
        runs = cut(document, chunks)
        rng.shuffle(runs)
        asked: list[str] = []
        requests = 2 * ceil(wanted / _AT_ONCE) + _SPARE_REQUESTS
        for run in islice(cycle(runs), max(requests, 0)):
            count = min(_AT_ONCE, max(wanted - len(asked), _AT_LEAST))
            for question in self._ask(document, run, count=count, forms=forms, asked=asked, rng=rng):
                asked.append(question.text)
                yield question
        if runs and not asked:
            raise BackendFailed(f"{self._model.name} found nothing to ask about in {document.name!r}.")

    def _ask(
        self,
        document: Document,
        run: Sequence[Line],
        *,
        count: int,
        forms: frozenset[AnswerForm],
        asked: Sequence[str],
        rng: random.Random,
    ) -> list[Question]:
        """The questions of one request that hold; at most twice, where none does."""
        window = Window(run, rng)
        written = Written(document, window, self._scorer, maker=self._model.name, forms=forms, rng=rng)
        questions: list[Question] = []

        def fault(reply: WrittenQuestions) -> str | None:
            faults = []
            for item in reply.questions:
                found = written.read(item)
                if isinstance(found, str):
                    faults.append(self._drop(item, found))
                else:
                    questions.append(found)
            return faults[0] if faults and not questions else None

        prompt = maker_prompt(material=window.text, fence=window.fence, count=count, forms=forms, asked=asked)
        try:
            self._model.ask_for(prompt, WrittenQuestions, max_tokens=self._max_tokens, check=fault)
        finally:
            self._last.usage = add_usage(self.usage, self._model.usage)
        return questions

    def _drop(self, item: WrittenItem, reason: str) -> str:
        told = f"{item.text!r} was dropped: {reason}"
        log.info("%s: %s", self._model.name, told)
        self._last.dropped = (*self.dropped, told)
        return told
