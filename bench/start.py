"""From nothing to the first answer: `tutor ask` in a fresh process against a stock script; the page's first paint."""

from __future__ import annotations

from statistics import median

from bench.figures import Figure, Result, spread
from bench.page import first_paint
from bench.workshop import Finished, Workshop

_QUESTION = "Why are attention scores scaled?"


def measure(shop: Workshop, *, rounds: int = 5) -> Result:
    """The first run of each is not counted: it fills the file cache and the bytecode."""
    data_dir, persist = shop.shipped(), shop.stock_shipped()
    ask = ["-m", "tutor", "ask", _QUESTION, "--json", "--data-dir", str(data_dir)]
    search = ["-m", "bench.stock", "search", str(persist), _QUESTION]
    ours: list[Finished] = []
    stock: list[Finished] = []
    for number in range(rounds + 1):
        answer, hits = shop.run(ask), shop.run(search)
        assert answer.printed["verdict"] == "answered" and len(hits.printed["hits"]) == 10
        if number:
            ours.append(answer)
            stock.append(hits)
    ratios = [one.seconds / other.seconds for one, other in zip(ours, stock, strict=True)]
    cpu = [one.cpu_seconds / other.cpu_seconds for one, other in zip(ours, stock, strict=True)]
    figures = [
        Figure("tutor ask, process to answer", median(one.seconds for one in ours), "s"),
        Figure("stock script, process to first hits", median(one.seconds for one in stock), "s"),
        Figure("ours / stock (median of rounds)", median(ratios), "x", at_most=0.4),
        Figure("ours / stock, CPU seconds", median(cpu), "x"),
    ]
    notes = [
        f"{rounds} rounds, ours then stock. Ours {spread([one.seconds for one in ours])} s, "
        f"stock {spread([one.seconds for one in stock])} s."
    ]
    page, about = first_paint(data_dir, rounds=rounds)
    return Result("start", [*figures, *page], [*notes, about])
