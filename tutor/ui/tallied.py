"""A section that opens, with a count beside its title that may change while it is open.

Streamlit takes an expander with another title for another expander: it would close, and the keyboard would lose its
place, at every tick.  So the count stands beside the title and not in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from tutor.ui.escaping import plain

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


@contextmanager
def tallied(title: str, key: str, tally: str) -> Iterator[ExpanderContainer]:
    """An expander called `title` (safe as a label); what stands in it is drawn only while it is open."""
    with st.container(key=f"tallied_{key}", gap=None):
        st.markdown(f'<span class="tally">{plain(tally)}</span>', unsafe_allow_html=True)
        with st.expander(title, key=key, on_change="rerun") as opened:
            yield opened
