"""Paths a user names -> the files to read, and what became of each since the last ingest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tutor.domain import FileOutcome
from tutor.library.rows import KnownFile

SYLLABUS_FILE = "syllabus.yaml"  # lists what a folder of notes teaches; no material itself


class FoundFile(NamedTuple):
    """A file on disk, or a path that could not be used (`problem`)."""

    path: Path
    root: Path
    problem: str | None = None


class PlannedFile(NamedTuple):
    """A file with its name in the library and its outcome if all goes well."""

    path: Path
    root: Path
    name: str
    outcome: FileOutcome
    reason: str | None = None
    size: int = 0


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile]:
    """Every file under `paths`, sorted; hidden files and folders are passed over, and so is a folder's syllabus."""
    for given in paths:
        path, problem = follow(given)
        if problem is not None:
            yield FoundFile(path, path.parent, problem)
        elif path.is_file():
            yield FoundFile(path, path.parent, _name_problem(path))
        elif path.is_dir():
            for file in sorted(path.rglob("*")):
                inner = file.relative_to(path).parts
                hidden = any(part.startswith((".", "~$")) for part in inner)
                if file.is_file() and not hidden and file.name != SYLLABUS_FILE:
                    yield FoundFile(file, path, _name_problem(file))
        else:
            yield FoundFile(path, path.parent, "there is no such file or folder")


def plan(found: Sequence[FoundFile], known: dict[str, KnownFile]) -> list[PlannedFile]:
    """Each file's name and outcome against what the library knows; no file is parsed."""
    names = {file.source: name for name, file in known.items()}
    taken: set[str] = set()
    planned: list[PlannedFile] = []
    seen: set[Path] = set()
    for file in found:
        if file.path in seen:
            continue
        seen.add(file.path)
        name = names.get(str(file.path)) or _new_name(file, known, taken)
        taken.add(name)
        planned.append(_compare(file, name, known.get(name)))
    return planned


def vanished(known: dict[str, KnownFile], roots: Sequence[Path]) -> list[str]:
    """Names of documents that came from under one of `roots` and whose file is gone."""
    inside = [file for file in known.values() if any(Path(file.source).is_relative_to(root) for root in roots)]
    return sorted(file.name for file in inside if not Path(file.source).is_file())


def _compare(file: FoundFile, name: str, old: KnownFile | None) -> PlannedFile:
    if file.problem is not None:
        return PlannedFile(file.path, file.root, name, FileOutcome.FAILED, file.problem)
    try:
        data = file.path.read_bytes()
    except OSError as error:
        return PlannedFile(file.path, file.root, name, FileOutcome.FAILED, f"it cannot be opened ({error.strerror})")
    if old is None:
        outcome = FileOutcome.ADDED
    elif old.sha256 == hashlib.sha256(data).hexdigest():
        outcome = FileOutcome.UNCHANGED
    else:
        outcome = FileOutcome.CHANGED
    return PlannedFile(file.path, file.root, name, outcome, size=len(data))


def follow(given: Path) -> tuple[Path, str | None]:
    """The path in full, or as it was given with why it leads nowhere."""
    try:
        return given.expanduser().resolve(), None
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, ~nobody, a NUL
        return given, f"its path cannot be followed ({error})"


def _name_problem(path: Path) -> str | None:
    """Why a file cannot be called by its name."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8; rename it"
    return None


def _new_name(file: FoundFile, known: dict[str, KnownFile], taken: set[str]) -> str:
    """The path below the root; with the root's own name in front where another file has that name already.

    A file whose old place is empty keeps its name: the folder was moved.
    """
    name = file.path.relative_to(file.root).as_posix().encode(errors="replace").decode().replace("\0", "?")
    if name in known and name not in taken and not Path(known[name].source).exists():
        return name
    number = 1
    candidate = name
    while candidate in known or candidate in taken:
        candidate = f"{file.root.name}/{name}" if number == 1 else f"{file.root.name}-{number}/{name}"
        number += 1
    return candidate
