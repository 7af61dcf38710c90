"""Who owns the embedded Chroma folder.  Two processes writing one folder break it, so one process holds a file lock
for as long as it lives, and whoever comes second is told who that is and searches the stored vectors instead."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from filelock import FileLock, Timeout


class OwnerLock:
    """A lock file and, beside it, the name of its holder; freed by the operating system when the process dies."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / "owner.lock", thread_local=False)
        self._holder = folder / "owner.json"

    def acquire(self) -> bool:
        """Whether this process now owns the folder; returns at once."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        what = {"pid": os.getpid(), "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:3]])}
        self._holder.write_text(json.dumps(what), encoding="utf-8")
        return True

    def release(self) -> None:
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    def holder(self) -> str:
        """The owner, in words: "process 4711 (streamlit run app.py)"."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            found = json.loads(self._holder.read_text(encoding="utf-8"))
            return f"process {found['pid']} ({found['command']})"
        return "another process"
