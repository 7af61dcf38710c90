"""Clauses of English prose, read far enough to be asked about: subject, verb, rest.

There is no parser here.  A clause whose first finite verb the word tables do not settle is not read at all, which
costs a question and never wording.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import NamedTuple

from tutor.practice.making.phrases import base_form, is_plural
from tutor.practice.making.words import (
    COUNTS,
    DETERMINERS,
    HELPERS,
    MODIFIERS,
    NOUN_VERBS,
    PLAIN_VERBS,
    PREPOSITIONS,
)

_LONGEST_SUBJECT = 9
_RELATIVE = frozenset(
    {"that", "which", "who", "whose", "where", "when", "if", "because", "while", "whereas", "although", "than", "to"}
)
_ADVERBS = re.compile(
    r"\s*,?\s*(?<!-)\b(?:therefore|however|also|thus|hence|then|instead|additionally|moreover|furthermore|for example|"
    r"in turn|for instance|of course|in practice|here|again)\b(?! of\b|-),?\s*",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:first|second|third|however|therefore|thus|hence|moreover|furthermore|additionally|in practice|in general|"
    r"in particular|also|"
    r"finally|similarly|conversely|as a result|consequently|for example|for instance|by contrast|in contrast|in fact|"
    r"of course|then|so|and|but|yet|here|still|again|today|typically|usually|generally|often)\b,?\s+",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\s+\([A-Z][\w-]{1,11}\)")  # "supervised fine-tuning (SFT)"
_PAST = frozenset(
    """
    took made gave found had got went came became showed grew fell rose kept held led left lost met ran saw sent
    spent wrote began chose drew drove knew built brought beat did was were
    """.split()  # noqa: SIM905
)


_ADJECTIVE_ENDINGS = ("ive", "ous", "ful", "ic", "al")
_CLAUSE_AHEAD = 5  # words in which a clause shows its verb


class Clause(NamedTuple):
    """`helper` is what a question moves in front of the subject ("does", "are", "can"); `verb` the base form that is
    left ("" where the helper is the verb), `finite` the verb as it stood, `rest` what follows."""

    subject: str
    helper: str
    verb: str
    finite: str
    rest: str
    adverb: str = ""

    @property
    def predicate(self) -> str:
        """The clause without its subject, as it stood."""
        return _join(self.adverb, self.finite, self.rest)

    def asked(self, lowered: str) -> str:
        """ "does attention need a mask": the clause as a question has it, with its subject as `lowered`."""
        rest = self.rest
        negation = ""
        if rest == "not" or rest.startswith("not "):
            negation, rest = "not", rest[3:].strip()
        return _join(self.helper, lowered, negation, self.adverb, self.verb, rest)


def read_clause(text: str) -> Clause | None:
    """The first clause of `text`, where its subject and verb are plain; None where they are not."""
    words = strip_opening(text).rstrip(" .;:,").split()
    for place in range(1, min(len(words), _LONGEST_SUBJECT + 1)):
        word = words[place]
        bare = word.lower()
        subject = words[:place]
        if bare in _RELATIVE or word[-1] in ",;:" or word.startswith(("(", "—", "–")):
            return None
        if bare in HELPERS:
            return _with_helper(subject, words, place)
        verb = base_form(bare) if bare in {"has", "have"} or _is_verb(words, place) else None
        if verb is not None:
            return _with_verb(subject, words, place, verb)
    return None


def strip_opening(text: str) -> str:
    """Without a connective in front ("However, ...") and without the short form of a name behind it."""
    return _SHORT_FORM.sub("", _OPENING.sub("", text.strip(), count=1))


def strip_connectives(text: str) -> str:
    """Without the connectives inside ("... therefore ...")."""
    return re.sub(r"\s+", " ", _ADVERBS.sub(" ", text)).strip()


def first_predicate(rest: str) -> str:
    """The rest of a clause up to a coordinated one ("... and keeps them", "... and tokens are lost"): a question with
    "does" cannot carry the second."""
    words = rest.split()
    for place in range(1, len(words)):
        if has_second_verb(" ".join(words[: place + 1])) or _opens_clause(words, place):
            return re.sub(r"(?:^|,?\s+)(?:and|or|but)$", "", " ".join(words[:place]))
    return rest


def is_cut_short(rest: str) -> bool:
    """Whether a clause ends in a verb of which the object is missing ("freezes the weights and trains"), or in a word
    that only stands before a noun ("suits interactive")."""
    words = rest.lower().split()
    base = base_form(words[-1]) if words else None
    joined = len(words) > 1 and words[-2] in {"and", "or", "but"}
    return (joined and base not in {None, words[-1]}) or (len(words) < 2 and words[-1].endswith(_ADJECTIVE_ENDINGS))


def _opens_clause(words: list[str], place: int) -> bool:
    """Whether a clause of its own begins at `place`, behind "and"."""
    if words[place - 1] not in {"and", "or", "but"}:
        return False
    ahead = [word.strip(",.;:").lower() for word in words[place : place + _CLAUSE_AHEAD]]
    found = next((number for number, word in enumerate(ahead) if word in HELPERS), None)
    return found is not None and not any(word in _RELATIVE for word in ahead[:found])


def has_second_verb(rest: str) -> bool:
    """Whether a coordinated finite verb follows ("... and keeps them"); "keys and values" are two nouns."""
    words = [word.strip(",.;:").lower() for word in rest.split()]
    for place in range(1, len(words)):
        word, base = words[place], base_form(words[place])
        if words[place - 1] not in {"and", "or", "but"} or word in COUNTS:
            continue
        following = words[place + 1] if place + 1 < len(words) else ""
        two_nouns = base in NOUN_VERBS and place > 1 and is_plural(words[place - 2]) and following not in DETERMINERS
        if (
            word in HELPERS
            or word in {"has", "have", "there", "it", "they"}
            or (base not in {None, word} and not two_nouns)
        ):
            return True
    return False


def _with_helper(subject: list[str], words: list[str], place: int) -> Clause:
    word, after = words[place].lower(), words[place + 1 :]
    if word == "cannot":
        return Clause(" ".join(subject), "can", "", "cannot", _join("not", *after))
    return Clause(" ".join(subject), word, "", word, " ".join(after))


def _with_verb(subject: list[str], words: list[str], place: int, verb: str) -> Clause | None:
    word, after = words[place], words[place + 1 :]
    adverb = ""
    while len(subject) > 1 and (subject[-1].lower() in MODIFIERS or subject[-1].endswith("ly")):
        adverb = _join(subject.pop(), adverb)
    if not after and verb in {"have", "use", "need"}:
        return None
    if verb == "have" and after and (after[0].endswith("ed") or after[0] in {"been", "become", "not", "shown"}):
        return Clause(" ".join(subject), word.lower(), "", word.lower(), " ".join(after))
    helper = "do" if word.lower() == verb else "does"
    return Clause(" ".join(subject), helper, verb, word.lower(), " ".join(after), adverb)


def _is_verb(words: list[str], place: int) -> bool:
    """Whether the word at `place` is the finite verb of the words before it, beyond doubt."""
    word = words[place]
    bare = word.lower().rstrip(",.;:")
    base = base_form(bare)
    if base is None or not word.islower():
        return False
    before = words[place - 1].lower()
    if before in MODIFIERS or before.endswith("ly"):
        before = words[place - 2].lower() if place > 1 else ""
    if not before or before in DETERMINERS | PREPOSITIONS or before in COUNTS:
        return False
    behind = [one.lower().rstrip(",.;:") for one in words[place + 1 :]]
    following = next((one for one in behind if one not in MODIFIERS), "")
    if following in HELPERS or following in {"has", "have"} or following in _PAST:
        return False
    third = bare != base
    noun = base in NOUN_VERBS or base not in PLAIN_VERBS
    if noun and third and _has_plain_verb(behind):
        return False  # "random points in its code space decode": a plural, and its verb is behind
    if not third:
        plural = is_plural(before) or ("and" in (one.lower() for one in words[:place]) and not noun)
        return plural and not (noun and following in PREPOSITIONS | {""})
    if is_plural(before):
        return False
    if noun and following:
        later = base_form(following)
        verb_behind = later is not None and (following == later or later in PLAIN_VERBS)
        object_behind = (
            following in DETERMINERS | PREPOSITIONS or following.endswith(("s", "ly", "ing")) or len(behind) == 1
        )
        return not verb_behind and object_behind and following not in {"of", "such", "and", "or"}
    return not noun


def _has_plain_verb(words: list[str]) -> bool:
    """Whether a word that is only a verb stands in its base form among the next few, with no "to" or "and" before, and
    not in a relative clause."""
    ahead = list(takewhile(lambda word: word not in _RELATIVE, words[: _CLAUSE_AHEAD + 1]))
    return any(
        word in PLAIN_VERBS - NOUN_VERBS and before not in HELPERS | DETERMINERS | {"to", "and", "or", "not"}
        for before, word in pairwise(ahead)
    )


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
