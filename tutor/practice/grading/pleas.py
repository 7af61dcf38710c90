"""Sentences of an answer that speak to the grader: they ask for marks and say nothing of the subject."""

from __future__ import annotations

import re

from tutor.material.sentences import split_sentences

_PLEA = re.compile(
    r"\b(?:full|maximum|top|perfect|highest) (?:marks?|score|points|grade)\b"
    r"|\b(?:ignore|disregard|forget|override) (?:\w+ ){0,3}(?:rubric|instructions?|grad\w+|prompt|rules)\b"
    r"|\b(?:all|every|each) (?:\w+ ){0,3}points? (?:\w+ ){0,2}(?:covered|met|satisfied|correct|fulfilled)\b"
    r"|\b(?:give|award|grant|grade|score|mark|rate) (?:me|this|my)\b"
    r"|\b(?:10|ten|100) ?(?:/|out of|of) ?(?:10|ten|100)\b|\b100 ?(?:%|percent) (?:correct|marks?|score)\b"
    r"|\b(?:rubric|grader|system prompt|grading)\b|\bas (?:an?|the) (?:examiner|grader|interviewer)\b"
    r"|\bstatus: ?covered\b|\bsystem ?:|</?\w+>",
    re.IGNORECASE,
)


def without_pleas(answer: str) -> tuple[str, bool]:
    """The answer with such sentences blanked (every other character stays in its place), and whether there were any."""
    text, found = answer, False
    for span in split_sentences(answer):
        if _PLEA.search(span.of(answer)):
            found = True
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text, found
