"""How ready a candidate is: the score to expect today on a question drawn from any area, each area counting the same.

    strength of an answered question  its latest score times the chance that it is still remembered (FSRS)
    area                              (sum of strengths + 3 * 0.2) / (answers + 3)
    estimate                          mean over the areas

Three imagined answers at 2 of 10 are added to every area, so a few good answers do not pass for mastery and an area
without any counts as nearly unknown.  The low end takes the low end of every grade and counts the imagined answers as
nothing; the high end takes the high end of every grade and counts them as good as what was answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from tutor.domain import Interview, Readiness
from tutor.practice.interview_report import report_of
from tutor.practice.standing import Standing

IMAGINED, UNKNOWN = 3, 0.2
LEAST_ANSWERS, LEAST_AREAS = 10, 3
_FORGOTTEN = 0.8  # below this chance an answer counts as fading


def readiness(
    standings: Sequence[Standing], areas: Mapping[str, int], interviews: Sequence[Interview] = ()
) -> Readiness:
    """`areas` gives each area's name its number of questions in the bank; `interviews` are those of the candidate."""
    by_area = {name: [one for one in standings if one.area == name] for name in areas}
    answered = [one for found in by_area.values() for one in found]
    touched = sum(bool(found) for found in by_area.values())
    least = min(LEAST_AREAS, len(areas))
    if not areas or len(answered) < LEAST_ANSWERS or touched < least:
        return Readiness(estimate=None, low=None, high=None, evidence=(_too_little(len(answered), touched, least),))
    usual = max(UNKNOWN, fmean(one.high * one.chance for one in answered))
    means = [_mean([one.strength for one in found], UNKNOWN) for found in by_area.values()]
    lows = [_mean([one.low * one.chance for one in found], 0.0) for found in by_area.values()]
    highs = [_mean([one.high * one.chance for one in found], usual) for found in by_area.values()]
    return Readiness(
        estimate=fmean(means),
        low=fmean(lows),
        high=fmean(highs),
        evidence=tuple(_evidence(answered, by_area, areas, interviews)),
    )


def _mean(strengths: Sequence[float], imagined: float) -> float:
    return (sum(strengths) + IMAGINED * imagined) / (len(strengths) + IMAGINED)


def _too_little(answers: int, areas: int, least: int) -> str:
    so_far = f"so far {_count(answers, 'question')} in {_count(areas, 'area')}"
    return f"An estimate needs {LEAST_ANSWERS} answered questions in at least {_count(least, 'area')}; {so_far}."


def _evidence(
    answered: Sequence[Standing],
    by_area: Mapping[str, Sequence[Standing]],
    areas: Mapping[str, int],
    interviews: Sequence[Interview],
) -> list[str]:
    touched = sum(bool(found) for found in by_area.values())
    total = sum(areas.values())
    said = [
        f"You answered {_count(len(answered), 'different question')} in {touched} of {_count(len(areas), 'area')}; "
        f"the bank has {total:,}.",
        f"Your latest scores average {10 * fmean(one.score for one in answered):.1f} of 10.",
        _memory(answered),
    ]
    if touched < len(areas):
        missing = len(areas) - touched
        said.append(
            f"{_count(missing, 'area')} without an answer {'counts' if missing == 1 else 'count'} as "
            f"{10 * UNKNOWN:.0f} of 10, which lowers the estimate and widens its range."
        )
    said.append(_interviews(interviews))
    return said


def _memory(answered: Sequence[Standing]) -> str:
    remembered = [one.remembered for one in answered if one.remembered is not None]
    if not remembered:
        return "No review is planned yet, so nothing is taken off for forgetting."
    fading = sum(chance < _FORGOTTEN for chance in remembered)
    words = f"By the forgetting curve you would remember {fmean(remembered):.0%} of your answers today"
    return f"{words}; {_count(fading, 'question')} {'is' if fading == 1 else 'are'} fading." if fading else f"{words}."


def _interviews(interviews: Sequence[Interview]) -> str:
    finished = [one for one in interviews if one.state == "finished"]
    if not finished:
        return "You finished no mock interview yet: answers under time are not in this estimate."
    last = max(finished, key=lambda one: one.finished_at or one.created_at)
    score = report_of(last).score
    words = f"You finished {_count(len(finished), 'mock interview')}"
    return f"{words}; the latest got {10 * score:.1f} of 10." if score is not None else f"{words}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
