"""The tutor a page works with: opened once a process, its model loaded in the background, its errors one sentence."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from tutor import open_tutor
from tutor.build import Tutor
from tutor.errors import TutorError
from tutor.ui.ingesting import Ingesting
from tutor.ui.jobs import Jobs
from tutor.ui.labels import label
from tutor.ui.state import page_state
from tutor.ui.wording import sentence

logger = logging.getLogger(__name__)


class Loader:
    """Loads what a question needs, once, in a thread."""

    def __init__(self, tutor: Tutor) -> None:
        self._tutor = tutor
        self._thread: threading.Thread | None = None
        self.error: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether the model is still being loaded."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        if self._thread is None and not self._tutor.model_ready:
            self._thread = threading.Thread(target=self._load, name="load model", daemon=True)
            self._thread.start()

    def _load(self) -> None:
        try:
            self._tutor.load()
        except TutorError as error:
            self.error = str(error)
        except Exception:
            logger.exception("the embedding model could not be loaded")
            self.error = "The embedding model could not be loaded; run 'tutor doctor'."


@st.cache_resource(show_spinner=False)
def the_library() -> Tutor:
    """The library that every tab works with."""
    return open_tutor()


def the_tutor() -> Tutor:
    """The library as the candidate of this tab sees it."""
    library = the_library()
    profile = page_state().profile
    return library if profile is None else library.as_profile(profile)


@st.cache_resource(show_spinner=False)
def the_loader() -> Loader:
    return Loader(the_library())


@st.cache_resource(show_spinner=False)
def the_jobs() -> Jobs:
    return Jobs()


@st.cache_resource(show_spinner=False)
def the_ingesting() -> Ingesting:
    return Ingesting(the_library())


@contextmanager
def guarded() -> Iterator[None]:
    """Errors become one sentence on the page; what nobody foresaw is logged in full."""
    try:
        yield
    except TutorError as error:
        st.error(label(sentence(str(error))))
    except Exception:
        logger.exception("a page failed")
        st.error("This did not work; the log of the program says why, and the Settings page looks for the cause.")


@st.fragment(run_every=1.0)
def _wait_for_model(meanwhile: str) -> None:
    if the_loader().waiting:
        st.caption(f"Loading the embedding model, a few seconds. {meanwhile}".strip())
    else:
        st.rerun()


def show_loading(meanwhile: str = "") -> None:
    """Say that the model is loading while it is, and what can be done meanwhile; begin to load it where nobody has."""
    loader = the_loader()
    loader.start()
    if loader.error is not None:
        st.warning(label(sentence(loader.error)))
    elif loader.waiting:
        _wait_for_model(meanwhile)
