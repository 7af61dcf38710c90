"""Questions to ask the shipped corpus: its own, and by a seed paraphrases and fragments of them."""

from __future__ import annotations

import random

from tutor import Tutor
from tutor.library.fulltext import STOP_WORDS

_FRONTS = ("Can you explain this: {}", "In an interview: {}", "{} Please be brief.", "I still don't get it. {}")


def draw_questions(tutor: Tutor, count: int, *, seed: int = 7) -> list[str]:
    """`count` different questions; the material's own come first, each other one is made of one of them."""
    own = list(dict.fromkeys(question.text for _, question in tutor.store.questions()))
    rng = random.Random(seed)
    rng.shuffle(own)
    found = dict.fromkeys(own[: count // 2])
    while len(found) < count:
        found[_vary(rng.choice(own), rng)] = None
    return list(found)


def _vary(question: str, rng: random.Random) -> str:
    """Put into other words around it, cut to its content words, or cut to a run of its words."""
    words = question.rstrip("?.").split()
    match rng.randrange(3):
        case 0:
            return rng.choice(_FRONTS).format(question)
        case 1:
            return " ".join(word.lower() for word in words if word.lower() not in STOP_WORDS) or question
        case _:
            start = rng.randrange(max(1, len(words) - 3))
            return " ".join(words[start : start + rng.randint(3, 8)])
