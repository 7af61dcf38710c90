"""An interview's report to take along, as Markdown (report_html.py makes the file that prints).

The candidate's words are plain text and stay that; the material's are Markdown, without what would load or run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean

from tutor.domain import (
    AnswerShown,
    InterviewReport,
    InterviewSetup,
    PointStatus,
    QuestionKind,
    Quote,
    Reading,
)
from tutor.practice.interview_lines import spoken_area
from tutor.practice.roles import role_title

STATUS_WORDS = {
    PointStatus.COVERED: "said",
    PointStatus.PARTLY: "said in part",
    PointStatus.MISSED: "missed",
    PointStatus.CONTRADICTED: "said the wrong way round",
}
SIGNS = {
    PointStatus.COVERED: "✓",
    PointStatus.PARTLY: "~",
    PointStatus.MISSED: "✗",
    PointStatus.CONTRADICTED: "!",
}
_NOTHING = "Nothing was answered in this interview, so there is no score."
_MARK = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_TAG = re.compile(r"<(?=[A-Za-z/!?][^<>]*>)")


def score_words(score: float) -> str:
    """ "7.2"."""
    return f"{10 * score:.1f}"


def setup_words(setup: InterviewSetup) -> str:
    """ "Data scientist, intermediate, 15 minutes, neutral"."""
    return f"{role_title(setup.role)}, {setup.level}, {setup.minutes} minutes, {setup.manner.value}"


def overall_words(report: InterviewReport) -> str:
    """The score with its range and what it rests on; one sentence where there is none."""
    if report.score is None or report.low is None or report.high is None:
        return _NOTHING
    passed = sum(not one.answer for one in report.answers)
    asked = "1 question" if len(report.answers) == 1 else f"{len(report.answers)} questions"
    rest = f", {passed} of them passed on" if passed else ""
    span = f"{score_words(report.low)} to {score_words(report.high)}"
    return f"{score_words(report.score)} of 10 ({span}), over {asked}{rest}"


def guess_words(report: InterviewReport) -> str:
    """How sure the candidate was against what they got, where they said so; else nothing."""
    attempts = [one.attempt for one in report.interview.turns if one.attempt is not None]
    rated = [(one.guess, one.grade.score) for one in attempts if one.guess is not None and one.grade is not None]
    if not rated:
        return ""
    guess, got = (score_words(fmean(one)) for one in zip(*rated, strict=True))
    if len(rated) == 1:
        return f"You guessed {guess} of 10 for one answer; it got {got}."
    return f"You guessed {guess} of 10 on average over {len(rated)} answers; they got {got}."


def by_note(reading: Sequence[Reading]) -> Iterator[tuple[str, list[Reading]]]:
    """The reading list note by note: a title and its passages."""
    for _, passages in groupby(reading, key=lambda one: one.citation.document):
        found = list(passages)
        yield found[0].title, found


def day_words(report: InterviewReport) -> str:
    """The day it was held: "3 December 2026"."""
    return f"{report.interview.created_at.day} {report.interview.created_at:%B %Y}"


def quoted(quote: Quote) -> str:
    """The candidate's words without the comma that a clause was cut at."""
    return quote.text.strip().rstrip(",;:")


def where(reading: Reading) -> str:
    """Where the passage stands in its note."""
    headings = [one for one in reading.citation.headings if one not in {reading.title, "Interview questions"}]
    page = f"page {reading.citation.page}" if reading.citation.page is not None else ""
    return ", ".join(part for part in (" › ".join(headings), page) if part) or reading.citation.document


# --- Markdown


def report_markdown(report: InterviewReport) -> str:
    """The whole report as Markdown."""
    return "\n".join(_markdown_lines(report)).rstrip() + "\n"


def _markdown_lines(report: InterviewReport) -> Iterator[str]:
    interview = report.interview
    yield from (
        "# Mock interview",
        "",
        f"{setup_words(interview.setup)}. {day_words(report)}.",
        "",
    )
    yield from (f"**{overall_words(report)}**", "")
    if guessed := guess_words(report):
        yield from (guessed, "")
    if report.areas:
        yield from ("## By area", "", "| area | score | questions |", "|---|---:|---:|")
        for area in report.areas:
            yield f"| {_plain(spoken_area(area.area))} | {score_words(area.score)} | {area.answers} |"
        yield ""
    yield from _singled_out("Strongest", report.strongest)
    yield from _singled_out("Weakest", report.weakest)
    yield from _to_read(report.reading)
    if report.next_steps:
        yield from ("## Next", "", *(f"- {_material(one)}" for one in report.next_steps), "")
    if report.answers:
        yield from ("## Question by question", "")
        for number, one in enumerate(report.answers, start=1):
            yield from (f"### {number}. {_head(one)}", "", *_markdown_answer(one))
    if interview.notes.strip():
        yield from ("## Your notes", "", *_quoted(interview.notes), "")


def _singled_out(title: str, shown: Sequence[AnswerShown]) -> Iterator[str]:
    if not shown:
        return
    yield from (f"## {title}", "")
    for one in shown:
        yield f"- {_head(one)}"
        if one.quote is not None:
            yield f"  - “{_plain(quoted(one.quote))}”"
        yield from (f"  - missed: {_material(point.text)}" for point in one.missed)
    yield ""


def _to_read(reading: Sequence[Reading]) -> Iterator[str]:
    if not reading:
        return
    yield from ("## To read", "")
    for title, passages in by_note(reading):
        yield f"- **{_plain(title)}** ({passages[0].citation.document})"
        for one in passages:
            yield f"  - “{_material(one.citation.quote)}” ({_plain(where(one))})"
            yield f"    for: {'; '.join(_material(point).rstrip('.') for point in one.points)}"
    yield ""


def _markdown_answer(shown: AnswerShown) -> Iterator[str]:
    yield from _said(shown.answer, code=shown.kind is QuestionKind.CODING)
    for probe in shown.follow_ups:
        yield from ("", f"{_material(probe.asked)}", "")
        yield from _said(probe.answer, code=False)
    yield ""
    for point in shown.points:
        quote = f" “{_plain(quoted(point.quote))}”" if point.quote is not None else ""
        yield f"- {SIGNS[point.status]} {_material(point.text)} ({STATUS_WORDS[point.status]}){quote}"
    yield ""


def _said(answer: str, *, code: bool) -> Iterator[str]:
    if not answer:
        yield "> (passed)"
    elif code:
        fence = "`" * max(3, 1 + max((len(one) for one in re.findall(r"`+", answer)), default=0))
        yield from (f"{fence}python", answer, fence)
    else:
        yield from _quoted(answer)


def _quoted(text: str) -> Iterator[str]:
    yield from (f"> {_plain(line)}".rstrip() for line in text.strip().splitlines())


def _plain(text: str) -> str:
    """The candidate's words, with nothing in them that Markdown would read."""
    return _opening(_MARK.sub(r"\\\1", " ".join(text.split())))


def _opening(line: str) -> str:
    """A line that would open a list or a rule does not."""
    if line[:1] in {"-", "+", "="}:
        return "\\" + line
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)


def _head(shown: AnswerShown) -> str:
    return f"{_material(shown.question)} ({score_words(shown.score)} of 10)"


def _material(text: str) -> str:
    """The material's Markdown on one line; pictures become their words and tags are shown."""
    return _TAG.sub("&lt;", " ".join(text.split()).replace("![", "["))
