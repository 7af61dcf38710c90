"""One chat model behind one small surface: pieces of text in, usage and one plain sentence of failure out.

Everything a provider's package can raise ends here as a BackendError; the answerer then answers from the material.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from tutor.backends.breaker import Breaker
from tutor.backends.failures import explain
from tutor.backends.messages import ChatMessage
from tutor.backends.providers import Provider, environment, parse_name
from tutor.backends.thinking import without_thinking
from tutor.domain import Finding, Usage
from tutor.errors import BackendError, BackendFailed, BackendUnavailable
from tutor.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Generator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

log = logging.getLogger(__name__)

FORBID = "TUTOR_FORBID_MODELS"
_FINISHES = ("finish_reason", "stop_reason", "done_reason", "status")
_CUT = {"length", "max_tokens", "max_output_tokens", "incomplete"}
_DECLINED = {"content_filter", "refusal", "safety", "recitation", "blocklist", "prohibited_content", "spii"}


class ChatBackend:
    """A chat model by its provider's package, which is imported at the first call.  Thread-safe."""

    def __init__(
        self,
        provider: Provider,
        model: str,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.monotonic,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """Raises BackendUnavailable where the provider's package or its key is missing."""
        provider.require_package()
        self._key = provider.key(settings, environment() if variables is None else variables)
        self._provider = provider
        self._settings = settings
        self._clock = clock
        self.model = model
        self.name = f"{provider.name}:{model}"
        self._breaker = Breaker(self.name, clock)
        self._models: dict[int, BaseChatModel] = {}
        self._lock = threading.Lock()
        self._last = threading.local()

    @property
    def provider(self) -> str:
        return self._provider.name

    @property
    def usage(self) -> Usage:
        """Tokens and cost of the last call of this thread; zero where the server counted nothing."""
        return cast(Usage, getattr(self._last, "usage", Usage()))

    def stream(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        """Pieces of the reply.  Raises BackendFailed or BackendUnavailable with one plain sentence; also after some
        pieces, where the stream breaks off."""
        return self._guarded(messages, self._settings.llm_max_tokens)

    def complete(self, messages: Sequence[ChatMessage], max_tokens: int) -> str:
        """The whole reply, of at most `max_tokens`.  It is streamed too, so that one path is checked and timed."""
        return "".join(self._guarded(messages, max_tokens))

    def test(self) -> Finding:
        """Ask for one word; a circuit that is open does not stand in the way."""
        self._breaker.succeeded()
        started = self._clock()
        try:
            self.complete([ChatMessage(role="user", text="Reply with the word: ready")], self._settings.llm_max_tokens)
        except BackendError as error:
            return Finding(name="answers", state="bad", text=str(error))
        seconds = self._clock() - started
        return Finding(name="answers", state="good", text=f"{self.name} answered in {seconds:.1f} seconds.")

    def _guarded(self, messages: Sequence[ChatMessage], max_tokens: int) -> Iterator[str]:
        self._breaker.check()
        self._last.usage = Usage()
        said = False
        try:
            for piece in without_thinking(self._pieces(messages, max_tokens)):
                said = said or bool(piece.strip())
                yield piece
            if not said:
                raise BackendFailed(f"{self.name} said nothing.")
        except BackendError:
            self._breaker.failed()
            raise
        except Exception as error:
            # Provider packages share no base error, and what they say may hold the key: it is named by its type only,
            # and not kept as the cause, which a traceback in a log would print.
            self._breaker.failed()
            log.warning("%s failed: %s", self.name, type(error).__name__)
            raise explain(error, self._provider, self.model, self._settings.llm_timeout) from None
        self._breaker.succeeded()

    def _pieces(self, messages: Sequence[ChatMessage], max_tokens: int) -> Iterator[str]:
        """The text of each chunk; checks the end and notes the usage."""
        finish: str | None = None
        chunks = self._model(max_tokens).stream([(one.role, one.text) for one in messages])
        with closing(cast("Generator[AIMessageChunk]", chunks)):
            for chunk in chunks:
                self._count(chunk.usage_metadata)
                finish = _finish(chunk.response_metadata) or finish
                if text := str(chunk.text):
                    yield text
        if finish in _DECLINED:
            raise BackendFailed(f"{self.name} declined to answer.")
        if finish in _CUT:
            raise BackendFailed(f"{self.name} was cut off at {max_tokens} tokens; raise TUTOR_LLM_MAX_TOKENS.")
        if finish is None:
            raise BackendFailed(f"{self.name} broke off before it had finished.")

    def _model(self, max_tokens: int) -> BaseChatModel:
        with self._lock:
            if max_tokens not in self._models:
                from langchain.chat_models import init_chat_model  # 1.5 s, and the provider's package with it

                options = self._provider.options(self._settings, max_tokens, self._key)
                self._models[max_tokens] = init_chat_model(self.model, model_provider=self.provider, **options)
            return self._models[max_tokens]

    def _count(self, counted: Mapping[str, Any] | None) -> None:
        """Add a chunk's counts: some providers give them all at the end, some in parts."""
        if not counted:
            return
        before = self.usage
        given = before.input_tokens + int(counted.get("input_tokens") or 0)
        written = before.output_tokens + int(counted.get("output_tokens") or 0)
        price_in, price_out = self._settings.llm_price_in, self._settings.llm_price_out
        cost = None
        if price_in is not None and price_out is not None:
            cost = (given * price_in + written * price_out) / 1_000_000
        self._last.usage = Usage(input_tokens=given, output_tokens=written, cost_usd=cost)


def open_backend(settings: Settings) -> ChatBackend | None:
    """The backend the settings name, or None where they name none.  Opens no connection and imports no provider.

    Raises SettingsError for a malformed TUTOR_LLM; BackendUnavailable where the provider is unknown, its package or
    key is missing, or real models are forbidden.
    """
    if settings.llm is None:
        return None
    provider, model = parse_name(settings.llm)
    if os.environ.get(FORBID) and not _is_loopback(settings.llm_base_url):
        raise BackendUnavailable(f"{FORBID} is set, so only a server on this machine (TUTOR_LLM_BASE_URL) is used.")
    return ChatBackend(provider, model, settings)


def forbid_real_models() -> None:
    """From here on `open_backend` refuses every server that is not on this machine."""
    os.environ[FORBID] = "1"


def _is_loopback(url: str | None) -> bool:
    host = urlsplit(url).hostname if url else None
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _finish(metadata: Mapping[str, Any]) -> str | None:
    """Why the model stopped, lower-case, under whichever name the provider has for it."""
    for key in _FINISHES:
        if value := metadata.get(key):
            return str(value).lower().rpartition(".")[2]
    return None
