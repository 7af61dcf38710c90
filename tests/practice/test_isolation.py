"""Nothing of one candidate is visible to another, or within another's reach, and forgetting leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.checking.notes import write_corpus
from tests.practice.lived import Lived, live
from tutor.build import Tutor
from tutor.domain import Feedback
from tutor.domain.chat import Mock
from tutor.errors import TutorError
from tutor.practice.exporting.exports import Exports
from tutor.practice.exporting.scope import Scope
from tutor.practice.progress import Progress
from tutor.practice.remembering import PastAnswers
from tutor.records import Candidate, Records
from tutor.records.answered import AnswersGiven
from tutor.records.attempts import Attempts, Cards
from tutor.records.interviews import InterviewRecords
from tutor.records.mock_messages import MockMessages
from tutor.records.shelf import Bookmarks, Drafts, MadeQuestions, Ticks
from tutor.records.tables import metadata

Reach = Callable[[Tutor, Lived], Any]

# Every public method that answers a question, asked by "bo" for what is ana's (`them`).
READS: dict[str, Reach] = {
    "Candidate.about": lambda bo, them: bo.candidate.about().role,
    "Records.conversations": lambda bo, them: bo.candidate.conversations.conversations(),
    "Records.conversation": lambda bo, them: bo.candidate.conversations.conversation(them.conversation_id),
    "Records.messages": lambda bo, them: bo.candidate.conversations.messages(them.conversation_id),
    "Records.turns": lambda bo, them: bo.candidate.conversations.turns(them.conversation_id),
    "Records.usage": lambda bo, them: bo.candidate.conversations.usage(),
    "AnswersGiven.all": lambda bo, them: bo.candidate.answers.all(),
    "Attempts.all": lambda bo, them: bo.candidate.attempts.all(),
    "Attempts.counts": lambda bo, them: bo.candidate.attempts.counts(),
    "Attempts.get": lambda bo, them: bo.candidate.attempts.get(them.attempt.id),
    "Attempts.of": lambda bo, them: bo.candidate.attempts.of(them.attempt.question.id),
    "Cards.all": lambda bo, them: bo.candidate.cards.all(),
    "Cards.due_until": lambda bo, them: bo.candidate.cards.due_until(bo.now() + timedelta(days=999)),
    "Cards.of": lambda bo, them: bo.candidate.cards.of(them.card.question_id),
    "InterviewRecords.all": lambda bo, them: bo.candidate.interviews.all(),
    "InterviewRecords.get": lambda bo, them: bo.candidate.interviews.get(them.interview.id),
    "InterviewRecords.open": lambda bo, them: bo.candidate.interviews.open(),
    "MadeQuestions.get": lambda bo, them: bo.candidate.made.get(them.made.id),
    "MadeQuestions.of": lambda bo, them: bo.candidate.made.of(),
    "Drafts.all": lambda bo, them: bo.candidate.drafts.all(),
    "Drafts.get": lambda bo, them: bo.candidate.drafts.get("answer:ana"),
    "Bookmarks.all": lambda bo, them: bo.candidate.bookmarks.all(),
    "Ticks.all": lambda bo, them: bo.candidate.ticks.all(),
    "Progress.areas": lambda bo, them: bo.progress.areas,
    "Progress.area_title": lambda bo, them: bo.progress.area_title("attention"),
    "Progress.checklist": lambda bo, them: bo.progress.checklist(),
    "Progress.coverage": lambda bo, them: bo.progress.coverage(),
    "Progress.readiness": lambda bo, them: bo.progress.readiness(),
    "Progress.scores": lambda bo, them: bo.progress.scores(),
    "Progress.retention": lambda bo, them: bo.progress.retention(),
    "Progress.calibration": lambda bo, them: bo.progress.calibration(),
    "Progress.projects": lambda bo, them: bo.progress.projects(),
    "PastAnswers.all": lambda bo, them: PastAnswers(bo.candidate).all(),
    "PastAnswers.search": lambda bo, them: PastAnswers(bo.candidate).search("ana attention"),
    "Exports.questions": lambda bo, them: [bo.exports.questions(scope, area="attention") for scope in Scope],
    "Exports.anki": lambda bo, them: bo.exports.anki(),
    "Exports.csv": lambda bo, them: bo.exports.csv(),
    "Exports.everything": lambda bo, them: {
        key: value for key, value in bo.exports.everything().items() if key not in {"exported_at", "profile"}
    },
}

# Every public method that changes something, tried by "bo" on what is ana's.
WRITES: dict[str, Reach] = {
    "Candidate.forget": lambda bo, them: bo.candidate.forget(),
    "Candidate.plan_for": lambda bo, them: bo.candidate.plan_for(None, "bo"),
    "Records.add_question": lambda bo, them: bo.records.add_question(them.conversation_id, "bo"),
    "Records.delete_conversation": lambda bo, them: bo.records.delete_conversation(them.conversation_id),
    "Records.ensure_conversation": lambda bo, them: bo.records.ensure_conversation(them.conversation_id),
    "Records.start_conversation": lambda bo, them: bo.records.start_conversation("bo"),
    "Records.rename": lambda bo, them: bo.records.rename(them.conversation_id, "bo"),
    "Records.save_sentences": lambda bo, them: bo.records.save_sentences(them.message_id, ()),
    "Records.finish_answer": lambda bo, them: bo.records.finish_answer(them.message_id, bo.ask("What is it?")),
    "Records.give_feedback": lambda bo, them: bo.records.give_feedback(them.message_id, Feedback(helpful=True)),
    "MockMessages.finish": lambda bo, them: bo.candidate.mock_messages.finish(them.message_id, "bo", Mock()),
    "Attempts.add": lambda bo, them: bo.candidate.attempts.add(them.attempt),
    "Attempts.change": lambda bo, them: bo.candidate.attempts.change(them.attempt.model_copy(update={"answer": "bo"})),
    "Cards.put": lambda bo, them: bo.candidate.cards.put(them.card.model_copy(update={"lapses": 9})),
    "Cards.remove": lambda bo, them: bo.candidate.cards.remove([them.card.question_id]),
    "InterviewRecords.put": lambda bo, them: bo.candidate.interviews.put(
        them.interview.model_copy(update={"notes": "bo"})
    ),
    "InterviewRecords.remove": lambda bo, them: bo.candidate.interviews.remove(them.interview.id),
    "MadeQuestions.put": lambda bo, them: bo.candidate.made.put(them.made.model_copy(update={"text": "bo"})),
    "Drafts.save": lambda bo, them: bo.candidate.drafts.save("answer:ana", ""),
    "Bookmarks.add": lambda bo, them: bo.candidate.bookmarks.add("bo", citation=None),
    "Bookmarks.annotate": lambda bo, them: bo.candidate.bookmarks.annotate(them.bookmark.id, "bo"),
    "Bookmarks.remove": lambda bo, them: bo.candidate.bookmarks.remove(them.bookmark.id),
    "Ticks.set": lambda bo, them: bo.candidate.ticks.set("step:ana", False),
    "Progress.mark_read": lambda bo, them: bo.progress.mark_read(them.made.document, False),
    "Progress.tick": lambda bo, them: bo.progress.tick("ana", False),
}
OWNED = (
    Candidate, Records, AnswersGiven, MockMessages, Attempts, Cards, InterviewRecords, MadeQuestions, Drafts, Bookmarks,
    Ticks, Progress, Exports, PastAnswers,
)  # fmt: skip
PARTS = {
    "answers", "attempts", "bookmarks", "cards", "conversations", "drafts", "interviews", "made", "mock_messages",
    "ticks",
}  # fmt: skip


@pytest.fixture
def library(tutor: Tutor, tmp_path: Path) -> Tutor:
    tutor.ingest([write_corpus(tmp_path / "notes")])
    for name in ("ana", "bo"):
        tutor.profiles.add(name)
    return tutor


def rows(tutor: Tutor) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the history."""
    with tutor.store.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def seen(read: Reach, bo: Tutor, them: Lived) -> object:
    try:
        return read(bo, them)
    except TutorError as error:
        return str(error)


