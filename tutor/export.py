"""A conversation as Markdown, with its sources as footnotes."""

from __future__ import annotations

from string import ascii_uppercase

from tutor.answering.composing import compose_text
from tutor.domain import AnswerSentence, Attempt, Citation, Conversation, Message, SentenceRole, Verdict
from tutor.domain.chat import Mock

VERDICT_LINES = {
    Verdict.ANSWERED: "Answered from your material",
    Verdict.CLOSEST: "Not answered by your material; this is closest",
    Verdict.NOT_IN_MATERIAL: "Not in your material",
}


def conversation_markdown(conversation: Conversation, messages: list[Message]) -> str:
    """The whole conversation; every cited sentence carries a footnote with its document and the quote."""
    lines = [f"# {conversation.title}", ""]
    notes: list[str] = []
    for message in messages:
        if message.role == "user":
            lines += [f"## {message.text}", ""]
            continue
        if message.mock is not None:
            lines += [*_mock_lines(message.text, message.mock, notes), ""]
            continue
        if message.answer is not None:
            lines += [f"*{VERDICT_LINES[message.answer.verdict]}*", ""]
        sentences = message.answer.sentences if message.answer is not None else message.sentences
        marked = [_with_marks(sentence, notes) for sentence in sentences]
        lines += [compose_text(marked) if marked else message.text, ""]
        if message.state == "writing":
            lines += ["*(this answer was not finished)*", ""]
    return "\n".join([*lines, *notes]).rstrip() + "\n"


def _mock_lines(text: str, mock: Mock, notes: list[str]) -> list[str]:
    """A grade point by point, what was said besides, the mock question asked."""
    lines: list[str] = []
    if mock.attempt is not None:
        lines += _grade_lines(mock.attempt, notes)
    if text:
        lines += [f"*{text}*", ""]
    if mock.question is not None:
        lines += [f"**Mock question.** {mock.question.text}", ""]
        lines += [f"{letter}. {one.text}" for letter, one in zip(ascii_uppercase, mock.question.options, strict=False)]
    return lines


def _grade_lines(attempt: Attempt, notes: list[str]) -> list[str]:
    grade = attempt.grade
    if grade is None:
        return []
    lines = [f"**{10 * grade.score:.1f} / 10** ({10 * grade.low:.1f} to {10 * grade.high:.1f})", ""]
    for point in grade.points:
        said = f": “{' '.join(point.quote.text.split())}”" if point.quote is not None else ""
        mark = _mark(point.citation, notes) if point.citation is not None else ""
        lines.append(f"- {point.text} *({point.status.value}{said})*{mark}")
    if attempt.question.short is not None:
        lines += ["", f"*In 30 seconds:* {attempt.question.short.quote}{_mark(attempt.question.short, notes)}"]
    return [*lines, ""]


def _with_marks(sentence: AnswerSentence, notes: list[str]) -> AnswerSentence:
    """The sentence with footnote marks; its notes are added to `notes`."""
    marks = "".join(_mark(citation, notes) for citation in sentence.citations)
    joint = "\n\n" if sentence.role in {SentenceRole.CODE, SentenceRole.FORMULA} and marks else ""
    return sentence.model_copy(update={"text": sentence.text + joint + marks})


def _mark(citation: Citation, notes: list[str]) -> str:
    """A footnote mark; the note is added to `notes`."""
    number = len(notes) + 1
    page = f", page {citation.page}" if citation.page is not None else ""
    quote = " ".join(citation.quote.split())
    place = f"{citation.document}{page}, characters {citation.start} to {citation.end}"
    notes.append(f"[^{number}]: {place}: “{quote}”")
    return f"[^{number}]"
