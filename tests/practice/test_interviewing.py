"""Mock interviews over the shipped corpus: what is said in which order, the clock, and what survives."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.fakes import FakeLanguageModel
from tutor.build import Tutor
from tutor.desk import Desk
from tutor.domain import (
    Interview,
    InterviewSetup,
    InterviewTurn,
    Manner,
    Minutes,
    Place,
    PointStatus,
    Question,
    TurnKind,
)
from tutor.errors import BackendFailed, PracticeError, RecordError
from tutor.practice import interview_lines
from tutor.practice.interview_flow import awaited
from tutor.practice.interview_lines import Ending, InterviewLines
from tutor.practice.interview_wording import InterviewWording, gives_away
from tutor.practice.interviewing import LAPSE, Interviews
from tutor.practice.roles import ROLES, role_named

SETUP = InterviewSetup(role="rag-engineer", level="intermediate", minutes=15)
OPENING, QUESTION, FOLLOW_UP, CLOSING = TurnKind.OPENING, TurnKind.QUESTION, TurnKind.FOLLOW_UP, TurnKind.CLOSING


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(corpus_library: Tutor, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Interviews]:
    """Interviews of a new candidate, wired as the program wires them but for the clock and the seed."""
    monkeypatch.setattr(corpus_library.parts, "clock", clock)

    def made(seed: int = 1, wording: InterviewWording | None = None) -> Interviews:
        rng = random.Random(seed)
        desk = Desk(corpus_library.parts, uuid.uuid4().hex, rng)
        return Interviews(desk.practice, desk.candidate, clock, rng, wording)

    return made


def wait(interviews: Interviews, interview: Interview, clock: Clock, seconds: int) -> None:
    """Time passes while somebody looks at the page."""
    for _ in range(seconds // 10):
        clock.move(10)
        interviews.beat(interview.id)
    clock.move(seconds % 10)


def asked(interview: Interview) -> Question:
    turn = awaited(interview)
    assert turn is not None and turn.question is not None
    return turn.question


def partial(question: Question) -> str:
    """An honest answer that says the first two points and leaves the others out."""
    return " ".join(one.text for one in question.rubric[:2])


def full(question: Question) -> str:
    return " ".join(one.text for one in question.rubric)


def hold(
    interviews: Interviews,
    clock: Clock,
    setup: InterviewSetup = SETUP,
    *,
    answer: Callable[[Question], str] = partial,
    seconds: int = 100,
) -> Interview:
    """A whole interview."""
    interview = interviews.start(setup)
    while interview.state == "running":
        wait(interviews, interview, clock, seconds)
        interview = interviews.answer(interview.id, answer(asked(interview)))
    return interview


# --- what is said


def test_a_whole_interview_goes_from_the_opening_to_the_closing(make: Callable[..., Interviews], clock: Clock) -> None:
    interviews = make()
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


def test_the_same_seed_holds_the_same_interview(make: Callable[..., Interviews], clock: Clock) -> None:
    first, again, other = (hold(make(seed), clock, seconds=280) for seed in (3, 3, 4))
    assert [one.said for one in first.turns] == [one.said for one in again.turns]
    assert [one.said for one in first.turns] != [one.said for one in other.turns]


def test_the_opening_says_what_comes_and_how_long(make: Callable[..., Interviews]) -> None:
    said = make().start(SETUP.model_copy(update={"minutes": 45, "manner": Manner.FRIENDLY})).turns[0].said
    assert "45 minutes" in said and "LLM and RAG engineer" in said and "questions of different kinds" in said


def test_a_follow_up_is_aimed_at_a_missed_point_and_graded_on_it_alone(make: Callable[..., Interviews]) -> None:
    interviews = make()
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


def test_only_questions_come_back_for_review_and_not_their_follow_ups(
    make: Callable[..., Interviews], clock: Clock
) -> None:
    interviews = make()
    done = hold(interviews, clock)
    cards = {one.question_id for one in interviews._candidate.cards.all()}
    assert cards == {one.question.id for one in done.turns if one.kind is QUESTION and one.attempt and one.question}


def test_there_is_no_follow_up_after_a_full_answer_nor_after_a_pass(
    make: Callable[..., Interviews], clock: Clock
) -> None:
    assert FOLLOW_UP not in {one.kind for one in hold(make(), clock, answer=full).turns}
    interviews = make()
    interview = interviews.start(SETUP)
    passed = interviews.skip(interview.id)
    assert passed.turns[-1].kind is QUESTION
    assert passed.turns[-2].answer == "" and passed.turns[-2].attempt is not None


@pytest.mark.parametrize(("manner", "most"), [(Manner.FRIENDLY, 1), (Manner.NEUTRAL, 1), (Manner.PRESSING, 2)])
def test_pressing_digs_twice(make: Callable[..., Interviews], clock: Clock, manner: Manner, most: int) -> None:
    setup = SETUP.model_copy(update={"manner": manner})
    interviews = make()
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


# --- the clock


def test_the_clock_counts_what_ran_and_no_pause(make: Callable[..., Interviews], clock: Clock) -> None:
    interviews = make()
    interview = interviews.start(SETUP)
    assert interviews.remaining(interview) == 900
    wait(interviews, interview, clock, 65)
    interview = interviews.pause(interview.id)
    assert (interview.state, interview.spent) == ("paused", 65)
    clock.move(4000)
    assert interviews.remaining(interviews.get(interview.id)) == 835
    interview = interviews.resume(interview.id)
    wait(interviews, interview, clock, 20)
    assert interviews.pause(interview.id).spent == 85
    assert interviews.pause(interview.id).spent == 85, "pausing twice is pausing once"
    interview = interviews.resume(interview.id)
    clock.move(5.5)
    interview = interviews.answer(interview.id, "An answer.")
    assert interview.spent == 90.5
    assert interview.turns[1].seconds == 90


def test_an_interview_that_nobody_looks_at_is_paused_since_it_was_last_seen(
    make: Callable[..., Interviews], clock: Clock
) -> None:
    interviews = make()
    interview = interviews.start(SETUP)
    wait(interviews, interview, clock, 50)
    clock.move(LAPSE.total_seconds())
    assert interviews.get(interview.id).state == "running", "a slow page is not a closed one"
    clock.move(3600)
    found = interviews.current()
    assert found is not None and (found.state, found.spent) == ("paused", 50)
    clock.move(3600)
    assert interviews.beat(interview.id).state == "paused", "looking at a pause does not end it"
    assert interviews.resume(interview.id).spent == 50


def test_when_the_time_is_up_the_answer_is_still_taken_and_then_it_closes(
    make: Callable[..., Interviews], clock: Clock
) -> None:
    interviews = make()
    interview = interviews.start(SETUP)
    wait(interviews, interview, clock, 960)
    assert interviews.remaining(interviews.get(interview.id)) == 0
    interview = interviews.answer(interview.id, partial(asked(interview)))
    assert [one.kind for one in interview.turns] == [OPENING, QUESTION, CLOSING]
    assert interview.turns[1].attempt is not None and interview.turns[1].seconds == 960
    assert "Time is up" in interview.turns[-1].said
    with pytest.raises(PracticeError, match="over"):
        interviews.answer(interview.id, "More.")


def test_no_question_is_begun_that_cannot_be_answered(make: Callable[..., Interviews], clock: Clock) -> None:
    interviews = make()
    interview = interviews.start(SETUP)
    wait(interviews, interview, clock, 870)
    interview = interviews.answer(interview.id, partial(asked(interview)))
    assert interview.turns[-1].kind is CLOSING and "too short" in interview.turns[-1].said


# --- what survives


def test_a_killed_process_loses_nothing(data_dir: Path, open_tutor_at: Callable[[Path], Tutor], tmp_path: Path) -> None:
    tutor = open_tutor_at(data_dir)
    tutor.ingest([write_corpus(tmp_path / "notes")])
    begun = tutor.interviews.start(SETUP)
    tutor.interviews.save_draft(begun.id, "Half an ans")
    tutor.interviews.save_notes(begun.id, "ask about the team")
    again = open_tutor_at(data_dir)  # the first was never closed
    found = again.interviews.current()
    assert found is not None
    assert (found.id, found.turns, found.draft, found.notes) == (
        begun.id,
        begun.turns,
        "Half an ans",
        "ask about the team",
    )
    went_on = again.interviews.answer(found.id, "Half an answer is better than none.")
    assert went_on.turns[1].answer == "Half an answer is better than none." and went_on.draft == ""
    done = again.interviews.finish(found.id)
    assert done.notes == "ask about the team"
    assert again.interviews.report(done.id).interview.notes == "ask about the team"
    assert again.as_profile("somebody else").interviews.all() == []
    with pytest.raises(RecordError):
        again.as_profile("somebody else").interviews.get(done.id)


def test_a_small_library_is_asked_about_whatever_the_role(tutor: Tutor, tmp_path: Path) -> None:
    with pytest.raises(PracticeError, match="no question for this interview"):
        tutor.interviews.start(SETUP)
    tutor.ingest([write_corpus(tmp_path / "notes")])
    interview = tutor.interviews.start(SETUP)
    assert {one.document for one in interview.plan} <= {one.name for one in tutor.documents()}


def test_what_cannot_be_done_is_said(make: Callable[..., Interviews]) -> None:
    interviews = make()
    with pytest.raises(PracticeError, match="no role 'pilot'"):
        interviews.start(SETUP.model_copy(update={"role": "pilot"}))
    interview = interviews.start(SETUP)
    with pytest.raises(PracticeError, match="empty"):
        interviews.answer(interview.id, "  \n")
    with pytest.raises(PracticeError, match="not finished"):
        interviews.report(interview.id)
    with pytest.raises(RecordError):
        interviews.get("none")
    second = interviews.start(SETUP)
    assert interviews.get(interview.id).state == "finished", "a new one ends the one before"
    assert interviews.current() == second


# --- roles and plans


def test_the_roles_weigh_areas_of_the_syllabus(corpus_library: Tutor) -> None:
    areas = {one.area for one in corpus_library.documents()}
    assert 6 <= len(ROLES) <= 8
    for role in ROLES:
        assert set(role.areas) <= areas, role.name
        assert role_named(role.title) is role


@pytest.mark.parametrize("role", [one.name for one in ROLES])
def test_each_role_is_asked_about_its_areas_in_mixed_kinds(make: Callable[..., Interviews], role: str) -> None:
    counts: dict[Minutes, int] = {}
    for minutes in (15, 45):
        plan = make().start(InterviewSetup(role=role, level="intermediate", minutes=minutes)).plan
        counts[minutes] = len(plan)
        assert all(one.area in role_named(role).areas or one.area == "interview-craft" for one in plan)
        assert all(first.kind is not second.kind for first, second in pairwise(plan))
    assert len({one.kind for one in plan}) >= 6 and len({one.area for one in plan}) >= 5
    assert counts[45] > 2 * counts[15]


def test_an_interview_can_be_about_chosen_areas(make: Callable[..., Interviews]) -> None:
    plan = make().start(SETUP.model_copy(update={"areas": ("statistics",)})).plan
    assert {one.area for one in plan} <= {"statistics", "interview-craft"}
    assert "statistics" in {one.area for one in plan}


# --- a language model


def test_a_language_model_words_the_follow_up(make: Callable[..., Interviews]) -> None:
    line = "And what happens then?"
    interviews = make(wording=InterviewWording(FakeLanguageModel(f'{{"line": "{line}"}}')))
    interview = interviews.start(SETUP)
    interview = interviews.answer(interview.id, partial(asked(interview)))
    assert interview.turns[-1].said == line and interview.notice is None


def test_where_the_model_fails_the_follow_up_is_in_plain_words_and_says_so(make: Callable[..., Interviews]) -> None:
    interviews = make(wording=InterviewWording(FakeLanguageModel(BackendFailed("fake:one timed out."))))
    interview = interviews.start(SETUP)
    interview = interviews.answer(interview.id, partial(asked(interview)))
    assert interview.turns[-1].kind is FOLLOW_UP
    assert interview.notice is not None and "timed out" in interview.notice


def test_areas_are_spoken_as_a_person_says_them() -> None:
    assert interview_lines.spoken_area("rag") == "retrieval-augmented generation"
    assert interview_lines.spoken_area("machine-learning") == "machine learning"
