"""Sentences of an answer that speak to the grader: they ask for marks and say nothing of the subject."""

from __future__ import annotations

import re

from tutor.material.sentences import split_sentences

_PLEA = re.compile(
    r"\b(?:full|maximum|top|perfect|highest) (?:marks?|score|points|grade)\b"
    r"|\b(?:ignore|disregard|forget|override) (?:\w+ ){0,3}(?:rubric|instructions?|grad\w+|prompt|rules)\b"
    r"|\bpoints? (?:\w+ ){0,6}[\"“']?(?:covered|satisfied|fulfilled)\b"
    r"|\b(?:give|award|grant|grade|score|mark) (?:me|this answer|my answer)\b"
    r"|\b(?:score|give|award|grade|mark|rate)\w* (?:\w+ ){0,3}(?:\d+|ten|five) ?(?:/|out of|of) ?(?:\d+|ten|five)\b"
    r"|\b(?:dear|note to the|as the|you are the) (?:examiner|grader|assessor)\b|\bthis grading\b|\bstatus: ?covered\b"
    r"|\bcovered\W+covered\b|\b\d\W+covered\b|\ball covered\b|\ball points\b|\bdef grade\("
    r"|\bgrade = |[\"“]score[\"”]\s*:"
    r"|\bscore 1\.0\b|\bassign 100\b|\btotal \d/\d\b"
    r"|^\W*system ?:|\bas the (?:source|note|material|rubric) says\b",
    re.IGNORECASE | re.MULTILINE,
)


def without_pleas(answer: str) -> tuple[str, bool]:
    """The answer with such sentences blanked (every other character stays in its place), and whether there were any."""
    text, found = answer, False
    for span in split_sentences(answer):
        if _PLEA.search(span.of(answer)):
            found = True
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text, found
