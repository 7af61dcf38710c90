"""The answer in a language model's words: it gets sentences of the material under opaque ids, and every sentence it
writes is checked before it counts.  The verdict and every citation are code's."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence

from tutor.answering.citation_check import Checked, CitationCheck, read_second_reply
from tutor.answering.composing import Composed, Draft
from tutor.answering.drafting import Drafted, DraftReader
from tutor.answering.handover import Handover, hand_over
from tutor.answering.prompts import answer_prompt, citations_prompt, rewrite_prompt
from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import SupportScorer
from tutor.backends.messages import ChatMessage, LanguageModel
from tutor.backends.structured import add_usage
from tutor.calibration import SupportThresholds
from tutor.domain import Length, SentenceReady, Support, Token, Turn, Usage, Verdict
from tutor.errors import BackendError, BackendFailed

log = logging.getLogger(__name__)

WORDS = {Length.SHORT: 70, Length.STANDARD: 150, Length.DEEP: 320}
_CLOSEST_WORDS = 60
_SECOND_REPLY_TOKENS = 600
_REWRITE_TOKENS = 400
_REWRITE_TURNS = 6
_TURN_CHARACTERS = 600
_LONGEST_QUESTION = 400


class GenerativeComposer:
    """Composes with a language model over the sentences found for a question."""

    def __init__(
        self,
        backend: LanguageModel,
        relevance: TokenRelevance,
        thresholds: SupportThresholds,
        *,
        rng: random.Random | None = None,
    ) -> None:
        """`rng` draws the ids; the system's own randomness unless a test wants to know them."""
        self._backend = backend
        self._scorer = SupportScorer(relevance, thresholds)
        self._rng = rng or random.SystemRandom()

    def compose(self, draft: Draft) -> Iterator[Token | SentenceReady | Composed]:
        """Tokens as they are written, each sentence once it is checked, and the whole.

        Raises BackendError where the model fails, also after some sentences, or writes nothing the material supports.
        """
        handover = hand_over(draft, self._rng)
        if not handover.sentences:
            raise BackendFailed("Nothing was found that a language model could write an answer from.")
        request = _request(draft, handover)
        check = CitationCheck(handover, self._scorer)
        written: list[Drafted] = []
        checked: list[Checked] = []
        reply = ""
        for event in self._read(request, handover):
            match event:
                case str():
                    reply += event
                case Token():
                    yield event
                case Drafted():
                    written.append(event)
                    checked.append(check.check(event))
                    yield SentenceReady(sentence=checked[-1].sentence)
        usage = self._backend.usage
        if any(one.doubtful for one in checked):
            usage = add_usage(usage, self._ask_again(request, reply, handover, written, checked, check))
        if all(one.sentence.support is Support.UNSUPPORTED for one in checked):
            raise BackendFailed(f"{self._backend.name} wrote nothing that the material supports.")
        yield Composed(
            sentences=tuple(one.sentence for one in checked),
            backend=self._backend.provider,
            model=self._backend.model,
            usage=usage,
        )

    def _read(self, request: Sequence[ChatMessage], handover: Handover) -> Iterator[str | Token | Drafted]:
        """The reply's pieces as they come; after each, the sentences it finished, then what is new to be shown."""
        reader = DraftReader(handover.places)
        shown = ""
        for piece in self._backend.stream(request):
            yield piece
            finished = reader.feed(piece)
            yield from finished
            if finished:
                shown = ""  # a finished sentence takes the place of what was shown since the last one
            pending = reader.pending
            if len(pending) > len(shown) and pending.startswith(shown):
                yield Token(text=pending[len(shown) :])
                shown = pending
        yield from reader.close()

    def _ask_again(
        self,
        request: Sequence[ChatMessage],
        reply: str,
        handover: Handover,
        written: Sequence[Drafted],
        checked: list[Checked],
        check: CitationCheck,
    ) -> Usage:
        """Ask once more for the citations of the doubtful sentences and check them anew, in place.

        A failure here costs nothing: each of them already rests on what carries it best, or is marked unsupported.
        """
        doubtful = [place for place, one in enumerate(checked) if one.doubtful]
        sentences = [written[place] for place in doubtful]
        prompt = citations_prompt(asked=request, answer=reply, sentences=[one.text for one in sentences])
        try:
            second = self._backend.complete(prompt, _SECOND_REPLY_TOKENS)
        except BackendError as error:
            log.warning("the citations of %d sentences could not be asked for again: %s", len(doubtful), error)
            return Usage()
        for place, one in zip(doubtful, read_second_reply(second, sentences, handover), strict=True):
            checked[place] = check.check(one)
        return self._backend.usage


class ModelRewriter:
    """Makes a follow-up stand alone with a language model."""

    def __init__(self, backend: LanguageModel) -> None:
        self._backend = backend

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """One standalone question.  Raises BackendError, also where the reply is no single question."""
        prompt = rewrite_prompt(question=question, history=history[-_REWRITE_TURNS:], longest=_TURN_CHARACTERS)
        lines = [line.strip() for line in self._backend.complete(prompt, _REWRITE_TOKENS).splitlines() if line.strip()]
        rewritten = lines[0].strip("\"'“”*` ") if len(lines) == 1 else ""
        if not rewritten or len(rewritten) > _LONGEST_QUESTION:
            raise BackendFailed(f"{self._backend.name} did not turn the follow-up into one question.")
        return rewritten


def _request(draft: Draft, handover: Handover) -> tuple[ChatMessage, ...]:
    closest = draft.verdict is not Verdict.ANSWERED
    return answer_prompt(
        question=draft.question,
        material=handover.text,
        fence=handover.fence,
        words=_CLOSEST_WORDS if closest else WORDS[draft.length],
        closest=closest,
    )
