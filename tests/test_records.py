"""Conversations are stored as they are made, and deleted without a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from tutor.build import Tutor
from tutor.domain import AnswerEvent, Feedback, Finished, SentenceReady
from tutor.errors import RecordError
from tutor.recording import record_answer
from tutor.records import Records, create_tables

QUESTION = "Why are attention scores divided by the square root of the key dimension?"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path / 'records.db'}")
    yield made
    made.dispose()


@pytest.fixture
def records(engine: Engine) -> Records:
    """On a clock that moves one minute a look."""
    moments = (datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=number) for number in range(10_000))
    create_tables(engine)
    return Records(engine, clock=lambda: next(moments))


def rows(engine: Engine) -> dict[str, int]:
    tables = ("conversations", "messages", "citations", "feedback")
    with engine.connect() as connection:
        return {one: int(connection.execute(text(f"SELECT count(*) FROM {one}")).scalar_one()) for one in tables}


def test_a_question_is_stored_before_its_answer(records: Records) -> None:
    talk = records.start_conversation()
    records.add_question(talk.id, "Why?")
    asked, answered = records.messages(talk.id)
    assert (asked.role, asked.text, asked.state) == ("user", "Why?", "complete")
    assert (answered.role, answered.text, answered.state, answered.answer) == ("assistant", "", "writing", None)


def test_an_answer_is_stored_with_its_citations_and_read_back_the_same(
    records: Records, engine: Engine, corpus_library: Tutor
) -> None:
    talk = records.start_conversation()
    message = records.add_question(talk.id, QUESTION)
    events = list(record_answer(records, message, corpus_library.stream(QUESTION)))
    last = events[-1]
    assert isinstance(last, Finished)
    stored = records.messages(talk.id)[1]
    assert (stored.state, stored.answer) == ("complete", last.answer)
    assert rows(engine)["citations"] == sum(len(one.citations) for one in last.answer.sentences) > 0


def test_a_stream_closed_early_keeps_its_finished_sentences(records: Records, corpus_library: Tutor) -> None:
    talk = records.start_conversation()
    message = records.add_question(talk.id, QUESTION)
    seen: list[SentenceReady] = []
    with closing(_generator(record_answer(records, message, corpus_library.stream(QUESTION)))) as events:
        for event in events:
            if isinstance(event, SentenceReady):
                seen.append(event)
                if len(seen) == 2:
                    break
    stored = records.messages(talk.id)[1]
    assert (stored.state, stored.answer) == ("writing", None)
    assert stored.sentences == tuple(one.sentence for one in seen)
    assert stored.text == " ".join(one.sentence.text for one in seen)


def _generator(events: Iterator[AnswerEvent]) -> Iterator[AnswerEvent]:
    yield from events


def test_a_conversation_is_called_by_its_first_question(records: Records) -> None:
    talk = records.start_conversation()
    records.add_question(
        talk.id, "Why are  attention scores\nscaled by the square root of the dimension of their keys?"
    )
    records.add_question(talk.id, "Another question")
    title = records.conversation(talk.id).title
    assert title.startswith("Why are attention scores scaled by") and title.endswith("…") and len(title) <= 61


def test_conversations_are_listed_latest_first(records: Records) -> None:
    first, second = records.start_conversation(), records.start_conversation()
    records.add_question(first.id, "Later")
    assert [one.id for one in records.conversations()] == [first.id, second.id]


def test_deleting_leaves_no_row_behind(records: Records, engine: Engine, corpus_library: Tutor) -> None:
    kept, gone = records.start_conversation(), records.start_conversation()
    for talk in (kept, gone):
        message = records.add_question(talk.id, QUESTION)
        list(record_answer(records, message, corpus_library.stream(QUESTION)))
        records.give_feedback(message, Feedback(helpful=True))
    before = rows(engine)
    records.delete_conversation(gone.id)
    assert {name: 2 * number for name, number in rows(engine).items()} == before
    with pytest.raises(RecordError):
        records.conversation(gone.id)


def test_feedback_takes_the_place_of_earlier_feedback(records: Records) -> None:
    talk = records.start_conversation()
    message = records.add_question(talk.id, "Why?")
    records.give_feedback(message, Feedback(helpful=True))
    records.give_feedback(message, Feedback(helpful=False, reason="It is wrong."))
    assert records.messages(talk.id)[1].feedback == Feedback(helpful=False, reason="It is wrong.")


def test_turns_are_what_was_said(records: Records) -> None:
    talk = records.start_conversation()
    records.add_question(talk.id, "Why?")
    assert [(one.role, one.text) for one in records.turns(talk.id)] == [("user", "Why?")]


@pytest.mark.parametrize("name", ["", "x" * 33])
def test_an_id_that_cannot_be_kept_is_refused(records: Records, name: str) -> None:
    with pytest.raises(RecordError):
        records.ensure_conversation(name)


def test_what_is_not_there_is_a_record_error(records: Records) -> None:
    for call in (
        lambda: records.conversation("none"),
        lambda: records.add_question("none", "Why?"),
        lambda: records.give_feedback("none", Feedback(helpful=True)),
        lambda: records.rename("none", "   "),
    ):
        with pytest.raises(RecordError):
            call()


def test_a_script_may_name_its_conversation(records: Records) -> None:
    assert records.ensure_conversation("mine") == records.ensure_conversation("mine")
    assert len(records.conversations()) == 1


def test_eight_threads_ask_in_conversations_of_their_own(
    tutor: Tutor, tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    (tmp_path / "note.md").write_text(
        "# Ranks\n\nThe rank decides how many parameters are trained.\n", encoding="utf-8"
    )
    tutor.ingest([tmp_path / "note.md"])

    def talk(number: int) -> str:
        mine = tutor.as_profile(f"p{number}")
        conversation = mine.records.start_conversation()
        for _ in range(3):
            mine.ask("What does the rank decide?", conversation_id=conversation.id)
        return conversation.id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(talk, range(8)))
    for number, one in enumerate(ids):
        messages = tutor.as_profile(f"p{number}").records.messages(one)
        assert [message.role for message in messages] == ["user", "assistant"] * 3
        assert {message.state for message in messages} == {"complete"}


def test_a_conversation_survives_the_process(
    corpus_library: Tutor, tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    first = open_tutor_at(tmp_path / "data")
    talk = first.records.start_conversation()
    first.ask(QUESTION, conversation_id=talk.id)
    first.close()
    again = open_tutor_at(tmp_path / "data").records
    assert again.messages(talk.id)[0].text == QUESTION
    assert again.messages(talk.id)[1].state == "complete"
