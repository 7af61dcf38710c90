"""Follow-ups ("and why is that?", "what about BERT?") -> a question that stands alone.

Without a language model: a question that leans on the conversation gets the subject it leans on put back, or, where
none can be named, the question before it in front.  A question that stands alone is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from tutor.answering.padding import without_padding
from tutor.domain import Model, Turn
from tutor.errors import BackendError
from tutor.library.fulltext import STOP_WORDS

_WORD = re.compile(r"[\w][\w'’./+#-]*")
# Words that point at something named before: in the conversation, unless the question itself has named it by then.
_PERSONAL = re.compile(r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:this|these|those|(?<!so )(?<!such )(?<!me )(?<!us )(?<!you )that|the others|"
    r"(?:which|any|some|other) ones?|the (?:first|second|third|last|former|latter|same|other)"
    r"(?: ones?\b|(?=\W*$|[?.,;!]| (?:is|are|was|were|do|does|did|have|has)\b))|"
    r"you (?:just |also )?(?:said|say|mention|mentioned|gave|give|told|wrote|listed))(?!\w)",
    re.IGNORECASE,
)
# "Is it safe to", "what is it called when": this "it" points at nothing.
_EMPTY_IT = re.compile(
    r"\bit(?: is|'s)? (?:\w+ )?(?:possible|safe|dangerous|true|okay|ok|good|bad|better|worth|important|necessary|"
    r"called|enough|wrong|right|hard|easy|legal|likely|common|normal|useful|pointless|a (?:good|bad) idea|a problem|"
    r"mean|sense)(?= (?:to|that|when|if|for|in|not|\w+ing)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:.?!]|\b(?:and|or|but|when|if|because|since|while|whether|which|that|who|where|how|why|before|after)\b",
    re.IGNORECASE,
)
_OPENS_LEANING = re.compile(
    r"^\W*(and|but|or|so|also|then|ok|okay|what about|how about|what if|why|why not|how so|how come|really|like what|"
    r"such as|for example|any (?:other|more)|else|more|which one)\b",
    re.IGNORECASE,
)
_OPENS_BARELY = re.compile(r"^\W*(?:who|when|where|the)\b", re.IGNORECASE)
_ONLY_IF = re.compile(r"^\W*(?:(?:and|but|so|ok(?:ay)?|then),? )*(?:what )?if\b[^,?]*\??\W*$", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"^\W*(?:and |but |so |ok(?:ay)?,? )*(?:what|how) about\s+(?P<subject>.+?)\W*$", re.IGNORECASE)
_BARE = re.compile(
    r"^\W*(?:and |but |so |ok(?:ay)?,? )*(?:why(?: not| is (?:that|this|it)| so)?|how(?: so| come)?|really|in what way|"
    r"(?:can|could|would) you (?:please )?(?:explain|elaborate|say more|go on)(?: (?:more|that|it|further))?|"
    r"(?:please )?(?:explain|elaborate)(?: (?:more|that|it|further))?|tell me more|go on|more(?: details?)?|"
    r"(?:(?:can|could|would) you )?(?:please )?(?:give|show)(?: me| us)? (?:an |another |some |more )?examples?|"
    r"(?:an |for |another )?examples?|such as|like what|anything else|what else)(?: please)?\W*$",
    re.IGNORECASE,
)
# No stop words, but nothing a pronoun could stand for.
_NAMELESS = frozenset(
    """
    many much more some any all also too ok okay i'm still really bit little confused sure sorry thanks make makes sense
    use used using get gets got go goes thing things way ways kind sort type think know mean need want rather together
    instead separately same other different right wrong possible true
    """.split()  # noqa: SIM905 - as the stop words are written
)
_COMPARES = re.compile(r"\b(?:instead|then|too|either|as well|else|again|the new)\W*$", re.IGNORECASE)
_LEAD_IN = re.compile(r"^\W*(?:and|but|so|ok(?:ay)?|also|then)\b[\s,]*", re.IGNORECASE)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w-]*(?:[ -][A-Z][\w-]*)*")
_FEW_WORDS = 3
_TWO_WORDS = 2
_MANY_WORDS = 5
_SHORT_SUBJECT = 4
_ANSWER_LENGTH = 400
_READ_CHARACTERS = 1_000  # of a question, for what it points at


class ReadQuestion(Model):
    """The question to search with; `told` of its first characters repeat the conversation; `notice` says why a language
    model was not used for it."""

    query: str
    told: int = 0
    notice: str | None = None


class Rewriter(Protocol):
    """Rewrites a follow-up with a language model."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """A standalone question; raises BackendError."""
        ...


class FollowUpReader:
    """Reads questions in the light of their conversation."""

    def __init__(self, rewriter: Rewriter | None = None) -> None:
        self._rewriter = rewriter

    def read(self, question: str, history: Sequence[Turn] = (), *, use_model: bool = True) -> ReadQuestion:
        """The standalone form of `question`."""
        asked = " ".join(question.split())
        if not history or not leans_on_history(without_padding(asked)):
            return ReadQuestion(query=without_padding(asked))
        plain = without_padding(rewrite_plainly(asked, history))
        own = without_padding(_LEAD_IN.sub("", asked)).lower()
        read = ReadQuestion(query=plain, told=len(plain) - len(own) if plain.lower().endswith(own) else 0)
        if self._rewriter is None or not use_model:
            return read
        try:
            rewritten = self._rewriter.rewrite(asked, history)
        except BackendError as error:
            return read.model_copy(update={"notice": f"{error} The question was read without a language model."})
        return ReadQuestion(query=rewritten) if rewritten else read


def leans_on_history(question: str) -> bool:
    """Whether `question` needs its conversation to be understood: it points at what it has not named, or names nothing
    itself.  In "What is LoRA, and how does it work?" the question itself says what "it" is."""
    if _BARE.match(question) or _WHAT_ABOUT.match(question) or _ONLY_IF.match(question) or _points_back(question):
        return True
    content = _content(question)
    if not content or (len(content) < _FEW_WORDS and bool(_OPENS_LEANING.match(question))):
        return True
    return len(content) < _TWO_WORDS and bool(_OPENS_BARELY.match(question))


def _points_back(question: str) -> bool:
    """Whether a word of `question` points at something that stands nowhere before it."""
    question = question[:_READ_CHARACTERS]
    empty = [match.span() for match in _EMPTY_IT.finditer(question)]
    personal = [
        match.start() for match in _PERSONAL.finditer(question) if not any(a <= match.start() < b for a, b in empty)
    ]
    if any(not _named_before(question, start) for start in personal):
        return True
    return any(not _said_before(question, match.start()) for match in _pointing(question))


def _pointing(question: str) -> Iterator[re.Match[str]]:
    """Pointing words; "that" after a word of content joins a clause ("a model that") and points at nothing, unless
    nothing follows."""
    for match in _POINTING.finditer(question):
        if match.group().lower() == "that":
            before = _WORD.findall(question[: match.start()])
            joins = bool(before) and before[-1].lower() not in STOP_WORDS
            if joins and re.match(r"\s*\w", question[match.end() :]):
                continue
        yield match


def _named_before(question: str, place: int) -> bool:
    """Whether what a personal pronoun at `place` stands for has been named: in an earlier clause, or in a question that
    says enough."""
    before = _content(question[:place])
    if not before:
        return False
    if _said_before(question, place, least=1):
        return True
    return len(before) >= _TWO_WORDS and (len(_content(question)) >= _MANY_WORDS or bool(_NAME.search(question)))


def _said_before(question: str, place: int, *, least: int = 2) -> bool:
    """Whether a clause that ends before `place` holds so many words of content."""
    ends = [match.start() for match in _CLAUSE.finditer(question, 0, place)]
    return bool(ends) and len(_content(question[: ends[-1]])) >= least


def rewrite_plainly(question: str, history: Sequence[Turn]) -> str:
    """The rules, without a language model: see the module's docstring."""
    asked = [" ".join(turn.text.split()) for turn in history if turn.role == "user" and turn.text.strip()]
    if not asked:
        return question
    standing = asked[0]
    for earlier in asked[1:]:
        standing = _stand_alone(earlier, standing)
    if (match := _WHAT_ABOUT.match(question)) is not None:
        return _about(match["subject"], standing)
    between = [asked[-1]] if leans_on_history(asked[-1]) and not _explains_itself(asked[-1], standing) else []
    rest = question if _BARE.match(question) else _LEAD_IN.sub("", question)
    return " ".join([standing, *between, rest[:1].upper() + rest[1:]])


