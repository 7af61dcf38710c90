"""Words of the material as a widget's label, which Streamlit reads as Markdown."""

from __future__ import annotations

_MEANS_SOMETHING = frozenset("\\`*_[]<>$#~|!")


def label(text: str) -> str:
    """`text` with nothing in it that a label would interpret."""
    escaped = "".join(f"\\{sign}" if sign in _MEANS_SOMETHING else sign for sign in " ".join(text.split()))
    return escaped.replace(":", ":\u2060")  # a word joiner: no ":red[" and no ":smile:"
