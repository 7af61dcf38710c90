"""Answers are written in a thread of their own, so that a click, a refresh or another page never cuts one short.

A page follows its conversation's job and can leave and come back; Stop ends it after the event at hand.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from tutor.domain import AnswerSentence, Finished, SentenceReady, Status, Token
from tutor.domain.chat import ChatEvent, Mocked
from tutor.errors import TutorError

logger = logging.getLogger(__name__)
_WAIT_SECONDS = 0.15  # a page that waits looks up this often, so that it can be interrupted
FAILED = "The answer could not be written; the log of the program says why, and 'tutor doctor' looks for the cause."


@dataclass(frozen=True)
class Progress:
    """What of an answer there is so far."""

    status: str = "Reading the question"
    sentences: tuple[AnswerSentence, ...] = ()
    writing: str = ""
    error: str | None = None
    done: bool = False

    def after(self, event: ChatEvent) -> Progress:
        match event:
            case Status(step="writing"):  # from the beginning: also when a language model failed half-way
                return replace(self, status=event.text, sentences=(), writing="")
            case Status():
                return replace(self, status=event.text)
            case Token():
                return replace(self, writing=self.writing + event.text)
            case SentenceReady():
                return replace(self, sentences=(*self.sentences, event.sentence), writing="")
            case Finished():
                return replace(self, sentences=event.answer.sentences, writing="")
            case Mocked():
                return replace(self, sentences=(), writing="")


@dataclass
class Job:
    """One answer being written; `message_id` is set where it takes the place of an earlier one."""

    question: str
    message_id: str | None = None
    progress: Progress = Progress()
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _stopped: bool = False

    @property
    def running(self) -> bool:
        return not self.progress.done

    def stop(self) -> None:
        """End after the event at hand; what is finished is kept."""
        with self._changed:
            self._stopped = True
            self.progress = replace(self.progress, done=True)
            self._changed.notify_all()

    def follow(self) -> Iterator[Progress]:
        """The progress now, and again a few times a second, until it is done."""
        while True:
            with self._changed:
                seen = self.progress
            yield seen
            if seen.done:
                return
            with self._changed:
                self._changed.wait_for(lambda before=seen: self.progress is not before, _WAIT_SECONDS)  # type: ignore[misc]

    def run(self, events: Callable[[], Iterator[ChatEvent]]) -> None:
        """Follow `events` to their end; called in the job's own thread."""
        error: str | None = None
        try:
            for event in events():
                if not self._take(event):
                    break
        except TutorError as cause:
            error = str(cause)
        except Exception:
            logger.exception("an answer failed")
            error = FAILED
        with self._changed:
            self.progress = replace(self.progress, done=True, error=error)
            self._changed.notify_all()

    def _take(self, event: ChatEvent) -> bool:
        with self._changed:
            if self._stopped:
                return False
            self.progress = self.progress.after(event)
            self._changed.notify_all()
            return True


class Jobs:
    """The latest job of every conversation."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(
        self,
        conversation_id: str,
        question: str,
        events: Callable[[], Iterator[ChatEvent]],
        message_id: str | None = None,
    ) -> Job:
        """Begin, unless the conversation is being answered already: then that job."""
        with self._lock:
            current = self._jobs.get(conversation_id)
            if current is not None and current.running:
                return current
            job = self._jobs[conversation_id] = Job(question=question, message_id=message_id)
        threading.Thread(target=job.run, args=(events,), name="answer", daemon=True).start()
        return job

    def of(self, conversation_id: str | None) -> Job | None:
        with self._lock:
            return self._jobs.get(conversation_id) if conversation_id else None

    def forget(self, conversation_id: str) -> None:
        with self._lock:
            job = self._jobs.pop(conversation_id, None)
        if job is not None:
            job.stop()
