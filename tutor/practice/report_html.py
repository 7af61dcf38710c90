"""An interview's report as one HTML file: it prints well, loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tutor.domain import AnswerShown, AreaScore, InterviewReport, PointGrade, QuestionKind
from tutor.practice.interview_lines import spoken_area
from tutor.practice.material_html import material_html, material_inline
from tutor.practice.report_documents import (
    SIGNS,
    STATUS_WORDS,
    by_note,
    day_words,
    guess_words,
    overall_words,
    quoted,
    score_words,
    setup_words,
    where,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light; --ink: #1c1b1a; --quiet: #5f5b53; --accent: #1f6f5c; --warn: #8a5a00; --edge: #ddd9ce; }
* { box-sizing: border-box; }
body { max-width: 46rem; margin: 2.5rem auto; padding: 0 1.25rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 0.25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; padding-bottom: 0.2rem; border-bottom: 1px solid var(--edge); }
h3 { font-size: 1rem; margin: 1.5rem 0 0.4rem; }
.quiet { color: var(--quiet); font-size: 0.9rem; }
.overall { font-size: 1.25rem; font-weight: 650; margin: 1rem 0 0; }
table { border-collapse: collapse; }
th, td { text-align: left; padding: 0.25rem 1.5rem 0.25rem 0; border-bottom: 1px solid var(--edge); font-weight: 400; }
thead th { color: var(--quiet); font-size: 0.9rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.said { margin: 0.4rem 0; padding-left: 0.9rem; border-left: 3px solid var(--edge); white-space: pre-wrap; }
pre.said, pre { font: 0.85rem/1.45 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; white-space: pre-wrap; }
ul { margin: 0.3rem 0; padding-left: 1.25rem; }
ul.points { list-style: none; padding-left: 0; }
ul.points li { padding-left: 1.5rem; text-indent: -1.5rem; }
.sign { display: inline-block; width: 1.5rem; text-indent: 0; font-weight: 700; }
.covered .sign { color: var(--accent); }
.partly .sign, .contradicted .sign, .warn { color: var(--warn); }
.missed .sign { color: var(--quiet); }
blockquote { margin: 0.4rem 0; padding-left: 0.9rem; border-left: 3px solid var(--accent); }
blockquote p { margin: 0; }
@page { margin: 18mm 16mm; }
@media print {
  body { margin: 0; max-width: none; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  li, tr, blockquote { break-inside: avoid; }
}
"""


def report_html(report: InterviewReport) -> str:
    """The whole report as a file of its own."""
    title = f"Mock interview, {escape(setup_words(report.interview.setup))}"
    body = "\n".join(_body(report))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _body(report: InterviewReport) -> Iterator[str]:
    interview = report.interview
    yield "<h1>Mock interview</h1>"
    yield f'<p class="quiet">{escape(setup_words(interview.setup))}. {day_words(report)}.</p>'
    yield f'<p class="overall">{escape(overall_words(report))}</p>'
    if guessed := guess_words(report):
        yield f'<p class="quiet">{escape(guessed)}</p>'
    yield from _areas(report.areas)
    yield from _singled_out("Strongest", report.strongest)
    yield from _singled_out("Weakest", report.weakest)
    if report.reading:
        yield "<h2>To read</h2>"
        for title, passages in by_note(report.reading):
            yield f'<h3>{escape(title)} <span class="quiet">{escape(passages[0].citation.document)}</span></h3>'
            for passage in passages:
                yield f"<blockquote>{material_html(passage.citation.quote)}</blockquote>"
                points = "; ".join(material_inline(point.rstrip(".")) for point in passage.points)
                yield f'<p class="quiet">{escape(where(passage).rstrip("."))}. For: {points}.</p>'
    if report.next_steps:
        yield "<h2>Next</h2>\n<ul>"
        yield from (f"<li>{material_inline(step)}</li>" for step in report.next_steps)
        yield "</ul>"
    if report.answers:
        yield "<h2>Question by question</h2>"
        for number, one in enumerate(report.answers, start=1):
            yield from _answer(number, one)
    if interview.notes.strip():
        yield f'<h2>Your notes</h2>\n<div class="said">{escape(interview.notes.strip())}</div>'


def _areas(areas: Sequence[AreaScore]) -> Iterator[str]:
    if not areas:
        return
    yield '<h2>By area</h2>\n<table><thead><tr><th>area</th><th class="number">score</th>'
    yield '<th class="number">questions</th></tr></thead><tbody>'
    for area in areas:
        yield f"<tr><td>{escape(spoken_area(area.area))}</td>"
        yield f'<td class="number">{score_words(area.score)}</td><td class="number">{area.answers}</td></tr>'
    yield "</tbody></table>"


def _singled_out(title: str, shown: Sequence[AnswerShown]) -> Iterator[str]:
    if not shown:
        return
    yield f"<h2>{title}</h2>"
    for one in shown:
        yield f"<h3>{_head(one)}</h3>"
        if one.quote is not None:
            yield f'<div class="said">{escape(quoted(one.quote))}</div>'
        if one.missed:
            yield "<ul>"
            yield from (
                f'<li><span class="quiet">missed:</span> {material_inline(point.text)}</li>' for point in one.missed
            )
            yield "</ul>"


def _head(shown: AnswerShown) -> str:
    return f'{material_inline(shown.question)} <span class="quiet">{score_words(shown.score)} of 10</span>'


def _answer(number: int, shown: AnswerShown) -> Iterator[str]:
    yield f"<h3>{number}. {_head(shown)}</h3>"
    yield _said(shown.answer, code=shown.kind is QuestionKind.CODING)
    for probe in shown.follow_ups:
        yield f"<p>{material_inline(probe.asked)}</p>"
        yield _said(probe.answer, code=False)
    yield '<ul class="points">'
    yield from (_point(point) for point in shown.points)
    yield "</ul>"


def _said(answer: str, *, code: bool) -> str:
    if not answer:
        return '<div class="said quiet">(passed)</div>'
    return f'<pre class="said">{escape(answer)}</pre>' if code else f'<div class="said">{escape(answer)}</div>'


def _point(point: PointGrade) -> str:
    words = STATUS_WORDS[point.status]
    quote = f" “{escape(quoted(point.quote))}”" if point.quote is not None else ""
    return (
        f'<li class="{point.status.value}"><span class="sign" title="{words}">{SIGNS[point.status]}</span>'
        f'{material_inline(point.text)} <span class="quiet">{words}{quote}</span></li>'
    )
