"""A conversation in which mock questions are asked and graded, and plain questions answered as ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING, Protocol

from tutor.domain import (
    AnswerEvent,
    AnswerForm,
    Attempt,
    Chosen,
    Filters,
    Message,
    Place,
    Question,
    Status,
    Turn,
    Wish,
)
from tutor.domain.chat import ChatEvent, Mock, Mocked
from tutor.practice.chat_guesses import ChatGuesses
from tutor.practice.chat_thread import Thread, latest_mock, thread_of, turns_of
from tutor.practice.hints import hint_on
from tutor.practice.requests import Intent, Reading, read_message
from tutor.recording import record_answer
from tutor.records import Candidate, Clock

if TYPE_CHECKING:
    from tutor.practice.practising import Practice  # a plain question needs neither the grader nor the makers

_AWAY = 30 * 60  # seconds after which an answer's time says nothing about the answer


class Answers(Protocol):
    """Answers a plain question in the light of its conversation."""

    def __call__(
        self, question: str, *, history: Sequence[Turn], filters: Filters | None, use_model: bool
    ) -> Iterator[AnswerEvent]: ...


class Chat:
    """One candidate's conversations."""

    def __init__(
        self,
        candidate: Candidate,
        *,
        practice: Callable[[], Practice],
        answers: Answers,
        areas: Callable[[], Sequence[tuple[str, str]]],
        clock: Clock,
    ) -> None:
        """`practice` and `areas`, the syllabus's (name, title) pairs, are made for a mock question only."""
        self._records = candidate.conversations
        self._mocks = candidate.mock_messages
        self.guesses = ChatGuesses(candidate)
        self._practice = practice
        self._answers = answers
        self._areas = areas
        self._clock = clock

    def stream(
        self,
        text: str,
        *,
        conversation_id: str,
        filters: Filters | None = None,
        use_model: bool = True,
        reading: Reading | None = None,
        message_id: str | None = None,
    ) -> Iterator[ChatEvent]:
        """What comes of a message, stored as it happens; the last event is Finished or Mocked.

        `reading` is given where a button says what the message means.  `message_id` names an assistant's message that
        was never finished: it is written now, as things stood then.
        """
        before = _before(self._records.messages(conversation_id), message_id)
        thread = thread_of(before)
        read = reading or self._read(text, thread)
        message = message_id or self._records.add_question(conversation_id, text)
        if _is_plain(read.intent, thread):
            events = self._answers(text, history=turns_of(before), filters=filters, use_model=use_model)
            yield from record_answer(self._records, message, events)
            return
        for event in self._mock_events(text, read, thread, filters=filters, use_model=use_model):
            if isinstance(event, Mocked):
                self._went_on(before, read.intent)
                self.guesses.ask(message, event.mock)
                self._mocks.finish(message, event.text, event.mock)
            yield event

    # --- inside

    def _went_on(self, before: Sequence[Message], intent: Intent) -> None:
        """Who goes on without a guess passes it over; a hint goes nowhere."""
        latest = latest_mock(before)
        if intent is not Intent.HINT and latest is not None and self.guesses.awaited(latest):
            self.guesses.take(latest, None)

    def _read(self, text: str, thread: Thread) -> Reading:
        waits = thread.open.text if thread.open is not None else None
        graded = thread.graded is not None
        read = read_message(text, open_question=waits, graded=graded)
        if read.intent is not Intent.MOCK:
            return read
        return read_message(text, open_question=waits, graded=graded, areas=self._areas())

    def _mock_events(
        self, text: str, read: Reading, thread: Thread, *, filters: Filters | None, use_model: bool
    ) -> Iterator[ChatEvent]:
        if read.intent is Intent.MOCK:
            wish = _wished(read, thread, filters or Filters())
            yield Status(step="searching", text="Looking for a question")
            if thread.waiting is not None and read.again and read.wish in {None, Wish()}:
                yield Mocked(text="", mock=Mock(question=thread.waiting, wish=wish))
            else:
                yield self._pose(wish, thread.asked)
        elif read.intent is Intent.RETRY and thread.graded is not None:
            yield _asked_again(thread.graded.question, thread)
        elif thread.open is not None and read.intent is Intent.HINT:
            yield Mocked(text=hint_on(thread.open, thread.hints), mock=Mock())
        elif thread.open is not None:
            yield Status(step="checking", text="Reading your answer")
            said = "" if read.intent is Intent.PASS else chosen_option(thread.open, text)
            attempt = self._practice().answer(
                thread.open,
                said,
                seconds=self._seconds(thread),
                place=Place.CHAT,
                again_of=thread.again_of,
                use_model=use_model,
            )
            yield self._graded(attempt, thread)

    def _graded(self, attempt: Attempt, thread: Thread) -> Mocked:
        """The grade, and the next question of a set that is not done."""
        wish = thread.wish
        if wish is None or wish.count == 1:
            return Mocked(text="", mock=Mock(attempt=attempt, wish=wish))
        left = wish.model_copy(update={"count": wish.count - 1})
        if thread.waiting is not None:
            return Mocked(text="", mock=Mock(attempt=attempt, question=thread.waiting, wish=left))
        following = self._pose(left, thread.asked)
        return Mocked(text=following.text, mock=following.mock.model_copy(update={"attempt": attempt}))

    def _pose(self, wish: Wish, asked: Sequence[str]) -> Mocked:
        chosen = self._choose(wish, asked)
        if not chosen.questions:
            subject = f" on {wish.about}" if wish.about else ""
            text = chosen.notice or f"There is no other question{subject} in your material. Ask for another subject."
            return Mocked(text=text, mock=Mock(wish=wish.model_copy(update={"count": 1})))
        left = wish.model_copy(update={"count": min(wish.count, len(chosen.questions))})
        return Mocked(text=chosen.notice or "", mock=Mock(question=chosen.questions[0], wish=left))

    def _choose(self, wish: Wish, asked: Sequence[str]) -> Chosen:
        """Of a wish for certain notes, what is nearest to its words, else any of them, else one made now."""
        practice = self._practice()
        chosen = practice.choose(wish, skip=asked)
        if chosen.questions or not (wish.documents and wish.about):
            return chosen
        wider = wish.model_copy(update={"about": ""})
        chosen = practice.choose(wider, skip=asked)
        if not chosen.questions and practice.make(wish.documents[0], count=wish.count, forms=wish.forms).questions:
            chosen = practice.choose(wider, skip=asked)
        return chosen

    def _seconds(self, thread: Thread) -> int:
        if thread.since is None:
            return 0
        spent = int((self._clock() - thread.since).total_seconds())
        return spent if 0 <= spent <= _AWAY else 0


