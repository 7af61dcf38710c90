"""Interview tutor: grounded answers, practice and grading from study material.

from tutor import open_tutor
"""

from __future__ import annotations

from tutor.build import Tutor, open_tutor

__all__ = ["Tutor", "open_tutor"]
