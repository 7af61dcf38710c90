"""ChatBackend against an OpenAI-compatible server on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from tests.scripted_server import Scripted, ScriptedServer
from tutor.backends.chat import ChatBackend
from tutor.backends.messages import ChatMessage
from tutor.backends.providers import PROVIDERS
from tutor.domain import Usage
from tutor.errors import BackendFailed, BackendUnavailable
from tutor.settings import Settings

ASKED = [ChatMessage(role="system", text="Be brief."), ChatMessage(role="user", text="Why scale?")]
KEY = "sk-secret-1234567890"


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


def backend(server: ScriptedServer, clock: Clock | None = None, **values: object) -> ChatBackend:
    chosen = settings(llm="openai:test-model", llm_base_url=server.url, **values)
    return ChatBackend(PROVIDERS["openai"], "test-model", chosen, clock=clock or Clock(), variables={})


def test_the_pieces_arrive_as_the_server_sends_them(server: ScriptedServer) -> None:
    server.script.append(Scripted(["To keep ", "the variance ", "at one."]))
    model = backend(server, llm_max_tokens=123)
    assert list(model.stream(ASKED)) == ["To keep ", "the variance ", "at one."]
    (request,) = server.requests
    assert request["stream"] is True
    assert request["model"] == "test-model"
    assert request["max_completion_tokens"] == 123
    assert [(one["role"], one["content"]) for one in request["messages"]] == [
        ("system", "Be brief."),
        ("user", "Why scale?"),
    ]


def test_usage_and_cost_are_those_of_the_last_call(server: ScriptedServer) -> None:
    server.script.extend([Scripted(["a"], usage=(2_000, 500)), Scripted(["b"], usage=None)])
    model = backend(server, llm_price_in=1.0, llm_price_out=4.0)
    assert model.usage == Usage()
    model.complete(ASKED, 64)
    assert model.usage == Usage(input_tokens=2_000, output_tokens=500, cost_usd=0.004)
    model.complete(ASKED, 64)
    assert model.usage == Usage()


def test_the_cost_is_unknown_without_prices(server: ScriptedServer) -> None:
    server.script.append(Scripted(["a"]))
    model = backend(server)
    model.complete(ASKED, 64)
    assert model.usage == Usage(input_tokens=100, output_tokens=10, cost_usd=None)


def test_complete_limits_the_reply_on_its_own(server: ScriptedServer) -> None:
    server.script.append(Scripted(["one ", "two"]))
    assert backend(server, llm_max_tokens=900).complete(ASKED, 77) == "one two"
    assert server.requests[0]["max_completion_tokens"] == 77


@pytest.mark.parametrize(
    "opening", [["<think>", "why, ", "oh</th", "ink>\n\nBecause."], ["<think>why</think>Because."]]
)
def test_thinking_aloud_is_not_part_of_the_reply(server: ScriptedServer, opening: list[str]) -> None:
    server.script.append(Scripted(opening))
    assert backend(server).complete(ASKED, 64) == "Because."


def test_a_reply_that_only_begins_like_thinking_is_kept(server: ScriptedServer) -> None:
    server.script.append(Scripted(["<", "thesis> holds"]))
    assert backend(server).complete(ASKED, 64) == "<thesis> holds"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Scripted(["half an ans"], finish=None), "broke off before it had finished"),
        (Scripted(["half an ans"], cut=True), "the connection to it broke off"),
        (Scripted(["half an ans"], finish="length"), "raise TUTOR_LLM_MAX_TOKENS"),
        (Scripted(["x"], finish="content_filter"), "declined to answer"),
        (Scripted([], refusal="I cannot help with that."), "said nothing"),
        (Scripted([]), "said nothing"),
        (Scripted(["  \n "]), "said nothing"),
        (Scripted(["<think>hm, ", "well"]), "said nothing"),
    ],
)
def test_a_reply_without_a_proper_end_is_a_failure(server: ScriptedServer, reply: Scripted, said: str) -> None:
    server.script.append(reply)
    with pytest.raises(BackendFailed, match=said):
        list(backend(server).stream(ASKED))


def test_what_came_before_a_cut_was_handed_out(server: ScriptedServer) -> None:
    server.script.append(Scripted(["half an ans"], cut=True))
    pieces = backend(server).stream(ASKED)
    assert next(pieces) == "half an ans"
    with pytest.raises(BackendFailed):
        next(pieces)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, r"refused the key; check TUTOR_LLM_API_KEY or OPENAI_API_KEY \(HTTP 401\)"),
        (404, r"does not know the model 'test-model'"),
        (429, r"takes no more requests now"),
        (400, r"rejected the request \(HTTP 400\)"),
        (500, r"has a fault of its own \(HTTP 500\)"),
    ],
)
def test_http_errors_become_one_sentence_without_the_key(server: ScriptedServer, status: int, said: str) -> None:
    server.script.extend([Scripted(status=status, error=f"Incorrect API key provided: {KEY}")] * 2)
    with pytest.raises(BackendFailed, match=said) as caught:
        backend(server, llm_api_key=SecretStr(KEY)).complete(ASKED, 64)
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None  # a traceback would print what the server said
    assert str(caught.value).endswith(".")


def test_a_passing_fault_is_tried_once_more(server: ScriptedServer) -> None:
    server.script.extend([Scripted(status=500), Scripted(["ready"])])
    assert backend(server).complete(ASKED, 64) == "ready"


def test_silence_becomes_a_time_out(server: ScriptedServer) -> None:
    server.script.extend([Scripted(["a few words"], stall=True)] * 2)
    with pytest.raises(BackendFailed, match=r"did not answer within 0\.2 seconds"):
        backend(server, llm_timeout=0.2).complete(ASKED, 64)


def test_a_server_that_is_not_there_is_named_as_such() -> None:
    with ScriptedServer() as gone:
        url = gone.url
    model = ChatBackend(PROVIDERS["openai"], "m", settings(llm_base_url=url), variables={})
    with pytest.raises(BackendFailed, match="could not be reached"):
        model.complete(ASKED, 64)


def test_after_three_failures_the_server_is_left_alone_for_a_minute(server: ScriptedServer) -> None:
    clock = Clock()
    model = backend(server, clock)
    server.script.extend([Scripted(status=400)] * 3)
    for _ in range(3):
        with pytest.raises(BackendFailed):
            model.complete(ASKED, 64)
    with pytest.raises(BackendUnavailable, match="failed 3 times in a row and is left alone for another 60 seconds"):
        model.complete(ASKED, 64)
    assert len(server.requests) == 3
    clock.now += 61
    server.script.append(Scripted(status=400))
    with pytest.raises(BackendFailed):
        model.complete(ASKED, 64)
    with pytest.raises(BackendUnavailable):  # one more failure opens the circuit again
        model.complete(ASKED, 64)
    clock.now += 61
    server.script.append(Scripted(["ready"]))
    assert model.complete(ASKED, 64) == "ready"
    server.script.extend([Scripted(status=400), Scripted(["ready"])])
    with pytest.raises(BackendFailed):
        model.complete(ASKED, 64)
    assert model.complete(ASKED, 64) == "ready"  # a success in between starts the count anew


def test_the_test_button_asks_even_while_the_circuit_is_open(server: ScriptedServer) -> None:
    model = backend(server)
    server.script.extend([Scripted(status=400)] * 3)
    for _ in range(3):
        assert model.test().state == "bad"
    server.script.append(Scripted(["ready"]))
    finding = model.test()
    assert (finding.state, "openai:test-model answered" in finding.text) == ("good", True)


def test_stopping_early_is_no_failure(server: ScriptedServer) -> None:
    model = backend(server)
    for _ in range(4):
        server.script.append(Scripted(["a", "b", "c"]))
        pieces = model.stream(ASKED)
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]
    server.script.append(Scripted(["d"]))
    assert model.complete(ASKED, 64) == "d"
