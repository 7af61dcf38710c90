"""The `tutor` command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65_534


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment with the repository to import from and the network blocked."""
    paths = [str(ROOT / "tests" / "quiet"), str(ROOT)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **(extra or {})}


def start_python(
    arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None, user: int | None = None
) -> subprocess.Popen[str]:
    """A Python process with pipes; `user` is for tests of file rights run as root."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        user=user,
    )


def run_tutor(
    *arguments: str,
    data: Path,
    cwd: Path,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    user: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """`tutor ARGUMENTS` on the data folder `data`."""
    settings = {"TUTOR_DATA_DIR": str(data), **(env or {})}
    process = start_python(["-m", "tutor", *arguments], cwd=cwd, env=settings, user=user)
    out, err = process.communicate(stdin, timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)
