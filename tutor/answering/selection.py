"""Which sentences answer, and in which order: an anchor, what belongs to it, then what other passages add."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from tutor.answering.composing import Draft
from tutor.domain import Model, Passage, ScoredSentence, SentenceRole

_ASKS_CODE = re.compile(r"\b(code|implement\w*|write|numpy|python|pytorch|snippet|sql|script|program)\b", re.IGNORECASE)
_ASKS_MISTAKE = re.compile(r"\b(mistakes?|pitfalls?|traps?|wrong|errors?|misconceptions?|avoid)\b", re.IGNORECASE)
_ASKS_DEFINITION = re.compile(
    r"^\W*(what(?:'s| is| are| does| do)|define|explain|describe|tell me about|who (?:is|was))\b", re.IGNORECASE
)
_DEFINES = re.compile(r"^[^.,;:]{2,80}?\s(?:is|are|was|were|means?|refers? to|stands? for|describes?|consists? of)\s", re.I)
_LEANS_BACK = re.compile(
    r"^\W*(this|that|these|those|it|its|they|their|such|he|she|both|each|the (?:former|latter|same|other|second|third)"
    r"|however|but|also|therefore|thus|hence|so|instead|otherwise|conversely|similarly|moreover|furthermore|then|"
    r"in contrast|by contrast|for (?:example|instance)|second|third|finally|as a result|consequently|another|"
    r"in (?:that|this|both) (?:case|way)s?|here|there)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_LINK_ONLY = re.compile(r"\W*(!?\[[^\]]*\]\([^)]*\)|https?://\S+)\W*")
_TALK_ABOUT_NOTES = re.compile(r"\b(?:the note|see also|this note|this section|next section|below|above)\b", re.IGNORECASE)
_ANSWERING = {SentenceRole.PROSE, SentenceRole.ITEM}
_RELATIVE_FLOOR = 0.72  # a sentence from another passage must be nearly as relevant as the anchor
_SAME = 0.6  # share of content words from which two sentences say the same thing


class Candidate(Model):
    """A sentence that could be part of the answer; `score` is its relevance, about 0..1."""

    passage: Passage
    position: int
    sentence: ScoredSentence
    score: float
    words: int
    leans_back: bool

    @property
    def key(self) -> tuple[str, int]:
        return self.passage.document, self.sentence.start


Selection = list[list[Candidate]]
"""Sentences in reading order, a list a paragraph."""


def candidates(draft: Draft) -> list[Candidate]:
    """Every sentence of every passage with its relevance; those that cannot answer this question score 0."""
    assert draft.relevance is not None
    found: list[Candidate] = []
    top = max(passage.score for passage in draft.passages)
    for passage, recalls in zip(draft.passages, draft.relevance.sentences, strict=True):
        recall = np.clip(recalls, 0.0, 1.0) @ draft.relevance.weights
        for position, sentence in enumerate(passage.sentences):
            score = 0.45 * sentence.score + 0.4 * float(recall[position]) + 0.15 * passage.score / max(top, 1e-6)
            found.append(_candidate(draft, passage, position, sentence, score))
    return found


def _candidate(draft: Draft, passage: Passage, position: int, sentence: ScoredSentence, score: float) -> Candidate:
    words = len(_WORD.findall(sentence.text))
    leans = bool(_LEANS_BACK.match(sentence.text)) and sentence.role is SentenceRole.PROSE
    if not _may_answer(draft.question, sentence):
        score = 0.0
    elif sentence.role in _ANSWERING:
        if _ASKS_DEFINITION.match(draft.question) and _DEFINES.match(sentence.text) and not leans:
            score += 0.06
        if words < 5 or words > 70 or _TALK_ABOUT_NOTES.search(sentence.text):
            score -= 0.12
        if leans:
            score -= 0.05
    return Candidate(
        passage=passage, position=position, sentence=sentence, score=max(score, 0.0), words=words, leans_back=leans
    )


def _may_answer(question: str, sentence: ScoredSentence) -> bool:
    match sentence.role:
        case SentenceRole.PROSE | SentenceRole.ITEM:
            return not _LINK_ONLY.fullmatch(sentence.text) and "![" not in sentence.text
        case SentenceRole.CODE:
            return bool(_ASKS_CODE.search(question)) and not sentence.text.startswith("```mermaid")
        case SentenceRole.MISTAKE:
            return bool(_ASKS_MISTAKE.search(question))
    return False


def select_closest(found: Sequence[Candidate]) -> Selection:
    """What is nearest to a question the material does not answer: the best sentence of up to two passages."""
    best: dict[str, Candidate] = {}
    for one in sorted(found, key=_by_score):
        if one.score > 0 and not one.leans_back and one.sentence.role in _ANSWERING:
            best.setdefault(one.passage.chunk_id, one)
    kept: list[Candidate] = []
    for one in best.values():
        if len(kept) < 2 and not _said(one, kept):
            kept.append(one)
    return [[one] for one in kept]


def select_answer(draft: Draft, found: Sequence[Candidate], lead: Selection, budget: int) -> Selection:
    """The authored `lead`, if there is one, or an anchor with its neighbours; then what others add, within `budget`
    words."""
    groups: Selection = [group for group in lead if group]
    ranked = sorted((one for one in found if one.score > 0), key=_by_score)
    if not ranked:
        return groups
    if not groups:
        groups = [_with_neighbours(ranked[0], found, budget)]
    floor = ranked[0].score * _RELATIVE_FLOOR
    for one in ranked:
        said = [other for group in groups for other in group]
        left = budget - sum(other.words for other in said)
        if left < 12 or one.score < floor:
            break
        if one.words > left or _said(one, said):
            continue
        _add(one, found, groups, left)
    return _in_order(draft, groups)


def _with_neighbours(anchor: Candidate, found: Sequence[Candidate], budget: int) -> list[Candidate]:
    """The anchor, what it leans on before it, and the run of sentences after it that continue it."""
    around = [one for one in found if one.passage.chunk_id == anchor.passage.chunk_id]
    place = around.index(anchor)
    first = _first_of_thought(around, place)
    group = around[first : place + 1]
    room = budget - sum(one.words for one in group)
    floor = anchor.score * _RELATIVE_FLOOR
    for one in around[place + 1 :]:
        opens_list = group[-1].sentence.text.rstrip().endswith(":")
        in_list = one.sentence.role is SentenceRole.ITEM and group[-1].sentence.role is SentenceRole.ITEM
        belongs = opens_list or in_list or one.leans_back or one.score >= floor
        usable = one.score > 0 or (opens_list and one.sentence.role in {SentenceRole.FORMULA, SentenceRole.CODE})
        if not belongs or not usable or one.words > room:
            break
        group.append(one)
        room -= one.words
    return _without_dangling(group)


def _first_of_thought(around: Sequence[Candidate], place: int) -> int:
    """Back over sentences the one at `place` leans on, and from a list item to the line that opens the list."""
    first = place
    while first > 0 and (
        around[first].leans_back
        or (around[first].sentence.role is SentenceRole.ITEM and around[first - 1].sentence.role in _ANSWERING)
    ):
        previous = around[first - 1]
        if previous.sentence.role not in _ANSWERING or place - first >= 6:
            break
        was_item = around[first].sentence.role is SentenceRole.ITEM
        if was_item and previous.sentence.role is SentenceRole.PROSE and not previous.sentence.text.rstrip().endswith(":"):
            break
        first -= 1
    return first


def _without_dangling(group: list[Candidate]) -> list[Candidate]:
    """Without a last line that opens a list or formula which did not fit."""
    while len(group) > 1 and group[-1].sentence.text.rstrip().endswith(":"):
        group = group[:-1]
    return group


def _add(one: Candidate, found: Sequence[Candidate], groups: Selection, left: int) -> None:
    """Put a further sentence where it reads well: into its passage's group, or as a new group that stands alone."""
    for group in groups:
        if group[0].passage.chunk_id == one.passage.chunk_id:
            previous = group[-1]
            if one.leans_back and previous.position != one.position - 1:
                return
            if one.sentence.text.rstrip().endswith(":"):
                return
            group.append(one)
            group.sort(key=lambda other: other.position)
            return
    fresh = [other for other in _with_neighbours(one, found, left) if not _said(other, [o for g in groups for o in g])]
    if fresh and not fresh[0].leans_back and sum(other.words for other in fresh) <= left:
        groups.append(fresh)


def _in_order(draft: Draft, groups: Selection) -> Selection:
    """Definitions before details: a group that defines goes before one that leans on it, the first one stays."""
    if not _ASKS_DEFINITION.match(draft.question) or len(groups) < 3:
        return groups
    first, *rest = groups
    return [first, *sorted(rest, key=lambda group: not _DEFINES.match(group[0].sentence.text))]


def _by_score(one: Candidate) -> tuple[float, int, int]:
    return -one.score, one.passage.rank, one.position


def _said(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether another sentence already says it: the same span, or most of its content words."""
    words = set(_content(one.sentence.text))
    for other in others:
        if other.key == one.key:
            return True
        theirs = set(_content(other.sentence.text))
        shared = len(words & theirs)
        if words and shared / min(len(words), max(len(theirs), 1)) >= _SAME and shared >= 3:
            return True
    return False


def _content(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text.lower()) if len(word) > 3 or word.isdigit())
