"""Words and noun phrases of English prose: whether a phrase can be what a question is about, and how it stands inside
one."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from tutor.practice.making.words import (
    COUNTS,
    DETERMINERS,
    HELPERS,
    HOLLOW,
    IRREGULAR,
    LEANING,
    MODIFIERS,
    NOUN_VERBS,
    PLAIN_VERBS,
    POINTING,
    PREPOSITIONS,
    VERBS,
)

_LONGEST_SUBJECT = 9
_NOUN_ENDINGS = ("s", "ing", "tion", "sion", "ment", "ness", "ity", "ance", "ence", "cy", "data")
_COMPARING = frozenset(
    """
    larger smaller fewer later earlier higher lower longer shorter more less many frequent most few also again
    better worse faster slower bigger other
    """.split()  # noqa: SIM905
)
# What picks one of several, or points back, and names nothing.
_PICKING = frozenset("the its their every each any some no many whether".split())  # noqa: SIM905
_COMMON = frozenset("good small large high low raw new old common typical useful simple main key".split())  # noqa: SIM905
_LONGEST_TERM = 5  # words
_FEWEST_LETTERS = 3
_ELSEWHERE = re.compile(
    r"\b(?:the (?:table|figure|section|chapter|appendix|listing|equation)|"
    r"(?:tables?|figures?|sections?|chapters?|equations?|appendix) \d|"
    r"(?:near|at|of|for|in|to|with|from|by|on) that (?:\w+$|value|number|case|point|time|step))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.-])\d[\d.,]*(?![\w-])")


def stands_alone(text: str) -> bool:
    """Whether nothing in `text` points at what its reader does not see: no "this", "we", "Figure 2", no formula."""
    words = [word.strip("\"'“”,.;:()").lower() for word in text.split()]
    if any(word in POINTING for word in words) or _ELSEWHERE.search(text):
        return False
    return re.search(r"[$\\|<>{}=]|https?:|\bet al\b|\[\d", text) is None


def is_subject(text: str) -> bool:
    """Whether `text` can be what a question is about: a plain noun phrase that says something by itself."""
    words = text.split()
    if not 1 <= len(words) <= _LONGEST_SUBJECT or not stands_alone(text):
        return False
    first, last = words[0].lower(), words[-1].lower().strip("`")
    if first in LEANING or first in COUNTS or (not words[0][0].isalnum() and words[0][0] != "`"):
        return False
    if _NUMBER.search(text) or re.search(r"[,;:!?()]", text) or last in PREPOSITIONS:
        return False
    if any(
        word.lower() in DETERMINERS | {"one"} and before.lower() not in PREPOSITIONS and not before.endswith("ing")
        for before, word in pairwise(words)
    ) or re.search(r"\bsuch as\b", text):
        return False
    content = [word.lower() for word in words if word.lower() not in DETERMINERS | PREPOSITIONS]
    return bool(content) and not all(word in HOLLOW for word in content) and not words[-1].endswith("ly")


def is_term(text: str) -> bool:
    """Whether `text` names a thing of the field: a short noun phrase without an article that points back."""
    words = text.split()
    if not is_subject(text) or len(words) > _LONGEST_TERM or words[0].lower() in _PICKING:
        return False
    bare = [word.lower() for word in words if word.lower() not in DETERMINERS]
    if not bare or bare[0] in _COMPARING | _COMMON or bare[-1] in _COMPARING | MODIFIERS | HOLLOW:
        return False
    if any(_is_finite(word) for word in bare) or _is_participle(bare):
        return False
    joining = PREPOSITIONS - {"of", "for", "and", "in", "to", "as"}
    letters = re.sub(r"\W", "", "".join(bare))
    return len(letters) >= _FEWEST_LETTERS and not any(word in HELPERS or word in joining for word in bare)


def _is_finite(word: str) -> bool:
    """Whether a word can only be a verb of the third person: "carries"."""
    return base_form(word) not in {None, word} and base_form(word) in PLAIN_VERBS - NOUN_VERBS


def _is_participle(words: list[str]) -> bool:
    """Whether the words end in what was done to them ("tokens dropped"), or in a verb."""
    last = words[-1]
    return last.endswith("ed") or (len(words) > 1 and base_form(last) in PLAIN_VERBS - NOUN_VERBS)


def lower_first(text: str, names: Collection[str]) -> str:
    """`text` as it stands inside a sentence: its first word in lower case unless it is a name.  `names` are words that
    the material itself writes with a capital inside its sentences."""
    first, _, rest = text.partition(" ")
    single = not rest and not first.endswith(_NOUN_ENDINGS)
    if first.lower() in DETERMINERS or (
        first[:1].isupper()
        and all(part.islower() for part in first[1:].split("-"))
        and not rest[:1].isupper()
        and not re.search(r"['’]", first)
        and first not in names
        and not (single and first.lower() + "~" not in names)
    ):
        first = first[:1].lower() + first[1:]
    return f"{first} {rest}".strip()


def capitalized(text: str) -> str:
    """`text` with a capital in front, unless it begins with a name such as iOS or with code."""
    first = text.split(" ", 1)[0] if text else ""
    return text if any(letter.isupper() or letter.isdigit() for letter in first) else text[:1].upper() + text[1:]


def without_article(text: str) -> str:
    """A noun phrase without "a", "an" or "the" in front."""
    return re.sub(r"^(?:an?|the)\s+", "", text, flags=re.IGNORECASE)


def is_plural(text: str) -> bool:
    """Whether a noun phrase is plural, as far as its last word's ending tells."""
    head = text.split(" of ")[0].split(" for ")[0].split()[-1].lower()
    return (
        head.endswith("s")
        and not re.search(r"['’]s$", head)
        and not head.endswith(("ss", "us", "is", "ics", "as", "os"))
    )


def base_form(word: str) -> str | None:
    """The base form of a finite verb of the present ("carries" is carry), None for a word that is none."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in VERBS or word == "have":
        return word
    for ending, replaced in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + replaced in VERBS:
            return word[: -len(ending)] + replaced
    return None


def gerund_base(word: str) -> str | None:
    """The base form of "measuring" or "cutting"; None for a word that is no gerund of a known verb."""
    if not word.endswith("ing") or len(word) < 5:
        return None
    stem = word[:-3]
    for candidate in (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else ""):
        if candidate in VERBS:
            return candidate
    return None
