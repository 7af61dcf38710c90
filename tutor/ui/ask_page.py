"""Ask: a conversation with the study material, its sources beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Message
from tutor.errors import RecordError
from tutor.practice.chat_thread import latest_mock, thread_of
from tutor.ui.answer_view import Shown, answer_view, copy_text
from tutor.ui.asking import Asking
from tutor.ui.bridge import bridge
from tutor.ui.conversations import conversation_list
from tutor.ui.jobs import Job, Jobs
from tutor.ui.labels import label
from tutor.ui.live import follow
from tutor.ui.mock_view import mock_citations, mock_view, said_view
from tutor.ui.narrowing import answered_by, narrow_to
from tutor.ui.opening import guarded, show_loading, the_ingesting, the_jobs, the_tutor
from tutor.ui.places import Place, best_sentence, cited, read_place
from tutor.ui.source_panel import source_panel
from tutor.ui.state import PageState, page_state, write_address
from tutor.ui.uploads import last_report
from tutor.ui.welcome import empty_library, welcome
from tutor.ui.wording import sentence

_INPUT = "question"


def ask_page() -> None:
    """The whole page."""
    with guarded():
        _draw(the_tutor(), page_state(), the_jobs())


def _draw(tutor: Tutor, state: PageState, jobs: Jobs) -> None:
    job = jobs.of(state.conversation_id)
    running = job if job is not None and job.running else None  # looked up before what it may finish in the meantime
    messages = _messages(tutor, state)
    conversation_list(tutor, state, jobs)
    documents = tutor.documents()
    if not documents and not messages:
        empty_library(tutor, the_ingesting())
        return
    asking = Asking(tutor, state, jobs, narrow_to(documents), answered_by(tutor))
    _question_box(asking, busy=running is not None, waits=thread_of(messages).open is not None)
    shown = [
        Shown(tutor, state, question, message, asking)
        for question, message in pairwise(messages)
        if message.role == "assistant"
    ]
    _source(tutor, state, shown)
    write_address(state, conversation=True)
    show_loading("You can ask already.")
    if not messages and job is None:
        last_report(the_ingesting())
        welcome(tutor, documents, asking)
    _conversation(shown, running)
    if job is not None and job.progress.error is not None:
        st.error(label(sentence(job.progress.error)))


def _messages(tutor: Tutor, state: PageState) -> list[Message]:
    """The open conversation; an address may name one that is gone."""
    if state.conversation_id is None:
        return []
    try:
        tutor.records.conversation(state.conversation_id)
    except RecordError:
        state.open_conversation(None)
        st.info("That conversation is no longer there; this is a new one.")
        return []
    return tutor.records.messages(state.conversation_id)


def _question_box(asking: Asking, *, busy: bool, waits: bool) -> None:
    def sent() -> None:
        asking.ask(str(st.session_state[_INPUT] or ""))

    words = "Answer, or ask something in between" if waits else "Ask about your material, or say: quiz me on RAG"
    st.chat_input(words, key=_INPUT, max_chars=2000, disabled=busy, on_submit=sent)


def _source(tutor: Tutor, state: PageState, shown: Sequence[Shown]) -> None:
    """The bridge for marks and copy links, and the open source."""
    copies = {one.message.id: copy_text(one) for one in shown if one.message.answer is not None}
    newest = shown[-1].message.id if shown and shown[-1].message.answer is not None else ""
    bridge(
        source=state.source,
        view=state.view,
        newest=newest,
        copies=copies,
        on_open=state.open_source,
        on_close=state.close_source,
    )
    if not state.source:
        return
    known = {place.ref: place for one in shown for place in _places(one.message)}
    place = known.get(state.source) or read_place(state.source)
    if place is None:
        state.close_source()
    else:
        source_panel(tutor, state, place)


def _places(message: Message) -> Iterator[Place]:
    """Every place an answer can open, with the words it had when it was cited."""
    answer = message.answer
    for one in answer.passages if answer else ():
        yield best_sentence(one)
    for sentence_ in answer.sentences if answer else message.sentences:
        yield from map(cited, sentence_.citations)
    if message.mock is not None:
        yield from map(cited, mock_citations(message.mock))


def _conversation(shown: Sequence[Shown], running: Job | None) -> None:
    """Every question with its answer; the one being written last, or in the place of the one it replaces."""
    found = latest_mock([one.message for one in shown])
    latest = found.id if found is not None else ""
    for one in shown:
        if running is not None and running.message_id is None and one.message.state == "writing" and one is shown[-1]:
            continue
        mock = one.message.mock
        said_view(one.question.text, mock)
        if running is not None and running.message_id == one.message.id:
            follow(running)
        if mock is not None:
            mock_view(one.message, mock, one.asking, latest=one.message.id == latest, busy=running is not None)
        else:
            answer_view(one)
    if running is not None:
        said_view(running.question, None)
        follow(running)
