"""Opening a backend: what is refused, what each provider needs, and that nothing is imported too early."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from tests.scripted_server import Scripted, ScriptedServer
from tutor.backends.chat import ChatBackend, forbid_real_models, open_backend
from tutor.backends.messages import ChatMessage
from tutor.backends.providers import PROVIDERS
from tutor.errors import BackendFailed, BackendUnavailable, SettingsError
from tutor.settings import Settings

ASKED = [ChatMessage(role="system", text="Be brief."), ChatMessage(role="user", text="Why scale?")]
KEY = "sk-secret-1234567890"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


def test_no_model_chosen_means_no_backend() -> None:
    assert open_backend(settings()) is None


@pytest.mark.parametrize("llm", ["gpt-4o", "openai:", ":gpt-4o", "openai: "])
def test_a_malformed_choice_is_a_settings_error(llm: str) -> None:
    with pytest.raises(SettingsError, match="provider:model"):
        open_backend(settings(llm=llm))


def test_an_unknown_provider_lists_the_known_ones() -> None:
    with pytest.raises(BackendUnavailable, match="known are openai, anthropic, ollama, google_genai"):
        open_backend(settings(llm="acme:one"))


@pytest.mark.parametrize(
    ("provider", "variable"),
    [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY"), ("google_genai", "GOOGLE_API_KEY")],
)
def test_a_missing_key_is_named(provider: str, variable: str) -> None:
    with pytest.raises(BackendUnavailable, match=variable):
        ChatBackend(PROVIDERS[provider], "m", settings(), variables={})
    assert ChatBackend(PROVIDERS[provider], "m", settings(), variables={variable: KEY}).name == f"{provider}:m"


def test_a_missing_package_is_named_with_its_extra() -> None:
    missing = PROVIDERS["anthropic"]._replace(package="langchain_that_is_not_there")
    with pytest.raises(BackendUnavailable, match=r"pip install 'interview-tutor\[anthropic\]'"):
        ChatBackend(missing, "m", settings(), variables={"ANTHROPIC_API_KEY": KEY})


def test_the_providers_own_key_is_never_sent_to_another_server(server: ScriptedServer) -> None:
    server.script.append(Scripted(["ready"]))
    model = ChatBackend(PROVIDERS["openai"], "m", settings(llm_base_url=server.url), variables={"OPENAI_API_KEY": KEY})
    model.complete(ASKED, 64)
    assert KEY not in str(server.headers)


@pytest.mark.parametrize("url", [None, "https://api.openai.com/v1", "http://192.168.0.7:8000/v1"])
def test_real_models_can_be_forbidden(monkeypatch: pytest.MonkeyPatch, url: str | None) -> None:
    monkeypatch.setenv("TUTOR_FORBID_MODELS", "")  # put back after the test
    forbid_real_models()
    with pytest.raises(BackendUnavailable, match="TUTOR_FORBID_MODELS"):
        open_backend(settings(llm="openai:gpt-4o", llm_base_url=url, llm_api_key=SecretStr(KEY)))
    local = open_backend(settings(llm="openai:one:two", llm_base_url="http://localhost:1/v1"))
    assert local is not None
    assert (local.provider, local.model) == ("openai", "one:two")


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_each_provider_takes_the_options_it_is_given(server: ScriptedServer, provider: str) -> None:
    """Real packages, each asked through a server that knows none of their protocols: a plain failure, no traceback."""
    server.script.extend([Scripted(status=418)] * 2)
    model = ChatBackend(
        PROVIDERS[provider], "m", settings(llm_base_url=server.url, llm_api_key=SecretStr(KEY)), variables={}
    )
    with pytest.raises(BackendFailed, match=rf"{provider}:m rejected the request \(HTTP 418\)"):
        model.complete(ASKED, 64)
    assert len(server.requests) == 1


def test_no_provider_is_imported_before_the_first_call() -> None:
    code = (
        "import sys\n"
        "from tutor.backends.chat import open_backend\n"
        "from tutor.settings import Settings\n"
        "open_backend(Settings(_env_file=None, llm='openai:m', llm_base_url='http://127.0.0.1:1/v1'))\n"
        "assert not {'langchain_openai', 'openai', 'langchain.chat_models'} & set(sys.modules), 'imported'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
