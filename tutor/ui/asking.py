"""What sets an answer in motion: a new question, or an earlier answer written anew in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.build import Tutor
from tutor.domain import AnswerEvent, Filters, Finished, Length, Message, Turn
from tutor.ui.jobs import Jobs
from tutor.ui.opening import guarded
from tutor.ui.state import PageState


@dataclass(frozen=True)
class Asking:
    """Starts jobs for the open conversation, with the sidebar's choices."""

    tutor: Tutor
    state: PageState
    jobs: Jobs
    filters: Filters
    use_model: bool

    def ask(self, question: str) -> None:
        """A question at the end of the conversation, which begins with the first one."""
        words = question.strip()
        if not words:
            return
        with guarded():
            if self.state.conversation_id is None:
                self.state.conversation_id = self.tutor.records.start_conversation().id
            self.state.close_source()
            conversation = self.state.conversation_id
            self.jobs.start(
                conversation,
                words,
                lambda: self.tutor.stream(
                    words, conversation_id=conversation, filters=self.filters, use_model=self.use_model
                ),
            )

    def again(self, message: Message, question: str, length: Length) -> None:
        """The answer to `message` at another length or to another wording, in its place."""
        conversation = self.state.conversation_id
        if conversation is None:
            return
        with guarded():
            before, original = _before(self.tutor.records.messages(conversation), message)
            self.jobs.start(
                conversation,
                original,
                lambda: self._rewrite(message, question, original, length, before),
                message_id=message.id,
            )

    def _rewrite(
        self, message: Message, question: str, original: str, length: Length, before: Sequence[Turn]
    ) -> Iterator[AnswerEvent]:
        history = before if question == original else ()
        events = self.tutor.stream(
            question, length=length, history=history, filters=self.filters, use_model=self.use_model
        )
        for event in events:
            if isinstance(event, Finished):
                read = event.answer.rewritten or (question if question != original else None)
                answer = event.answer.model_copy(update={"question": original, "rewritten": read})
                self.tutor.records.finish_answer(message.id, answer)
            yield event


def _before(messages: Sequence[Message], message: Message) -> tuple[tuple[Turn, ...], str]:
    """The turns before the question that `message` answers, and that question."""
    place = next(index for index, one in enumerate(messages) if one.id == message.id)
    question = messages[place - 1]
    return tuple(Turn(role=one.role, text=one.text) for one in messages[: place - 1] if one.text), question.text
