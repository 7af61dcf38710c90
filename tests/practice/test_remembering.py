"""Past answers are found again by their words, with the sources they rest on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.made import attempt
from tutor.build import Tutor
from tutor.domain import Rating
from tutor.practice.remembering import PastAnswers

NOW = datetime.now(UTC)
ASKED = "Why are attention scores scaled?"


@pytest.fixture
def studied(tutor: Tutor, tmp_path: Path) -> Tutor:
    """One question asked, two answered in the candidate's own words, one passed."""
    tutor.ingest([write_corpus(tmp_path / "notes")])
    tutor.ask(ASKED, conversation_id=tutor.records.start_conversation().id)
    first, second, third = tutor.questions()
    for days, question, words in (
        (3, first, "Variances explode, so the softmax collapses into one hot spot."),
        (2, second, "It is 8, the root of the dimension."),
        (1, third, "   "),
    ):
        made = attempt(question, Rating.GOOD, NOW - timedelta(days=days))
        tutor.candidate.attempts.add(made.model_copy(update={"answer": words}))
    return tutor


def found(tutor: Tutor, words: str) -> list[tuple[str, str]]:
    return [(one.kind, one.question) for one in PastAnswers(tutor.candidate).search(words)]


def test_without_words_the_latest_come_first(studied: Tutor) -> None:
    first, second, _ = studied.questions()
    assert found(studied, " ") == [("asked", ASKED), ("practised", second.text), ("practised", first.text)]
    assert len(PastAnswers(studied.candidate).search("", limit=1)) == 1


def test_other_forms_and_beginnings_of_words_are_found(studied: Tutor) -> None:
    first, second, _ = studied.questions()
    assert found(studied, "variance collapsing")[0] == ("practised", first.text)
    assert found(studied, "root dim")[0] == ("practised", second.text)
    assert found(studied, "pizza") == []


def test_an_answer_that_holds_every_word_comes_first(studied: Tutor) -> None:
    second = studied.questions()[1]
    ranked = found(studied, "dimension root compute scale")
    assert ranked[0] == ("practised", second.text)
    assert ("asked", ASKED) in ranked, "those that hold some follow"


def test_the_words_of_a_source_find_the_answer_that_cites_it(studied: Tutor) -> None:
    first = studied.questions()[0]
    assert "gradients vanish" in " ".join(point.text for point in first.rubric)
    own = [one for one in PastAnswers(studied.candidate).search("gradients vanish") if one.kind == "practised"]
    assert [one.question for one in own] == [first.text]
    for cited in own[0].citations:
        text = studied.document(cited.document).text
        assert text[cited.start : cited.end] == cited.quote


def test_a_conversations_answer_leads_back_to_it_and_to_its_sources(studied: Tutor) -> None:
    (asked,) = [one for one in PastAnswers(studied.candidate).search(ASKED) if one.kind == "asked"]
    (talk,) = studied.records.conversations()
    assert asked.conversation_id == talk.id
    answer = studied.records.messages(talk.id)[1].answer
    assert answer is not None and asked.text == answer.text
    assert set(asked.citations) == {cited for one in answer.sentences for cited in one.citations}
    assert asked.citations


@pytest.mark.parametrize("words", ['"', "a OR b", "NEAR(", "*", "question:x", "-", "what is the", "'; DROP TABLE past"])
def test_signs_of_a_query_language_are_words(studied: Tutor, words: str) -> None:
    assert isinstance(PastAnswers(studied.candidate).search(words), tuple)
