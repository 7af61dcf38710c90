"""Every table in one Markdown file, with the command behind each, the date, the CPU and the versions."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.figures import Result

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
    parts = [_HEAD, *machine(), ""]
    for one in results:
        command = f"make bench ARGS={_quoted(f'{one.name} {options.get(one.name, str())}'.strip())}"
        parts += [f"## {one.name}", "", f"`{command}`", "", one.as_markdown(), ""]
    return "\n".join(parts).rstrip() + "\n"


def machine() -> list[str]:
    """What a figure depends on, as a Markdown list."""
    versions = ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    return [
        f"- {datetime.now(UTC):%d %B %Y}",
        f"- {cpu_name()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        f"- Python {platform.python_version()}, {versions}",
    ]


def cpu_name() -> str:
    """The processor's name and whether it has bf16 units (which decide the ingest engine)."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or sys.platform
    known = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    bf16 = {"avx512_bf16", "amx_bf16"} & set(known.get("flags", "").split())
    return f"{known.get('model name', platform.processor())} ({', '.join(sorted(bf16)) or 'no bf16'})"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words
