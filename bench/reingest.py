"""500 files once, then again unchanged: nothing may be embedded, and it must take next to no time."""

from __future__ import annotations

from statistics import median

from bench.figures import Figure, Result
from bench.recombining import text_files, write_recombined
from bench.workshop import Workshop, tutor_on
from tutor.settings import SHIPPED_CORPUS


def measure(shop: Workshop, *, rounds: int = 5, files: int = 500, characters: int = 1_500) -> Result:
    """Start-up (imports, loading the model) is in neither time."""
    folder = shop.fresh("unchanged")
    write_recombined(text_files(SHIPPED_CORPUS), folder, files=files, characters=characters, seed=5)
    tutor = tutor_on(shop.library("reingest"))
    tutor.embedder.expect_bulk(files * characters)
    tutor.load()
    first = tutor.ingest([folder])
    again = [tutor.ingest([folder]) for _ in range(rounds)]
    tutor.close()
    seconds = median(report.seconds for report in again)
    figures = [
        Figure("first time", first.seconds, "s"),
        Figure(f"again, unchanged (median of {rounds})", seconds, "s"),
        Figure("again / first", seconds / first.seconds, at_most=0.01),
        Figure("chunks embedded the first time", first.embedded_chunks),
        Figure("chunks embedded again", sum(report.embedded_chunks for report in again), at_most=0),
    ]
    return Result("reingest", figures, [f"{files} files of about {characters:,} characters, not touched in between."])
