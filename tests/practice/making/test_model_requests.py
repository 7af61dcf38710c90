"""What a language model is asked for when it makes questions, how often, and what comes of its failures."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.fakes import FakeLanguageModel, handed, id_of
from tests.practice.making.conftest import Write
from tests.practice.making.lora import LONG, Messages, good, item, written
from tests.scripted_server import Scripted, ScriptedServer
from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import SupportScorer
from tutor.backends.chat import ChatBackend
from tutor.backends.providers import PROVIDERS
from tutor.build import Tutor
from tutor.calibration import load_calibration
from tutor.domain import AnswerForm, Usage
from tutor.errors import BackendFailed
from tutor.practice.making.checks import QuestionChecks
from tutor.practice.making.maker import ALL_FORMS, QuestionMaking
from tutor.practice.making.model_maker import ModelQuestionMaker
from tutor.practice.making.windows import MOST_CHARACTERS, MOST_SENTENCES, cut
from tutor.settings import Settings


def test_nothing_is_asked_for_before_it_is_needed_and_no_text_twice(write: Write) -> None:
    def number(place: int) -> Callable[[Messages], str]:
        def reply(asked: Messages) -> str:
            one = next(iter(handed(asked)))
            point = {"text": "The layer stores its keys and values in the cache.", "id": one}
            texts = [f"What does the cache of stack {place} hold ({letter})?" for letter in "ab"]
            return written(*({"form": "open", "text": text, "rests_on": [one], "points": [point]} for text in texts))

        return reply

    model = FakeLanguageModel(number(1), number(2), number(3))
    found = write(model, wanted=3, name="long.md")
    assert [one.text[-4:] for one in found] == ["(a)?", "(b)?", "(a)?"]
    assert len(model.requests) == 2
    first, second = (set(handed(request).values()) for request in model.requests)
    assert not first & second, "the second request shows another part of the document"
    assert "Write 3 questions." in model.requests[0][1].text
    assert "stack 1 hold (b)?" in model.requests[1][1].text


def test_it_ends_when_nothing_passes_the_checks(write: Write) -> None:
    model = FakeLanguageModel(*[good] * 20)
    found = write(model, wanted=5, most=99)
    assert len(model.requests) == len(found) == 4


def test_nothing_to_ask_about_is_one_sentence(write: Write) -> None:
    model = FakeLanguageModel(*[written()] * 20)
    with pytest.raises(BackendFailed, match=r"^fake:one found nothing to ask about in 'lora.md'\.$"):
        write(model)


def test_a_backend_that_fails_after_some_says_so(write: Write) -> None:
    model = FakeLanguageModel(good, BackendFailed("fake:one timed out."))
    with pytest.raises(BackendFailed, match="timed out"):
        write(model, wanted=6)


def test_usage_is_that_of_all_requests(lora: Tutor, scorer: SupportScorer) -> None:
    maker = ModelQuestionMaker(FakeLanguageModel("no", good, good), scorer)
    assert maker.usage == Usage()
    document, chunks = lora.document("lora.md"), lora.store.stored_chunks("lora.md")
    made = maker.make(document, chunks, wanted=6, forms=ALL_FORMS, rng=random.Random(1))
    next(made)
    assert maker.usage.input_tokens == 200
    next(made)
    assert maker.usage.input_tokens == 300


def test_only_the_wanted_forms_are_asked_for(write: Write) -> None:
    model = FakeLanguageModel(good)
    write(model, forms=frozenset({AnswerForm.OPEN, AnswerForm.CHOICE}))
    system = model.requests[0][0].text
    assert '- "open"' in system and '- "choice"' in system
    assert '- "number"' not in system and '- "explain"' not in system


def test_a_long_document_is_cut_into_runs_that_hold_each_line_once(lora: Tutor) -> None:
    document, chunks = lora.document("long.md"), lora.store.stored_chunks("long.md")
    runs = cut(document, chunks)
    assert len(runs) > 2
    lines = [line for run in runs for line in run]
    assert [line.text for line in lines if line.text.startswith("Layer")] == LONG.split("\n\n")[1:]
    assert all(len(run) <= MOST_SENTENCES and sum(len(line.text) for line in run) <= MOST_CHARACTERS for run in runs)


def test_literature_is_not_handed_over(write: Write) -> None:
    model = FakeLanguageModel(good)
    write(model)
    assert "Hu et al" not in model.requests[0][1].text


def test_what_it_makes_passes_the_checks_of_every_made_question_or_is_dropped(
    lora: Tutor, scorer: SupportScorer
) -> None:
    def reply(asked: Messages) -> str:
        options = [{"text": text, "right": not place} for place, text in enumerate(["4 to 64", "2 bits", "All ranks"])]
        alike = [{"text": text, "right": not place} for place, text in enumerate(["64 ranks", "The 64 ranks", "Two"])]
        usual = id_of(asked, "Ranks from 4 to 64")
        ranks = [{"text": "Ranks from 4 to 64 are usual.", "id": usual}]
        return written(
            item(asked),
            item(asked, text="What is it for?", rests_on=["q9zz"]),
            item(asked, text="Is the update merged into the weights at inference, so that it adds no latency?"),
            item(asked, text="How does this method of the passage stay fast?"),
            item(
                asked, form="choice", text="Which ranks does LoRA use?", options=alike, rests_on=[usual], points=ranks
            ),
            item(
                asked, form="choice", text="Which LoRA rank is usual?", options=options, rests_on=[usual], points=ranks
            ),
        )

    relevance = TokenRelevance(lora.store, lora.parts.embedder)
    checks = QuestionChecks(lora.parts.embedder, relevance, scorer, load_calibration().making)
    made = QuestionMaking([ModelQuestionMaker(FakeLanguageModel(reply), scorer)], checks).make(
        lora.document("lora.md"), lora.store.stored_chunks("lora.md"), wanted=2, rng=random.Random(1)
    )
    assert [one.form for one in made.questions] == ["open", "choice"]
    assert len(made.dropped) == 4
    unbound = "'What is it for?' was dropped: it cites 'q9zz', which is the id of no sentence"
    for reason in (unbound, "gives its answer away", "points at something", "are alike"):
        assert any(reason in one for one in made.dropped)


def test_over_a_real_client(write: Write) -> None:
    settings = Settings(_env_file=None, llm="openai:test-model")  # type: ignore[call-arg]
    with ScriptedServer(Scripted(lambda asked: ["Here you are:\n```json\n", good(asked), "\n```"])) as server:
        chosen = settings.model_copy(update={"llm_base_url": server.url})
        (found,) = write(ChatBackend(PROVIDERS["openai"], "test-model", chosen, variables={}))
    assert found.maker == "openai:test-model"
    assert found.rubric[0].citation is not None
