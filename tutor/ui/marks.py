"""An answer's sentences -> one text for the page, every sentence with small numbered marks that open its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tutor.domain import AnswerSentence, Citation, SentenceRole, Support
from tutor.ui.escaping import attribute
from tutor.ui.places import cited
from tutor.ui.rendering import safe_block, safe_inline

_BLOCKS = {SentenceRole.CODE, SentenceRole.FORMULA, SentenceRole.TABLE}
_WEAK = "The source supports this only in part: read it before you rely on it"
_UNSUPPORTED = "not from your material"


class Sources:
    """The sections an answer cites, numbered from 1 in the order they appear; `first` is the first place in each."""

    def __init__(self, sentences: Sequence[AnswerSentence]) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self.first: list[Citation] = []
        for sentence in sentences:
            for citation in sentence.citations:
                key = _section(citation)
                if key not in self._numbers:
                    self._numbers[key] = len(self.first) + 1
                    self.first.append(citation)

    def number(self, citation: Citation) -> int:
        return self._numbers[_section(citation)]


def _section(citation: Citation) -> tuple[str, ...]:
    """A document's section under its last heading; a page where there are no headings, else the passage."""
    if citation.headings:
        return (citation.document, *citation.headings)
    return (citation.document, str(citation.page) if citation.page is not None else citation.chunk_id)


def answer_text(sentences: Sequence[AnswerSentence]) -> str:
    """The sentences as they are read on the page."""
    sources = Sources(sentences)
    parts: list[str] = []
    for _, paragraph in groupby(sentences, key=lambda one: one.paragraph):
        for role, run in groupby(paragraph, key=lambda one: one.role):
            parts.append(_run(role, list(run), sources))
    return "\n\n".join(parts)


def _run(role: SentenceRole, run: list[AnswerSentence], sources: Sources) -> str:
    if role is SentenceRole.TABLE:
        marks = "".join(_marks(sentence, sources) for sentence in run)
        return f'{safe_block(_whole_table([one.text for one in run]))}\n\n<span class="under">{marks}</span>'
    if role in _BLOCKS:
        return "\n\n".join(
            f'{safe_block(one.text)}\n\n<span class="under">{_marks(one, sources)}</span>' for one in run
        )
    if role.listed:
        return "\n".join(f"- {_said(one, sources)}" for one in run)
    return " ".join(_said(one, sources) for one in run)


def _said(sentence: AnswerSentence, sources: Sources) -> str:
    words, marks = safe_inline(_unbulleted(sentence)), _marks(sentence, sources)
    match sentence.support:
        case Support.SUPPORTED:
            return f"{words}{marks}"
        case Support.WEAK:
            return f'<span class="weak" title="{attribute(_WEAK)}">{words}</span>{marks}'
        case Support.UNSUPPORTED:
            return f'<span class="unsupported">{words}</span><span class="label">{_UNSUPPORTED}</span>{marks}'


def _unbulleted(sentence: AnswerSentence) -> str:
    text = sentence.text.strip()
    return text[2:].lstrip() if sentence.role.listed and text.startswith(("- ", "* ")) else text


def _marks(sentence: AnswerSentence, sources: Sources) -> str:
    """Small numbers; each leads to the place the sentence rests on."""
    return "".join(_links(sentence, sources))


def _links(sentence: AnswerSentence, sources: Sources) -> Iterator[str]:
    seen: set[int] = set()
    for citation in sentence.citations:
        number = sources.number(citation)
        if number in seen:
            continue
        seen.add(number)
        where = attribute(" › ".join(citation.headings) or citation.document)
        ref = cited(citation).ref
        yield f'<a class="cite" href="#src-{ref}" title="{where}" aria-label="Source {number}">{number}</a>'


def _whole_table(rows: Sequence[str]) -> str:
    """Rows of a table, with the heading a table must have."""
    columns = max(row.strip().strip("|").count("|") for row in rows) + 1
    return "\n".join(["| " * columns + "|", "|---" * columns + "|", *(" ".join(row.split()) for row in rows)])
