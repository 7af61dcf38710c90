"""The one piece of script on the page: marks that open a source, Escape that closes it, copy, scrolling to the light.

Streamlit has no link that stays in its session, no key that is not tied to a button, and no scrolling; this component
listens for `#src-` and `#copy-` links in the page and hands the reference back.  What it hands back is not trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

_KEY = "bridge"
_SCRIPT = Path(__file__).with_name("bridge.js").read_text(encoding="utf-8")
_mount = st.components.v2.component("tutor_bridge", js=_SCRIPT)


def bridge(
    *,
    source: str,
    view: str,
    newest: str,
    copies: Mapping[str, str],
    on_open: Callable[[str], None],
    on_close: Callable[[], None],
) -> None:
    """Listen.

    `source` is the reference shown now ("" for none) and `view` the same with how it is shown; `newest` is the last
    answer, whose question is brought into view when it changes; `copies` is what each `#copy-` link copies.
    """

    def opened() -> None:
        ref = _sent("cite")
        if ref:
            on_open(ref)

    _mount(
        key=_KEY,
        data={"source": source, "view": view, "newest": newest, "copies": dict(copies)},
        on_cite_change=opened,
        on_close_change=on_close,
    )


def _sent(name: str) -> str:
    state: Any = st.session_state.get(_KEY)
    value = getattr(state, name, None)
    return value if isinstance(value, str) else ""