def _stand_alone(question: str, standing: str) -> str:
    """What the conversation is about after `question`, having been about `standing`."""
    if not leans_on_history(question):
        return question
    match = _WHAT_ABOUT.match(question)
    return _about(match["subject"], standing) if match is not None else standing


def _explains_itself(question: str, standing: str) -> bool:
    """Whether `standing` already holds all that `question` said."""
    return bool(_BARE.match(question) or _WHAT_ABOUT.match(question)) or question == standing


def _about(subject: str, standing: str) -> str:
    """ "What about `subject`?" after `standing`: its subject exchanged where that is plain to see, else the new subject
    alone (the search still leans to the conversation)."""
    last = subject.split()[-1]
    if len(subject.split()) > 1 and re.search(rf"\b{re.escape(last)}\b", standing, re.IGNORECASE):
        return re.sub(rf"\b{re.escape(last)}\b", lambda _: subject, standing, count=1, flags=re.IGNORECASE)
    names = _NAME.findall(standing)
    if len(names) == 1 and len(subject.split()) <= _SHORT_SUBJECT:
        return standing.replace(names[0], subject)
    return subject[:1].upper() + subject[1:]


def context_of(history: Sequence[Turn], question: str | None = None) -> str | None:
    """What the conversation is about: its last question and the beginning of the answer to it.

    None where `question` is given and stands alone, as the search would lean away from what it asks.
    """
    asked = [turn.text for turn in history if turn.role == "user"]
    if not asked or (question is not None and not (leans_on_history(question) or _goes_on(question))):
        return None
    return f"{asked[-1]} {last_answer(history)[:_ANSWER_LENGTH]}".strip()


def _goes_on(question: str) -> bool:
    """Whether `question` follows from what was said without pointing at it: "and when would I ...", "instead", or a few
    words that are no question."""
    if _OPENS_LEANING.match(question) or _COMPARES.search(question):
        return True
    words = _WORD.findall(question.lower())
    return len(words) <= _FEW_WORDS and not STOP_WORDS.intersection(words)


def last_answer(history: Sequence[Turn]) -> str:
    """The text of the answer before, or nothing."""
    return next((turn.text for turn in reversed(history) if turn.role == "assistant"), "")


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS | _NAMELESS]
