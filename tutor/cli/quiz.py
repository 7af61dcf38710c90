"""`tutor quiz|review`: mock questions on a terminal, chosen by wish or by what is due."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, get_args

from tutor.build import Tutor
from tutor.cli.quiz_terminal import Asked, Terminal, ask_from_lines, ask_on_terminal, say
from tutor.domain import AnswerForm, Card, Chosen, DayPlan, Level, Place, Question, QuestionKind, Wish
from tutor.errors import UnknownQuestion
from tutor.practice.reviewing import minutes
from tutor.practice.study_days import in_words
from tutor.settings import Settings

_MOST = 50


def add_quiz(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser("quiz", parents=[common], help="answer mock questions, and have them graded")
    parser.add_argument("--area", action="append", default=[], help="only this area (may be repeated)")
    parser.add_argument("--level", action="append", default=[], choices=get_args(Level))
    parser.add_argument("--kind", action="append", default=[], choices=[one.value for one in QuestionKind])
    parser.add_argument("--form", action="append", default=[], choices=[one.value for one in AnswerForm])
    parser.add_argument("--document", action="append", default=[], help="only this document; without any: made from it")
    parser.add_argument("--about", default="", metavar="WORDS", help="near to these words, such as 'LoRA'")
    parser.add_argument("--count", type=_count, default=5, metavar="N", help="questions (default 5)")
    parser.add_argument("--no-llm", action="store_true", help="grade without the language model")
    parser.set_defaults(run=_quiz)


def add_review(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("review", parents=[common], help="answer what is due today")
    parser.add_argument("--plan", action="store_true", help="say what to do today, and how long it takes")
    parser.add_argument(
        "--interview-on", type=_day, metavar="DATE", help="note the interview's day (2027-03-01, or none)"
    )
    parser.add_argument("--count", type=_count, metavar="N", help="at most so many")
    parser.add_argument("--no-llm", action="store_true", help="grade without the language model")
    parser.set_defaults(run=_review)


def _quiz(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    try:
        chosen = _chosen(tutor, options)
        if chosen.notice is not None:
            say(chosen.notice, to=sys.stderr if options.json else sys.stdout)
        _ask(tutor, chosen.questions, options, place=Place.PRACTISE)
    finally:
        tutor.close()
    return 0


def _review(options: argparse.Namespace, settings: Settings) -> int:
    tutor = Tutor(settings)
    try:
        review = tutor.review
        if options.interview_on is not None:
            review.plan_interview(options.interview_on[0])
        if options.plan:
            _print_plan(review.plan(), as_json=options.json)
            return 0
        queue = review.queue()[: options.count]
        if not options.json:
            say(_length(queue, tutor))
        _ask(tutor, [_current(tutor, card) for card in queue], options, place=Place.REVIEW)
    finally:
        tutor.close()
    return 0


# --- inside


def _chosen(tutor: Tutor, options: argparse.Namespace) -> Chosen:
    """The questions wished for; a document that holds none has some made from it first."""
    wish = Wish(
        areas=tuple(options.area),
        levels=tuple(options.level),
        kinds=tuple(QuestionKind(one) for one in options.kind),
        forms=tuple(AnswerForm(one) for one in options.form),
        documents=tuple(tutor.document(one).name for one in options.document),
        about=options.about,
        count=options.count,
    )
    chosen = tutor.practice.choose(wish)
    if not chosen.questions and wish.documents and not any((wish.areas, wish.levels, wish.kinds, wish.about.strip())):
        for name in wish.documents:
            tutor.practice.make(name, count=wish.count, forms=wish.forms)
        chosen = tutor.practice.choose(wish)
    return chosen


def _ask(tutor: Tutor, questions: Sequence[Question], options: argparse.Namespace, *, place: Place) -> None:
    """Ask one after the other, until the candidate stops."""
    ask: Callable[[Asked], bool] = ask_from_lines if options.json else ask_on_terminal
    for number, question in enumerate(questions, start=1):
        asked = Asked(
            question=question,
            number=number,
            of=len(questions),
            terminal=Terminal(tutor, place=place, use_model=not options.no_llm),
        )
        if not ask(asked):
            return


def _current(tutor: Tutor, card: Card) -> Question:
    """The question as the material words it now; as it was asked, where it has left the library."""
    try:
        return tutor.practice.question(card.question_id)
    except UnknownQuestion:
        return card.question


def _length(queue: Sequence[Card], tutor: Tutor) -> str:
    if queue:
        many = "1 question" if len(queue) == 1 else f"{len(queue)} questions"
        return f"{many} for today, about {minutes(queue)} minutes."
    ahead = [one for one in tutor.review.upcoming(60) if one.cards]
    if not ahead:
        return "Nothing to review yet: 'tutor quiz' asks first questions, and they come back here."
    when = in_words(ahead[0].day, tutor.review.today)
    many = "question comes" if ahead[0].cards == 1 else f"{ahead[0].cards} questions come"
    return f"Nothing is due today. The next {many} back {when}; 'tutor quiz' asks new ones."


def _print_plan(plan: DayPlan, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(plan.model_dump(mode="json") | {"minutes": plan.minutes}, ensure_ascii=False))
        return
    if plan.interview_in is not None:
        left = {0: "Your interview is today.", 1: "Your interview is tomorrow."}
        say(left.get(plan.interview_in, f"{plan.interview_in} days until your interview."))
    for number, step in enumerate(plan.steps, start=1):
        print(f"{number}. {step.title} ({step.minutes} min)")
        say(step.why, indent="   ")
        print(f"   {_command(step.page, step.area)}")
    print(f"About {plan.minutes} minutes in all." if plan.steps else "Nothing to do today: rest, you have earned it.")


def _command(page: str, area: str | None) -> str:
    commands = {"review": "tutor review", "practise": "tutor quiz", "interview": "tutor interview", "ask": "tutor ask"}
    return commands[page] + (f" --area {area}" if area is not None else "")


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of questions; give 1 to {_MOST}")
    return int(text)


def _day(text: str) -> tuple[date | None]:
    if text == "none":
        return (None,)
    try:
        return (date.fromisoformat(text),)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2027-03-01, or none") from error


COMMANDS = (add_quiz, add_review)
