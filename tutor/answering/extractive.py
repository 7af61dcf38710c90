"""The answer with no language model: the material's own sentences, chosen and put in order.

Where the material asks that very question, its authored answer leads.  Otherwise the best sentence is the anchor, the
sentences around it that belong to it come along, and further passages add what is not yet said.
"""

from __future__ import annotations

from collections.abc import Iterator

from tutor.answering.authored import AuthoredAnswers
from tutor.answering.composing import Composed, Draft, cite
from tutor.answering.selection import Selection, candidates, select_answer, select_closest
from tutor.domain import AnswerSentence, Length, SentenceReady, SentenceRole, Support, Verdict
from tutor.retrieval.search import asks_mistakes

BACKEND = "material"
_SHOWN_AS = {SentenceRole.RUBRIC: SentenceRole.PROSE}
WORDS = {Length.SHORT: 75, Length.STANDARD: 160, Length.DEEP: 340}


class ExtractiveComposer:
    """Composes from sentences alone; every sentence cites itself, so support is 1 by construction."""

    def __init__(self, authored: AuthoredAnswers) -> None:
        self._authored = authored

    def compose(self, draft: Draft) -> Iterator[SentenceReady | Composed]:
        """One event a sentence, then the whole."""
        sentences = tuple(self._sentences(draft))
        for sentence in sentences:
            yield SentenceReady(sentence=sentence)
        yield Composed(sentences=sentences, backend=BACKEND)

    def _sentences(self, draft: Draft) -> Iterator[AnswerSentence]:
        if draft.verdict is Verdict.NOT_IN_MATERIAL or not draft.passages or draft.relevance is None:
            return
        found = candidates(draft)
        if draft.verdict is Verdict.CLOSEST:
            chosen = select_closest(found)
        else:
            budget = WORDS[draft.length]
            lead = self._authored.lead(draft, budget, same=asks_mistakes(draft.question))
            chosen = select_answer(draft, found, lead, budget)
        yield from self._numbered(chosen)

    def _numbered(self, chosen: Selection) -> Iterator[AnswerSentence]:
        blocks: set[tuple[str, int]] = set()
        for paragraph, group in enumerate(chosen):
            for one in group:
                citation = cite(one.passage, one.sentence)
                if one.sentence.role is SentenceRole.CODE:
                    citation = self._authored.whole_block(citation)
                    if (citation.document, citation.start) in blocks:  # another piece of it was chosen
                        continue
                    blocks.add((citation.document, citation.start))
                yield AnswerSentence(
                    text=_spoken(one.sentence.role, citation.quote),
                    support=Support.SUPPORTED,
                    support_score=1.0,
                    citations=(citation,),
                    paragraph=paragraph,
                    role=_SHOWN_AS.get(one.sentence.role, one.sentence.role),
                )


def _spoken(role: SentenceRole, quote: str) -> str:
    """The quote as the answer says it: verbatim, line breaks inside prose made spaces."""
    return quote if role in {SentenceRole.CODE, SentenceRole.FORMULA} else " ".join(quote.split())
