"""Days as a candidate lives them: one begins at four in the morning, so that late work belongs to the evening."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

_BEGINS = timedelta(hours=4)
_INTERVIEW = time(9)  # where only the day of an interview is known


def study_day(moment: datetime) -> date:
    """The day that `moment` belongs to, in its own time zone."""
    return (moment - _BEGINS).date()


def start_of(day: date, zone: tzinfo | None) -> datetime:
    """When a study day begins in a time zone."""
    return datetime.combine(day, time(0), zone) + _BEGINS


def interview_moment(day: date, zone: tzinfo | None) -> datetime:
    """When an interview begins of which only the day is known: at nine in the morning."""
    return datetime.combine(day, _INTERVIEW, zone)


def in_words(day: date, today: date) -> str:
    """A day as one says it: "today", "tomorrow", "in 3 days"; a day that has passed is today's work."""
    days = (day - today).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"
