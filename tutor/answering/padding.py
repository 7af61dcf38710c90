"""What is said around a question and is no part of it: "so um", "and like what", "in simple terms, please".

Such words are rare in study material, so each would weigh more than the words that are asked about.
"""

from __future__ import annotations

import re

# "hmm" only before a comma: HMM is a model.
_OPENING = re.compile(
    r"^\W*(?:(?:(?:so|hey|hi|hello|ok(?:ay)?|yeah|u+[hm]+|hm|erm)(?:[,.!]+\s*|\s+)|(?:well|right|hm+),\s*))+",
    re.IGNORECASE,
)
_HESITATION = re.compile(
    r",?\s+(?:u+[hm]+|hm|erm|kinda|actually|really|basically)\b,?|,\s+(?:i mean|you know)\b,?", re.IGNORECASE
)
# "like" where it means nothing: before a question's word and before a number.
_LIKE = re.compile(
    r"(?P<before>(?:^|[,;]\s|\b(?:and|or|but)\s))like,?\s+(?=(?:how|what|why|when|where|which|who|is|are|do|does|can)\b)"
    r"|(?P<of>\b(?:for|of|with|about|in|at|than)\s)like\s+(?=\d)",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"(?:,?\s+(?:to me|for me|please|briefly|in short|step by step"
    r"|in (?:simple|plain|easy|your own) (?:terms|words|english)"
    r"|like (?:i'?m|i am) (?:five|5|new|a beginner|a child)(?: years old)?"
    r"|(?:like|as) (?:if )?(?:in|at|for) (?:an? )?(?:job )?interview))+(?P<end>\W*)$",
    re.IGNORECASE,
)


def without_padding(question: str) -> str:
    """The question in one line without such words; as it is where nothing else would be left."""
    line = " ".join(question.split())
    plain = _TELLING.sub(lambda found: found["end"], line)
    plain = _HESITATION.sub(_pause, _LIKE.sub(lambda found: found["before"] or found["of"] or "", plain))
    return _OPENING.sub("", plain).strip() or line


def _pause(found: re.Match[str]) -> str:
    return "," if found.group().startswith(",") else ""