def test_no_method_is_forgotten_here() -> None:
    public = {f"{owner.__name__}.{name}" for owner in OWNED for name in vars(owner) if not name.startswith("_")}
    parts = {f"Candidate.{name}" for name in PARTS}
    assert public - parts == READS.keys() | WRITES.keys()


def test_what_one_does_the_other_never_sees(library: Tutor) -> None:
    ana, bo = library.as_profile("ana"), library.as_profile("bo")
    nobody = live(library.as_profile("nobody"), "nobody")  # of the same shape; bo never saw it either
    library.as_profile("nobody").candidate.forget()
    before = {name: seen(read, bo, nobody) for name, read in READS.items()}
    them = live(ana, "ana")
    after = {name: seen(read, bo, them) for name, read in READS.items()}
    named = {
        "Records.conversation",
        "Attempts.get",
        "InterviewRecords.get",
    }  # the refusal names the id that was asked for
    for name in READS.keys() - named:
        assert after[name] == before[name], name
    for name in named:
        assert isinstance(after[name], str) and "there is no" in after[name], name


def test_what_one_does_is_there_for_themselves(library: Tutor) -> None:
    """The reads above are not empty for want of anything to see."""
    ana, bo = library.as_profile("ana"), library.as_profile("bo")
    them = live(ana, "ana")
    same = {
        "Progress.areas", "Progress.area_title",  # what the library holds, whoever looks
        "Progress.projects", "Progress.readiness", "Progress.retention", "Records.usage",  # too little was done
    }  # fmt: skip
    for name in READS.keys() - same:
        assert seen(READS[name], ana, them) != seen(READS[name], bo, them), name


@pytest.mark.parametrize("name", WRITES)
def test_nobody_reaches_what_is_anothers(library: Tutor, name: str) -> None:
    ana, bo = library.as_profile("ana"), library.as_profile("bo")
    them = live(ana, "ana")
    before = ana.exports.everything() | {"exported_at": None}
    seen(WRITES[name], bo, them)
    assert ana.exports.everything() | {"exported_at": None} == before


def test_forgetting_leaves_no_row_and_takes_none_of_another(library: Tutor) -> None:
    ana, bo = library.as_profile("ana"), library.as_profile("bo")
    live(bo, "bo")
    library.as_profile("ana").candidate.forget()
    before = rows(library)
    assert all(before.values()), "a row in every table, so that every table is tried"
    library.profiles.add("ana")
    live(ana, "ana")
    lived = rows(library)
    assert all(len(lived[name]) > len(before[name]) for name in lived)
    ana.candidate.forget()
    assert rows(library) == before
    assert "ana" not in {one.name for one in library.profiles.all()}
