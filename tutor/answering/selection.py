"""Which sentences answer, and in which order: an anchor, what belongs to it, then what other passages add."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tutor.answering import wording
from tutor.answering.composing import Draft
from tutor.domain import Length, Model, Passage, ScoredSentence, SentenceRole
from tutor.retrieval.search import asks_mistakes

_ANSWERING = {SentenceRole.PROSE, SentenceRole.ITEM}
_AFTER_OPENER = {SentenceRole.ITEM, SentenceRole.FORMULA, SentenceRole.CODE, SentenceRole.TABLE}
# From these shares of the anchor's score its neighbours are kept, and sentences of other passages added.
_CONTINUES = {Length.SHORT: 0.8, Length.STANDARD: 0.8, Length.DEEP: 0.55}
_ADDS = {Length.SHORT: 0.8, Length.STANDARD: 0.7, Length.DEEP: 0.65}
_SAME = 0.6  # share of content words from which two sentences say the same thing
_MOST_GROUPS = {Length.SHORT: 1, Length.STANDARD: 5, Length.DEEP: 6}
_FIRST_SHARE = 0.6  # of the words, for the first passage: others say it too, or say the rest
_LEAST_ROOM = 15  # words that must be left for another sentence to be looked for


class Candidate(Model):
    """A sentence that could be part of the answer; `score` is its relevance, about 0..1, `defining` the part of it that
    it has for saying what was asked after is, and that no other sentence is measured by."""

    passage: Passage
    position: int
    sentence: ScoredSentence
    score: float
    words: int
    leans_back: bool
    defining: float = 0.0

    @property
    def plain_score(self) -> float:
        return self.score - self.defining

    @property
    def key(self) -> tuple[str, int]:
        return self.passage.document, self.sentence.start

    @property
    def opens(self) -> bool:
        """Whether it announces what follows: "The steps are:"."""
        return self.sentence.role in _ANSWERING and wording.announces(self.sentence.text)


Selection = list[list[Candidate]]
"""Sentences in reading order, a list a paragraph."""


def candidates(draft: Draft) -> list[Candidate]:
    """Every sentence of every passage with its relevance; those that cannot answer this question score 0."""
    assert draft.relevance is not None
    top = max(passage.score for passage in draft.passages)
    asks_what = wording.asks_definition(draft.question)
    topic = wording.defined_words(draft.question) if asks_what else wording.topic_words(draft.question)
    told = " ".join(draft.told.split())
    found: list[Candidate] = []
    for passage, recalls in zip(draft.passages, draft.relevance.sentences, strict=True):
        recall = np.clip(recalls, 0.0, 1.0) @ draft.relevance.weights
        standing = (passage.score / max(top, 1e-6)) ** 2
        for position, sentence in enumerate(passage.sentences):
            score = 0.35 * sentence.score + 0.35 * float(recall[position]) + 0.3 * standing
            one = _candidate(draft.question, topic, passage, position, score)
            found.append(one.model_copy(update={"score": 0.0}) if was_told(one, told) else one)
    return (
        found if any(one.score > 0 for one in found) or not told else candidates(draft.model_copy(update={"told": ""}))
    )


def was_told(one: Candidate, told: str) -> bool:
    """Whether the answer before said this sentence."""
    return bool(told) and " ".join(one.sentence.text.split()) in told


def _candidate(question: str, topic: frozenset[str], passage: Passage, position: int, score: float) -> Candidate:
    sentence = passage.sentences[position]
    words = wording.count_words(sentence.text)
    leans = sentence.role is SentenceRole.PROSE and wording.leans_back(sentence.text)
    if not _may_answer(question, sentence):
        score = 0.0
        defining = 0.0
    else:
        defining = 0.0 if leans else _defining(question, topic, sentence)
        score += defining + _adjustment(topic, passage, position, words, leans=leans)
    return Candidate(
        passage=passage,
        position=position,
        sentence=sentence,
        score=max(score, 0.0),
        words=words,
        leans_back=leans,
        defining=defining,
    )


def _defining(question: str, topic: frozenset[str], sentence: ScoredSentence) -> float:
    """What a sentence gains for saying what a thing is, where that is asked."""
    if sentence.role in {SentenceRole.MISTAKE, SentenceRole.CODE} or not wording.asks_definition(question):
        return 0.0
    if wording.defines_topic(sentence.text, topic):
        return 0.15
    if not wording.opens_with(sentence.text, topic):
        return 0.0
    return 0.15 if wording.states_what_it_is(sentence.text) else 0.06 if wording.defines(sentence.text) else 0.03


def _adjustment(topic: frozenset[str], passage: Passage, position: int, words: int, *, leans: bool) -> float:
    """What a sentence's wording and place add to its relevance or take from it."""
    sentence = passage.sentences[position]
    change = 0.0
    if sentence.role is SentenceRole.MISTAKE:
        return 0.25
    if sentence.role is SentenceRole.CODE:
        return 0.1
    if sentence.role is SentenceRole.RUBRIC:
        change -= 0.05
    if position == 0 and passage.headings and wording.covers(passage.headings[-1], topic):
        change += 0.05
    if words < 5 or words > 70:
        change -= 0.12
    if wording.speaks_of_notes(sentence.text):
        change -= 0.4
    return change - (0.05 if leans else 0.0)


