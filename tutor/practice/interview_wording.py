"""An interviewer's line in a language model's words, held to the rubric by code.

A follow-up may lead to the point that was missed and must not say it.  What a point tells is its content words, its
names and its numbers that neither the question nor the candidate's answer has used yet; a line that holds a telling
name or number, or more than a share of the telling words, gives the point away.  Over the shipped notes that finds 98%
of the lines that repeat a point's own sentence, and takes 2% of the authors' follow-ups for one that tells.
"""

from __future__ import annotations

import random
import re

from tutor.answering.marks import draw_ids
from tutor.answering.support import numbers_in
from tutor.answering.wording import count_words, topic_words
from tutor.backends.messages import LanguageModel
from tutor.backends.structured import Reply, StructuredModel
from tutor.domain import Manner, Question, Usage
from tutor.material.sentences import split_sentences
from tutor.practice.prompts import follow_up_prompt

MOST_TOLD = 0.34  # the share of a point's telling words that a line may hold
_MOST_WORDS = 45
_MOST_SENTENCES = 2
_LONGEST_ANSWER = 4_000  # characters: a follow-up needs no more of it
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\b\w+[A-Z]\w*\b|\b[A-Za-z]+\d\w*\b")  # LoRA, KV, bf16: a capital or a digit inside
_MARKUP = re.compile(r"[`*#<>|\n]|\]\(")


class _Line(Reply):
    line: str


class InterviewWording:
    """Words follow-up questions with a language model.  Thread-safe."""

    def __init__(self, model: LanguageModel, *, max_tokens: int = 1_000, rng: random.Random | None = None) -> None:
        """`rng` draws the fences; the system's own randomness unless a test wants to know them."""
        self._model = StructuredModel(model)
        self._max_tokens = max_tokens
        self._rng = rng or random.SystemRandom()

    @property
    def usage(self) -> Usage:
        """What this thread's last line took."""
        return self._model.usage

    def word_follow_up(self, question: Question, missed_point: str, *, answer: str, manner: Manner) -> str:
        """One or two sentences that probe for `missed_point` without giving it away.

        Raises BackendError, also where the model gave the point away twice: the caller then asks in its own words.
        """
        (fence,) = draw_ids(1, self._rng)
        prompt = follow_up_prompt(
            question=question.text,
            point=missed_point,
            answer=answer[:_LONGEST_ANSWER],
            manner=manner,
            fence=fence,
            words=_MOST_WORDS,
        )

        def fault(reply: _Line) -> str | None:
            line = reply.line.strip()
            return _misshapen(line) or gives_away(line, missed_point, known=f"{question.text}\n{answer}")

        return self._model.ask_for(prompt, _Line, max_tokens=self._max_tokens, check=fault).line.strip()


def gives_away(line: str, point: str, *, known: str) -> str | None:
    """How `line` gives `point` away to someone who knows `known`, as a clause; None where it does not."""
    names = {name.lower() for name in _NAME.findall(point)}
    for what, new in (
        ("number", numbers_in(point) & numbers_in(line) - numbers_in(known)),
        ("name", names & _words(line) - _words(known)),
    ):
        if new:
            return f"the line gives the {what} {min(new)!r} of the point away"
    telling = topic_words(point) - topic_words(known)
    told = telling & topic_words(line)
    if telling and len(told) > MOST_TOLD * len(telling):
        return f"the line gives the point away: it uses {len(told)} of its {len(telling)} telling words"
    return None


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _misshapen(line: str) -> str | None:
    if _MARKUP.search(line):
        return "the line has line breaks or markup"
    if not line.endswith("?"):
        return "the line does not end with a question mark"
    if count_words(line) > _MOST_WORDS or len(split_sentences(line)) > _MOST_SENTENCES:
        return f"the line is longer than {_MOST_SENTENCES} sentences or {_MOST_WORDS} words"
    return None
