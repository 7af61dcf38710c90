"""What composers are given and what they give back."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ConfigDict

from tutor.answering.relevance import Relevance
from tutor.domain import AnswerSentence, Citation, Length, Model, Passage, ScoredSentence, SentenceRole, Usage, Verdict


class Draft(Model):
    """A question with what was found for it; `relevance` is None where nothing was found.  `told` is the answer before,
    where the question asks for more of it: what it said is not said again."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    question: str
    passages: tuple[Passage, ...]
    verdict: Verdict
    length: Length
    relevance: Relevance | None = None
    told: str = ""


class Composed(Model):
    """A finished answer's sentences, and who wrote them."""

    sentences: tuple[AnswerSentence, ...]
    backend: str
    model: str | None = None
    usage: Usage = Usage()
    notice: str | None = None


def cite(passage: Passage, sentence: ScoredSentence) -> Citation:
    """The citation of one sentence of a passage."""
    return Citation(
        document=passage.document,
        start=sentence.start,
        end=sentence.end,
        page=sentence.page if sentence.page is not None else passage.page,
        quote=sentence.text,
        chunk_id=passage.chunk_id,
        headings=passage.headings,
    )


NOTHING = "Your material does not answer this question, and nothing in it comes close."


def compose_text(sentences: Sequence[AnswerSentence]) -> str:
    """The answer as Markdown: paragraphs apart, list items as a list, code on its own."""
    if not sentences:
        return NOTHING
    text = ""
    previous: AnswerSentence | None = None
    for one in sentences:
        words = one.text if one.role is SentenceRole.CODE else " ".join(one.text.split())
        if previous is None:
            gap = ""
        elif one.paragraph != previous.paragraph or SentenceRole.CODE in {one.role, previous.role}:
            gap = "\n\n"
        elif one.role.listed:
            gap = "\n" if previous.role.listed else "\n\n"
        elif one.role in {SentenceRole.TABLE, SentenceRole.FORMULA} or previous.role is not SentenceRole.PROSE:
            gap = "\n\n" if one.role is not previous.role else "\n"
        else:
            gap = " "
        bullet = "- " if one.role.listed else ""
        text += gap + bullet + words
        previous = one
    return text
