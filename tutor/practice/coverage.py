"""The coverage map: how many questions of each area and level were answered, and how well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import get_args

from tutor.domain import CoverageCell, Level, ListedQuestion
from tutor.practice.standing import Standing, area_of


def coverage(
    bank: Sequence[ListedQuestion], standings: Mapping[str, Standing], areas: Sequence[str]
) -> tuple[CoverageCell, ...]:
    """A cell for each area and level that the bank has questions of, areas in the order of `areas`.

    Questions made for the candidate count with those of the bank once they were answered.
    """
    asked: dict[tuple[str, Level], set[str]] = {}
    for question in bank:
        if question.level is not None:
            asked.setdefault((area_of(question.document, question.area), question.level), set()).add(question.id)
    tried: dict[tuple[str, Level], list[Standing]] = {}
    for one in standings.values():
        if one.level is not None:
            tried.setdefault((one.area, one.level), []).append(one)
            asked.setdefault((one.area, one.level), set()).add(one.id)
    order = {name: place for place, name in enumerate(areas)}
    levels = get_args(Level)
    cells = sorted(asked, key=lambda cell: (order.get(cell[0], len(order)), cell[0], levels.index(cell[1])))
    return tuple(
        CoverageCell(
            area=area,
            level=level,
            questions=len(asked[area, level]),
            tried=len(tried.get((area, level), ())),
            score=fmean(one.score for one in tried[area, level]) if (area, level) in tried else None,
        )
        for area, level in cells
    )
