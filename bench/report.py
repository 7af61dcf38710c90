"""Every table in one Markdown file, with the command behind each, the date, the CPU and the versions."""

from __future__ import annotations

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

Written by `make bench ARGS="all --write docs/BENCHMARKS.md"`; do not edit by hand. Both sides of every comparison ran
in the same minutes on the same machine, in turns, with the same files and the same weights (all-MiniLM-L6-v2).
"Stock" is what tutorials show: LangChain's RecursiveCharacterTextSplitter (1,000 characters, 200 overlapping),
HuggingFaceEmbeddings and Chroma with its own settings.
"""


def report(results: Sequence[Result], options: dict[str, str]) -> str:
    """`options` are the extra words of each measurement's command."""
    parts = [_HEAD, *machine(_PACKAGES, date.today()), ""]
    for one in results:
        command = f"make bench ARGS={_quoted(f'{one.name} {options.get(one.name, str())}'.strip())}"
        parts += [f"## {one.name}", "", f"`{command}`", "", one.as_markdown(), ""]
    return "\n".join(parts).rstrip() + "\n"


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words
