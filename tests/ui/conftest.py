"""Pages on a real library: built once, copied for each test that needs its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui.notes import build_library
from tutor.build import Tutor
from tutor.ui.opening import the_library

MAIN = Path(__file__).parents[2] / "tutor" / "ui" / "main.py"
PATIENCE = 60  # seconds; the first question loads a model


@pytest.fixture(scope="session")
def built_library(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    return build_library(tmp_path_factory.mktemp("library"), models)


@pytest.fixture
def library_dir(built_library: Path, tmp_path: Path) -> Path:
    """A copy of the library for one test."""
    return shutil.copytree(built_library, tmp_path / "data", symlinks=True)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Path], AppTest]]:
    """Opens "ask", "material" or "settings" on a data folder, as the one tutor of this process."""
    opened = False

    def open_on(page: str, folder: Path) -> AppTest:
        nonlocal opened
        monkeypatch.setenv("TUTOR_DATA_DIR", str(folder))
        if not opened:
            st.cache_resource.clear()
        opened = True
        if page == "ask":
            return AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
        source = f"from tutor.ui.{page}_page import {page}_page\n\n{page}_page()\n"
        return AppTest.from_string(source, default_timeout=PATIENCE)

    yield open_on
    if opened:
        the_library().close()
    st.cache_resource.clear()


@pytest.fixture
def the_open_tutor() -> Callable[[], Tutor]:
    """The tutor the pages of this test share."""
    return the_library
