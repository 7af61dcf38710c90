"""A candidate who has done everything once: a row in every table."""

from __future__ import annotations

from typing import NamedTuple

from tests.practice.made import attempt, grade
from tutor.build import Tutor
from tutor.domain import (
    Attempt,
    Bookmark,
    Card,
    Feedback,
    Interview,
    InterviewSetup,
    InterviewTurn,
    PointStatus,
    Question,
    Rating,
    TurnKind,
)
from tutor.domain.chat import Mock
from tutor.practice.schedule import Schedule


class Lived(NamedTuple):
    """What a candidate left behind."""

    conversation_id: str
    message_id: str
    attempt: Attempt
    card: Card
    interview: Interview
    made: Question
    bookmark: Bookmark


def live(tutor: Tutor, words: str) -> Lived:
    """Everything once, as `tutor.profile`; `words` are in all that is written."""
    mine = tutor.candidate
    asked = tutor.questions()[0]
    mine.plan_for(tutor.now(), role=words)
    talk = mine.conversations.start_conversation()
    tutor.ask(f"Why are attention scores scaled, {words}?", conversation_id=talk.id)
    message = mine.conversations.messages(talk.id)[1].id
    mine.conversations.give_feedback(message, Feedback(helpful=False, reason=words))
    mock = mine.conversations.add_question(talk.id, f"Quiz me, {words}.")
    mine.mock_messages.finish(mock, asked.text, Mock(question=asked))
    tried = attempt(asked, Rating.AGAIN, tutor.now(), graded=grade(0.2, (asked.rubric[0].text, PointStatus.MISSED)))
    tried = tried.model_copy(update={"id": f"attempt-{words}", "answer": words, "guess": 0.5})
    mine.attempts.add(tried)
    card = Schedule().replay(asked, [tried])
    mine.cards.put(card)
    made = asked.model_copy(update={"id": f"made-{words}", "text": words})
    mine.made.put(made)
    mine.drafts.save(f"answer:{words}", words)
    bookmark = mine.bookmarks.add(words, citation=asked.source)
    mine.ticks.set(f"step:{words}", True)
    tutor.progress.mark_read(asked.document)
    turn = InterviewTurn(kind=TurnKind.QUESTION, said=words, question=asked, answer=words, attempt=tried)
    interview = Interview(
        id=f"interview-{words}",
        setup=InterviewSetup(role=words, level="beginner", minutes=15),
        state="paused",
        plan=(asked,),
        turns=(turn,),
        notes=words,
        created_at=tutor.now(),
    )
    mine.interviews.put(interview)
    return Lived(talk.id, message, tried, card, interview, made, bookmark)
