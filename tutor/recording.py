"""A stream of answer events, written to the records as it passes."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.domain import AnswerEvent, AnswerSentence, Finished, SentenceReady, Status
from tutor.records import Records


def record_answer(records: Records, message_id: str, events: Iterator[AnswerEvent]) -> Iterator[AnswerEvent]:
    """`events` unchanged; each finished sentence is stored before it is handed on, the answer at the end."""
    sentences: list[AnswerSentence] = []
    for event in events:
        if isinstance(event, Status) and event.step == "writing":
            sentences = []  # an answer begins, also the one that takes the place of a language model's broken one
        elif isinstance(event, SentenceReady):
            sentences.append(event.sentence)
            records.save_sentences(message_id, sentences)
        elif isinstance(event, Finished):
            records.finish_answer(message_id, event.answer)
        yield event
