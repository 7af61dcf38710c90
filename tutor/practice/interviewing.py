"""Mock interviews of one candidate: one line at a time, each written down before it is seen."""

from __future__ import annotations

import random
import threading
import uuid
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from tutor.domain import Interview, InterviewReport, InterviewSetup, Place, TurnKind
from tutor.errors import PracticeError
from tutor.practice.interview_flow import Interviewer, WordsFollowUps, awaited
from tutor.practice.interview_lines import Ending
from tutor.practice.interview_plan import plan_interview
from tutor.practice.interview_report import report_of
from tutor.practice.roles import role_named
from tutor.records import Candidate, Clock

if TYPE_CHECKING:
    from tutor.practice.practising import Practice

LAPSE = timedelta(seconds=30)  # unseen for so long, an interview counts as paused since it was last seen
_writing: dict[str, threading.RLock] = {}  # by interview: a page's heartbeat and its answer take turns


class Interviews:
    """One candidate's mock interviews.  Thread-safe within a process."""

    def __init__(
        self,
        practice: Practice,
        candidate: Candidate,
        clock: Clock,
        rng: random.Random,
        wording: WordsFollowUps | None = None,
    ) -> None:
        self._practice = practice
        self._candidate = candidate
        self._clock = clock
        self._rng = rng
        self._interviewer = Interviewer(rng, wording)

    # --- finding

    def current(self) -> Interview | None:
        """The latest interview that is running or paused."""
        found = self._candidate.interviews.open()
        return self.get(found.id) if found is not None else None

    def all(self) -> list[Interview]:
        """Latest first."""
        return self._candidate.interviews.all()

    def get(self, interview_id: str) -> Interview:
        """The interview as it stands now, with its draft and notes.  Raises RecordError."""
        with _turn(interview_id):
            found = self._candidate.interviews.get(interview_id)
            settled = self._settled(found)
            if settled != found:
                self._candidate.interviews.put(settled)
        if found.state == "finished":
            return settled
        drafts = self._candidate.drafts
        return settled.model_copy(
            update={"draft": drafts.get(draft_key(settled)), "notes": drafts.get(notes_key(interview_id))}
        )

    def remaining(self, interview: Interview) -> int:
        """Seconds left, pauses left out; 0 when the time is up."""
        return max(0, ceil(interview.setup.minutes * 60 - self.spent(interview)))

    def spent(self, interview: Interview) -> float:
        """Seconds it ran, pauses left out."""
        if interview.resumed_at is None:
            return interview.spent
        return interview.spent + _seconds(interview.resumed_at, self._clock())

    def report(self, interview_id: str) -> InterviewReport:
        """What a finished interview showed; raises PracticeError while it is not finished."""
        interview = self.get(interview_id)
        if interview.state != "finished":
            raise PracticeError("this interview is not finished yet; end it to see its report")
        return report_of(interview)

    # --- the interview

    def start(self, setup: InterviewSetup) -> Interview:
        """Plan an interview, open it and ask the first question.  One that is still open is finished first.

        Raises PracticeError for a role that is not known, and where the library has no question for it.
        """
        role = role_named(setup.role)
        plan = plan_interview(setup, role, self._practice, rng=self._rng)
        while (still_open := self.current()) is not None:
            self.finish(still_open.id)
        now = self._clock()
        blank = Interview(
            id=uuid.uuid4().hex,
            setup=setup.model_copy(update={"role": role.name}),
            state="running",
            plan=plan,
            turns=(),
            resumed_at=now,
            seen_at=now,
            created_at=now,
        )
        interview = self._interviewer.opened(blank)
        self._candidate.interviews.put(interview)
        return interview

    def save_draft(self, interview_id: str, text: str) -> None:
        """Keep what is typed so far as the answer to the open line."""
        self._candidate.drafts.save(draft_key(self._candidate.interviews.get(interview_id)), text)

    def save_notes(self, interview_id: str, text: str) -> None:
        """Keep the candidate's own notes, which nobody grades."""
        interview = self._candidate.interviews.get(interview_id)
        if interview.state == "finished":
            self._candidate.interviews.put(interview.model_copy(update={"notes": text}))
        else:
            self._candidate.drafts.save(notes_key(interview_id), text)

    def beat(self, interview_id: str) -> Interview:
        """Say that the interview is being looked at; without this it counts as paused after LAPSE."""
        with _turn(interview_id):
            interview = self.get(interview_id)
            if interview.state == "running":
                interview = self._put(interview.model_copy(update={"seen_at": self._clock()}))
            return interview

    def answer(self, interview_id: str, text: str, guess: float | None = None) -> Interview:
        """Grade an answer to the open line (nothing of the grade is shown) and append the next line.

        An answer after the time is up is still taken.  Raises PracticeError for an empty one.
        """
        if not text.strip():
            raise PracticeError("the answer is empty; type one, or pass")
        return self._answered(interview_id, text, guess)

    def skip(self, interview_id: str) -> Interview:
        """Pass on the open line: it counts as answered with nothing."""
        return self._answered(interview_id, "", None)

    def pause(self, interview_id: str) -> Interview:
        """Stop the clock."""
        with _turn(interview_id):
            return self._put(self._stopped(self.get(interview_id), self._clock()))

    def resume(self, interview_id: str) -> Interview:
        """Let the clock run again."""
        with _turn(interview_id):
            return self._put(self._started(self.get(interview_id)))

    def finish(self, interview_id: str) -> Interview:
        """End the interview; the open line stays unanswered."""
        with _turn(interview_id):
            interview = self.get(interview_id)
            if interview.state == "finished":
                return interview
            stopped = self._stopped(interview, self._clock())
            return self._close(self._interviewer.closed(stopped, Ending(ended=True)))

    # --- inside

    def _answered(self, interview_id: str, text: str, guess: float | None) -> Interview:
        with _turn(interview_id):
            interview = self.get(interview_id)
            turn = awaited(interview)
            if turn is None or turn.question is None:
                raise PracticeError("this interview is over; its report is ready")
            stopped = self._stopped(interview, self._clock())
            seconds = max(0, round(stopped.spent) - sum(one.seconds for one in interview.turns))
            attempt = self._practice.answer(
                turn.question,
                text,
                guess=guess,
                seconds=seconds,
                place=Place.INTERVIEW,
                schedule=turn.kind is TurnKind.QUESTION,
            )
            self._candidate.drafts.save(draft_key(interview), "")
            done = turn.model_copy(update={"answer": text, "attempt": attempt, "seconds": seconds})
            turns = (*interview.turns[:-1], done)
            went_on = self._interviewer.went_on(stopped.model_copy(update={"turns": turns, "draft": ""}))
            # The clock runs again only now: grading and wording took none of the candidate's time.
            return self._close(went_on) if awaited(went_on) is None else self._put(self._started(went_on))

    def _put(self, interview: Interview) -> Interview:
        """Write it down without what is kept as a draft beside it."""
        self._candidate.interviews.put(interview.model_copy(update={"draft": "", "notes": ""}))
        return interview

    def _close(self, interview: Interview) -> Interview:
        """Finished, with the notes kept in it."""
        now = self._clock()
        drafts = self._candidate.drafts
        notes = drafts.get(notes_key(interview.id))
        drafts.save(notes_key(interview.id), "")
        for number in range(len(interview.turns) + 1):  # a page may have kept a draft once more after it was sent
            drafts.save(_draft_key(interview.id, number), "")
        finished = interview.model_copy(
            update={"state": "finished", "resumed_at": None, "finished_at": now, "draft": "", "notes": notes}
        )
        self._candidate.interviews.put(finished)
        return finished

    def _started(self, interview: Interview) -> Interview:
        if interview.state == "finished" or interview.resumed_at is not None:
            return interview
        now = self._clock()
        return interview.model_copy(update={"state": "running", "resumed_at": now, "seen_at": now})

    def _settled(self, interview: Interview) -> Interview:
        """Paused since it was last seen, where nobody looked at it for longer than LAPSE."""
        seen = interview.seen_at
        if interview.state != "running" or seen is None or self._clock() - seen <= LAPSE:
            return interview
        return self._stopped(interview, seen)

    def _stopped(self, interview: Interview, moment: datetime) -> Interview:
        if interview.resumed_at is None:
            return interview
        ran = _seconds(interview.resumed_at, moment)
        return interview.model_copy(update={"state": "paused", "spent": interview.spent + ran, "resumed_at": None})


def draft_key(interview: Interview) -> str:
    """What the draft of the open line's answer is kept under."""
    return _draft_key(interview.id, len(interview.turns))


def _draft_key(interview_id: str, turns: int) -> str:
    return f"interview:{interview_id}:{turns}"


def notes_key(interview_id: str) -> str:
    """What the candidate's notes are kept under while the interview is open."""
    return f"interview:{interview_id}:notes"


def _turn(interview_id: str) -> threading.RLock:
    return _writing.setdefault(interview_id, threading.RLock())


def _seconds(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds())
