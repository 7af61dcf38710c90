"""Are the citations a model wrote real, and do they carry its sentences?  Code decides; the model only proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from tutor.answering.composing import cite
from tutor.answering.drafting import Drafted
from tutor.answering.handover import Handover
from tutor.answering.marks import find_ids
from tutor.answering.support import Evidence, SupportScorer
from tutor.domain import AnswerSentence, Citation, Support

_EMPHASIS = re.compile(r"[*`]+")


class Checked(NamedTuple):
    """A sentence with the citations that hold; `doubtful` where it had no id, or one that was never handed over."""

    sentence: AnswerSentence
    doubtful: bool


class CitationCheck:
    """Checks the sentences of one answer against what was handed over for it."""

    def __init__(self, handover: Handover, scorer: SupportScorer) -> None:
        self._handover = handover
        self._scorer = scorer

    def check(self, drafted: Drafted) -> Checked:
        """Keep the ids that were handed over, if they carry the sentence; else cite what carries it best; else mark
        the sentence unsupported, without a citation."""
        places = self._handover.places
        known = [places[one] for one in dict.fromkeys(drafted.ids) if one in places]
        claim = " ".join(_EMPHASIS.sub(" ", drafted.text).split())
        score = self._scorer.score(claim, self._evidence, known) if known else 0.0
        if self._scorer.level(score) is Support.UNSUPPORTED:
            found = self._scorer.search(claim, self._evidence)
            if found.score > score:
                known, score = list(found.spans), found.score
        support = self._scorer.level(score)
        sentence = AnswerSentence(
            text=drafted.text,
            support=support,
            support_score=score,
            citations=() if support is Support.UNSUPPORTED else self._citations(known),
            paragraph=drafted.paragraph,
            role=drafted.role,
        )
        return Checked(sentence, doubtful=not drafted.ids or any(one not in places for one in drafted.ids))

    @cached_property
    def _evidence(self) -> Evidence:
        return self._scorer.evidence([one.evidence for one in self._handover.sentences])

    def _citations(self, places: Iterable[int]) -> tuple[Citation, ...]:
        """One citation a span, in the order given."""
        handed = (self._handover.sentences[place] for place in places)
        cited = (cite(one.passage, one.sentence) for one in handed)
        return tuple({(one.document, one.start, one.end): one for one in cited}.values())


def read_second_reply(reply: str, doubtful: Sequence[Drafted], handover: Handover) -> list[Drafted]:
    """The sentences with the ids the model gave when asked once more; those still unknown are dropped."""
    from_reply: dict[int, tuple[str, ...]] = {}
    for line in reply.splitlines():
        if (match := re.match(r"\W*(\d+)\s*[:.)\-–]\s*(.*)", line)) is not None:
            from_reply[int(match[1])] = find_ids(match[2], handover.places)
    return [
        one._replace(ids=from_reply.get(number) or find_ids(" ".join(one.ids), handover.places))
        for number, one in enumerate(doubtful, 1)
    ]
