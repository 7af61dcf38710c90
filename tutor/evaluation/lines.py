"""Files of JSON lines, each line of one form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from tutor.domain import Model
from tutor.errors import EvaluationError

Form = TypeVar("Form", bound=Model)


def read_lines(path: Path, form: type[Form]) -> Iterator[Form]:
    """The lines of `path` as `form`; blank lines are passed over.  Raises EvaluationError naming file and line."""
    for number, line in text_lines(path):
        try:
            yield form.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise EvaluationError(f"line {number} of {str(path)!r}: {where}: {first['msg'].lower()}") from error


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered from 1.  Raises EvaluationError where the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{str(path)!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{str(path)!r} is not UTF-8 text; save it as UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line
