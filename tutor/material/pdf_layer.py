"""What PDFium knows of the characters of one page; the only place that calls its C functions."""

from __future__ import annotations

import ctypes
import math
import re
from types import TracebackType

_MONO_FONT = re.compile(
    r"mono|courier|consol|menlo|typewriter|cmtt|sftt|nimbusmon|inconsolata|letter ?gothic", re.IGNORECASE
)
_BOLD_FONT = re.compile(r"bold|black|heavy|demi|medi(?!um)|cmbx|sfbx", re.IGNORECASE)
_FIXED_PITCH = 1
_BOLD_WEIGHT = 600


class TextLayer:
    """The characters of a pypdfium2 text page, by index from 0; lengths are points, heights are from below."""

    def __init__(self, text_page: object) -> None:
        import pypdfium2.raw  # 62 ms, which only PDF files need

        self._page = text_page
        self._pdfium = pypdfium2.raw

    def __enter__(self) -> TextLayer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._page.close()  # type: ignore[attr-defined]

    def text(self) -> str:
        """One UTF-16 unit a character, so that an index into it is PDFium's own."""
        count = self._pdfium.FPDFText_CountChars(self._page)
        return "".join(chr(self._pdfium.FPDFText_GetUnicode(self._page, index) & 0xFFFF) for index in range(count))

    def is_upright(self, index: int) -> bool:
        return abs(math.sin(self._pdfium.FPDFText_GetCharAngle(self._page, index))) < 0.5

    def font(self, index: int) -> tuple[bool, bool]:
        """Whether a character is bold, and whether all characters of its font are equally wide."""
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._pdfium.FPDFText_GetFontInfo(self._page, index, buffer, 128, flags)
        name = buffer.value.decode("utf-8", errors="replace")
        weight = int(self._pdfium.FPDFText_GetFontWeight(self._page, index))
        bold = bool(_BOLD_FONT.search(name)) or weight >= _BOLD_WEIGHT
        return bold, bool(_MONO_FONT.search(name)) or bool(flags.value & _FIXED_PITCH)

    def size(self, index: int) -> float:
        """Type size: the font's own, scaled by the text matrix, which some writers use alone."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
        return round(float(self._pdfium.FPDFText_GetFontSize(self._page, index)) * scale, 1) or 1.0

    def edges(self, index: int) -> tuple[float, float]:
        """Left and right edge of a character's ink."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self._pdfium.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        return left.value, right.value

    def baseline(self, index: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        return y.value
