"""The box an answer is typed into: what is in it is kept a moment after every pause, so that nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zlib import crc32

import streamlit as st

from tutor.records.shelf import Drafts

_LONGEST = 8_000  # characters
_SCRIPT = Path(__file__).with_name("answer_box.js").read_text(encoding="utf-8")
_HTML = '<span class="clock" role="timer" aria-label="Time on this answer"></span>'
_CSS = ".clock { color: var(--st-text-color); opacity: 0.65; font-size: 0.85rem; font-variant-numeric: tabular-nums; }"
_mount = st.components.v2.component("answer_box", html=_HTML, css=_CSS, js=_SCRIPT)


def answer_box(
    drafts: Drafts,
    key: str,
    *,
    label: str,
    seconds: int | None = None,
    lines: int = 8,
    code: bool = False,
    hint: str = "Type your answer as you would say it",
) -> None:
    """Draw the box with its draft.  `seconds` already spent start a quiet timer; None shows none."""
    box = _box(key, code=code)
    if box not in st.session_state:
        st.session_state[box] = drafts.get(key)
    st.text_area(
        label,
        key=box,
        height=24 * lines + 20,
        max_chars=_LONGEST,
        placeholder=hint,
        on_change=_committed,
        args=(drafts, key, box),
        label_visibility="collapsed",
    )
    _keep(drafts, key, box, seconds)


def typed(drafts: Drafts, key: str, *, code: bool = False) -> str:
    """What stands in the box now."""
    return str(st.session_state.get(_box(key, code=code)) or drafts.get(key))


def clear_box(drafts: Drafts, key: str, *, code: bool = False, text: str = "") -> None:
    """Empty the box and forget its draft, or put `text` into both."""
    drafts.save(key, text)
    st.session_state[_box(key, code=code)] = text


@st.fragment
def _keep(drafts: Drafts, key: str, box: str, seconds: int | None) -> None:
    """Listens to the box in a fragment of its own: a pause in typing draws nothing else anew."""
    name = f"kept_{box}"

    def paused() -> None:
        state: Any = st.session_state.get(name)
        text = getattr(state, "typed", None)
        if isinstance(text, str):
            drafts.save(key, text[:_LONGEST])

    _mount(key=name, data={"box": box, "seconds": seconds or 0, "timed": seconds is not None}, on_typed_change=paused)


def _committed(drafts: Drafts, key: str, box: str) -> None:
    drafts.save(key, str(st.session_state[box] or ""))


def _box(key: str, *, code: bool) -> str:
    """The widget's key, which is also a CSS class: letters and digits only."""
    return f"{'code' if code else 'answer'}_{crc32(key.encode()):08x}"
