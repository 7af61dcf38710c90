"""Clauses of English prose, read far enough to be asked about: subject, verb, rest.

There is no parser here.  A clause whose first finite verb the word tables do not settle is not read at all, which
costs a question and never wording.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from tutor.practice.making.words import (
    COUNTS,
    DETERMINERS,
    HELPERS,
    HOLLOW,
    IRREGULAR,
    LEANING,
    NOUN_VERBS,
    PLAIN_VERBS,
    POINTING,
    VERBS,
)

_LONGEST_SUBJECT = 9
_NOUN_ENDINGS = ("s", "ing", "tion", "sion", "ment", "ness", "ity", "ance", "ence", "cy")
_RELATIVE = frozenset(
    {"that", "which", "who", "whose", "where", "when", "if", "because", "while", "whereas", "although", "than", "to"}
)
_ADVERBS = re.compile(
    r"\s*,?\s*\b(?:therefore|however|also|thus|hence|then|instead|additionally|moreover|furthermore|for example|"
    r"in turn|for instance|of course|in practice|here|again)\b(?! of\b),?\s*",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:however|therefore|thus|hence|moreover|furthermore|additionally|in practice|in general|in particular|also|"
    r"finally|similarly|conversely|as a result|consequently|for example|for instance|by contrast|in contrast|in fact|"
    r"of course|then|so|and|but|yet|here|still|again|today|typically|usually|generally|often)\b,?\s+",
    re.IGNORECASE,
)
_MODIFIERS = frozenset(
    """
    usually often always never sometimes typically generally rarely only just still even simply directly mainly
    mostly easily explicitly implicitly actually really thereby itself themselves therefore roughly hardly
    """.split()  # noqa: SIM905
)
_PREPOSITIONS = frozenset(
    """
    of in on at by with from for to into over under between against per through without within across about as
    and or not no than like via during after before
    """.split()  # noqa: SIM905
)
_PAST = frozenset(
    """
    took made gave found had got went came became showed grew fell rose kept held led left lost met ran saw sent
    spent wrote began chose drew drove knew built brought beat did was were
    """.split()  # noqa: SIM905
)
_COMPARING = frozenset(
    """
    larger smaller fewer later earlier higher lower longer shorter more less many frequent most few also again
    better worse faster slower bigger other
    """.split()  # noqa: SIM905
)
_NUMBER = re.compile(r"(?<![\w.-])\d[\d.,]*(?![\w-])")


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
    """Without a connective in front ("However, ...")."""
    stripped = _OPENING.sub("", text.strip(), count=1)
    return stripped


def strip_connectives(text: str) -> str:
    """Without the connectives inside ("... therefore ...")."""
    return re.sub(r"\s+", " ", _ADVERBS.sub(" ", text)).strip()


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


def has_second_verb(rest: str) -> bool:
    """Whether a coordinated finite verb follows ("... and keeps them"), which a question with "does" cannot carry."""
    words = [word.strip(",.;:").lower() for word in rest.split()]
    return any(
        before in {"and", "or", "but"}
        and (word in HELPERS or word in {"has", "have"} or (base_form(word) not in {None, word} and word not in COUNTS))
        for before, word in pairwise(words)
    )


def stands_alone(text: str) -> bool:
    """Whether nothing in `text` points at what its reader does not see: no "this", "we", "Figure", no formula."""
    words = [word.strip("\"'“”,.;:()").lower() for word in text.split()]
    return not any(word in POINTING for word in words) and not re.search(r"[$\\|<>{}=]|https?:|\bet al\b|\[\d", text)


def is_subject(text: str) -> bool:
    """Whether `text` can be what a question is about: a plain noun phrase that says something by itself."""
    words = text.split()
    if not 1 <= len(words) <= _LONGEST_SUBJECT or not stands_alone(text):
        return False
    first, last = words[0].lower(), words[-1].lower().strip("`")
    if first in LEANING or first in COUNTS or (not words[0][0].isalnum() and words[0][0] != "`"):
        return False
    if _NUMBER.search(text) or re.search(r"[,;:!?()]", text) or last in _PREPOSITIONS:
        return False
    if any(
        word.lower() in DETERMINERS | {"one"} and before.lower() not in _PREPOSITIONS
        for before, word in pairwise(words)
    ) or re.search(r"\bsuch as\b", text):
        return False
    content = [word.lower() for word in words if word.lower() not in DETERMINERS | _PREPOSITIONS]
    return bool(content) and not all(word in HOLLOW for word in content) and not words[-1].endswith("ly")


def is_term(text: str) -> bool:
    """Whether `text` names a thing of the field: a short noun phrase without an article that points back."""
    words = text.split()
    if not is_subject(text) or len(words) > 5 or words[0].lower() in {"the", "its", "their"}:
        return False
    bare = [word.lower() for word in words if word.lower() not in DETERMINERS]
    if bare and (bare[0] in _COMPARING or bare[-1] in _COMPARING | _MODIFIERS):
        return False
    if len(bare) > 1 and (base_form(bare[-1]) in PLAIN_VERBS - NOUN_VERBS or bare[-1].endswith("ed")):
        return False
    if not bare or bare[-1] in HOLLOW or bare[0] in {"good", "common", "typical", "useful", "simple", "main", "key"}:
        return False
    return len(re.sub(r"\W", "", "".join(bare))) >= 3 and not any(
        word in HELPERS or (word in _PREPOSITIONS and word not in {"of", "for", "and", "in", "to", "as"})
        for word in bare
    )


def lower_first(text: str, names: Collection[str]) -> str:
    """`text` as it stands inside a sentence: its first word in lower case unless it is a name.  `names` are words that
    the material itself writes with a capital inside its sentences."""
    first, _, rest = text.partition(" ")
    single = not rest and not first.endswith(_NOUN_ENDINGS)
    if first.lower() in DETERMINERS or (
        first[:1].isupper()
        and all(part.islower() for part in first[1:].split("-"))
        and not rest[:1].isupper()
        and "'s" not in text.split(" of ")[0]
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
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "ics", "as", "os"))


def _with_helper(subject: list[str], words: list[str], place: int) -> Clause:
    word, after = words[place].lower(), words[place + 1 :]
    if word == "cannot":
        return Clause(" ".join(subject), "can", "", "cannot", _join("not", *after))
    return Clause(" ".join(subject), word, "", word, " ".join(after))


def _with_verb(subject: list[str], words: list[str], place: int, verb: str) -> Clause | None:
    word, after = words[place], words[place + 1 :]
    adverb = ""
    while len(subject) > 1 and (subject[-1].lower() in _MODIFIERS or subject[-1].endswith("ly")):
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
    if before in _MODIFIERS or before.endswith("ly"):
        before = words[place - 2].lower() if place > 1 else ""
    if not before or before in DETERMINERS | _PREPOSITIONS or before in COUNTS:
        return False
    following = words[place + 1].lower().rstrip(",.;:") if place + 1 < len(words) else ""
    if following in HELPERS or following in {"has", "have"} or following in _PAST:
        return False
    third = bare != base
    noun = base in NOUN_VERBS or base not in PLAIN_VERBS
    if not third:
        plural = is_plural(before) or ("and" in (one.lower() for one in words[:place]) and not noun)
        return plural and not (noun and following in _PREPOSITIONS | {""})
    if is_plural(before):
        return False
    if noun and following:
        later = base_form(following)
        verb_behind = later is not None and (following == later or later in PLAIN_VERBS)
        return not verb_behind and following not in {"of", "such", "and", "or"} and not following.endswith("ed")
    return not noun


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def helper_for(term: str) -> str:
    """ "is" or "are" for a noun phrase."""
    return "are" if is_plural(term) else "is"
