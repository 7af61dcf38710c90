"""Answers in threads of their own: followed, left, stopped, failed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from tutor.domain import AnswerEvent, AnswerSentence, SentenceReady, Status, Support, Token
from tutor.errors import RecordError
from tutor.ui.jobs import FAILED, Job, Jobs


def ready(text: str) -> SentenceReady:
    return SentenceReady(sentence=AnswerSentence(text=text, support=Support.SUPPORTED, support_score=1.0))


def finish(job: Job) -> None:
    for _ in job.follow():
        pass


def test_progress_is_followed_to_its_end() -> None:
    events: list[AnswerEvent] = [Status(step="writing", text="Writing"), Token(text="The var"), ready("The variance.")]
    job = Jobs().start("c", "why?", lambda: iter(events))
    finish(job)
    assert job.progress.status == "Writing"
    assert [one.text for one in job.progress.sentences] == ["The variance."]
    assert job.progress.writing == ""
    assert not job.running


def test_a_page_can_leave_and_come_back() -> None:
    gate = threading.Event()

    def events() -> Iterator[AnswerEvent]:
        yield ready("One.")
        gate.wait(30)
        yield ready("Two.")

    jobs = Jobs()
    first = jobs.start("c", "why?", events)
    next(first.follow())
    assert jobs.of("c") is first and first.running
    gate.set()
    finish(first)
    assert len(first.progress.sentences) == 2


def test_a_conversation_is_answered_once_at_a_time() -> None:
    gate = threading.Event()

    def events() -> Iterator[AnswerEvent]:
        gate.wait(30)
        yield ready("One.")

    jobs = Jobs()
    first = jobs.start("c", "why?", events)
    assert jobs.start("c", "and?", events) is first
    gate.set()
    finish(first)
    again = jobs.start("c", "and?", events)
    assert again is not first
    finish(again)


def test_stop_keeps_what_is_written_and_ends_the_stream() -> None:
    gate, closed = threading.Event(), threading.Event()

    def events() -> Iterator[AnswerEvent]:
        try:
            yield ready("One.")
            gate.wait(30)
            yield ready("Two.")
        finally:
            closed.set()

    job = Jobs().start("c", "why?", events)
    while not job.progress.sentences:
        next(job.follow())
    job.stop()
    finish(job)
    gate.set()
    assert closed.wait(30)
    assert [one.text for one in job.progress.sentences] == ["One."]


@pytest.mark.parametrize(
    ("failure", "said"), [(RecordError("the disk is full"), "the disk is full"), (ValueError("secret detail"), FAILED)]
)
def test_a_failure_is_one_sentence(failure: Exception, said: str) -> None:
    def fails() -> Iterator[AnswerEvent]:
        raise failure
        yield

    events: Callable[[], Iterator[AnswerEvent]] = fails
    job = Jobs().start("c", "why?", events)
    finish(job)
    assert job.progress.error == said
