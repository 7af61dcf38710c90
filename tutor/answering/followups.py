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
    r"can you (?:explain|elaborate)(?: (?:more|that|it))?|(?:please )?(?:explain|elaborate)(?: (?:more|that|it))?|"
    r"tell me more|go on|more(?: detail| please)?s?|(?:an |for |give (?:me )?an )?examples?(?: please)?|"
    r"such as|like what|anything else|what else)\W*$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^\W*(?:and|but|so|ok(?:ay)?|also|then)\b[\s,]*", re.IGNORECASE)
_FEW_WORDS = 3
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
    """Whether `question` needs its conversation to be understood."""
    content = _content(question)
    if len(content) < _FEW_WORDS and (_OPENS_LEANING.match(question) or _PRONOUN.search(question)):
        return True
    return bool(_PRONOUN.search(question)) or len(content) < 2 or bool(_WHAT_ABOUT.match(question))


def rewrite_plainly(question: str, history: Sequence[Turn]) -> str:
    """The rules, without a language model: see the module's docstring."""
    asked = [" ".join(turn.text.split()) for turn in history if turn.role == "user" and turn.text.strip()]
    if not asked:
        return question
    standing = next((one for one in reversed(asked) if not leans_on_history(one)), asked[0])
    if (match := _WHAT_ABOUT.match(question)) is not None:
        swapped = _swap_subject(standing, match["subject"])
        if swapped is not None:
            return swapped
    between = [asked[-1]] if asked[-1] != standing else []
    rest = question if _BARE.match(question) else _LEAD_IN.sub("", question)
    return " ".join([standing, *between, rest[:1].upper() + rest[1:]])


def context_of(history: Sequence[Turn]) -> str | None:
    """What the conversation is about: its last question and the beginning of the answer to it."""
    asked = [turn.text for turn in history if turn.role == "user"]
    answered = [turn.text for turn in history if turn.role == "assistant"]
    if not asked:
        return None
    return f"{asked[-1]} {answered[-1][:_ANSWER_LENGTH] if answered else ''}".strip()


def _swap_subject(before: str, subject: str) -> str | None:
    """`before` with its subject exchanged, where it has one that is plain to see: a name."""
    names = re.findall(r"(?<!^)\b[A-Z][\w-]*(?:[ -][A-Z][\w-]*)*", before)
    if len(names) != 1 or len(subject.split()) > 4:
        return None
    return before.replace(names[0], subject)


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]
