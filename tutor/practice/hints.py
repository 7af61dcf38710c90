"""A hint on a mock question: the beginning of a point, never the whole of it."""

from __future__ import annotations

from tutor.domain import AnswerForm, Question

_SHARE = 0.4  # of a point's words
_LEAST_WORDS, _MOST_WORDS = 2, 8


def hint_on(question: Question, given: int) -> str:
    """The hint after `given` others: where to look and how each point begins, or an option that is wrong."""
    if question.form is AnswerForm.CHOICE:
        return _wrong_option(question, given)
    points = question.rubric
    if given >= len(points):
        return "There are no more hints on this one. Answer as far as you can, or say “show me the answer”."
    words = points[given].text.split()
    shown = words[: max(_LEAST_WORDS, min(_MOST_WORDS, int(len(words) * _SHARE)))]
    begins = f"“{' '.join(shown)} …”"
    if given == 0:
        number = "one point" if len(points) == 1 else f"{len(points)} points"
        where = " › ".join(question.source.headings[:-1]) or question.topic
        return f"A strong answer makes {number}, and the note is {where}. It could begin: {begins}"
    return f"Point {given + 1} of {len(points)} begins: {begins}"


def _wrong_option(question: Question, given: int) -> str:
    wrong = [option.text for option in question.options if not option.right]
    if given >= len(wrong) - 1:
        return "There are no more hints on this one: two options are left. Pick one."
    return f"It is not “{wrong[given]}”."
