"""Practice projects: notes of the area "projects" whose numbered steps can be ticked off."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from tutor.domain import Document, ProjectProgress, ProjectStep

AREA = "projects"
_STEPS = "steps"
_ITEM = re.compile(
    r"^(\d+)[.)][ \t]+(?P<text>.+?)(?=^\d+[.)][ \t]|\n[ \t]*\n(?![ \t]|\d+[.)])|\Z)", re.MULTILINE | re.DOTALL
)
_TITLE = re.compile(r"^\*\*(?P<title>.+?)\*\*\s*(?P<text>.*)$", re.DOTALL)
_HOURS = re.compile(r"\s*\((?P<hours>\d+(?:\.\d+)?)\s+hours?\)\s*$")
_NOT_IN_KEY = re.compile(r"[\W_]+")


def step_key(key: str) -> str:
    """What the tick of a step is kept under."""
    return f"step:{key}"


def project(document: Document, ticks: Collection[str]) -> ProjectProgress | None:
    """The document as a checklist; None where it has no section "Steps" with a numbered list.

    A step is written `1. **Title.** What to do. (3 hours)`; without a title in bold its first sentence is one.
    """
    section = _section(document)
    steps = _steps(document.name, section, ticks) if section is not None else []
    if not steps:
        return None
    level = document.front.level if document.front is not None else None
    title = document.title.removeprefix("Project: ")
    return ProjectProgress(document=document.name, title=title[:1].upper() + title[1:], level=level, steps=tuple(steps))


def _section(document: Document) -> str | None:
    """What stands under the heading "Steps", up to the next heading."""
    headings = document.headings
    for place, heading in enumerate(headings):
        if heading.title.strip().casefold() == _STEPS:
            end = headings[place + 1].start if place + 1 < len(headings) else len(document.text)
            return document.text[heading.end : end]
    return None


def _steps(document: str, section: str, ticks: Collection[str]) -> list[ProjectStep]:
    front = PurePosixPath(document).with_suffix("").as_posix()
    found: list[ProjectStep] = []
    keys: set[str] = set()
    for item in _ITEM.finditer(section):
        words = " ".join(item["text"].split())
        hours = _HOURS.search(words)
        words = _HOURS.sub("", words)
        titled = _TITLE.match(words)
        title, text = (titled["title"], titled["text"]) if titled is not None else (words.partition(". ")[0], words)
        title = title.strip().rstrip(".:")
        key = _free(f"{front}#{_NOT_IN_KEY.sub('-', title.lower()).strip('-')}", keys)
        found.append(
            ProjectStep(
                key=key,
                title=title,
                text=text.strip(),
                hours=float(hours["hours"]) if hours is not None else None,
                done=step_key(key) in ticks,
            )
        )
    return found


def _free(key: str, taken: set[str]) -> str:
    """`key`, with a number where an earlier step has the same title."""
    free, number = key, 1
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    taken.add(free)
    return free
