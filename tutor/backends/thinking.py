"""Local reasoning models write `<think>...</think>` before they answer; a candidate is shown the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_OPEN, _CLOSE = "<think>", "</think>"


def without_thinking(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a reply without a leading `<think>` block, wherever the pieces cut it."""
    held = ""
    inside: bool | None = None  # None: not yet known whether the reply begins with a block
    for piece in pieces:
        if inside is False:
            yield piece
            continue
        held += piece
        if inside is None:
            start = held.lstrip()
            if _OPEN.startswith(start[: len(_OPEN)]) and len(start) < len(_OPEN):
                continue
            inside = start.startswith(_OPEN)
        if inside:
            _, closed, rest = held.partition(_CLOSE)
            if not closed:
                continue
            inside, held = False, rest.lstrip()
        if held:
            yield held
    if inside is None and held:
        yield held
