"""What a figure depends on: the day, the machine, the versions."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def machine(packages: Sequence[str], today: date) -> list[str]:
    """A Markdown list; packages that are not installed are left out."""
    versions = ", ".join(f"{name} {found}" for name in packages if (found := _version(name)))
    return [
        f"- {today:%d %B %Y}",
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
