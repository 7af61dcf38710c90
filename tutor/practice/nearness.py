"""How near questions are to each other, and to free words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.library.embedder import Embedder, encodable

# Read off the 851 shipped questions, pair by pair: the four pairs from here on ask the same with other numbers or
# other words (0.743 to 0.791); the next ones (0.734 and below) have a subject in common and another answer.
NEARLY_THE_SAME = 0.74
# Of 17 subjects tried on them, no question was as near to one that the notes do not teach (0.44 at most).
_ABOUT = 0.45
_LEXICAL = 0.3  # added where all the words occur, so that such questions come first
_STOPWORDS = re.compile(
    r"(?:a|about|an|and|any|are|as|at|be|by|for|from|hard|how|i|in|is|it|me|my|of|on|or|question|questions|some|"
    r"something|that|the|this|to|topic|use|used|using|versus|vs|what|when|where|which|why|with|you|your)"
)
_WORD = re.compile(r"\w+(?:[-+#]\w+|\+\+|#)*")

Vectors = NDArray[np.float32]


class TextVectors:
    """Embeds texts, each once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    def of(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32 [texts, dimensions]."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            found = self._embedder.embed_queries([encodable(text) for text in missing])
            self._known.update(zip(missing, found, strict=True))
        if not texts:
            return np.zeros((0, self._embedder.dimensions), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])


def nearness(words: str, vector: Vectors, texts: Sequence[str], vectors: Vectors) -> NDArray[np.float32]:
    """How near each text is to free words (`vector` is theirs): the cosine, and 0.3 more where all the words that tell
    something occur in the text.  Float32 [texts]; 0 for a text that is not near enough to count."""
    wanted = _stems(words)
    lexical = np.array([bool(wanted) and wanted <= _stems(text) for text in texts], dtype=bool)
    cosines = vectors @ vector
    return np.where(lexical | (cosines >= _ABOUT), cosines + _LEXICAL * lexical, 0).astype(np.float32)


def _stems(text: str) -> frozenset[str]:
    """Words in lower case without their plural ending; a word with a hyphen also by its parts."""
    words = _WORD.findall(text.lower())
    parts = [part for word in words for part in (word, *(word.split("-") if "-" in word else ()))]
    return frozenset(_singular(word) for word in parts if not _STOPWORDS.fullmatch(word))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
