"""An interview's report on the page: scores, quotes, what to read with marks that open it, and the files to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import shorten

import streamlit as st

from tutor.build import Tutor
from tutor.domain import AnswerShown, Citation, InterviewReport, InterviewTurn, TurnKind
from tutor.practice.interview_lines import spoken_area
from tutor.practice.report_documents import (
    by_note,
    guess_words,
    overall_words,
    quoted,
    report_markdown,
    score_words,
    setup_words,
)
from tutor.practice.report_html import report_html
from tutor.ui.escaping import attribute, plain
from tutor.ui.grade_view import grade_view
from tutor.ui.labels import label
from tutor.ui.places import cited
from tutor.ui.question_view import takes_code
from tutor.ui.rendering import safe_block, safe_inline
from tutor.ui.wording import local_day

_LONGEST = 80  # characters of a question in the list


def report_view(tutor: Tutor, report: InterviewReport, close: Callable[[], None]) -> None:
    """Draw the report of a finished interview; `close` leads to the next one."""
    interview = report.interview
    st.header("Mock interview", anchor=False)
    about = f"{setup_words(interview.setup)} · {local_day(interview.created_at, tutor.now())}"
    st.caption(plain(about), unsafe_allow_html=True)
    with st.container(key="interview_report"):
        closing = interview.turns[-1].said if interview.turns else ""
        st.markdown(f'<span class="quiet">{plain(closing)}</span>', unsafe_allow_html=True)
        _overall(report)
        _files(report, close)
        _singled_out("Strongest", report.strongest)
        _singled_out("Weakest", report.weakest)
        _reading(report)
        if report.next_steps:
            st.subheader("Next", anchor=False)
            _list([safe_inline(one) for one in report.next_steps])
        _answers(interview.turns)
        if interview.notes.strip():
            st.subheader("Your notes", anchor=False)
            lines = "<br>".join(plain(line) for line in interview.notes.strip().splitlines())
            st.markdown(lines, unsafe_allow_html=True, anchors=False)


def _overall(report: InterviewReport) -> None:
    if report.score is None or report.low is None or report.high is None:
        st.markdown(overall_words(report))
        return
    span = f"({score_words(report.low)} to {score_words(report.high)})"
    rest = overall_words(report).partition("), ")[2]
    st.markdown(
        f'<span class="score">{score_words(report.score)} / 10</span> <span class="quiet">{span}, {plain(rest)}</span>',
        unsafe_allow_html=True,
    )
    if words := guess_words(report):
        st.caption(plain(words), unsafe_allow_html=True)
    rows = [f"| {plain(spoken_area(one.area))} | {score_words(one.score)} | {one.answers} |" for one in report.areas]
    table = "\n".join(["| area | score | questions |", "|---|---:|---:|", *rows])
    st.markdown(table, unsafe_allow_html=True, anchors=False)


def _files(report: InterviewReport, close: Callable[[], None]) -> None:
    name = f"interview-{report.interview.created_at:%Y-%m-%d}"
    with st.container(horizontal=True, key="report_files"):
        st.button("New interview", key="interview_new", type="primary", on_click=close)
        st.download_button(
            "Page to print",
            report_html(report),
            file_name=f"{name}.html",
            mime="text/html",
            key="report_html",
            on_click="ignore",
        )
        st.download_button(
            "Markdown",
            report_markdown(report),
            file_name=f"{name}.md",
            mime="text/markdown",
            key="report_markdown",
            on_click="ignore",
        )


def _singled_out(title: str, shown: tuple[AnswerShown, ...]) -> None:
    if not shown:
        return
    st.subheader(title, anchor=False)
    for one in shown:
        parts = [f'**{safe_inline(one.question)}**&nbsp;<span class="quiet">{score_words(one.score)}</span>']
        if one.quote is not None:
            parts.append(f'<span class="said">“{plain(quoted(one.quote))}”</span>')
        st.markdown("\n\n".join(parts), unsafe_allow_html=True, anchors=False)
        _list(list(_missed(one)))


def _missed(shown: AnswerShown) -> Iterator[str]:
    for number, point in enumerate(shown.missed, start=1):
        mark = _mark(point.citation, str(number), point.text) if point.citation is not None else ""
        yield f'<span class="quiet">missed:</span> {safe_inline(point.text)}{mark}'


def _reading(report: InterviewReport) -> None:
    if not report.reading:
        return
    st.subheader("To read", anchor=False)
    for title, passages in by_note(report.reading):
        st.markdown(f"**{plain(title)}**", unsafe_allow_html=True, anchors=False)
        _list(
            [
                f'<span class="quote">{safe_inline(one.citation.quote)}</span>'
                f"{_mark(one.citation, 'open', '; '.join(one.points))}"
                for one in passages
            ]
        )


def _mark(citation: Citation, words: str, about: str) -> str:
    ref = cited(citation).ref
    return (
        f'&nbsp;<a class="cite" href="#src-{ref}" title="{attribute(about)}" aria-label="Source: {attribute(about)}">'
        f"{plain(words)}</a>"
    )


def _list(lines: list[str]) -> None:
    if lines:
        st.markdown("\n".join(f"- {one}" for one in lines), unsafe_allow_html=True, anchors=False)


def _answers(turns: tuple[InterviewTurn, ...]) -> None:
    """Every graded line, a follow-up under its question."""
    graded = [one for one in turns if one.attempt is not None]
    if not graded:
        return
    st.subheader("Question by question", anchor=False)
    number = 0
    with st.container(key="report_lines", gap=None):
        for turn in graded:
            if turn.attempt is None or turn.question is None:
                continue
            follow_up = turn.kind is TurnKind.FOLLOW_UP
            number += not follow_up
            with st.expander(_line(turn, number), key=f"line_{turn.attempt.id}", type="compact"):
                if _short(turn.question.text) != turn.question.text:
                    st.markdown(safe_block(turn.question.text), unsafe_allow_html=True, anchors=False)
                _own_answer(turn)
                grade_view(turn.attempt.id, turn.attempt)


def _line(turn: InterviewTurn, number: int) -> str:
    """ "2. What does a cross-encoder see …? (5.3)"."""
    grade = turn.attempt.grade if turn.attempt is not None and turn.answer else None
    got = f" ({score_words(grade.score)})" if grade is not None else " (passed)"
    head = "Follow-up: " if turn.kind is TurnKind.FOLLOW_UP else f"{number}. "
    return label(f"{head}{_short(turn.question.text if turn.question is not None else turn.said)}{got}")


def _short(question: str) -> str:
    """On one line, cut between words."""
    return shorten(question, _LONGEST, placeholder=" …")


def _own_answer(turn: InterviewTurn) -> None:
    answer = (turn.answer or "").strip()
    code = turn.kind is TurnKind.QUESTION and turn.question is not None and takes_code(turn.question)
    if not answer:
        st.caption("You passed.")
    elif code:
        st.markdown(safe_block(f"```python\n{answer}\n```"), unsafe_allow_html=True, anchors=False)
    else:
        lines = "<br>".join(plain(line) for line in answer.splitlines())
        st.markdown(f'<span class="said">{lines}</span>', unsafe_allow_html=True, anchors=False)
