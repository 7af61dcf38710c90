"""Lines of the material -> a Question with its source span, and rubric points that each cite a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from tutor.domain import AnswerForm, NumberKey, Option, Question, QuestionKind, RubricPoint
from tutor.practice.making.phrases import capitalized, lower_first
from tutor.practice.making.reading import Line, Material, heading_words

MAKER = "material"
_DIGITS = 8
_LEAST_PAIR = 3  # times the prose must use two words together that name its subject
_LONG = 5  # letters of a word that is no mere joint
_SHORT_WORDS = 75  # about 30 seconds of speech

# Words that most notes of a field share: they tell no reader which subject is meant.
_WEAK = frozenset(
    """
    the and for are why how not can its all one has you with what when does from that this they have than into
    more most between against using used model models data system systems language learning generation
    generative text
    """.split()  # noqa: SIM905
)


_NAME = re.compile(r"\b[A-Za-z][a-z]*[A-Z0-9]\w*")  # it says by itself what is meant


class Builder:
    """Builds the questions of one document."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def question(
        self,
        text: str,
        points: Sequence[tuple[str, Line]],
        *,
        kind: QuestionKind,
        form: AnswerForm = AnswerForm.OPEN,
        options: Sequence[Option] = (),
        number: NumberKey | None = None,
    ) -> Question:
        """`points` are what a strong answer says, each with the line that says it; the source runs from the first of
        these lines to the last."""
        document = self.material.document
        lines = sorted({line.place: line for _, line in points}.values(), key=lambda line: line.place)
        source = self.material.cite(lines[0], lines[-1])
        front = document.front
        return Question(
            id=made_id(document.name, text),
            text=text,
            topic=document.title,
            area=front.area if front is not None else None,
            level=front.level if front is not None else None,
            kind=kind,
            document=document.name,
            source=source,
            short=source if len(source.quote.split()) <= _SHORT_WORDS else None,
            rubric=tuple(
                RubricPoint(text=as_sentence(said), citation=self.material.cite(line)) for said, line in points
            ),
            form=form,
            options=tuple(options),
            number=number,
            maker=MAKER,
        )

    def in_context(self, question: str, line: Line, *, always: bool = False) -> str | None:
        """`question` with the subject it belongs to in front, where it does not name it (or `always`); None where it
        has to and there is no subject to name."""
        known = _stems(" ".join((self.material.document.title, *map(heading_words, line.headings))))
        if known & _stems(question) and not always:
            return question
        context = self.material.context_of(line)
        if context is None:
            return question if _NAME.search(question) or self._names_term(question) else None
        if _stems(context) <= _stems(question):
            return question
        lowered = lowered_title(context, self.material)
        return f"In the context of {lowered}, {question[:1].lower()}{question[1:]}"

    def _names_term(self, question: str) -> bool:
        """Whether two words of the question stand side by side again and again in the material: they name what it is
        about."""
        words = [word.strip("\"'“”,.;:()?").lower() for word in question.split()]
        pairs = (f"{one} {two}" for one, two in pairwise(words) if min(len(one), len(two)) >= _LONG and _stems(one))
        return any(self.material.count(pair) >= _LEAST_PAIR for pair in pairs)


def made_id(document: str, text: str) -> str:
    """Stable for as long as the document's name and the question's words are."""
    front = PurePosixPath(document).with_suffix("").as_posix()
    return f"{front}#made-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


def as_sentence(text: str) -> str:
    """`text` with a capital in front and a full stop behind."""
    words = capitalized(text.strip().rstrip(",;:"))
    return words if words.endswith((".", "?", "!", '."', ".)")) else f"{words}."


def lowered_title(title: str, material: Material) -> str:
    """A title as it stands inside a sentence: names keep their capitals."""
    if any(title in line.text[1:] for line in material.prose):
        return title  # so the sentences write it, too
    first, *others = lower_first(title, material.names).split()
    return " ".join([first, *(_lowered(word, material) for word in others)])


def _lowered(word: str, material: Material) -> str:
    plain = word[:1].isupper() and word[1:].islower() and word not in material.names
    return word.lower() if plain and f"{word.lower()}~" in material.names else word


def _stems(text: str) -> set[str]:
    words = ("".join(letter for letter in word.lower() if letter.isalnum()) for word in text.replace("-", " ").split())
    return {word[:6] for word in words if len(word) > 2 and word not in _WEAK}
