"""Citations of a model's answer: kept, replaced, asked for once more, dropped."""

from __future__ import annotations

import pytest

from tests.answering.replies import ROOT, VANISH, Compose, Messages, assert_verbatim, good_reply
from tests.fakes import FakeLanguageModel, id_of
from tutor.build import Tutor
from tutor.domain import (
    Support,
    Usage,
)
from tutor.errors import BackendFailed


def test_each_sentence_keeps_the_citations_the_model_gave(compose: Compose, small_library: Tutor) -> None:
    model = FakeLanguageModel(good_reply)
    composed = compose(model)
    assert [one.text for one in composed.sentences] == [f"{ROOT}.", f"{VANISH}."]
    assert [one.support for one in composed.sentences] == [Support.SUPPORTED] * 2
    assert [len(one.citations) for one in composed.sentences] == [1, 2]
    assert composed.sentences[1].citations[0].quote.startswith("Without the scaling")
    assert_verbatim(composed.sentences, small_library)
    assert (composed.backend, composed.model) == ("fake", "one")
    assert composed.usage == Usage(input_tokens=100, output_tokens=10, cost_usd=0.01)
    assert len(model.requests) == 1


def test_an_unknown_id_is_asked_for_once_more(compose: Compose) -> None:
    def second(messages: Messages) -> str:
        assert f"1: {VANISH}." in messages[-1].text
        assert ROOT not in messages[-1].text
        return f"1: [{id_of(messages, 'Without the scaling')}]"

    model = FakeLanguageModel(lambda messages: f"{ROOT} [{id_of(messages, 'divides every')}]. {VANISH} [z9zz].", second)
    composed = compose(model)
    assert len(model.requests) == 2
    assert [one.text for one in composed.sentences] == [f"{ROOT}.", f"{VANISH}."]
    (citation,) = composed.sentences[1].citations
    assert citation.quote.startswith("Without the scaling")
    assert composed.usage == Usage(input_tokens=200, output_tokens=20, cost_usd=0.02)


@pytest.mark.parametrize("second", ["1: [z8zz]", "none", "", BackendFailed("gone.")])
def test_what_is_still_unknown_is_dropped_and_searched_for(
    compose: Compose, small_library: Tutor, second: str | BackendFailed
) -> None:
    model = FakeLanguageModel(f"{VANISH} [z9zz]. Bananas grow in the tropics [1].", second)
    first, other = compose(model).sentences
    assert len(model.requests) == 2  # never a third time
    assert first.citations[0].quote.startswith("Without the scaling")
    assert first.support is Support.SUPPORTED
    assert (other.text, other.support, other.citations) == ("Bananas grow in the tropics.", Support.UNSUPPORTED, ())
    assert_verbatim([first, other], small_library)


def test_a_model_that_cites_nothing_still_ends_with_checked_citations(compose: Compose) -> None:
    composed = compose(FakeLanguageModel(f"{ROOT}. {VANISH}. Bananas grow in the tropics.", "I cannot do that."))
    assert [one.support for one in composed.sentences] == [Support.SUPPORTED, Support.SUPPORTED, Support.UNSUPPORTED]
    assert [bool(one.citations) for one in composed.sentences] == [True, True, False]


def test_a_real_id_that_does_not_carry_the_sentence_is_replaced(compose: Compose) -> None:
    model = FakeLanguageModel(lambda messages: f"{VANISH} [{id_of(messages, 'Keys decide')}].")
    (sentence,) = compose(model).sentences
    assert sentence.citations[0].quote.startswith("Without the scaling")


def test_a_citation_given_twice_is_given_once(compose: Compose) -> None:
    def reply(messages: Messages) -> str:
        root = id_of(messages, "divides every")
        return f"{ROOT} [{root}] [{root}, {root.upper()}]."

    (sentence,) = compose(FakeLanguageModel(reply)).sentences
    assert sentence.text == f"{ROOT}."
    assert len(sentence.citations) == 1
