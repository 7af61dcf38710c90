"""Today's review: how much it is, the interview's date and what it changes, the plan, and the days after."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from tutor.build import Tutor
from tutor.domain import DayPlan, PlanStep, Wish
from tutor.practice.reviewing import DayCount, Review, minutes
from tutor.practice.study_days import in_words
from tutor.ui.escaping import plain
from tutor.ui.opening import guarded
from tutor.ui.practice_run import PracticeRun
from tutor.ui.review_run import ReviewRun
from tutor.ui.ways import PageName, go_to
from tutor.ui.wording import count

_DATE = "interview_on"
_SET = 5  # questions
_FURTHEST = timedelta(days=730)
_PAGES: dict[str, tuple[PageName, str]] = {
    "practise": ("practise", "Practise"),
    "interview": ("interview", "Interview"),
    "ask": ("ask", "Ask"),
}


def review_queue(tutor: Tutor, run: ReviewRun) -> None:
    """Draw the overview with its one next step."""
    review = tutor.review
    queue, coming = review.queue(), review.upcoming()
    if queue:
        st.markdown(f"**{count(len(queue), 'question')}** for today, about **{count(minutes(queue), 'minute')}**.")
        st.button("Start the review", key="review_start", type="primary", on_click=run.next)
    else:
        _nothing_due(tutor, review)
    _interview(review)
    _plan(tutor, review.plan())
    _days(coming, review.today)


def _nothing_due(tutor: Tutor, review: Review) -> None:
    ahead = [one for one in review.upcoming(365) if one.cards]
    if ahead:
        when = in_words(ahead[0].day, review.today)
        many = "question comes" if ahead[0].cards == 1 else f"{ahead[0].cards} questions come"
        st.markdown(f"Nothing is due today. The next {many} back {when}.")
    elif tutor.candidate.attempts.counts():
        st.markdown("Nothing is due.")
    else:
        st.markdown(
            "Nothing to review yet. Every question you answer comes back here shortly before you would forget it."
        )
    if st.button("Practise new questions", key="review_practise", type="primary"):
        go_to("practise")


def _interview(review: Review) -> None:
    """The date, and what it changes."""

    def noted() -> None:
        with guarded():
            review.plan_interview(st.session_state[_DATE])

    known, today = review.interview_on, review.today
    if _DATE not in st.session_state:
        st.session_state[_DATE] = known
    with st.container(key="review_interview"):
        st.date_input(
            "Your interview",
            key=_DATE,
            value=None,
            min_value=min(today, known or today),
            max_value=max(today + _FURTHEST, known or today),
            format="YYYY-MM-DD",
            width=240,
            on_change=noted,
        )
        st.caption(_what_it_changes(review, known, today))


def _what_it_changes(review: Review, known: date | None, today: date) -> str:
    if known is None:
        return "With a date, everything comes back before it, and what is weak once more in the last days."
    if known < today:
        return "That day has passed; questions come back in their own time again."
    moved = review.brought_forward()
    left = {0: "Today.", 1: "Tomorrow."}.get((known - today).days, f"In {(known - today).days} days.")
    if not moved:
        return f"{left} Every question comes back before it anyway."
    verb = "comes" if moved == 1 else "come"
    return f"{left} {count(moved, 'question')} {verb} back earlier because of it, spread over the days left."


def _plan(tutor: Tutor, plan: DayPlan) -> None:
    """What else to do today; the review itself has its button above."""
    steps = [step for step in plan.steps if step.page in _PAGES]
    if not steps:
        return
    st.subheader("Plan for today", anchor=False)
    st.caption(f"About {count(plan.minutes, 'minute')} with the review." if plan.due else _in_all(plan))
    for number, step in enumerate(steps):
        _step(tutor, number, step)


def _in_all(plan: DayPlan) -> str:
    return f"About {count(plan.minutes, 'minute')}."


def _step(tutor: Tutor, number: int, step: PlanStep) -> None:
    page, name = _PAGES[step.page]
    with st.container(horizontal=True, key=f"plan_{number}", vertical_alignment="center", gap="medium"):
        words = f"**{plain(step.title)}** · {step.minutes}&nbsp;min<br><span class='quiet'>{plain(step.why)}</span>"
        st.markdown(words, unsafe_allow_html=True, anchors=False)
        if st.button(name, key=f"plan_go_{number}"):
            if step.area is not None:
                _begin(tutor, step.title, step.area)
            go_to(page)


def _begin(tutor: Tutor, title: str, area: str) -> None:
    """Lay out questions of the area on the Practise page; a set that is open there stays."""
    runs = PracticeRun(tutor, tutor.now)
    if runs.load() is None:
        chosen = tutor.practice.choose(Wish(areas=(area,), count=_SET))
        runs.start(title, tuple(one.id for one in chosen.questions), chosen.notice)


def _days(coming: tuple[DayCount, ...], today: date) -> None:
    ahead = [one for one in coming if one.cards and one.day > today]
    if not ahead:
        return
    rows = "\n".join(f"| {in_words(one.day, today)} | {one.cards} |" for one in ahead)
    with st.expander(f"The next {len(coming) - 1} days: {count(sum(one.cards for one in ahead), 'question')}"):
        st.markdown(f"| Comes back | Questions |\n| --- | ---: |\n{rows}")
