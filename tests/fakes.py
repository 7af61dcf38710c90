"""Language models that say what they are told to and remember what they were asked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from tutor.backends.messages import ChatMessage
from tutor.domain import Usage

_HANDED = re.compile(r"^\[(?P<id>[a-z]\d[a-z]{2})\] (?P<text>.+)$", re.MULTILINE)

Reply = str | Sequence[str] | Callable[[Sequence[ChatMessage]], "str | Sequence[str]"]


class FakeLanguageModel:
    """Answers with the queued replies, in order: a text, its pieces, or a function of what was asked.

    An exception among a reply's pieces (or as the reply) is raised in its place.  Every call takes 100 and 10 tokens.
    """

    name = "fake:one"
    provider = "fake"
    model = "one"

    def __init__(self, *replies: Reply | Exception) -> None:
        self.replies: deque[Reply | Exception] = deque(replies)
        self.requests: list[tuple[ChatMessage, ...]] = []
        self.usage = Usage()

    def stream(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        self.requests.append(tuple(messages))
        self.usage = Usage()
        reply = self.replies.popleft()
        if callable(reply):
            reply = reply(messages)
        for piece in [reply] if isinstance(reply, str | Exception) else reply:
            if isinstance(piece, Exception):
                raise piece
            yield piece
        self.usage = Usage(input_tokens=100, output_tokens=10, cost_usd=0.01)

    def complete(self, messages: Sequence[ChatMessage], max_tokens: int) -> str:
        return "".join(self.stream(messages))


def handed(messages: Sequence[ChatMessage]) -> dict[str, str]:
    """Id -> sentence of the material, as a prompt shows them."""
    return {match["id"]: match["text"] for message in messages for match in _HANDED.finditer(message.text)}


def id_of(messages: Sequence[ChatMessage], words: str) -> str:
    """The id of the one sentence handed over that holds `words`."""
    (found,) = [one for one, text in handed(messages).items() if words in text]
    return found
