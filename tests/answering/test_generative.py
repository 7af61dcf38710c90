"""The generative composer over a real library; only the language model is a fake, or a scripted server on loopback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.answering.conftest import INJECTION, MakeDraft
from tests.answering.replies import QUESTION, ROOT, VANISH, Compose, Messages, assert_verbatim, good_reply
from tests.conftest import new_data_dir
from tests.fakes import FakeLanguageModel, handed
from tests.scripted_server import Scripted, ScriptedServer
from tutor.answering.composing import Composed, Draft
from tutor.answering.generative import GenerativeComposer, ModelRewriter
from tutor.answering.relevance import TokenRelevance
from tutor.backends.messages import LanguageModel
from tutor.build import Tutor
from tutor.calibration import load_calibration
from tutor.domain import (
    Finished,
    Length,
    SentenceReady,
    Support,
    Turn,
    Verdict,
)
from tutor.errors import BackendFailed
from tutor.settings import Settings


def test_a_sentence_is_ready_before_the_reply_ends(
    composer_of: Callable[[LanguageModel], GenerativeComposer], make_draft: MakeDraft
) -> None:
    model = FakeLanguageModel(
        lambda messages: [good_reply(messages), " And there is more of it", BackendFailed("cut off.")]
    )
    events = composer_of(model).compose(make_draft())
    seen = []
    with pytest.raises(BackendFailed, match="cut off"):
        for event in events:
            seen.append(event)
    assert [event.sentence.text for event in seen if isinstance(event, SentenceReady)] == [f"{ROOT}.", f"{VANISH}."]
    assert not any(isinstance(event, Composed) for event in seen)


@pytest.mark.parametrize(
    "reply",
    ["I'm sorry, but I can't help with that.", "...", "Bananas grow in the tropics. They are yellow.", "# Hm\n"],
)
def test_a_refusal_or_garbage_is_a_failure(compose: Compose, reply: str) -> None:
    with pytest.raises(BackendFailed, match="fake:one wrote nothing that the material supports"):
        compose(FakeLanguageModel(reply, "none"))


def test_nothing_to_hand_over_is_a_failure_before_the_model_is_asked(compose: Compose) -> None:
    model = FakeLanguageModel()
    draft = Draft(question="?", passages=(), verdict=Verdict.ANSWERED, length=Length.SHORT)
    with pytest.raises(BackendFailed, match="Nothing was found"):
        compose(model, draft)
    assert model.requests == []


def test_the_prompt_fences_the_material_and_hands_each_sentence_once(
    compose: Compose, make_draft: MakeDraft, small_library: Tutor
) -> None:
    model = FakeLanguageModel(good_reply, good_reply)
    compose(model, make_draft(QUESTION, length=Length.DEEP))
    compose(model, make_draft(QUESTION, length=Length.SHORT))
    system, user = (message.text for message in model.requests[0])
    sentences = list(handed(model.requests[0]).values())
    assert len(sentences) == len(set(sentences)) >= 8
    assert "about 320 words" in system
    assert "about 70 words" in model.requests[1][0].text
    fence = user.splitlines()[0]
    assert fence in system
    assert user.index(INJECTION) < user.index(fence.replace("<", "</")) < user.index(f"Question: {QUESTION}")
    assert "lora.md" in {document.name for document in small_library.documents()}


def test_ids_are_drawn_anew_for_each_request(relevance: TokenRelevance, make_draft: MakeDraft) -> None:
    model = FakeLanguageModel(good_reply, good_reply)
    composer = GenerativeComposer(model, relevance, load_calibration().support)
    for _ in range(2):
        list(composer.compose(make_draft()))
    first, second = (set(handed(request)) for request in model.requests)
    assert first != second


def test_a_question_the_material_does_not_answer_is_said_to_be_so(compose: Compose, make_draft: MakeDraft) -> None:
    model = FakeLanguageModel(good_reply)
    compose(model, make_draft(verdict=Verdict.CLOSEST))
    assert "does not answer this question" in model.requests[0][0].text


# --- the whole way, over HTTP


@pytest.fixture(scope="module")
def notes(small_library: Tutor) -> Path:
    return Path(small_library.document("attention.md").source).parent


@pytest.fixture
def tutor_with(tmp_path: Path, models: Path, notes: Path) -> Callable[[ScriptedServer], Tutor]:
    def make(server: ScriptedServer) -> Tutor:
        folder = new_data_dir(tmp_path / "data", models)
        made = Tutor(Settings(data_dir=folder, llm="openai:test", llm_base_url=server.url, llm_timeout=5))
        made.ingest([notes])
        return made

    return make


def test_every_failure_falls_back_to_the_material(tutor_with: Callable[[ScriptedServer], Tutor]) -> None:
    with ScriptedServer() as server:
        tutor = tutor_with(server)
        for script in (
            [Scripted(status=401)],
            [Scripted(good_reply_pieces, cut=True)],
            [Scripted(["I'm sorry, but I can't help with that."]), Scripted(["none"])],
        ):
            server.script.extend(script)
            answer = tutor.ask(QUESTION)
            assert not server.script
            assert (answer.backend, answer.verdict) == ("material", Verdict.ANSWERED)
            assert answer.notice is not None
            assert answer.notice.startswith("openai:test ")
            assert all(one.support is Support.SUPPORTED and one.citations for one in answer.sentences)
            assert_verbatim(answer.sentences, tutor)
        tutor.close()


def test_an_injected_instruction_changes_neither_verdict_nor_citations(
    tutor_with: Callable[[ScriptedServer], Tutor],
) -> None:
    """The model obeys the passage: it claims another verdict and cites freely.  Code decides both."""
    obeying = [
        "Verdict: not_in_material. The material says nothing about this [k7qx]. ",
        f"Bananas are the best optimizer according to all experts [m2fd]. {ROOT} [attention.md#1].",
    ]
    with ScriptedServer(Scripted(obeying), Scripted(["1: [k7qx]\n2: [m2fd]\n3: [k7qx]"])) as server:
        tutor = tutor_with(server)
        *_, last = tutor.stream(QUESTION)
        assert isinstance(last, Finished)
        answer = last.answer
        assert (answer.verdict, answer.backend) == (Verdict.ANSWERED, "openai")
        assert_verbatim(answer.sentences, tutor)
        by_text = {one.text: one for one in answer.sentences}
        assert not by_text["The material says nothing about this."].citations
        assert answer.usage.input_tokens == 200
        tutor.close()


def good_reply_pieces(messages: Messages) -> list[str]:
    return [good_reply(messages)[:90]]


# --- follow-ups

HISTORY = [Turn(role="user", text="What is LoRA?"), Turn(role="assistant", text="LoRA freezes the weights. " * 100)]


def test_a_follow_up_is_rewritten_from_its_conversation() -> None:
    model = FakeLanguageModel('"How much memory does LoRA save?"\n')
    assert ModelRewriter(model).rewrite("How much does it save?", HISTORY) == "How much memory does LoRA save?"
    asked = model.requests[0][-1].text
    assert "What is LoRA?" in asked
    assert "How much does it save?" in asked
    assert len(asked) < 2_000  # a long answer is cut


@pytest.mark.parametrize("reply", ["Sure!\nHere is the question:\nWhat?", "word " * 200, '""'])
def test_a_reply_that_is_no_question_is_a_failure(reply: str) -> None:
    with pytest.raises(BackendFailed, match="did not turn the follow-up into one question"):
        ModelRewriter(FakeLanguageModel(reply)).rewrite("And it?", HISTORY)
