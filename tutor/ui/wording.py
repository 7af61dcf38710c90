"""Small phrases: times, counts, names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tutor.domain import Answer, Length, Verdict

LENGTHS = {Length.SHORT: "30 s", Length.STANDARD: "standard", Length.DEEP: "deep"}
VERDICTS = {
    Verdict.ANSWERED: "Answered from your material",
    Verdict.CLOSEST: "Not answered by your material; this is closest",
    Verdict.NOT_IN_MATERIAL: "Not in your material",
}


def count(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 note", "1,204 notes"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def sentence(message: str) -> str:
    """An error's message as a sentence."""
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?")) else ".")


def seconds(duration: float) -> str:
    """ "0.04 s", "12 s", "3 min"."""
    if duration < 0.995:
        return f"{duration:.2f} s"
    if duration < 9.95:
        return f"{duration:.1f} s"
    return f"{duration:.0f} s" if duration < 120 else f"{duration / 60:.0f} min"


def day(moment: datetime, now: datetime) -> str:
    """ "today", "yesterday", "in 3 days", "5 days ago", "12 Mar 2026"; both times in the reader's zone."""
    days = (now.date() - moment.date()).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    if 0 < days < 7:
        return f"{days} days ago"
    if -7 < days < 0:
        return f"in {-days} days"
    return f"{moment.day} {moment:%b %Y}"


def local_day(moment: datetime, now: datetime | None = None) -> str:
    """`day` in this machine's zone; `now` where the program's clock may be another."""
    here = (now or datetime.now(UTC)).astimezone()
    return day(moment.astimezone(here.tzinfo), here)


def path_of(title: str, headings: Sequence[str]) -> str:
    """ "Scaled dot-product attention › Why the scaling"; a first heading that repeats the title is said once."""
    parts = [title, *headings] if not headings or headings[0] != title else list(headings)
    return " › ".join(part for part in parts if part)


def money(dollars: float | None) -> str:
    if dollars is None:
        return "cost not known"
    return f"${dollars:.4f}" if dollars < 0.1 else f"${dollars:.2f}"


def written_by(answer: Answer) -> str:
    """Who wrote an answer and how long it took."""
    if answer.backend == "material":
        who = "the material itself"
    else:
        who = f"{answer.backend} {answer.model}" if answer.model else answer.backend
    total = answer.timings_ms.get("total")
    line = f"Written by {who}" if total is None else f"Written by {who}, {seconds(total / 1000)}"
    spent = answer.usage.input_tokens + answer.usage.output_tokens
    return f"{line}, {money(answer.usage.cost_usd)}" if spent else line
