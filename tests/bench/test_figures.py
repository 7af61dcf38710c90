from __future__ import annotations

import pytest

from bench.figures import Figure, Result


@pytest.mark.parametrize(
    ("figure", "met", "target"),
    [
        (Figure("speed", 1.8, at_least=1.8), True, ">= 1.8"),
        (Figure("speed", 1.79, at_least=1.8), False, ">= 1.8"),
        (Figure("seconds", 0.41, at_most=0.4), False, "<= 0.4"),
        (Figure("chunks embedded again", 0, at_most=0), True, "<= 0"),
        (Figure("chunks", 3), None, ""),
    ],
)
def test_a_figure_keeps_its_bound_or_not(figure: Figure, met: bool | None, target: str) -> None:
    assert figure.met is met
    assert figure.target == target


def test_a_missed_target_is_seen_in_the_table_and_in_the_json() -> None:
    result = Result("ingest", [Figure("ours / stock", 1.5, "x", at_least=1.8)], ["Two rounds."], load=0.5)
    assert "| ours / stock | 1.500 x | >= 1.8 | MISSED |" in result.as_markdown()
    assert result.as_json()["figures"][0]["met"] is False
