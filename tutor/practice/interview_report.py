"""A finished interview -> its report: scores with their range, quotes, and what to read.

A follow-up probes one of its question's points.  Where it brought the point out, the question's score rises by the
point's share: (score of the follow-up - score of the point before) / number of points.  A question that was passed on
counts 0.  The overall score is the mean over the questions asked; its range takes their errors as independent:
half-width = sqrt(sum of squared half-widths) / number of questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt

from tutor.domain import (
    AnswerShown,
    AreaScore,
    Citation,
    Interview,
    InterviewReport,
    InterviewTurn,
    PointGrade,
    PointStatus,
    Probed,
    Question,
    Quote,
    Reading,
    TurnKind,
)
from tutor.material.sentences import split_sentences
from tutor.practice.interview_lines import spoken_area

_SHOWN = 2  # strongest and weakest answers
_STRONG = 0.4  # from which an answer is called strong; the best of several always is the strongest
_WEIGHT = {PointStatus.CONTRADICTED: 1.5, PointStatus.MISSED: 1.0, PointStatus.PARTLY: 0.4, PointStatus.COVERED: 0.0}
_WORDS_A_MINUTE = 200
_WEAK = 0.6  # an area below this is named as what to practise next


def report_of(interview: Interview) -> InterviewReport:
    """The report, computed from nothing but the interview's own turns."""
    exchanges = list(_exchanges(interview.turns))
    answers = tuple(_shown(exchange) for exchange in exchanges)
    given = [one for one in answers if one.answer]
    score = sum(one.score for one in answers) / len(answers) if given else None
    low = high = None
    if score is not None:
        low = max(0.0, score - sqrt(sum((one.score - one.low) ** 2 for one in answers)) / len(answers))
        high = min(1.0, score + sqrt(sum((one.high - one.score) ** 2 for one in answers)) / len(answers))
    best = sorted(given, key=lambda one: -one.score)[: (len(given) + 1) // 2][:_SHOWN]
    strongest = [one for place, one in enumerate(best) if one.score >= _STRONG or (place == 0 and len(answers) > 1)]
    weakest = sorted((one for one in answers if one not in strongest), key=lambda one: one.score)[:_SHOWN]
    areas = _areas(answers) if given else ()
    reading = _reading([(turns[0].question, shown) for turns, shown in zip(exchanges, answers, strict=True)])
    return InterviewReport(
        interview=interview,
        score=score,
        low=low,
        high=high,
        areas=areas,
        answers=answers,
        strongest=tuple(strongest),
        weakest=tuple(one.model_copy(update={"quote": _lost(one)}) for one in weakest),
        reading=reading,
        next_steps=tuple(_next_steps(areas, answers, reading)),
    )


def _exchanges(turns: Sequence[InterviewTurn]) -> Iterator[list[InterviewTurn]]:
    """Each question that was graded with its graded follow-ups."""
    found: list[InterviewTurn] = []
    for turn in turns:
        if turn.attempt is None or turn.attempt.grade is None:
            continue
        if turn.kind is TurnKind.QUESTION and found:
            yield found
            found = []
        found.append(turn)
    if found:
        yield found


def _shown(exchange: Sequence[InterviewTurn]) -> AnswerShown:
    main, probes = exchange[0], exchange[1:]
    assert main.question is not None and main.attempt is not None and main.attempt.grade is not None
    grade = main.attempt.grade
    answer = (main.answer or "").strip()
    points = {one.text: one for one in grade.points}
    lift = 0.0
    for probe in probes:
        for point in _graded(probe):
            before = points.get(point.text)
            if probe.answer and before is not None and point.score > before.score:
                lift += (point.score - before.score) / len(points)
                points[point.text] = point.model_copy(update={"citation": before.citation or point.citation})
    passed = not answer
    return AnswerShown(
        question=main.question.text,
        area=main.question.area,
        kind=main.question.kind,
        answer=answer,
        follow_ups=tuple(Probed(asked=one.said, answer=(one.answer or "").strip()) for one in probes),
        score=0.0 if passed else min(1.0, grade.score + lift),
        low=0.0 if passed else min(1.0, grade.low + lift),
        high=0.0 if passed else min(1.0, grade.high + lift),
        points=tuple(points.values()),
        quote=_earned(tuple(points.values())),
        seconds=sum(one.seconds for one in exchange),
    )


def _graded(turn: InterviewTurn) -> tuple[PointGrade, ...]:
    grade = turn.attempt.grade if turn.attempt is not None else None
    return grade.points if grade is not None else ()


def _earned(points: Sequence[PointGrade]) -> Quote | None:
    """The words behind the point that was said best."""
    said = [one for one in points if one.quote is not None and one.status in {PointStatus.COVERED, PointStatus.PARTLY}]
    return max(said, key=lambda one: one.score).quote if said else None


def _lost(shown: AnswerShown) -> Quote | None:
    """The words that cost most: the wrong way round, else said only in part, else the best there are."""
    for status in (PointStatus.CONTRADICTED, PointStatus.PARTLY):
        said = [one for one in shown.points if one.quote is not None and one.status is status]
        if said:
            return min(said, key=lambda one: one.score).quote
    return shown.quote or _first_words(shown.answer)


def _first_words(answer: str) -> Quote | None:
    """How an answer begins that no point was found in."""
    sentences = split_sentences(answer)
    if not sentences:
        return None
    first = sentences[0]
    return Quote(start=first.start, end=first.end, text=first.of(answer))


def _areas(answers: Sequence[AnswerShown]) -> tuple[AreaScore, ...]:
    """Mean score by area, lowest last."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for one in answers:
        scores[one.area or "your own notes"].append(one.score)
    found = [AreaScore(area=area, score=sum(got) / len(got), answers=len(got)) for area, got in scores.items()]
    return tuple(sorted(found, key=lambda one: -one.score))


def _reading(asked: Sequence[tuple[Question | None, AnswerShown]]) -> tuple[Reading, ...]:
    """The passages behind what was missed, note by note; the note and the passage that tell most come first."""
    points: defaultdict[tuple[str, int, int], list[str]] = defaultdict(list)
    weight: defaultdict[tuple[str, int, int], float] = defaultdict(float)
    of_note: defaultdict[str, float] = defaultdict(float)
    cited: dict[tuple[str, int, int], tuple[str, Citation]] = {}
    for question, shown in asked:
        for point in shown.points:
            if question is None or (cost := _WEIGHT[point.status]) == 0:
                continue
            citation = point.citation or question.source
            key = (citation.document, citation.start, citation.end)
            cited.setdefault(key, (question.topic, citation))
            points[key].append(point.text)
            weight[key] += cost
            of_note[citation.document] += cost
    order = sorted(cited, key=lambda key: (-of_note[key[0]], key[0], -weight[key]))
    return tuple(Reading(title=cited[key][0], citation=cited[key][1], points=tuple(points[key])) for key in order)


def _next_steps(
    areas: Sequence[AreaScore], answers: Sequence[AnswerShown], reading: Sequence[Reading]
) -> Iterator[str]:
    if not areas:
        yield "Answer at least one question next time, even in half a sentence: a report needs your words."
    if areas and areas[-1].score < _WEAK:
        low = areas[-1]
        many = "one question" if low.answers == 1 else f"{low.answers} questions"
        yield f"Practise {spoken_area(low.area)} next: {10 * low.score:.1f} of 10 over {many}, your lowest."
    wrong = [point for one in answers for point in one.points if point.status is PointStatus.CONTRADICTED]
    if wrong:
        yield f"Set right first what you had the wrong way round: {wrong[0].text}"
    if reading:
        words = sum(len(one.citation.quote.split()) for one in reading)
        notes = len({one.citation.document for one in reading})
        minutes = max(1, round(words / _WORDS_A_MINUTE))
        yield (
            f"Read the {_count(len(reading), 'passage')} listed here, in {_count(notes, 'note')}: "
            f"about {_count(minutes, 'minute')}."
        )
    passed = sum(not one.answer for one in answers)
    if passed:
        yield f"You passed on {_count(passed, 'question')}: the review queue brings them back."
    if answers:
        yield "Then answer the weakest question again, aloud, before your next interview."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
