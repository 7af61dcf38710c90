"""The chat-model providers: which package each needs, where its key is, and how its options are called."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import SecretStr

from tutor.errors import BackendUnavailable, SettingsError
from tutor.settings import Settings

# A server of one's own often wants no key, while the packages insist on one.  The provider's own key is never sent
# to another server.
_PLACEHOLDER = SecretStr("not-needed")
_OLLAMA_CONTEXT = 8_192  # Ollama's own default cuts a prompt of sixty sentences without a word

Options = dict[str, Any]


class Provider(NamedTuple):
    """One provider as `init_chat_model` knows it; `extra` is the extra of this project that installs `package`."""

    name: str
    package: str
    extra: str
    keys: tuple[str, ...]
    reach: str
    options: Callable[[Settings, int, SecretStr], Options]

    def package_missing(self) -> str:
        return f"The package for {self.name!r} is not installed: pip install 'interview-tutor[{self.extra}]'."

    def key_hint(self) -> str:
        return " or ".join(("TUTOR_LLM_API_KEY", *self.keys))

    def model_hint(self, model: str) -> str:
        return f"run 'ollama pull {model}'" if self.name == "ollama" else "check TUTOR_LLM"

    def key(self, settings: Settings, environment: Mapping[str, str]) -> SecretStr:
        """The key to send.  Raises BackendUnavailable where one is needed and there is none."""
        if settings.llm_api_key is not None and settings.llm_api_key.get_secret_value():
            return settings.llm_api_key
        if settings.llm_base_url or not self.keys:
            return _PLACEHOLDER
        for variable in self.keys:
            if environment.get(variable):
                return SecretStr(environment[variable])
        raise BackendUnavailable(f"There is no key for {self.name!r}: set {self.key_hint()}.")

    def require_package(self) -> None:
        """Look for the package without importing it."""
        if importlib.util.find_spec(self.package) is None:
            raise BackendUnavailable(self.package_missing())


def _openai(settings: Settings, max_tokens: int, key: SecretStr) -> Options:
    # With a custom base_url the package leaves the usage out unless it is asked for.
    return _common(settings, max_tokens, key) | {"stream_usage": True}


def _anthropic(settings: Settings, max_tokens: int, key: SecretStr) -> Options:
    return _common(settings, max_tokens, key) | {"stream_usage": True}


def _google(settings: Settings, max_tokens: int, key: SecretStr) -> Options:
    # Its max_retries counts the first attempt too.
    return _common(settings, max_tokens, key) | {"max_retries": 2}


def _ollama(settings: Settings, max_tokens: int, key: SecretStr) -> Options:
    # It ignores `timeout` and `max_retries` without a word.
    client: Options = {"timeout": settings.llm_timeout}
    if key is not _PLACEHOLDER:
        client["headers"] = {"Authorization": f"Bearer {key.get_secret_value()}"}
    return _address(settings) | {"client_kwargs": client, "num_predict": max_tokens, "num_ctx": _OLLAMA_CONTEXT}


def _common(settings: Settings, max_tokens: int, key: SecretStr) -> Options:
    return _address(settings) | {
        "api_key": key,
        "timeout": settings.llm_timeout,
        "max_retries": 1,
        "max_tokens": max_tokens,
    }


def _address(settings: Settings) -> Options:
    return {"base_url": settings.llm_base_url} if settings.llm_base_url else {}


_NETWORK = "check the network and TUTOR_LLM_BASE_URL"
PROVIDERS = {
    one.name: one
    for one in (
        Provider("openai", "langchain_openai", "openai", ("OPENAI_API_KEY",), _NETWORK, _openai),
        Provider("anthropic", "langchain_anthropic", "anthropic", ("ANTHROPIC_API_KEY",), _NETWORK, _anthropic),
        Provider("ollama", "langchain_ollama", "ollama", (), "is 'ollama serve' running?", _ollama),
        Provider(
            "google_genai",
            "langchain_google_genai",
            "google",
            ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
            _NETWORK,
            _google,
        ),
    )
}


def parse_name(llm: str) -> tuple[Provider, str]:
    """`provider:model` -> both.  Raises SettingsError, or BackendUnavailable for a provider that is not known."""
    provider, colon, model = (part.strip() for part in llm.partition(":"))
    if not (provider and colon and model):
        raise SettingsError(
            f"TUTOR_LLM is {llm!r}: write provider:model, for example 'openai:gpt-4o-mini' or 'ollama:llama3.2'"
        )
    if provider not in PROVIDERS:
        raise BackendUnavailable(f"TUTOR_LLM names the provider {provider!r}; known are {', '.join(PROVIDERS)}.")
    return PROVIDERS[provider], model


def environment() -> Mapping[str, str]:
    """The process's variables; a provider's own key is kept there."""
    return os.environ
