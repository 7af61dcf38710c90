"""Where a run keeps its throwaway libraries, and how it starts fresh processes.

Nothing of the user's own settings reaches a measurement: no TUTOR_ variable, no `.env`, no library of theirs.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor import Tutor, open_tutor
from tutor.library.engines import onnx_engine
from tutor.library.weights import Weights
from tutor.settings import PROJECT, SHIPPED_CORPUS, Settings


@dataclass(frozen=True)
class Finished:
    """A process that ended well: the JSON lines it printed, its seconds from start to end, and those of its CPU."""

    lines: list[Any]
    seconds: float
    cpu_seconds: float

    @property
    def printed(self) -> Any:  # noqa: ANN401 - JSON
        return self.lines[-1]


@dataclass(frozen=True)
class Workshop:
    """One folder for a run, or with --work for several."""

    folder: Path

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def library(self, name: str) -> Path:
        """An empty data folder with the exported encoder in it."""
        data_dir = self.fresh(name)
        (data_dir / "models").symlink_to(self._models(), target_is_directory=True)
        return data_dir

    def shipped(self) -> Path:
        """A data folder with the shipped corpus; filled once, then only brought up to date."""
        data_dir = self.folder / "shipped"
        if not data_dir.exists():
            self.library("shipped")
        self.run(["-m", "tutor", "ingest", str(SHIPPED_CORPUS), "--json", "--data-dir", str(data_dir)])
        return data_dir

    def stock_shipped(self) -> Path:
        """The stock pipeline's persisted collection of the shipped corpus; made once."""
        path, done = self.folder / "stock-shipped", self.folder / "stock-shipped.json"
        if not done.exists():
            made = self.run(["-m", "bench.stock", "ingest", str(self.fresh(path.name)), str(SHIPPED_CORPUS)])
            done.write_text(json.dumps(made.printed), encoding="utf-8")
        return path

    def run(self, arguments: Sequence[str]) -> Finished:
        """Python in a fresh process; raises RuntimeError with what it said where it fails."""
        started, cpu = time.perf_counter(), _cpu_of_children()
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=clean_environment(), capture_output=True, text=True
        )
        seconds = time.perf_counter() - started
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(arguments[:3])} ended with {done.returncode}: {done.stderr[-2000:]}")
        return Finished([json.loads(line) for line in done.stdout.splitlines()], seconds, _cpu_of_children() - cpu)

    def _models(self) -> Path:
        """The exported encoder: the project's own where there is one, else made here."""
        models = self.folder / "models"
        if not models.exists():
            own = Settings().models_dir
            if own.is_dir():
                shutil.copytree(own, models)
            onnx_engine(Weights(models))
        return models


def tutor_on(data_dir: Path) -> Tutor:
    """A Tutor of this process on a throwaway library."""
    return open_tutor(settings=Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]  # pydantic-settings


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def clean_environment() -> dict[str, str]:
    """This process's environment without the user's TUTOR_ variables; the project can be imported from anywhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TUTOR_")}
    return kept | {"PYTHONPATH": str(PROJECT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
