"""A conversation as Markdown: what was asked, what was answered, and where it stands."""

from __future__ import annotations

import re

import pytest

from tutor.build import Tutor
from tutor.errors import RecordError
from tutor.export import VERDICT_LINES

QUESTION = "Why are attention scores divided by the square root of the key dimension?"


@pytest.fixture
def exported(corpus_library: Tutor) -> str:
    talk = corpus_library.records.start_conversation()
    corpus_library.ask(QUESTION, conversation_id=talk.id)
    corpus_library.ask("How long do I boil an egg?", conversation_id=talk.id)
    corpus_library.records.add_question(talk.id, "And never answered?")
    found = corpus_library.export_markdown(talk.id)
    corpus_library.records.delete_conversation(talk.id)
    return found


def test_every_mark_has_its_footnote_and_every_footnote_its_mark(exported: str) -> None:
    notes = re.findall(r"^\[\^(\d+)\]:", exported, re.MULTILINE)
    marks = re.findall(r"(?<!^)\[\^(\d+)\](?!:)", exported, re.MULTILINE)
    assert notes == marks == [str(number) for number in range(1, len(notes) + 1)]
    assert notes


def test_footnotes_quote_the_document_where_they_say(exported: str, corpus_library: Tutor) -> None:
    pattern = re.compile(r"^\[\^\d+\]: (\S+), characters (\d+) to (\d+): “(.*)”$", re.MULTILINE)
    found = pattern.findall(exported)
    assert found
    for document, start, end, quote in found:
        text = corpus_library.document(document).text[int(start) : int(end)]
        assert " ".join(text.split()) == quote


def test_verdicts_and_an_unfinished_answer_are_told(exported: str) -> None:
    assert exported.startswith(f"# {QUESTION[:40]}")
    assert exported.count("\n## ") == 3
    for line in ("Answered from your material", "Not in your material", "(this answer was not finished)"):
        assert line in exported
    assert len(VERDICT_LINES) == 3


def test_a_conversation_that_is_not_there_is_a_record_error(corpus_library: Tutor) -> None:
    with pytest.raises(RecordError):
        corpus_library.export_markdown("none")
