"""What a request for mock questions wishes for: how many, how hard, of what kind, and about what.

The subject is what follows "on", "about" and the like, or else the words of the request that belong to no request;
level, kind, form and number are looked for outside of it, so that "hard negatives" stay a subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.domain import AnswerForm, Level, Wish
from tutor.practice.request_words import (
    ANY_FORM,
    ANY_KIND,
    ANY_LEVEL,
    ANY_NUMBER,
    FORMS,
    KINDS,
    LEVELS,
    NUMBERS,
    is_request_word,
)

_MOST = 50  # what Wish allows
_WORD = r"[\w'’./+#&*-]+"
_HEAD = (
    r"(?:questions?|qs|q's|q|mcqs?|quiz(?:zes)?|ones?|problems?|exercises?|flash ?cards?|rounds?"
    r"|of (?:them|those|these))"
)
_COUNT = (
    re.compile(rf"(?<![\w.-])(?P<n>{ANY_NUMBER})\s+(?:(?!of\b){_WORD}\s+){{0,4}}?{_HEAD}(?!\w)", re.IGNORECASE),
    re.compile(
        rf"\b(?:me|us|with|quiz|do|just|only|make it)\s+(?P<n>{ANY_NUMBER})\s*(?:\b(?:on|about|from|please"
        r"|more)\b|\W*$)",
        re.I,
    ),
    re.compile(rf"^(?P<n>{ANY_NUMBER})(?: please| more| in a row| in all)*\W*$", re.IGNORECASE),
    re.compile(r"\b(?P<n>\d{1,2})(?:qs|q)\b", re.IGNORECASE),
    re.compile(rf"^(?P<n>{ANY_NUMBER})\s+(?:(?:{ANY_LEVEL}|{ANY_KIND})\s*)+$", re.IGNORECASE),
)
_NO_COUNT = re.compile(r"\bone (?:by|at a|after) (?:one|time|another)\b|\bat (?:one|a) time\b", re.IGNORECASE)
_STRONG_PREPOSITION = re.compile(
    r"\b(?:on|about|regarding|concerning|covering|comparing|topics?:|subject:|topic is|around|related to"
    r"|to do with|focus(?:ed|ing|sing)? on"
    r"|(?:knowledge|understanding|grasp|command|memory|skills?) (?:of|in|with|on)"
    r"|(?:know|understand|remember)(?: (?:about|of))?)\s+",
    re.IGNORECASE,
)
_WEAK_PREPOSITION = re.compile(rf"(?:{_HEAD}|\bme|\b(?:{ANY_LEVEL}))\s+(?:from|of|in|for|out of|to)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:difference|differences|comparison|trade-?offs?) (?:between|of)\s+", re.IGNORECASE)
_PRACTICE = re.compile(r"\b(?:practice|practicing|rehearse|revise)\s+", re.IGNORECASE)
_EXPLAIN = re.compile(
    r"\bexplain(?:ing)?\s+(?P<subject>.+?)\s+(?:to|for)\s+(?:an?|the|my|some|our)?\s*"
    r"(?:non[- ]?technical\b.*|product (?:manager|owner)s?|pms?|managers?|stakeholders?|ceo|executives?"
    r"|customers?|clients?"
    r"|lay(?:man|person|people)|child|kid|\w+[- ]year[- ]old|grand\w+|business\b.*)\W*",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    r"\b(?:for|to|like i'm) (?:an? |the |some )?(?:product manager|pm|product owner)s?\b", re.IGNORECASE
)
_TAIL = re.compile(
    r"(?:[\s,.;:!?]+|^)(?:(?:but |and |with |at |of |for )?(?:an? |the |my |some )?(?:(?:really|very|a bit|bit"
    r"|slightly|much|make it|make them"
    rf"|something|keep it|not too|preferably) )*(?:{ANY_LEVEL})(?:[- ]?(?:level|difficulty|ones?|questions?"
    r"|stuff|role|position|please))*"
    rf"|(?:at|for|on) (?:an? |the |my )?(?:{ANY_LEVEL}) (?:level|difficulty|role|position|candidates?|engineers?)"
    r"|please|pls|for me|to me|at me|with me|now|one by one|one at a time|this time|go|go ahead|if you can"
    r"|if possible|(?:for|before) my \w+(?: \w+)?"
    r"|again|instead|next|today|tonight|tomorrow|to start(?: with)?|to begin with|real quick|quickly"
    r"|from my notes|then|too|thanks|thank you"
    rf"|(?:{ANY_NUMBER}) (?:{ANY_LEVEL} |{ANY_KIND} |{ANY_FORM} )*(?:questions?|qs|of them|mcqs?|ones)"
    r"|questions?|quiz|interview questions?"
    r"|will you|would you|can you|could you|right|ok|okay|yeah|mate|sir|like (?:that|this|the last one)"
    r"|not this(?: one)?|only|until .+)\W*$",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"^(?:something|anything|everything|whatever|any|all|some|that|this|it|the same|same|other|others|another"
    r"|different|it all)?\s*"
    r"(?:else|you like|you want|random|at random|new|different|other|another|the same|same)?\s*(?:topics?"
    r"|subjects?|areas?|thing|stuff)?$"
    r"|^(?:a |any |some )?(?:random|different|new|other) (?:topic|subject|area)s?$"
    r"|^(?:my|the) (?:weak|weakest|worst|notes|material|library|documents)\b.*$|^what i (?:need|should|don't)\b.*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:the|a|an|some|any|my|basic|basics of|the basics of|advanced|topics? (?:of|like|such as)"
    r"|concepts? (?:of|in|like)"
    r"|questions? (?:on|about|of|from)|stuff (?:like|about)|things like|how (?:well|much) i know)\s+",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"\s+(?:basics|fundamentals|concepts?|topics?|stuff|in general|in particular|questions?|section|area"
    r"|chapter|related)$",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\banother\b|\bnext\b|\bone more\b|\bmore (?:questions?|on|of|like|please)\b|\bmore\W*$|\blike (?:that"
    r"|this|the last)\b|\bsame\b(?! as)"
    rf"|\bdifferent (?:one|question)|\b(?:{ANY_LEVEL}) one\b.*\bthis time\b|\bsimilar\b|\b(?:easier|harder"
    r"|simpler|tougher|trickier)\b"
    r"|\bagain\b|\bkeep going\b|\ba new (?:one|question)\b|\bsome more\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:,|&|\band\b|\+)\s*", re.IGNORECASE)
_SUBJECT_WORDS = 6
_ROLE = re.compile(r"\bfor (?:an? |the |my )?(?:[\w/-]+ ){0,4}?(?:role|position|job|interview)s?\b", re.IGNORECASE)


def read_wish(parts: Sequence[str], place: int, *, areas: Sequence[tuple[str, str]] = ()) -> tuple[Wish, bool]:
    """The wish of the request whose clause `place` asks, and whether it wants more of what was asked before.

    `areas` are the (name, title) pairs of the syllabus.
    """
    whole = " ".join(parts[place:])
    subject, outside, forms = _explained(whole)
    if not subject:
        subject, outside = _split(parts, place)
    level_words = f"{outside} {subject if _only_level(subject) else ''}"
    named, about = _areas(_plain_subject(subject), areas)
    return Wish(
        areas=named,
        levels=_levels(level_words),
        kinds=tuple(kind for kind, words in KINDS if words.search(_kind_place(outside))),
        forms=tuple(dict.fromkeys((*forms, *(form for form, words in FORMS if words.search(outside))))),
        about=about,
        count=_count(outside, parts[place:]),
    ), bool(_AGAIN.search(outside))


def _explained(whole: str) -> tuple[str, str, tuple[AnswerForm, ...]]:
    """Of "ask me to explain RAG to a product manager": the subject, the rest, the form."""
    found = _EXPLAIN.search(whole)
    if found is not None:
        return found["subject"], whole[: found.start()] + " " + whole[found.end() :], (AnswerForm.EXPLAIN,)
    return "", whole, (AnswerForm.EXPLAIN,) if _EXPLAINED.search(whole) else ()


def _split(parts: Sequence[str], place: int) -> tuple[str, str]:
    """The subject of a request, and everything said around it."""
    clause = parts[place]
    subject, before = _after_preposition(clause)
    kept, tail = _without_tail(subject)
    outside = [before, tail]
    more: list[str] = []
    for later in parts[place + 1 :]:
        inside, around = _after_preposition(later)
        rest = _residue(around)
        if kept and not inside and rest and clause.rstrip().endswith(",") and len(later.split()) <= _SUBJECT_WORDS:
            more_kept, more_tail = _without_tail(later)  # "RAG, LoRA and attention"
            more.append(more_kept)
            outside.append(more_tail)
        else:
            outside.append(around)
            kept = kept or (_without_tail(inside)[0] if inside else "")
    if more:
        kept = ", ".join([kept, *more])
    if not kept:
        kept = _residue(clause) or _named_apart(parts[place + 1 :]) or _named_apart(parts[:place])
    return kept, " . ".join(outside)


def _after_preposition(clause: str) -> tuple[str, str]:
    """What follows "on", "about" and the like, and what stands before."""
    role = _ROLE.search(clause)  # says how hard, not about what
    if role is not None:
        subject, outside = _after_preposition(clause[: role.start()] + " " + clause[role.end() :])
        return subject, f"{outside} {role[0]}"
    for preposition in (_BETWEEN, _STRONG_PREPOSITION, _WEAK_PREPOSITION, _PRACTICE):
        for found in preposition.finditer(clause):
            subject = clause[found.end() :].strip(" .,;:!?")
            if subject and not (preposition is _PRACTICE and re.search(rf"{_HEAD}\W*$", subject, re.IGNORECASE)):
                return subject, clause[: found.end()]
    return "", clause


def _without_tail(subject: str) -> tuple[str, str]:
    """The subject without what only belongs to the request ("at senior level please"), and that."""
    tail = ""
    while (found := _TAIL.search(subject)) is not None:
        tail = f"{found[0]} . {tail}"
        subject = subject[: found.start()].strip(" .,;:!?")
    return subject, tail


def _residue(clause: str) -> str:
    """The words of a clause that no request is made of, where they stand together: its subject."""
    words = clause.strip(" .,;:!?").split()
    own = [place for place, word in enumerate(words) if not is_request_word(word)]
    if not own or own[-1] - own[0] >= _SUBJECT_WORDS:
        return ""
    text = " ".join(words[own[0] : own[-1] + 1]).strip(" .,;:!?")
    for pattern in (*(words for _, words in KINDS), *(words for _, words in FORMS), *(words for _, words in LEVELS)):
        if pattern.fullmatch(text):
            return ""
    return text


def _named_apart(parts: Sequence[str]) -> str:
    """The subject named in a short clause of its own: "LoRA. five questions. go."."""
    for part in parts:
        inside, around = _after_preposition(part)
        found = _without_tail(inside)[0] if inside else _residue(around)
        if found and len(part.split()) <= _SUBJECT_WORDS:
            return found
    return ""


def _plain_subject(subject: str) -> str:
    """ "the basics of LoRA" -> "LoRA"; nothing where any subject will do."""
    text = subject.strip(" .,;:!?\"'")
    if _ANYTHING.match(text):
        return ""
    while (shorter := _LEADING.sub("", text, count=1)) != text and shorter:
        text = shorter
    return "" if _ANYTHING.match(text) or _only_level(text) else text


def _only_level(subject: str) -> bool:
    return any(words.fullmatch(subject.strip(" .,;:!?")) for _, words in LEVELS)


def _levels(text: str) -> tuple[Level, ...]:
    wanted = re.sub(r"\b(?:too|so|was|not) (?:very |that |too )?\w+", " ", text)  # "this was too easy"
    return tuple(level for level, words in LEVELS if words.search(wanted))


def _kind_place(outside: str) -> str:
    """Where a kind may be named: "in real-world terms" and numbers of questions are no kinds."""
    return re.sub(r"\bnumbers? of\b", " ", outside, flags=re.IGNORECASE)


def _count(outside: str, parts: Sequence[str]) -> int:
    """How many questions are wished for; 1 where nothing says."""
    for text in (outside, *parts):
        clean = _NO_COUNT.sub(" ", text)
        for pattern in _COUNT:
            found = pattern.search(clean)
            if found is not None:
                word = found["n"].lower()
                number = int(word) if word.isdigit() else NUMBERS[word]
                return max(1, min(number, _MOST))
    return 1


def _areas(subject: str, areas: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], str]:
    """The areas that the subject names, and the subject where it names none (or more than areas)."""
    known = {key: name for name, title in areas for key in _keys(name, title)}
    whole = known.get(_key(subject))
    if whole is not None:
        return (whole,), ""
    parts = [known.get(_key(part)) for part in _LIST.split(subject)]
    if len(parts) > 1 and all(parts):
        return tuple(dict.fromkeys(part for part in parts if part)), ""
    return (), subject


def _keys(name: str, title: str) -> set[str]:
    words = name.split("-")
    initials = {"".join(word[0] for word in words)} if len(words) > 1 else set()
    return {_key(name), _key(title)} | initials


def _key(text: str) -> str:
    low = re.sub(r"[-_ ]+", " ", text.lower()).strip()
    return re.sub(r"^(?:statistical|stats)$", "statistics", _FOLLOWING.sub("", low))
