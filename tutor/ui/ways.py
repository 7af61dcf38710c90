"""From one page to another in the same session (a link would begin a new one)."""

from __future__ import annotations

from typing import Literal

import streamlit as st

PageName = Literal["ask", "practise", "interview", "review", "progress", "material", "settings"]


def go_to(page: PageName) -> None:
    """Show another page, as its entry in the navigation does.  Not from a widget's callback: Streamlit forbids it."""
    st.switch_page(st.Page(_registered, title=page.capitalize(), url_path=page, default=page == "ask"))


def way_to(page: PageName, words: str, *, key: str, primary: bool = True) -> None:
    """A button that leads there."""
    if st.button(words, key=key, type="primary" if primary else "secondary"):
        go_to(page)


def _registered() -> None:
    """Stands for the page that the navigation knows by the same address."""
