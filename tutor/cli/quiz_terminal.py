"""One mock question on a terminal (or from a script's lines): asked, answered, graded, and when it comes back."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from string import ascii_uppercase
from typing import NamedTuple, TextIO

from pydantic import Field, ValidationError

from tutor.build import Tutor
from tutor.domain import AnswerForm, Attempt, Citation, Model, Place, PointGrade, PointStatus, Question, Rating
from tutor.errors import SettingsError
from tutor.practice.study_days import in_words, study_day

_SIGNS = {
    PointStatus.COVERED: "✓",
    PointStatus.PARTLY: "~",
    PointStatus.MISSED: "✗",
    PointStatus.CONTRADICTED: "!",
}
_RATINGS = {"a": Rating.AGAIN, "h": Rating.HARD, "g": Rating.GOOD, "e": Rating.EASY}
_HELP = "Type your answer; an empty line sends it. /pass passes, Ctrl-D ends."


class Terminal(NamedTuple):
    """Whose practice it is, and how it is graded."""

    tutor: Tutor
    place: Place
    use_model: bool

    def answer(self, question: Question, answer: str, guess: float | None) -> Attempt:
        attempt = self.tutor.practice.answer(question, answer, guess=guess, place=self.place, use_model=self.use_model)
        self.tutor.candidate.drafts.save(draft_key(question), "")
        return attempt

    def comes_back(self, question: Question) -> str:
        """ "tomorrow", "in 3 days"."""
        due = self.tutor.review.due_next(question.id)
        return in_words(study_day(due), self.tutor.review.today) if due is not None else ""


class Asked(NamedTuple):
    """Question `number` of `of`."""

    question: Question
    number: int
    of: int
    terminal: Terminal


class AnswerLine(Model):
    """A line of a script that says more than the answer; `guess` 0..1."""

    answer: str
    guess: float | None = Field(default=None, ge=0, le=1)


def draft_key(question: Question) -> str:
    """What an unfinished answer is kept under, here and on the page."""
    return f"answer:{question.id}"


# --- on a terminal


def ask_on_terminal(asked: Asked) -> bool:
    """Ask, grade, show; returns whether to go on."""
    question, terminal = asked.question, asked.terminal
    parts = (question.area or question.topic, question.level, question.kind)
    print(f"\nQuestion {asked.number} of {asked.of} · {' · '.join(str(part) for part in parts if part)}")
    say(question.text)
    for letter, option in zip(ascii_uppercase, question.options, strict=False):
        say(f"{letter}. {option.text}", indent="   ")
    if asked.number == 1:
        say(_HELP if question.form is not AnswerForm.CHOICE else "Type a letter. /pass passes, Ctrl-D ends.")
    answer = _typed(asked)
    if answer is None:
        return False
    guess = how_sure() if answer.strip() else None
    attempt = terminal.answer(question, answer, guess)
    show_grade(attempt)
    return _rated(asked, attempt)


def show_grade(attempt: Attempt) -> None:
    """Print the grade row by row, with the candidate's own words and the passages."""
    grade = attempt.grade
    if grade is None:
        return
    guessed = f"   you guessed {10 * attempt.guess:.0f}" if attempt.guess is not None else ""
    print(f"\n{10 * grade.score:.1f} / 10 ({10 * grade.low:.1f} to {10 * grade.high:.1f}){guessed}")
    for remark in (*grade.remarks, *((grade.notice,) if grade.notice else ())):
        say(remark)
    for point in grade.points:
        say(f"{_SIGNS[point.status]} {point.text}", hanging="  ")
        for line in _details(point):
            say(line, indent="    ")
    if grade.say_next:
        print("Say next time:")
        for one in grade.say_next:
            say(f"- {one}", hanging="  ")
    short = attempt.question.short
    if short is not None:
        print("The 30-second answer:")
        say(short.quote, indent="  ")
        say(f"({place_of(short)})", indent="  ")


def _details(point: PointGrade) -> Iterator[str]:
    said = f"you said “{' '.join(point.quote.text.split())}”" if point.quote is not None else ""
    words = {
        PointStatus.COVERED: said,
        PointStatus.PARTLY: f"partly: {said}" if said else "partly",
        PointStatus.MISSED: "missed",
        PointStatus.CONTRADICTED: f"the opposite: {said}" if said else "you said the opposite",
    }[point.status]
    if words:
        yield words
    if point.citation is not None and point.status is not PointStatus.COVERED:
        yield f"source: “{' '.join(point.citation.quote.split())}” ({place_of(point.citation)})"


def place_of(citation: Citation) -> str:
    """ "transformers/attention.md › Scaling, page 3"."""
    page = f", page {citation.page}" if citation.page is not None else ""
    return " › ".join([citation.document, *citation.headings[-1:]]) + page


