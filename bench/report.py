"""Every table in one Markdown file, with the command behind each, the date, the CPU and the versions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bench.figures import Result
from tutor.evaluation.machine import machine

_PACKAGES = (
    "chromadb",
    "langchain-chroma",
    "langchain-huggingface",
    "langchain-text-splitters",
    "numpy",
    "onnxruntime",
    "sentence-transformers",
    "sqlalchemy",
    "streamlit",
    "torch",
    "transformers",
)
_HEAD = """# Benchmarks

Written by `make bench ARGS="NAME --write docs/BENCHMARKS.md"` (`all` for every one), each table with its day and its
machine; do not edit by hand. Both sides of every comparison ran in the same minutes on the same machine, in turns, with
the same files and the same weights (all-MiniLM-L6-v2). "Stock" is what tutorials show: LangChain's
RecursiveCharacterTextSplitter (1,000 characters, 200 overlapping), HuggingFaceEmbeddings and Chroma with its own
settings.
"""
_SECTION = re.compile(r"^## (?P<name>\S+)\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def report(results: Sequence[Result], options: dict[str, str], *, before: str = "", order: Sequence[str] = ()) -> str:
    """The tables of `results`, and of `before`, an earlier report, those that were not measured again; in `order`.

    `options` are the extra words of each measurement's command.
    """
    sections = {found["name"]: found.group().strip() for found in _SECTION.finditer(before)}
    lines = machine(_PACKAGES, date.today())
    for one in results:
        command = f"make bench ARGS={_quoted(f'{one.name} {options.get(one.name, str())}'.strip())}"
        sections[one.name] = "\n".join(
            [f"## {one.name}", "", f"`{command}`", "", *lines, "", one.as_markdown().strip()]
        )
    names = sorted(sections, key=lambda name: [*order, *sections].index(name))
    return "\n\n".join([_HEAD.strip(), *(sections[name] for name in names)]) + "\n"


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words
