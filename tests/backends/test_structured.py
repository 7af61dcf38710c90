"""Replies of a given shape: what is read, what is asked for once more, what fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence

import pytest
from pydantic import Field

from tests.fakes import FakeLanguageModel
from tests.scripted_server import Scripted, ScriptedServer
from tutor.backends.chat import ChatBackend
from tutor.backends.messages import ChatMessage
from tutor.backends.providers import PROVIDERS
from tutor.backends.structured import Reply, StructuredModel
from tutor.domain import Usage
from tutor.errors import BackendFailed, BackendUnavailable
from tutor.settings import Settings

ASKED = (ChatMessage(role="system", text="You name towns."), ChatMessage(role="user", text="Where?"))


class Town(Reply):
    name: str
    people: int = Field(ge=1)


RIGHT = Town(name="Ulm", people=126_000)
PLAIN = '{"name": "Ulm", "people": 126000}'
WRONG = '{"name": "Ulm", "people": 0}'


def ask(*replies: str | Exception, asked: tuple[ChatMessage, ...] = ASKED) -> tuple[Town, FakeLanguageModel]:
    model = FakeLanguageModel(*replies)
    return StructuredModel(model).ask_for(asked, Town, max_tokens=99), model


@pytest.mark.parametrize(
    "reply",
    [
        PLAIN,
        f"```json\n{PLAIN}\n```",
        f"Sure, here it is:\n\n```\n{PLAIN}\n```\nLet me know {{if}} it helps.",
        f"The set {{1, 2}} is no object, but {PLAIN} is, and }} is not.",
        f"{PLAIN}\n{PLAIN}",
        f'{{"thoughts": "Ulm is on the Danube"}} {PLAIN}',
        '{"name": "Ulm", "people": 126000, "comment": "on the Danube"}',
        '{"people": "126000",\n "name": "Ulm"}',
    ],
)
def test_json_is_read_wherever_it_stands(reply: str) -> None:
    found, model = ask(reply)
    assert found == RIGHT
    assert len(model.requests) == 1


def test_the_schema_is_at_the_end_of_the_one_system_message() -> None:
    _, model = ask(PLAIN)
    system, user = model.requests[0]
    assert system.role == "system" and system.text.startswith("You name towns.")
    assert json.dumps(Town.model_json_schema()) in system.text
    assert user == ASKED[1]
    _, model = ask(PLAIN, asked=ASKED[1:])
    assert [one.role for one in model.requests[0]] == ["system", "user"]
    assert json.dumps(Town.model_json_schema()) in model.requests[0][0].text


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("I would rather not.", "it holds no complete JSON object"),
        ('{"name": "Ulm", "people": 12', "it holds no complete JSON object"),
        (WRONG, "people: input should be greater than or equal to 1"),
        ("{}", "name: field required; people: field required"),
        (f'{PLAIN} {{"name": "Bonn", "people": 5}}', "it holds more than one answer"),
        ('{"a":' * 5_000, "it holds no complete JSON object"),
        ('{"name": "\\ud800", "people": 3}', "it holds no complete JSON object"),
        ('{"name": "Ulm", "people": ' + "9" * 5_000 + "}", "it holds no complete JSON object"),
    ],
)
def test_what_cannot_be_used_is_asked_for_once_more_with_its_fault(reply: str, fault: str) -> None:
    found, model = ask(reply, PLAIN)
    assert found == RIGHT
    first, second = model.requests
    assert second[:2] == first
    assert second[2] == ChatMessage(role="assistant", text=reply)
    assert second[3].role == "user"
    assert fault in second[3].text


def test_twice_wrong_is_one_sentence_that_names_the_model_and_the_fault() -> None:
    with pytest.raises(BackendFailed) as caught:
        ask("no", WRONG)
    assert str(caught.value) == (
        "fake:one was asked twice and gave no reply that can be used: "
        "people: input should be greater than or equal to 1."
    )


def test_a_check_counts_like_the_schema() -> None:
    def known(town: Town) -> str | None:
        return None if town.name == "Ulm" else f"{town.name!r} is not on the map"

    other = '{"name": "Bonn", "people": 5}'
    model = FakeLanguageModel(other, PLAIN)
    assert StructuredModel(model).ask_for(ASKED, Town, max_tokens=9, check=known) == RIGHT
    assert "'Bonn' is not on the map" in model.requests[1][-1].text
    with pytest.raises(BackendFailed, match="'Bonn' is not on the map"):
        StructuredModel(FakeLanguageModel(other, other)).ask_for(ASKED, Town, max_tokens=9, check=known)


def test_usage_sums_both_calls_and_starts_anew() -> None:
    asker = StructuredModel(FakeLanguageModel("no", PLAIN, PLAIN, "no", "no"))
    assert asker.usage == Usage()
    asker.ask_for(ASKED, Town, max_tokens=9)
    assert asker.usage == Usage(input_tokens=200, output_tokens=20, cost_usd=0.02)
    asker.ask_for(ASKED, Town, max_tokens=9)
    assert asker.usage == Usage(input_tokens=100, output_tokens=10, cost_usd=0.01)
    with pytest.raises(BackendFailed):
        asker.ask_for(ASKED, Town, max_tokens=9)
    assert asker.usage == Usage(input_tokens=200, output_tokens=20, cost_usd=0.02)


def test_usage_is_the_threads_own() -> None:
    asker = StructuredModel(FakeLanguageModel(PLAIN))
    asker.ask_for(ASKED, Town, max_tokens=9)
    seen: list[Usage] = []
    other = threading.Thread(target=lambda: seen.append(asker.usage))
    other.start()
    other.join()
    assert seen == [Usage()]


class LeftAlone(FakeLanguageModel):
    """A circuit that another thread's failures opened: the model still tells what the call before took."""

    def complete(self, messages: Sequence[ChatMessage], max_tokens: int) -> str:
        self.usage = Usage(input_tokens=100, output_tokens=10)
        raise BackendUnavailable("fake:one is left alone.")


def test_a_call_that_was_not_made_costs_nothing() -> None:
    asker = StructuredModel(LeftAlone())
    with pytest.raises(BackendUnavailable, match="left alone"):
        asker.ask_for(ASKED, Town, max_tokens=9)
    assert asker.usage == Usage()


def test_a_backend_that_fails_at_the_second_call_fails_the_whole() -> None:
    with pytest.raises(BackendFailed, match="timed out"):
        ask("no", BackendFailed("timed out"))


def test_over_a_real_client() -> None:
    settings = Settings(_env_file=None, llm="openai:test-model")  # type: ignore[call-arg]
    with ScriptedServer(Scripted(["```js", 'on\n{"name":', ' "Ulm"}\n```']), Scripted([PLAIN])) as server:
        chosen = settings.model_copy(update={"llm_base_url": server.url})
        asker = StructuredModel(ChatBackend(PROVIDERS["openai"], "test-model", chosen, variables={}))
        assert asker.ask_for(ASKED, Town, max_tokens=99) == RIGHT
        assert asker.usage == Usage(input_tokens=200, output_tokens=20)
        assert [one["max_completion_tokens"] for one in server.requests] == [99, 99]
        assert "people: field required" in server.requests[1]["messages"][-1]["content"]
        assert "response_format" not in server.requests[0]
        assert "tools" not in server.requests[0]
