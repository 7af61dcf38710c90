"""Answers made of the material's own sentences: every one can be traced, none is said twice."""

from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from tests.answering.asked import ANSWERABLE, NEAR_MISSES, OTHER_SUBJECTS, answer_of
from tutor.build import Tutor
from tutor.domain import Answer, Finished, Length, SentenceReady, SentenceRole, Status, Support, Verdict

_WORD = re.compile(r"\w+")


def check(answer: Answer, tutor: Tutor) -> None:
    """Every sentence is its citations' text, every citation is a place in a document."""
    for sentence in answer.sentences:
        assert sentence.support is Support.SUPPORTED
        assert sentence.citations
        for cited in sentence.citations:
            assert _text(tutor, cited.document)[cited.start : cited.end] == cited.quote
            home = [key for key, _ in tutor.store.chunks_between(cited.document, cited.start, cited.end)]
            assert cited.chunk_id in home
        quoted = " ".join(one.quote for one in sentence.citations)
        assert " ".join(sentence.text.split()) == " ".join(quoted.split())
    said = [" ".join(one.text.split()) for one in answer.sentences]
    assert len(said) == len(set(said)), "a sentence is repeated"
    places = [(one.citations[0].document, one.citations[0].start) for one in answer.sentences]
    assert len(places) == len(set(places))
    roles = {one.role for one in answer.sentences}
    assert not roles & {SentenceRole.LABEL, SentenceRole.QUESTION, SentenceRole.FOLLOW_UP}
    assert (answer.backend, answer.model) == ("material", None)


@cache
def _text(tutor: Tutor, name: str) -> str:
    return tutor.document(name).text


def _questions(tutor: Tutor) -> list[str]:
    return [question.text for _, question in tutor.store.questions() if question.level is not None]


def _spoilt(question: str, chance: random.Random) -> str:
    """A typing slip, or a fragment."""
    if chance.random() < 0.5:
        place = chance.randrange(1, len(question) - 1)
        return question[:place] + question[place + 1] + question[place] + question[place + 2 :]
    words = question.rstrip("?.").split()
    return " ".join(words[len(words) // 2 :]).lower()


def test_citations_resolve_for_the_corpuss_own_questions_and_spoilt_ones(corpus_library: Tutor) -> None:
    chance = random.Random(7)
    own = chance.sample(_questions(corpus_library), 36)
    questions = [*own, *(_spoilt(one, chance) for one in own[:30])]
    answers = [answer_of(corpus_library, one) for one in questions]
    for answer in answers:
        check(answer, corpus_library)
    assert [one.question for one in answers[:36] if one.verdict is not Verdict.ANSWERED] == []


def test_a_question_the_material_asks_is_answered_with_its_own_answer(corpus_library: Tutor) -> None:
    missed = []
    pairs = [pair for pair in corpus_library.store.questions() if pair[1].short is not None]
    for name, question in random.Random(3).sample(pairs, 15):
        answer = corpus_library.ask(question.text, length=Length.SHORT)
        assert question.short is not None
        first = answer.sentences[0].citations[0]
        if not (first.document == name and question.short.start <= first.start < question.short.end):
            missed.append(question.text)
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("question", ANSWERABLE[:6])
def test_longer_lengths_say_more(corpus_library: Tutor, question: str) -> None:
    short, standard, deep = (corpus_library.ask(question, length=length) for length in Length)
    words = [len(_WORD.findall(one.text)) for one in (short, standard, deep)]
    assert 0 < words[0] <= words[1] <= words[2]
    assert words[0] < words[2]
    for answer in (short, standard, deep):
        check(answer, corpus_library)


def test_a_mistake_is_told_only_to_who_asks_for_mistakes(corpus_library: Tutor) -> None:
    for question in (*ANSWERABLE, *random.Random(1).sample(_questions(corpus_library), 8)):
        if re.search(r"mistake|pitfall|trap|wrong|error|misconception|avoid", question, re.IGNORECASE):
            continue
        answer = answer_of(corpus_library, question)
        assert SentenceRole.MISTAKE not in {one.role for one in answer.sentences}, question
    asked = corpus_library.ask("What are common mistakes when scaling attention scores?", length=Length.DEEP)
    assert SentenceRole.MISTAKE in {one.role for one in asked.sentences}


def test_the_nearest_is_short_and_cited(corpus_library: Tutor) -> None:
    asked = [answer_of(corpus_library, one) for one in (*NEAR_MISSES, *OTHER_SUBJECTS)]
    closest = [one for one in asked if one.verdict is Verdict.CLOSEST]
    assert closest
    for answer in closest:
        check(answer, corpus_library)
        assert 1 <= len(answer.sentences) <= 2


@pytest.mark.parametrize("question", ANSWERABLE[:4])
def test_the_same_question_has_the_same_answer(corpus_library: Tutor, question: str) -> None:
    first, second = (corpus_library.ask(question) for _ in range(2))
    assert first.model_copy(update={"timings_ms": {}}) == second.model_copy(update={"timings_ms": {}})


def test_a_stream_tells_its_steps_then_sentences_then_the_whole(corpus_library: Tutor) -> None:
    events = list(corpus_library.stream(ANSWERABLE[0]))
    kinds = [type(one) for one in events]
    assert kinds[0] is Status and kinds[-1] is Finished
    assert kinds.count(Finished) == 1
    steps = [one.step for one in events if isinstance(one, Status)]
    assert steps[:3] == ["reading", "searching", "writing"]
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.answer.sentences == tuple(one.sentence for one in events if isinstance(one, SentenceReady))
    assert {"read", "search", "judge", "write", "total"} <= set(finished.answer.timings_ms)


def test_eight_threads_get_the_answers_one_thread_gets(corpus_library: Tutor) -> None:
    questions = ANSWERABLE[:8]
    alone = [answer_of(corpus_library, one).text for one in questions]
    with ThreadPoolExecutor(8) as pool:
        together = [one.text for one in pool.map(corpus_library.ask, questions)]
    assert together == alone