def _typed(asked: Asked) -> str | None:
    """The candidate's answer ("" where they passed); None where they ended.  What was typed before the end is kept."""
    drafts, question = asked.terminal.tutor.candidate.drafts, asked.question
    lines = drafts.get(draft_key(question)).splitlines()
    if lines:
        say("(kept from before) " + "\n".join(lines))
    while True:
        try:
            line = input("> ")
        except EOFError:
            print()
            return "\n".join(lines) if any(one.strip() for one in lines) else None
        if line.strip() == "/pass":
            return ""
        if question.form is AnswerForm.CHOICE:
            if (option := _option(question, line)) is not None:
                return option
            say(f"Type one of {', '.join(ascii_uppercase[: len(question.options)])}.")
        elif line.strip() or (lines and question.form is AnswerForm.CODE and not _ends(lines)):
            lines.append(line)
            drafts.save(draft_key(question), "\n".join(lines))
        elif lines:
            return "\n".join(lines)
        else:
            say(_HELP)


def _ends(code: list[str]) -> bool:
    """Code has blank lines in it: only a second one ends it."""
    return not code[-1].strip()


def _option(question: Question, line: str) -> str | None:
    letters = ascii_uppercase[: len(question.options)]
    letter = line.strip().rstrip(".)").upper()
    return question.options[letters.index(letter)].text if len(letter) == 1 and letter in letters else None


def how_sure() -> float | None:
    """How sure the candidate is (0..1), asked before the score is shown; None where they do not say."""
    while True:
        try:
            line = input("How sure are you, 0 to 10? ").strip()
        except EOFError:
            print()
            return None
        if not line:
            return None
        try:
            number = float(line.replace(",", "."))
        except ValueError:
            number = -1.0
        if 0 <= number <= 10:
            return number / 10
        say("A number from 0 to 10, or nothing.")


def _rated(asked: Asked, attempt: Attempt) -> bool:
    """When it comes back, and the candidate's own word on that; returns whether to go on."""
    terminal, question = asked.terminal, asked.question
    go_on = "Enter goes on" if asked.number < asked.of else "Enter ends"
    while True:
        print(f"It comes back {terminal.comes_back(question)}.")
        try:
            line = input(f"{go_on}; a, h, g or e rates it again, hard, good or easy: ").strip().lower()
        except EOFError:
            print()
            return False
        rating = _RATINGS.get(line[:1])
        if not line:
            return True
        if line in {"q", "quit", "/end"}:
            return False
        if rating is not None:
            terminal.tutor.practice.rate(attempt.id, rating)


# --- for a script


def ask_from_lines(asked: Asked) -> bool:
    """Read the answer from one line of standard input (plain, a JSON string, or {"answer", "guess"}), print one object.

    An empty line passes; where the input has ended, the question is printed without an answer.
    """
    question, terminal = asked.question, asked.terminal
    found = question.model_dump(mode="json", include={"id", "text", "area", "level", "kind", "form", "document"})
    found["options"] = [option.text for option in question.options]
    line = sys.stdin.readline()
    if not line:
        _print_json({"question": found, "answer": None, "grade": None, "due": None})
        return True
    given = _given(question, line.strip())
    attempt = terminal.answer(question, given.answer, given.guess)
    due = terminal.tutor.review.due_next(question.id)
    kept = attempt.model_dump(mode="json", include={"answer", "guess", "grade", "rating"})
    _print_json({"question": found, "attempt": attempt.id, **kept, "due": due.isoformat() if due is not None else None})
    return True


def _given(question: Question, line: str) -> AnswerLine:
    try:
        if line.startswith("{"):
            given = AnswerLine.model_validate_json(line)
        else:
            given = AnswerLine(answer=json.loads(line) if line.startswith('"') else line)
    except (ValidationError, json.JSONDecodeError) as error:
        raise SettingsError(
            f'the line {line[:60]!r} is not an answer; write {{"answer": "..."}} or plain text'
        ) from error
    option = _option(question, given.answer) if question.form is AnswerForm.CHOICE else None
    return given if option is None else given.model_copy(update={"answer": option})


def _print_json(found: dict[str, object]) -> None:
    print(json.dumps(found, ensure_ascii=False), flush=True)


def say(text: str, *, indent: str = "", hanging: str = "", to: TextIO | None = None) -> None:
    """Print text in lines of the terminal's width; code keeps its own."""
    width = min(100, shutil.get_terminal_size().columns)
    for line in text.splitlines():
        wrapped = textwrap.wrap(
            line, width, initial_indent=indent, subsequent_indent=indent + hanging, break_on_hyphens=False
        )
        print("\n".join(wrapped), file=to or sys.stdout)