def _may_answer(question: str, sentence: ScoredSentence) -> bool:
    match sentence.role:
        case SentenceRole.PROSE | SentenceRole.ITEM | SentenceRole.RUBRIC:
            return not wording.is_only_link(sentence.text)
        case SentenceRole.CODE:
            return wording.asks_code(question) and not sentence.text.startswith("```mermaid")
        case SentenceRole.MISTAKE:
            return asks_mistakes(question)
    return False


def select_closest(found: Sequence[Candidate]) -> Selection:
    """What is nearest to a question the material does not answer: the best sentence of up to two passages."""
    best: dict[str, Candidate] = {}
    for one in sorted(found, key=_by_score):
        if one.score > 0 and not one.leans_back and not one.opens and one.sentence.role is not SentenceRole.CODE:
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
    if not ranked or (groups and draft.length is Length.SHORT):
        return groups
    if not groups:
        room = budget if draft.length is Length.SHORT else int(budget * _FIRST_SHARE)
        groups = [_first_group(ranked, found, room, draft.length)]
    floor = ranked[0].plain_score * _ADDS[draft.length]
    for one in ranked:
        said = [other for group in groups for other in group]
        left = budget - sum(other.words for other in said)
        if left < _LEAST_ROOM or one.score < floor:
            break
        if one.words <= left and not _said(one, said):
            _add(one, found, groups, left, draft.length)
    groups = [group for group in (_without_dangling(group) for group in groups) if group]
    return groups if lead else _definition_first(draft.question, groups)


def _definition_first(question: str, groups: Selection) -> Selection:
    """Asked what something is, the group that says so in its first sentence comes first."""
    if not wording.asks_definition(question):
        return groups
    topic = wording.defined_words(question)

    def tells(group: list[Candidate]) -> bool:
        first = group[0].sentence.text
        says = wording.states_what_it_is(first) and wording.opens_with(first, topic)
        return says or wording.defines_topic(first, topic)

    return sorted(groups, key=lambda group: not tells(group))


def _first_group(
    ranked: Sequence[Candidate], found: Sequence[Candidate], budget: int, length: Length
) -> list[Candidate]:
    """The best anchor whose group stands alone; the best one anyway where none does."""
    for anchor in ranked[:5]:
        group = _with_neighbours(anchor, found, budget, length)
        if group and not group[0].leans_back:
            return group
    return _with_neighbours(ranked[0], found, budget, length)


def _with_neighbours(anchor: Candidate, found: Sequence[Candidate], budget: int, length: Length) -> list[Candidate]:
    """The anchor, what it leans on before it, and the run of sentences after it that continue it."""
    around = [one for one in found if one.passage.chunk_id == anchor.passage.chunk_id]
    place = around.index(anchor)
    first = _first_of_thought(around, place)
    group = around[first : place + 1]
    room = budget - sum(one.words for one in group)
    floor = anchor.plain_score * _CONTINUES[length]
    for one in around[place + 1 :]:
        announced = group[-1].opens and one.sentence.role in _AFTER_OPENER
        in_list = one.sentence.role.listed and group[-1].sentence.role is one.sentence.role
        belongs = announced or (one.score > 0 and (in_list or one.leans_back or one.score >= floor))
        if not belongs or one.words > room or wording.speaks_of_notes(one.sentence.text):
            break
        if one.sentence.role is SentenceRole.PROSE and not one.leans_back and _said(one, group):
            continue
        group.append(one)
        room -= one.words
    return _without_dangling(group)


def _first_of_thought(around: Sequence[Candidate], place: int) -> int:
    """Back over the sentences that the one at `place` leans on, and from an item to the line that opens its list."""
    first = place
    while first > 0 and place - first < 6:
        here, previous = around[first], around[first - 1]
        in_list = here.sentence.role is SentenceRole.ITEM and (
            previous.sentence.role is SentenceRole.ITEM or previous.opens
        )
        if previous.sentence.role not in _ANSWERING or not (here.leans_back or in_list):
            break
        first -= 1
    return first


def _without_dangling(group: list[Candidate]) -> list[Candidate]:
    """Without a last line that announces what did not fit."""
    while len(group) > 1 and group[-1].opens:
        group = group[:-1]
    return group if len(group) > 1 or not group or not group[0].opens else []


def _add(one: Candidate, found: Sequence[Candidate], groups: Selection, left: int, length: Length) -> None:
    """Put a further sentence where it reads well: into its passage's group, or as a new group that stands alone."""
    for group in groups:
        if group[0].passage.chunk_id == one.passage.chunk_id:
            follows = any(other.position == one.position - 1 for other in group)
            if follows or not (one.leans_back or one.opens):
                group.append(one)
                group.sort(key=lambda other: other.position)
            return
    if len(groups) >= _MOST_GROUPS[length]:
        return
    said = [other for group in groups for other in group]
    fresh = [other for other in _with_neighbours(one, found, left, length) if not _said(other, said)]
    if fresh and not fresh[0].leans_back and sum(other.words for other in fresh) <= left:
        groups.append(fresh)


def _by_score(one: Candidate) -> tuple[float, int, int]:
    return -one.score, one.passage.rank, one.position


def _said(one: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether another sentence already says it: the same span, or most of its content words."""
    words = wording.content(one.sentence.text)
    for other in others:
        if other.key == one.key:
            return True
        theirs = wording.content(other.sentence.text)
        shared = len(words & theirs)
        if words and shared >= 3 and shared / min(len(words), len(theirs)) >= _SAME:
            return True
    return False
