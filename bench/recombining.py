"""More text than there is: the paragraphs of real files in a new order, by a seed; no document twice."""

from __future__ import annotations

import random
from pathlib import Path

SUFFIXES = {".md", ".txt"}


def text_files(folder: Path) -> list[Path]:
    """The files both pipelines can read as they are."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def paragraphs(text: str) -> list[str]:
    """Blocks between blank lines; a heading stays with what follows it, fenced code stays whole, front matter goes."""
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[-1]
    found: list[str] = []
    lines: list[str] = []
    fenced = False
    for line in [*text.splitlines(), ""]:
        fenced ^= line.lstrip().startswith("```")
        lines.append(line)
        if not line.strip() and not fenced and not _only_headings(lines):
            found.append("\n".join(lines).strip())
            lines = []
    return [one for one in found if one]


def write_recombined(sources: list[Path], target: Path, *, files: int, characters: int, seed: int) -> None:
    """`files` Markdown files of about `characters` each in `target`, drawn from the paragraphs of `sources`."""
    rng = random.Random(seed)
    pool = [one for path in sources for one in paragraphs(path.read_text(encoding="utf-8"))]
    target.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        parts = [f"# Notes {number}"]
        while sum(map(len, parts)) < characters:
            parts.append(rng.choice(pool))
        (target / f"notes-{number:05d}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _only_headings(lines: list[str]) -> bool:
    return all(line.startswith("#") for line in lines if line.strip())
