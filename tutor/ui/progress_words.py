"""What each chart of the Progress page shows, in one sentence, reckoned from the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import NamedTuple

from tutor.domain import AreaProgress, CoverageCell, GuessCalibration, Learned, RetentionOn, ScoreOn
from tutor.practice.schedule import DESIRED_RETENTION
from tutor.ui.wording import count

RECENT = 10  # answers that are compared with as many before
_HIGHEST, _LEVEL = 3, 0.05
Title = Callable[[str], str]


class AreaMean(NamedTuple):
    """Mean latest score (0..1) of the `tried` questions of one area."""

    area: str
    score: float
    tried: int


def area_means(cells: Sequence[CoverageCell]) -> list[AreaMean]:
    """The areas that were answered, best first."""
    sums: dict[str, tuple[float, int]] = {}
    for cell in cells:
        if cell.score is not None:
            total, tried = sums.get(cell.area, (0.0, 0))
            sums[cell.area] = (total + cell.score * cell.tried, tried + cell.tried)
    means = [AreaMean(area, total / tried, tried) for area, (total, tried) in sums.items()]
    return sorted(means, key=lambda one: -one.score)


def learned_words(areas: Sequence[AreaProgress]) -> str:
    topics = [topic for area in areas for topic in area.topics]
    practised = sum(one.state in {Learned.PRACTISED, Learned.MASTERED} for one in topics)
    mastered = sum(one.state is Learned.MASTERED for one in topics)
    read = sum(one.read for one in topics)
    return f"Of {count(len(topics), 'topic')}, {read} read, {practised} practised, {mastered} mastered."


def area_words(area: AreaProgress) -> str:
    """ "2 of 8 read, 3 practised, 1 mastered"."""
    practised = sum(one.state in {Learned.PRACTISED, Learned.MASTERED} for one in area.topics)
    mastered = sum(one.state is Learned.MASTERED for one in area.topics)
    read = sum(one.read for one in area.topics)
    done = [f"{read} of {len(area.topics)} read", f"{practised} practised" if practised else ""]
    done.append(f"{mastered} mastered" if mastered else "")
    return ", ".join(one for one in done if one)


def coverage_words(cells: Sequence[CoverageCell], title: Title) -> str:
    tried, questions = sum(one.tried for one in cells), sum(one.questions for one in cells)
    areas = list(dict.fromkeys(one.area for one in cells))
    untouched = [name for name in areas if not any(one.tried for one in cells if one.area == name)]
    said = f"You answered {tried:,} of {count(questions, 'question')}."
    if not untouched:
        return f"{said} No area is untouched."
    names = ", ".join(title(name) for name in untouched[:_HIGHEST])
    more = f" and {len(untouched) - _HIGHEST} more" if len(untouched) > _HIGHEST else ""
    return f"{said} Still untouched: {names}{more}."


def trend_words(scores: Sequence[ScoreOn]) -> str:
    if len(scores) < 2 * RECENT:
        average = 10 * fmean(one.score for one in scores)
        return f"{count(len(scores), 'graded answer')} so far, {average:.1f} of 10 on average."
    last = 10 * fmean(one.score for one in scores[-RECENT:])
    before = 10 * fmean(one.score for one in scores[-2 * RECENT : -RECENT])
    moved = last - before
    if abs(moved) < 10 * _LEVEL:
        return f"Your last {RECENT} answers average {last:.1f} of 10, much as the {RECENT} before."
    way = "up" if moved > 0 else "down"
    return f"Your last {RECENT} answers average {last:.1f} of 10, {way} from {before:.1f} in the {RECENT} before."


def areas_words(means: Sequence[AreaMean], title: Title) -> str:
    best, worst = means[0], means[-1]
    if best is worst:
        return f"{title(best.area)}: {10 * best.score:.1f} of 10 on average."
    return (
        f"Strongest: {title(best.area)} with {10 * best.score:.1f} of 10. "
        f"Weakest: {title(worst.area)} with {10 * worst.score:.1f}."
    )


def calibration_words(calibration: GuessCalibration) -> str:
    if calibration.difference is None or calibration.distance is None:
        return (
            "You made no guess yet. Say how sure you are before an answer is graded, and this shows how well you know."
        )
    difference = 10 * calibration.difference
    over = f"over {count(calibration.answers, 'answer')}"
    if abs(difference) < 10 * _LEVEL:
        miss = 10 * calibration.distance
        return f"Your guesses are neither too high nor too low on average, {over}; a single one misses by {miss:.1f}."
    return f"You guess {abs(difference):.1f} too {'high' if difference > 0 else 'low'} on average, {over}."


def retention_words(days: Sequence[RetentionOn]) -> str:
    reviewed, remembered = sum(one.reviewed for one in days), sum(one.remembered for one in days)
    if not reviewed:
        return "No question has come back on a later day yet. Review what is due, and this shows how much you keep."
    share = remembered / reviewed
    return (
        f"Of {count(reviewed, 'question')} that came back on a later day, you remembered {remembered:,} ({share:.0%}); "
        f"the schedule aims at {DESIRED_RETENTION:.0%}."
    )
