"""Follow-ups ("and why is that?", "what about BERT?") -> a question that stands alone.

Without a language model: a question that leans on the conversation gets the subject it leans on put back, or, where
none can be named, the question before it in front.  A question that stands alone is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from tutor.domain import Model, Turn
from tutor.errors import BackendError
from tutor.library.fulltext import STOP_WORDS

_WORD = re.compile(r"[\w][\w'’./+#-]*")
_PRONOUN = re.compile(
    r"\b(it|its|they|them|their|theirs|this|that|these|those|he|him|his|she|her|hers|the (?:first|second|third|last|"
    r"former|latter|same|other)(?: one)?|ones?)\b",
    re.IGNORECASE,
)
_OPENS_LEANING = re.compile(
    r"^\W*(and|but|or|so|also|then|ok|okay|what about|how about|what if|why|why not|how so|how come|really|like what|"
    r"such as|for example|any (?:other|more)|else|more|which one|who|when|where|the)\b",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"^\W*(?:and |but |so |ok(?:ay)?,? )*(?:what|how) about\s+(?P<subject>.+?)\W*$", re.IGNORECASE)
_BARE = re.compile(
    r"^\W*(?:and |but |so |ok(?:ay)?,? )*(?:why(?: not| is (?:that|this|it)| so)?|how(?: so| come)?|really|in what way|"
    r"(?:can|could|would) you (?:please )?(?:explain|elaborate|say more|go on)(?: (?:more|that|it|further))?|"
    r"(?:please )?(?:explain|elaborate)(?: (?:more|that|it|further))?|tell me more|go on|more(?: details?)?|"
    r"(?:(?:can|could|would) you )?(?:please )?(?:give|show)(?: me| us)? (?:an |another |some |more )?examples?|"
    r"(?:an |for |another )?examples?|such as|like what|anything else|what else)(?: please)?\W*$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^\W*(?:and|but|so|ok(?:ay)?|also|then)\b[\s,]*", re.IGNORECASE)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w-]*(?:[ -][A-Z][\w-]*)*")
_FEW_WORDS = 3
_SHORT_SUBJECT = 4
_ANSWER_LENGTH = 400


class ReadQuestion(Model):
    """The question to search with; `notice` says why a language model was not used for it."""

    query: str
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
        if not history or not leans_on_history(asked):
            return ReadQuestion(query=asked)
        plain = rewrite_plainly(asked, history)
        if self._rewriter is None or not use_model:
            return ReadQuestion(query=plain)
        try:
            return ReadQuestion(query=self._rewriter.rewrite(asked, history) or plain)
        except BackendError as error:
            return ReadQuestion(query=plain, notice=f"{error} The question was read without a language model.")


def leans_on_history(question: str) -> bool:
    """Whether `question` needs its conversation to be understood: it points back, or names nothing itself."""
    if _BARE.match(question) or _WHAT_ABOUT.match(question) or _PRONOUN.search(question):
        return True
    content = _content(question)
    return not content or (len(content) < _FEW_WORDS and bool(_OPENS_LEANING.match(question)))


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


def context_of(history: Sequence[Turn]) -> str | None:
    """What the conversation is about: its last question and the beginning of the answer to it."""
    asked = [turn.text for turn in history if turn.role == "user"]
    if not asked:
        return None
    return f"{asked[-1]} {last_answer(history)[:_ANSWER_LENGTH]}".strip()


def last_answer(history: Sequence[Turn]) -> str:
    """The text of the answer before, or nothing."""
    return next((turn.text for turn in reversed(history) if turn.role == "assistant"), "")


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]