def chosen_option(question: Question, text: str) -> str:
    """The answer as it is graded: of a multiple-choice question the option whose letter (or text) was typed."""
    if question.form is not AnswerForm.CHOICE:
        return text.strip()
    typed = text.strip().rstrip(".)!").casefold()
    for word in ("option ", "answer ", "it's ", "its ", "the answer is ", "i pick ", "i say ", "("):
        typed = typed.removeprefix(word)
    for letter, option in zip(ascii_uppercase, question.options, strict=False):
        if typed in {letter.casefold(), option.text.strip().rstrip(".").casefold()}:
            return option.text
    return text.strip()


def _is_plain(intent: Intent, thread: Thread) -> bool:
    """Whether a message is answered from the material: nothing is open that it could be about."""
    match intent:
        case Intent.MOCK:
            return False
        case Intent.RETRY:
            return thread.graded is None
        case _:
            return intent is Intent.ASK or thread.open is None


def _asked_again(question: Question, thread: Thread) -> Mocked:
    """The question as it was asked and graded; the one that waited for an answer comes after it."""
    wish = thread.wish or Wish()
    more = 1 if thread.put_off(question) is not None and thread.again_of is None else 0
    wish = wish.model_copy(update={"count": wish.count + more})
    text = "The same question once more; point by point, you will see what moved."
    return Mocked(text=text, mock=Mock(question=question, wish=wish))


def _wished(read: Reading, thread: Thread, filters: Filters) -> Wish:
    """What to look for: "another one" wants the last wish's like, and the page's filters hold where nothing is said."""
    wish = read.wish or Wish()
    if read.again:
        wish = _like_the_last(wish, thread)
    update: dict[str, object] = {}
    if not (wish.areas or wish.documents):
        update |= {"areas": filters.areas, "documents": filters.documents}
    if not wish.levels:
        update |= {"levels": filters.levels}
    return wish.model_copy(update=update)


def _like_the_last(wish: Wish, thread: Thread) -> Wish:
    last = thread.wish
    if last is None:
        return wish if wish.areas or wish.about else wish.model_copy(update={"about": thread.about})
    left = last.count - 1 if thread.open is not None else 1  # "next" in a set passes one over
    named = wish.areas or wish.about or wish.documents
    return Wish(
        areas=wish.areas if named else last.areas,
        about=wish.about if named else last.about,
        documents=wish.documents if named else last.documents,
        levels=wish.levels or last.levels,
        kinds=wish.kinds or last.kinds,
        forms=wish.forms or last.forms,
        count=wish.count if wish.count > 1 else max(1, left),
    )


def _before(messages: Sequence[Message], message_id: str | None) -> Sequence[Message]:
    """The messages before the one of that id and the candidate's words it answers."""
    if message_id is None:
        return messages
    place = next((index for index, one in enumerate(messages) if one.id == message_id), len(messages))
    return messages[: max(0, place - 1)]
