"""Mock interviews over the shipped corpus: what is said in which order, and in whose words."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from tests.fakes import FakeLanguageModel
from tests.practice.held import CLOSING, FOLLOW_UP, OPENING, QUESTION, SETUP, Clock, Make, asked, full, hold, partial
from tutor.domain import (
    InterviewTurn,
    Manner,
    Place,
    PointStatus,
)
from tutor.errors import BackendFailed
from tutor.practice import interview_lines
from tutor.practice.interview_lines import Ending, InterviewLines
from tutor.practice.interview_wording import InterviewWording, gives_away
from tutor.practice.roles import role_named


def test_a_whole_interview_goes_from_the_opening_to_the_closing(make_interviews: Make, clock: Clock) -> None:
    interviews = make_interviews()
    done = hold(interviews, clock)
    kinds = [one.kind for one in done.turns]
    assert kinds[:2] == [OPENING, QUESTION] and kinds[-1] is CLOSING
    assert kinds.count(OPENING) == kinds.count(CLOSING) == 1
    questions = [one.question for one in done.turns if one.kind is QUESTION and one.question is not None]
    assert 3 <= len(questions) <= 8
    assert len({one.id for one in questions}) == len(questions)
    assert len({one.kind for one in questions}) >= 3, "questions of mixed kinds"
    areas = role_named("rag-engineer").areas
    assert all(one.area in areas or one.area == "interview-craft" for one in questions)
    assert FOLLOW_UP in kinds
    for before, turn in pairwise(done.turns):
        if turn.kind is FOLLOW_UP:
            assert before.attempt is not None and before.attempt.grade is not None and before.attempt.grade.score < 0.8
    assert done.state == "finished" and done.finished_at == clock.now
    assert sum(one.seconds for one in done.turns) == done.spent
    assert interviews.current() is None and [one.id for one in interviews.all()] == [done.id]


def test_the_same_seed_holds_the_same_interview(make_interviews: Make, clock: Clock) -> None:
    first, again, other = (hold(make_interviews(seed), clock, seconds=280) for seed in (3, 3, 4))
    assert [one.said for one in first.turns] == [one.said for one in again.turns]
    assert [one.said for one in first.turns] != [one.said for one in other.turns]


def test_the_opening_says_what_comes_and_how_long(make_interviews: Make) -> None:
    said = make_interviews().start(SETUP.model_copy(update={"minutes": 45, "manner": Manner.FRIENDLY})).turns[0].said
    assert "45 minutes" in said and "LLM and RAG engineer" in said and "questions of different kinds" in said


def test_a_follow_up_is_aimed_at_a_missed_point_and_graded_on_it_alone(
    make_interviews: Make,
) -> None:
    interviews = make_interviews()
    interview = interviews.start(SETUP)
    question = asked(interview)
    interview = interviews.answer(interview.id, partial(question))
    main, probe = interview.turns[-2:]
    assert probe.kind is FOLLOW_UP and probe.question is not None and main.attempt is not None
    assert main.attempt.grade is not None
    (point,) = probe.question.rubric
    missed = [one.text for one in main.attempt.grade.points if one.status is not PointStatus.COVERED]
    assert point.text in missed and point in question.rubric
    assert probe.question.id == f"{question.id}~follow-up-1"
    assert gives_away(probe.said, point.text, known=f"{question.text}\n{main.answer}") is None
    interview = interviews.answer(interview.id, point.text)
    answered = interview.turns[-2]
    assert answered.attempt is not None and answered.attempt.grade is not None
    assert [one.text for one in answered.attempt.grade.points] == [point.text]
    assert answered.attempt.grade.points[0].status is PointStatus.COVERED
    assert answered.attempt.place is Place.INTERVIEW


def test_only_questions_come_back_for_review_and_not_their_follow_ups(make_interviews: Make, clock: Clock) -> None:
    interviews = make_interviews()
    done = hold(interviews, clock)
    cards = {one.question_id for one in interviews._candidate.cards.all()}
    assert cards == {one.question.id for one in done.turns if one.kind is QUESTION and one.attempt and one.question}


def test_there_is_no_follow_up_after_a_full_answer_nor_after_a_pass(make_interviews: Make, clock: Clock) -> None:
    assert FOLLOW_UP not in {one.kind for one in hold(make_interviews(), clock, answer=full).turns}
    interviews = make_interviews()
    interview = interviews.start(SETUP)
    passed = interviews.skip(interview.id)
    assert passed.turns[-1].kind is QUESTION
    assert passed.turns[-2].answer == "" and passed.turns[-2].attempt is not None


@pytest.mark.parametrize(("manner", "most"), [(Manner.FRIENDLY, 1), (Manner.NEUTRAL, 1), (Manner.PRESSING, 2)])
def test_pressing_digs_twice(make_interviews: Make, clock: Clock, manner: Manner, most: int) -> None:
    setup = SETUP.model_copy(update={"manner": manner})
    interviews = make_interviews()
    interview = interviews.start(setup)
    asked(interview)
    probes: list[InterviewTurn] = []
    interview = interviews.answer(interview.id, partial(asked(interview)))
    while interview.turns[-1].kind is FOLLOW_UP:
        probes.append(interview.turns[-1])
        interview = interviews.answer(interview.id, "I am not sure about that part of it.")
    assert len(probes) == most
    points = [one.question.rubric[0].text for one in probes if one.question is not None]
    assert len(set(points)) == len(points)


def test_every_manner_is_heard_and_no_line_tells_a_grade() -> None:
    said: dict[Manner, set[str]] = {}
    for manner in Manner:
        rng = random.Random(1)
        lines = InterviewLines(manner, rng)
        said[manner] = {lines.opening(SETUP, role_named(SETUP.role))}
        for _ in range(40):
            said[manner] |= {lines.first(), lines.heard(), lines.passed(), lines.last(), lines.new_area("retrieval")}
            said[manner] |= {lines.probe(None), lines.probe("we divide by the root")}
        said[manner] |= {lines.closing(one) for one in (Ending(), Ending(True), Ending(short=True), Ending(ended=True))}
    assert not (said[Manner.FRIENDLY] & said[Manner.PRESSING])
    for line in set().union(*said.values()):
        assert "!" not in line and "{" not in line
        assert not {"correct", "right answer", "wrong", "well done", "good answer", "great"} & set(line.lower().split())


def test_a_lines_words_are_not_repeated_while_others_are_left() -> None:
    rng, used = random.Random(1), list[str]()
    for _ in range(4):
        used.append(InterviewLines(Manner.FRIENDLY, rng, used).heard())
    assert len(set(used)) == 4


# --- a language model


def test_a_language_model_words_the_follow_up(make_interviews: Make) -> None:
    line = "And what happens then?"
    interviews = make_interviews(wording=InterviewWording(FakeLanguageModel(f'{{"line": "{line}"}}')))
    interview = interviews.start(SETUP)
    interview = interviews.answer(interview.id, partial(asked(interview)))
    assert interview.turns[-1].said == line and interview.notice is None


def test_where_the_model_fails_the_follow_up_is_in_plain_words_and_says_so(
    make_interviews: Make,
) -> None:
    interviews = make_interviews(wording=InterviewWording(FakeLanguageModel(BackendFailed("fake:one timed out."))))
    interview = interviews.start(SETUP)
    interview = interviews.answer(interview.id, partial(asked(interview)))
    assert interview.turns[-1].kind is FOLLOW_UP
    assert interview.notice is not None and "timed out" in interview.notice


def test_areas_are_spoken_as_a_person_says_them() -> None:
    assert interview_lines.spoken_area("rag") == "retrieval-augmented generation"
    assert interview_lines.spoken_area("machine-learning") == "machine learning"
