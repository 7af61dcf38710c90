"""What is said to a language model, and what the floors above need of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from tutor.domain import Model, Usage


class ChatMessage(Model):
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    text: str


class LanguageModel(Protocol):
    """A chat model; `ChatBackend` is the real one."""

    @property
    def name(self) -> str:
        """`provider:model`."""
        ...

    @property
    def provider(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def usage(self) -> Usage:
        """What this thread's last call took."""
        ...

    def stream(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        """The reply in pieces, as it is written.  Raises BackendError, also after some pieces."""
        ...

    def complete(self, messages: Sequence[ChatMessage], max_tokens: int) -> str:
        """The whole reply.  Raises BackendError."""
        ...
