"""README's Python blocks run as they stand, in order, in the folder a reader would run them in."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import ROOT, environment
from tests.conftest import new_data_dir
from tutor.build import Tutor

README = ROOT / "README.md"
_BLOCK = re.compile(r"^```python[ \t]*\n(?P<code>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\]\((?P<target>(?![a-z]+:|#)[^)\s]+)\)")


def _text() -> str:
    return README.read_text(encoding="utf-8") if README.is_file() else ""


def test_readme_shows_python() -> None:
    assert _BLOCK.search(_text()), "README.md has no ```python block: the quick start is missing"


def test_readme_shows_a_langchain_chain() -> None:
    shown = "\n".join(match["code"] for match in _BLOCK.finditer(_text()))
    assert "tutor.retriever" in shown and "tutor.embeddings" in shown


def test_python_blocks_run_in_order(tmp_path: Path, models: Path, corpus_library: Tutor) -> None:
    """One after the other in one process, on a data folder that has taken the corpus in already."""
    blocks = [match["code"] for match in _BLOCK.finditer(_text())]
    assert blocks
    (tmp_path / "corpus").symlink_to(ROOT / "corpus", target_is_directory=True)
    data = new_data_dir(tmp_path / "data", models)
    shutil.copyfile(corpus_library.settings.data_dir / "library.db", data / "library.db")
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", "\n".join(blocks)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("target", sorted({match["target"] for match in _FILE.finditer(_text())}) or ["README.md"])
def test_a_file_readme_links_to_is_there(target: str) -> None:
    assert (ROOT / target.split("#")[0]).exists()
