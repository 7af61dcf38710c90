"""The page: `streamlit run app.py` (or `make run`).  Everything it draws lies in tutor/ui."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from tutor.ui.security import SecurityHeaders

app = st.App(Path(__file__).parent / "tutor" / "ui" / "main.py", middleware=[Middleware(SecurityHeaders)])
