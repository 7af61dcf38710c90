"""Characters a second of our ingest against the stock pipeline: same files, weights, machine and run."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median

from bench.figures import Figure, Result, spread
from bench.recombining import text_files, write_recombined
from bench.workshop import Finished, Workshop
from tutor.settings import SHIPPED_CORPUS

_FILES, _CHARACTERS = 100, 14_000  # beside the corpus itself


def measure(shop: Workshop, *, rounds: int = 3, files: Path | None = None, scale: float = 1.0) -> Result:
    """`scale` makes the recombined part smaller or larger."""
    folder = gather(shop, files, scale)
    characters = sum(len(path.read_text(encoding="utf-8")) for path in text_files(folder))
    ours: list[Finished] = []
    stock: list[Finished] = []
    for number in range(rounds):
        ours.append(shop.run(["-m", "bench.ours", str(shop.library(f"ours-{number}")), str(folder)]))
        stock.append(shop.run(["-m", "bench.stock", "ingest", str(shop.fresh(f"stock-{number}")), str(folder)]))
    ratios = [one.printed["seconds"] / other.printed["seconds"] for one, other in zip(stock, ours, strict=True)]
    whole = [one.seconds / other.seconds for one, other in zip(stock, ours, strict=True)]
    cpu = [one.printed["cpu_seconds"] / other.printed["cpu_seconds"] for one, other in zip(stock, ours, strict=True)]
    notes = [
        f"{len(text_files(folder))} files, {characters:,} characters, {rounds} rounds of ours then stock, medians. "
        f"Ours makes {ours[0].printed['chunks']:,} chunks (with sentence vectors, SQL rows, full text and Chroma), "
        f"stock {stock[0].printed['chunks']:,} (1,000 characters, 200 overlapping).",
        f"Seconds, model loaded to searchable: ours {spread([one.printed['seconds'] for one in ours])}, "
        f"stock {spread([one.printed['seconds'] for one in stock])}.",
    ]
    return Result("ingest", [*_speeds(characters, ours, stock), *_ratios(ratios, whole, cpu)], notes)


def gather(shop: Workshop, files: Path | None, scale: float) -> Path:
    """One folder with everything that is taken in."""
    folder = shop.fresh("material")
    for name, source in (("corpus", SHIPPED_CORPUS), ("given", files)):
        if source is not None:
            for path in text_files(source):
                target = folder / name / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    count = round(_FILES * scale)
    write_recombined(text_files(folder), folder / "recombined", files=count, characters=_CHARACTERS, seed=11)
    return folder


def _speeds(characters: int, ours: list[Finished], stock: list[Finished]) -> list[Figure]:
    return [
        Figure(f"{name}, {what}", median(characters / value for value in values), "characters/s")
        for name, runs in (("ours", ours), ("stock", stock))
        for what, values in (
            ("model loaded", [one.printed["seconds"] for one in runs]),
            ("fresh process", [one.seconds for one in runs]),
        )
    ]


def _ratios(ratios: list[float], whole: list[float], cpu: list[float]) -> list[Figure]:
    return [
        Figure("ours / stock, model loaded (median of rounds)", median(ratios), "x", at_least=1.8),
        Figure("ours / stock, fresh process with imports and model load", median(whole), "x"),
        Figure("stock CPU seconds / ours, model loaded", median(cpu), "x"),
    ]
