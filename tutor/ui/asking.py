"""What sets an answer in motion: a new question, or an earlier answer written anew in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.build import Tutor
from tutor.domain import AnswerEvent, Filters, Finished, Length, Message, Turn, Wish
from tutor.domain.chat import ChatEvent
from tutor.practice.chat_thread import turns_of
from tutor.practice.requests import Intent, Reading
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
        """A message at the end of the conversation, which begins with the first one; how sure the candidate was of an
        answer, where that is awaited and typed, is none."""
        conversation = self.state.conversation_id
        with guarded():
            if conversation is not None and self._is_guess(conversation, question):
                return
        self.say(question, None)

    def practise_on(self, message: Message, subject: str) -> None:
        """A mock question near the subject of an answer."""
        documents = _cited_documents(message)
        wish = Wish(about=subject, documents=documents)
        self.say("Ask me a question on this", Reading(intent=Intent.MOCK, wish=wish))

    def say(self, words: str, reading: Reading | None) -> None:
        """A message, with what it means where a button says so."""
        said = words.strip()
        if not said:
            return
        with guarded():
            if self.state.conversation_id is None:
                self.state.conversation_id = self.tutor.records.start_conversation().id
            self.state.close_source()
            conversation = self.state.conversation_id
            self.jobs.start(conversation, said, lambda: self._chat(said, conversation, reading=reading))

    def finish(self, message: Message, words: str) -> None:
        """An answer that was cut short, written now."""
        conversation = self.state.conversation_id
        if conversation is None:
            return
        with guarded():
            self.jobs.start(
                conversation,
                words,
                lambda: self._chat(words, conversation, message_id=message.id),
                message_id=message.id,
            )

    def guess(self, message: Message, guess: float | None) -> None:
        """How sure the candidate was of the answer that `message` grades; None passes it over."""
        with guarded():
            self.tutor.desk.chat.guesses.take(message, guess)

    def _is_guess(self, conversation: str, words: str) -> bool:
        return self.tutor.desk.chat.guesses.taken(self.tutor.records.messages(conversation), words)

    def _chat(
        self, words: str, conversation: str, *, reading: Reading | None = None, message_id: str | None = None
    ) -> Iterator[ChatEvent]:
        return self.tutor.desk.chat.stream(
            words,
            conversation_id=conversation,
            filters=self.filters,
            use_model=self.use_model,
            reading=reading,
            message_id=message_id,
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
    return turns_of(messages[: place - 1]), messages[place - 1].text


def _cited_documents(message: Message) -> tuple[str, ...]:
    """The notes that an answer rests on."""
    sentences = message.answer.sentences if message.answer is not None else ()
    return tuple(dict.fromkeys(one.document for sentence in sentences for one in sentence.citations))
