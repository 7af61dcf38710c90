"""The list of areas and topics that a folder of notes must teach: its syllabus.yaml."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from tutor.domain import Syllabus
from tutor.errors import SyllabusError
from tutor.library.discovery import SYLLABUS_FILE


def load_syllabus(folder: Path) -> Syllabus:
    """The syllabus that lies in `folder`; raises SyllabusError."""
    path = folder / SYLLABUS_FILE
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Syllabus.model_validate(found)
    except OSError as error:
        raise SyllabusError(f"the syllabus {str(path)!r} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SyllabusError(f"the syllabus {str(path)!r} is not UTF-8; save it as UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise SyllabusError(f"the syllabus {str(path)!r} is wrong at {place}: {first['msg']}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # the last two: a date or a number that is none
        words = " ".join(str(error).split())[:200]
        raise SyllabusError(f"the syllabus {str(path)!r} is not YAML: {words}") from error
