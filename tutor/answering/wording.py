"""What the wording of a question or a sentence tells: plain rules, no model."""

from __future__ import annotations

import re
from itertools import pairwise

from tutor.library.fulltext import content_words
from tutor.retrieval.search import asks_mistakes

_ASKS_CODE = re.compile(r"\b(code|implement\w*|write|numpy|python|pytorch|snippet|sql|script|program)\b", re.IGNORECASE)
_ASKS_DEFINITION = re.compile(
    r"^\W*(what(?:'s|s| is| are| does| do)|define|explain|describe|tell me about|who (?:is|was)"
    r"|how (?:does|do) (?!i\b|you\b|we\b|one\b)[^,.;]{2,60} work\b"
    r"|\w+(?:[ -]\w+){0,3}\W*$)",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(vs\.?|versus|compar\w+|differ\w*|better than|or)\b", re.IGNORECASE)
_DEFINES = re.compile(
    r"^[^.;:]{2,90}?\s(?:is|are|was|were|means?|refers? to|stands? for|describes?|consists? of|replaces?|turns?|makes?|"
    r"keeps?|stores?|adds?|freezes|measures?|computes?|splits?|trains?|lets?|gives?|divides?)\s",
    re.IGNORECASE,
)
_ASKS_PLAINLY = re.compile(
    r"^\W*(?:what(?:'s|s| is| are| does| do)|how (?:does|do|is|are)|define|explain|describe|walk me through)\b",
    re.IGNORECASE,
)
_ASKS_HOW_IT_WORKS = re.compile(r"^\W*how (?:does|is|are|do(?! (?:i|you|we|one)\b))\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_VERBS = frozenset(
    """
    is are was were mean refer stand describe consist replace turn make keep store add freeze measure compute
    split train let give divide look answer generate compare map shorten learn find select rank tell read
    write predict convert assign shrink cut run return combine estimate sample pick use take work put insert
    remove represent encode decode draw break update search approximate reduce allow help solve minimize
    maximize adapt attach extend treat model start retrieve earn
    """.split()  # noqa: SIM905 - a table of words reads better than a list of strings
)
_MORE = re.compile(r"[?!]\s+\w")
_FIRST_CLAUSE = re.compile(r"[,;?]|\b(?:and|vs\.?|versus)\b")
_SUBJECT = 7  # words in which the subject of a sentence must have been named
_STATES_WHAT_IT_IS = re.compile(
    r"^(?:an? |the )?[^.;:,]{2,60}?(?: \([^)]*\))? (?:is|are|means?|refers? to|stands? for) "
    r"(?:an? |the |any |how |what |when )",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"^\W*(this|that|these|those|it|its|they|their|such|he|she|both|each|the (?:former|latter|same|other|second|third)"
    r"|however|but|also|therefore|thus|hence|so|instead|otherwise|conversely|similarly|moreover|furthermore|then|"
    r"in contrast|by contrast|for (?:example|instance)|second|third|finally|as a result|consequently|another|"
    r"in (?:that|this|both) (?:case|way)s?|here|there)\b"
    r"|^[^,.;]{3,60}\b(?:therefore|however|too|instead)\b",
    re.IGNORECASE,
)
_STARTS_SMALL = re.compile(r"[a-z]+[ ,]")
_WORD = re.compile(r"\w+")
_LINK_ONLY = re.compile(r"\W*(?:!?\[[^\]]*\]\([^)]*\)|https?://\S+)\W*")
_NOTES = re.compile(
    r"\]\([^)\s]*\.md[^)]*\)|\b(?:see also|last case in|in the (?:code|table|figure|sketch)"
    r"|(?:this|the|next|previous) (?:note|section|chapter|table|figure|page)"
    r"|(?:example|experiment|code|table|figure|sketch|list|block|function) (?:below|above)"
    r"|(?:below|above) (?:shows?|is|are|draws?))\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…\u3002\uff01\uff1f][\"'”’)\]*_`]*$|[$`)\]|>]$")


def count_words(text: str) -> int:
    return len(_WORD.findall(text))


def content(text: str) -> set[str]:
    """The words that carry a sentence: longer than three letters, or numbers."""
    return {word for word in _WORD.findall(text.lower()) if len(word) > 3 or word.isdigit()}


def topic_words(question: str) -> frozenset[str]:
    """Stems of what the question is about."""
    return frozenset(_stem(word) for word in content_words(question))


def defined_words(question: str) -> frozenset[str]:
    """Stems of what a question asks the meaning of: "What is DPO, and how does it differ from PPO?" asks it of DPO."""
    return topic_words(_FIRST_CLAUSE.split(question, maxsplit=1)[0]) or topic_words(question)


def opens_with(sentence: str, topic: frozenset[str]) -> bool:
    """Whether the sentence's first words name the topic (at least half of its words)."""
    first = {_stem(word) for word in _WORD.findall(sentence.lower())[:7]}
    return bool(topic) and len(first & topic) * 2 >= len(topic)


def covers(heading: str, topic: frozenset[str]) -> bool:
    """Whether a heading names at least half of the topic."""
    words = {_stem(word) for word in _WORD.findall(heading.lower())}
    return bool(topic) and len(words & topic) * 2 >= len(topic)


def asks_code(question: str) -> bool:
    return bool(_ASKS_CODE.search(question))


def asks_definition(question: str) -> bool:
    """ "What is X", "explain X", or X alone; not a follow-up with the question before it in front."""
    asks = bool(_ASKS_DEFINITION.match(_BRACKETS.sub("", question)))
    return asks and not _MORE.search(question) and not asks_mistakes(question)


def asks_plainly(question: str) -> bool:
    """ "What is X", "how does X work", "explain X": a question whose answer explains X, and not some case of it."""
    return bool(_ASKS_PLAINLY.match(question))


def asks_how_it_works(question: str) -> bool:
    """ "How does X do it", and not "how do I"."""
    return bool(_ASKS_HOW_IT_WORKS.match(question))


def asks_comparison(question: str) -> bool:
    return bool(_COMPARES.search(question))


def defines(sentence: str) -> bool:
    return bool(_DEFINES.match(sentence))


def defines_topic(sentence: str, topic: frozenset[str]) -> bool:
    """Whether the topic is the subject of the sentence: at least half of its words stand before the verb, one of them
    right before it ("Scaled dot-product attention replaces ...", and not "Attention weights are ...")."""
    clause = re.split(r"[,;:]", _BRACKETS.sub("", sentence).lower(), maxsplit=1)[0]
    named: set[str] = set()
    for word, after in pairwise(_WORD.findall(clause)[: _SUBJECT + 1]):
        if _stem(word) in topic:
            named.add(_stem(word))
            if _stem(after) not in topic and _is_verb(after):
                return len(named) * 2 >= len(topic)
        elif _is_verb(word):
            return False
    return False


def _is_verb(word: str) -> bool:
    return word in _VERBS or word.removesuffix("s") in _VERBS or word.removesuffix("es") in _VERBS


def states_what_it_is(sentence: str) -> bool:
    """ "X is a ...": the definition itself."""
    return bool(_STATES_WHAT_IT_IS.match(sentence))


def leans_back(sentence: str) -> bool:
    """Whether a sentence needs the one before it: "This makes ...", "where $d$ is ...", "It is therefore ..."."""
    return bool(_LEANS_BACK.match(sentence)) or bool(_STARTS_SMALL.match(sentence))


def announces(sentence: str) -> bool:
    """Whether a line only opens what follows: it ends with a colon, or does not end at all."""
    text = sentence.rstrip()
    return text.endswith(":") or not _ENDS.search(text)


def is_only_link(sentence: str) -> bool:
    return bool(_LINK_ONLY.fullmatch(sentence)) or "![" in sentence


def speaks_of_notes(sentence: str) -> bool:
    """Whether a sentence speaks of the material itself ("the note X explains"), which answers nothing when quoted."""
    return bool(_NOTES.search(sentence))


def _stem(word: str) -> str:
    return word[:6] if len(word) > 6 else word.removesuffix("s") if len(word) > 3 else word
