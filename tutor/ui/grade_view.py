"""A grade, row by row: what was said in the candidate's own words, what was not, and the passage behind each point."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Attempt, Change, Citation, Grade, PointGrade, PointStatus
from tutor.errors import TutorError
from tutor.ui.escaping import attribute, plain
from tutor.ui.labels import label
from tutor.ui.places import cited
from tutor.ui.rendering import safe_inline
from tutor.ui.wording import sentence

SIGNS = {
    PointStatus.COVERED: ("✓", "covered"),
    PointStatus.PARTLY: ("~", "partly"),
    PointStatus.MISSED: ("✗", "missed"),
    PointStatus.CONTRADICTED: ("!", "contradicted"),
}
_WORTH = (PointStatus.CONTRADICTED, PointStatus.MISSED, PointStatus.PARTLY, PointStatus.COVERED)
_UNSURE = "The language model and the words compared here disagree on this point: read the source"


def grade_view(key: str, attempt: Attempt, *, change: Change | None = None) -> None:
    """Draw the grade of an attempt; with `change`, what moved since the answer before."""
    grade = attempt.grade
    if grade is None:
        return
    with st.container(key=f"grade_{key}"):
        st.markdown(_score(attempt, grade, change), unsafe_allow_html=True)
        for remark in grade.remarks:
            st.markdown(f'<span class="warn">{plain(remark)}</span>', unsafe_allow_html=True)
        if grade.notice:
            st.caption(plain(grade.notice), unsafe_allow_html=True)
        before = {one.text: one.before for one in change.points} if change is not None else {}
        rows = [_row(point, number, before.get(point.text)) for number, point in enumerate(grade.points, start=1)]
        st.markdown("\n\n".join(rows), unsafe_allow_html=True, anchors=False)
        if grade.say_next:
            lines = ["**Say next time**", "", *(f"- {safe_inline(one)}" for one in grade.say_next)]
            st.markdown("\n".join(lines), unsafe_allow_html=True, anchors=False)


def graded_view(tutor: Tutor, attempt: Attempt) -> None:
    """Draw the grade of an attempt, with what moved where it answers an earlier one again; one sentence says why where
    the two do not compare."""
    try:
        change = tutor.practice.change(attempt) if attempt.again_of is not None else None
    except TutorError as error:
        grade_view(attempt.id, attempt)
        st.caption(label(sentence(str(error))))
    else:
        grade_view(attempt.id, attempt, change=change)


def score_words(score: float) -> str:
    """ "7.2"."""
    return f"{10 * score:.1f}"


def _score(attempt: Attempt, grade: Grade, change: Change | None) -> str:
    words = f'<span class="score">{score_words(grade.score)} / 10</span>'
    words += f' <span class="quiet">({score_words(grade.low)} to {score_words(grade.high)})</span>'
    if attempt.guess is not None:
        words += f' <span class="quiet guessed">you guessed {10 * attempt.guess:.0f}</span>'
    if change is not None:
        moved = change.after - change.before
        sign = "+" if moved >= 0 else "−"
        words += f' <span class="quiet">{sign}{score_words(abs(moved))} since your last answer</span>'
    return words


def _row(point: PointGrade, number: int, before: PointStatus | None) -> str:
    """One paragraph: a block of HTML would keep formulas from being drawn."""
    sign, word = SIGNS[point.status]
    words = f'<span class="sign" title="{word}" aria-label="{word}">{sign}</span>{safe_inline(point.text)}'
    words += "".join(f" {one}" for one in _details(point, before))
    if point.citation is not None:
        words += _mark(point.citation, number)
    return f'<span class="point {point.status.value}">{words}</span>'


def _details(point: PointGrade, before: PointStatus | None) -> Iterator[str]:
    said = f"“{plain(point.quote.text.strip())}”" if point.quote is not None else ""
    words = {
        PointStatus.COVERED: said,
        PointStatus.PARTLY: f"partly: you said {said}" if said else "partly",
        PointStatus.MISSED: "missed",
        PointStatus.CONTRADICTED: f"you said the opposite: {said}" if said else "you said the opposite",
    }[point.status]
    if words:
        kind = "warn" if point.status is PointStatus.CONTRADICTED else "quiet"
        yield f'<span class="{kind}">{words}</span>'
    if not point.sure:
        yield f'<span class="label" title="{attribute(_UNSURE)}">not sure</span>'
    if before is not None and before is not point.status:
        up = " up" if _WORTH.index(point.status) > _WORTH.index(before) else ""
        yield f'<span class="label{up}">was {SIGNS[before][1]}</span>'


def _mark(citation: Citation, number: int) -> str:
    where = attribute(" › ".join(citation.headings) or citation.document)
    ref = cited(citation).ref
    return f'&nbsp;<a class="cite" href="#src-{ref}" title="{where}" aria-label="Source of point {number}">{number}</a>'
