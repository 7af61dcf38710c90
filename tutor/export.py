"""A conversation as Markdown, with its sources as footnotes."""

from __future__ import annotations

from tutor.answering.composing import compose_text
from tutor.domain import AnswerSentence, Conversation, Message, SentenceRole, Verdict

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
        if message.answer is not None:
            lines += [f"*{VERDICT_LINES[message.answer.verdict]}*", ""]
        sentences = message.answer.sentences if message.answer is not None else message.sentences
        marked = [_with_marks(sentence, notes) for sentence in sentences]
        lines += [compose_text(marked) if marked else message.text, ""]
        if message.state == "writing":
            lines += ["*(this answer was not finished)*", ""]
    return "\n".join([*lines, *notes]).rstrip() + "\n"


def _with_marks(sentence: AnswerSentence, notes: list[str]) -> AnswerSentence:
    """The sentence with footnote marks; its notes are added to `notes`."""
    marks = ""
    for citation in sentence.citations:
        number = len(notes) + 1
        page = f", page {citation.page}" if citation.page is not None else ""
        quote = " ".join(citation.quote.split())
        place = f"{citation.document}{page}, characters {citation.start} to {citation.end}"
        notes.append(f"[^{number}]: {place}: “{quote}”")
        marks += f"[^{number}]"
    joint = "\n\n" if sentence.role in {SentenceRole.CODE, SentenceRole.FORMULA} and marks else ""
    return sentence.model_copy(update={"text": sentence.text + joint + marks})
