"""The clock of a mock interview, and what survives a pause, a closed page and a killed process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.held import CLOSING, OPENING, QUESTION, SETUP, Clock, Make, asked, partial, wait
from tutor.build import Tutor
from tutor.errors import PracticeError, RecordError
from tutor.practice.interviewing import LAPSE


def test_the_clock_counts_what_ran_and_no_pause(make_interviews: Make, clock: Clock) -> None:
    interviews = make_interviews()
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
    make_interviews: Make, clock: Clock
) -> None:
    interviews = make_interviews()
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


def test_when_the_time_is_up_the_answer_is_still_taken_and_then_it_closes(make_interviews: Make, clock: Clock) -> None:
    interviews = make_interviews()
    interview = interviews.start(SETUP)
    wait(interviews, interview, clock, 960)
    assert interviews.remaining(interviews.get(interview.id)) == 0
    interview = interviews.answer(interview.id, partial(asked(interview)))
    assert [one.kind for one in interview.turns] == [OPENING, QUESTION, CLOSING]
    assert interview.turns[1].attempt is not None and interview.turns[1].seconds == 960
    assert "Time is up" in interview.turns[-1].said
    with pytest.raises(PracticeError, match="over"):
        interviews.answer(interview.id, "More.")


def test_no_question_is_begun_that_cannot_be_answered(make_interviews: Make, clock: Clock) -> None:
    interviews = make_interviews()
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


def test_what_cannot_be_done_is_said(make_interviews: Make) -> None:
    interviews = make_interviews()
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
