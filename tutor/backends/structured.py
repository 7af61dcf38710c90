"""A reply of a given shape from any chat model: the schema is in the prompt, and code reads and checks the reply.

Not `with_structured_output`: of the providers' own modes, function calling returns None without an error where a
server ignores the tools it was sent, and JSON-schema mode raises inside the vendor's package as soon as the JSON is
fenced.  A server nobody knows must either give what was asked or one plain sentence, so this rests on `complete` only.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from string import Template
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from tutor.backends.messages import ChatMessage, LanguageModel
from tutor.domain import Usage
from tutor.errors import BackendFailed, BackendUnavailable

_FORM = Template("""\
Reply with one JSON object and nothing else: no introduction, no explanation. It must fit this JSON schema:
$schema
""")
_AGAIN = Template("""\
That reply cannot be used: $fault. Reply once more, with the whole JSON object alone.
""")
_MOST_FAULTS = 3
_LONGEST_FAULT = 300  # characters: it is shown to people and sent to the model
_DECODER = json.JSONDecoder()


class Reply(BaseModel):
    """Base of what a model is asked for.  Keys that were not asked for are ignored: many models add a comment."""

    model_config = ConfigDict(frozen=True, extra="ignore")


T = TypeVar("T", bound=Reply)


class StructuredModel:
    """Asks a language model for JSON of a given shape, at most twice.  Thread-safe."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._last = threading.local()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return self._model.name

    @property
    def provider(self) -> str:
        return self._model.provider

    @property
    def model(self) -> str:
        return self._model.model

    @property
    def usage(self) -> Usage:
        """What this thread's last `ask_for` took: both of its calls together, also where it failed."""
        return cast(Usage, getattr(self._last, "usage", Usage()))

    def ask_for(
        self,
        messages: Sequence[ChatMessage],
        answer: type[T],
        *,
        max_tokens: int,
        check: Callable[[T], str | None] | None = None,
    ) -> T:
        """The model's reply as an `answer`, of at most `max_tokens` a call.

        `check` says what is wrong with a reply that fits the schema (a clause without a full stop), or None.  A reply
        that cannot be used is asked for once more, with what is wrong with it.  Raises BackendError.
        """
        self._last.usage = Usage()
        asked = _with_form(messages, answer)
        reply = self._complete(asked, max_tokens)
        found = _read(reply, answer, check)
        if isinstance(found, str):
            again = ChatMessage(role="user", text=_AGAIN.substitute(fault=found))
            found = _read(
                self._complete((*asked, ChatMessage(role="assistant", text=reply), again), max_tokens), answer, check
            )
        if isinstance(found, str):
            raise BackendFailed(f"{self.name} was asked twice and gave no reply that can be used: {found}.")
        return found

    def _complete(self, messages: Sequence[ChatMessage], max_tokens: int) -> str:
        called = True
        try:
            return self._model.complete(messages, max_tokens)
        except BackendUnavailable:
            called = False  # the model still tells what the call before took
            raise
        finally:
            if called:
                self._last.usage = add_usage(self.usage, self._model.usage)


def add_usage(one: Usage, other: Usage) -> Usage:
    """Both together; the cost is None where neither is known."""
    costs = [usage.cost_usd for usage in (one, other) if usage.cost_usd is not None]
    return Usage(
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cost_usd=sum(costs) if costs else None,
    )


def _with_form(messages: Sequence[ChatMessage], answer: type[Reply]) -> tuple[ChatMessage, ...]:
    """The messages with the wanted form at the end of the first, which some providers allow to be the only system
    message."""
    form = _FORM.substitute(schema=json.dumps(answer.model_json_schema(), ensure_ascii=False))
    first, *rest = messages
    if first.role != "system":
        return (ChatMessage(role="system", text=form), *messages)
    return (ChatMessage(role="system", text=f"{first.text}\n{form}"), *rest)


def _read(reply: str, answer: type[T], check: Callable[[T], str | None] | None) -> T | str:
    """The one object in the reply that fits, or what is wrong."""
    objects = list(_objects(reply))
    if not objects:
        return "it holds no complete JSON object"
    fitting: list[T] = []
    faults: list[str] = []
    for one in objects:
        try:
            fitting.append(answer.model_validate(one))
        except ValidationError as error:
            faults.append(_fault(error))
    if not fitting:
        return faults[-1]  # models think first and answer last
    if any(one != fitting[0] for one in fitting):
        return "it holds more than one answer"
    fault = check(fitting[0]) if check is not None else None
    return fitting[0] if fault is None else fault


def _objects(reply: str) -> Iterator[dict[str, Any]]:
    """Every outermost JSON object in a text, whatever stands around it."""
    start = reply.find("{")
    while start >= 0:
        try:
            value, end = _DECODER.raw_decode(reply, start)
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair could be neither stored nor shown
        except (ValueError, RecursionError):  # no JSON from here, or nested deeper than any answer
            end = start + 1
        else:
            yield value
        start = reply.find("{", end)


def _fault(error: ValidationError) -> str:
    """What pydantic found, as one clause that names the places and repeats none of the reply."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    told = [f"{'.'.join(map(str, one['loc'])) or 'it'}: {one['msg'][:1].lower()}{one['msg'][1:]}" for one in found]
    more = f"; and {len(told) - _MOST_FAULTS} more" if len(told) > _MOST_FAULTS else ""
    return ("; ".join(told[:_MOST_FAULTS]) + more)[:_LONGEST_FAULT]
