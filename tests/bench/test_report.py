"""A report keeps the tables that were not measured again."""

from __future__ import annotations

from bench.figures import Figure, Result
from bench.report import report


def result(name: str, value: float) -> Result:
    return Result(name, (Figure("speed", value, "ms"),), ("Measured.",))


def test_a_table_measured_again_takes_its_old_place() -> None:
    order = ["start", "search"]
    both = report([result("search", 20.0), result("start", 2.0)], {}, order=order)
    again = report([result("start", 3.0)], {"start": "--rounds 3"}, before=both, order=order)
    assert again.index("## start") < again.index("## search")
    assert "| 3 ms |" in again and "| 2 ms |" not in again and "| 20 ms |" in again
    assert '`make bench ARGS="start --rounds 3"`' in again
    assert again.count("# Benchmarks\n") == 1
    assert report([], {}, before=again, order=order) == again
