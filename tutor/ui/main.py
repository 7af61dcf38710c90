"""The script Streamlit runs at every interaction: style, navigation, the chosen page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tutor.ui.ask_page import ask_page
from tutor.ui.material_page import material_page
from tutor.ui.settings_page import settings_page

st.set_page_config(page_title="Interview tutor", layout="centered", initial_sidebar_state="auto")
st.html(Path(__file__).with_name("style.css"))
st.navigation(
    [
        st.Page(ask_page, title="Ask", url_path="ask", default=True),
        st.Page(material_page, title="Material", url_path="material"),
        st.Page(settings_page, title="Settings", url_path="settings"),
    ]
).run()
