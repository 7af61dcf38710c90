"""Files are read into the library in a thread, so that leaving the page does not cut it short; one run at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from tutor.build import Tutor
from tutor.domain import IngestReport
from tutor.errors import TutorError
from tutor.library.ingest import IngestProgress

logger = logging.getLogger(__name__)


class Ingesting:
    """The run at hand, or the last one's report."""

    def __init__(self, tutor: Tutor) -> None:
        self._tutor = tutor
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self.progress: IngestProgress | None = None
        self.report: IngestReport | None = None
        self.error: str | None = None

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self, paths: Sequence[Path]) -> None:
        """Begin, unless a run is at work."""
        with self._starting:
            if self.running:
                return
            self.progress, self.report, self.error = None, None, None
            self._thread = threading.Thread(target=self._run, args=(list(paths),), name="ingest", daemon=True)
            self._thread.start()

    def wait(self, timeout: float) -> None:
        if self._thread is not None:
            self._thread.join(timeout)

    def dismiss(self) -> None:
        self.report, self.error = None, None

    def _run(self, paths: list[Path]) -> None:
        try:
            self.report = self._tutor.ingest(paths, on_progress=self._note)
        except TutorError as error:
            self.error = str(error)
        except Exception:
            logger.exception("reading files failed")
            self.error = "The files could not be read; the log of the program says why."

    def _note(self, progress: IngestProgress) -> None:
        self.progress = progress
