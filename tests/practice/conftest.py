"""What the tests of practice share: a clock that stands still, interviews on it, and a conversation on three notes."""

from __future__ import annotations

import random
import uuid
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.held import Clock, Make
from tutor.build import Tutor
from tutor.desk import Desk
from tutor.practice.interview_wording import InterviewWording
from tutor.practice.interviewing import Interviews


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_interviews(corpus_library: Tutor, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Interviews of a new candidate, wired as the program wires them but for the clock and the seed."""
    monkeypatch.setattr(corpus_library.parts, "clock", clock)

    def made(seed: int = 1, wording: InterviewWording | None = None) -> Interviews:
        rng = random.Random(seed)
        desk = Desk(corpus_library.parts, uuid.uuid4().hex, rng)
        return Interviews(desk.practice, desk.candidate, clock, rng, wording)

    return made


@pytest.fixture
def small(tutor: Tutor, tmp_path: Path) -> Tutor:
    """A library with three questions."""
    tutor.ingest([write_corpus(tmp_path / "notes")])
    return tutor


@pytest.fixture
def conversation(small: Tutor) -> str:
    return small.records.start_conversation().id
