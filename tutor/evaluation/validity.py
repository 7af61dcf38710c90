"""What may be wrong with a made question, looked at without the maker: by the search, the support score, the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from tutor.answering.support import SupportScorer, numbers_in
from tutor.build import Tutor
from tutor.domain import AnswerForm, Citation, Document, Filters, Option, Question, Support
from tutor.practice.making.checks import bare_question

NOT_VERBATIM = "not the document's words"
NOT_FOUND = "its source is not found by its words"
NOT_SAID = "a point that its source does not say"
GIVEN_AWAY = "gives its answer away"
SEVERAL_RIGHT = "two right options"
ASKED_TWICE = "asked twice"
# Each fault, with the name of the figure for the items that are without it.
FAULTS = {
    NOT_VERBATIM: "source, points and options verbatim",
    NOT_FOUND: "source found by the question",
    NOT_SAID: "every point said by its source",
    GIVEN_AWAY: "answer not given away",
    SEVERAL_RIGHT: "one right option, none alike",
    ASKED_TWICE: "asked once",
}
_PASSAGES = 5  # of its own document, in which a question must find its source
_SLACK = 0.02  # of support, by which a wrong option must stay below the right one
_DESCRIBES = re.compile(r"Which of these describes (?P<term>.+) best\?$")
_WHICH = re.compile(r"which of these (?P<said>.+)\?$", re.IGNORECASE)
_GAPPED = re.compile(r"“(?P<line>.*_{3,}.*)”")
_GAP = re.compile(r"_{3,}")
_WORD = re.compile(r"\w+")


class Validity:
    """Looks at the questions of one document, beside `others`: those made with them and those that the note asks."""

    def __init__(self, tutor: Tutor, document: Document, others: Sequence[Question]) -> None:
        self._tutor = tutor
        self._document = document
        self._within = Filters(documents=(document.name,))
        self._scorer = SupportScorer(tutor.parts.relevance, tutor.parts.calibration.support)
        self._limits = tutor.parts.calibration.making
        self._ids = [one.id for one in others]
        self._vectors = tutor.embedder.embed_queries([bare_question(one.text) for one in others])

    def faults(self, question: Question) -> Iterator[str]:
        """The faults found, of FAULTS."""
        found = {
            NOT_VERBATIM: not self._is_verbatim(question),
            NOT_FOUND: not self._is_found(question),
            NOT_SAID: not self._is_said(question),
            GIVEN_AWAY: self._is_given_away(question),
            SEVERAL_RIGHT: bool(question.options) and not self._has_one_right(question),
            ASKED_TWICE: self._is_asked_twice(question),
        }
        yield from (fault for fault, is_so in found.items() if is_so)

    def is_cited(self, question: Question) -> bool | None:
        """Whether the tutor, asked the question with no language model, cites its source; None for a piece of code."""
        if question.form is AnswerForm.CODE:
            return None
        answer = self._tutor.ask(_searched(question), filters=self._within, use_model=False)
        cited = [one for sentence in answer.sentences for one in sentence.citations]
        return any(one.start < question.source.end and question.source.start < one.end for one in cited)

    def _is_verbatim(self, question: Question) -> bool:
        cited = [question.source, *(point.citation for point in question.rubric)]
        cited += [option.citation for option in question.options]
        if any(point.citation is None for point in question.rubric):
            return False
        return all(self._is_cut(one) for one in cited if one is not None)

    def _is_cut(self, citation: Citation) -> bool:
        cut = self._document.text[citation.start : citation.end]
        return citation.document == self._document.name and cut == citation.quote != ""

    def _is_found(self, question: Question) -> bool:
        passages = self._tutor.search(_searched(question), _PASSAGES, self._within)
        return any(one.start < question.source.end and question.source.start < one.end for one in passages)

    def _is_said(self, question: Question) -> bool:
        """Whether the citations carry the points; a table's row is read with the headings it stands under."""
        for point in question.rubric:
            if point.citation is None:
                return False
            told = (point.citation.quote, question.source.quote, " ".join(point.citation.headings))
            if _squeezed(point.text) in _squeezed(told[0]):
                continue
            if self._scorer.level(self._scorer.support_score(point.text, told)) is Support.UNSUPPORTED:
                return False
        return True

    def _is_given_away(self, question: Question) -> bool:
        asked = bare_question(question.text)
        if question.number is not None:
            return bool(numbers_in(f"{question.number.value:.10g}") & numbers_in(asked))
        if question.options:
            return any(option.right and _words(option.text) <= _words(asked) for option in question.options)
        if question.form is AnswerForm.CODE:
            return False
        told = [self._scorer.support_score(point.text, [asked]) for point in question.rubric]
        return all(self._scorer.level(one) is Support.SUPPORTED for one in told)

    def _has_one_right(self, question: Question) -> bool:
        """Whether one option is right and the material says no other as well, and no two are alike."""
        right = [option for option in question.options if option.right]
        if len(right) != 1:
            return False
        vectors = self._tutor.embedder.embed_queries([option.text for option in question.options])
        pairs = combinations(vectors, 2)
        if any(float(one @ two) >= self._limits.alike for one, two in pairs):
            return False
        quotes = [option.citation.quote for option in question.options if option.citation is not None]
        evidence = self._scorer.evidence([question.source.quote, *quotes])
        scores = {option.right: 0.0 for option in question.options}
        for option in question.options:
            found = self._scorer.search(statement(question, option), evidence, most=1).score
            scores[option.right] = max(scores[option.right], found)
        return scores[True] > scores.get(False, 0.0) - _SLACK

    def _is_asked_twice(self, question: Question) -> bool:
        (vector,) = self._tutor.embedder.embed_queries([bare_question(question.text)])
        cosines = (self._vectors @ vector).tolist()
        return any(
            cosine >= self._limits.near and one != question.id for one, cosine in zip(self._ids, cosines, strict=True)
        )


def statement(question: Question, option: Option) -> str:
    """What a question says with one of its options in place: the sentence that would make the option right."""
    asked = bare_question(question.text)
    if (gapped := _GAPPED.search(asked)) is not None:
        return _GAP.sub(lambda _: option.text, gapped["line"])
    if (described := _DESCRIBES.search(asked)) is not None:
        return f"{described['term']} is {option.text}"
    if (which := _WHICH.search(asked)) is not None:
        return f"{option.text} {which['said']}"
    return f"{question.text} {option.text}"


def _searched(question: Question) -> str:
    """What a question is searched with: itself, or with its right option in place."""
    right = next((option for option in question.options if option.right), None)
    return question.text if right is None else statement(question, right)


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
