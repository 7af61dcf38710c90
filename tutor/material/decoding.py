"""Bytes of a text file -> str, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_DECLARED_WITHIN = 4096
_SAMPLE = 65_536
# Browsers read these two as windows-1252 (WHATWG Encoding, 4.2).
_WESTERN = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def decode(data: bytes) -> str:
    """Text of `data`: by its byte-order mark, as UTF-8, as the HTML charset it declares, else by a guess.

    Never fails: what no encoding explains becomes U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for candidate in ("utf-8", _declared(data)):
        text = _try(data, candidate) if candidate else None
        if text is not None and "\0" not in text:
            return text
    return data.decode(_guess(data), errors="replace")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii", errors="ignore")).name
    except LookupError:
        return None
    return _WESTERN.get(name, name)


def _guess(data: bytes) -> str:
    sample = data[:_SAMPLE]
    for encoding, zeros in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[0::2].count(0))):
        if zeros > 0.7 * (len(sample) // 2):  # every other byte of ASCII saved as UTF-16 is zero
            return encoding
    from charset_normalizer import from_bytes  # 35 ms, and needed only for old files

    matches = from_bytes(sample)
    best = matches.best()
    western = next((match for match in matches if match.encoding == "cp1252"), None)
    if best is None or (western is not None and western.chaos <= best.chaos and western.coherence >= best.coherence):
        return "cp1252"
    # Too little text tells one single-byte encoding from another only by chance: take the commonest.
    return best.encoding if best.coherence > 0 or best.multi_byte_usage > 0.2 else "cp1252"
