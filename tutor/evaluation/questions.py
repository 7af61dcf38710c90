"""Are made questions valid?  Every item is looked at anew, by other means than those it was made and checked with."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tutor.build import Tutor
from tutor.domain import AnswerForm, Filters, Question
from tutor.errors import EvaluationError
from tutor.evaluation.figures import Evaluation, Figure, Table
from tutor.evaluation.metrics import auroc, interval, mean_interval
from tutor.evaluation.validity import FAULTS, Validity
from tutor.practice.making.building import MAKER
from tutor.practice.making.maker import ALL_FORMS
from tutor.practice.making.material import MaterialMaker

_SAMPLE = 20  # items shown


class Item(NamedTuple):
    """A made question, how it was made, what is wrong with it (of FAULTS), whether the tutor's own answer cites its
    source, and the grades (0..1) of its model answer and of another item's (None where there is no other)."""

    question: Question
    way: str
    faults: tuple[str, ...]
    cited: bool | None
    right: float
    other: float | None


class Yield(NamedTuple):
    """What one document gave: its items, and a plain word for each that was dropped by the maker's own checks."""

    document: str
    words: int
    items: tuple[Item, ...]
    dropped: tuple[str, ...]


def evaluate_questions(
    tutor: Tutor, documents: Sequence[str] = (), *, wanted: int = 20, use_model: bool = True, seed: int = 0
) -> Evaluation:
    """The validity of at most `wanted` items made of each of `documents` (all of the library where none are named),
    with the language model where there is one and `use_model`; nothing made is kept.

    Raises EvaluationError where no item can be made at all, NotInLibrary for an unknown name.
    """
    names = [tutor.document(one).name for one in documents] or [one.name for one in tutor.documents()]
    yields = [_yield(tutor, name, wanted, use_model=use_model, seed=seed) for name in names]
    items = [item for one in yields for item in one.items]
    if not items:
        raise EvaluationError(f"no question could be made of {_counted(len(names), 'document')}")
    return Evaluation(
        kind="questions",
        data=f"{_counted(len(items), 'item')} made of {_counted(len(names), 'document')}, at most {wanted} each",
        figures=tuple(_figures(items, yields)),
        tables=(
            _faults(items),
            _shares("By form", items, lambda item: item.question.form.value),
            _shares("By way of making", items, lambda item: item.way),
            _by_document(yields),
            _dropped(yields),
            _sample(items, random.Random(seed)),
        ),
        notes=("Valid says that nothing below was found wrong; whether a question is a good one, the sample shows.",),
    )


def _yield(tutor: Tutor, name: str, wanted: int, *, use_model: bool, seed: int) -> Yield:
    document, chunks = tutor.document(name), tutor.store.stored_chunks(name)
    known = tutor.questions(Filters(documents=(name,)))
    making = tutor.desk.making(use_model=use_model)
    made = making.make(document, chunks, wanted=wanted, rng=random.Random(seed), known=known)
    ways = MaterialMaker(tutor.embedder).ways(document, chunks, forms=ALL_FORMS, rng=random.Random(seed))
    way = {question.id: name for name, questions in ways.items() for question in questions}
    validity = Validity(tutor, document, [*made.questions, *known])
    items = []
    for place, one in enumerate(made.questions):
        other = _other_answer(made.questions, place)
        items.append(
            Item(
                question=one,
                way=way.get(one.id, "by rule") if one.maker == MAKER else one.maker,
                faults=tuple(validity.faults(one)),
                cited=validity.is_cited(one),
                right=tutor.practice.grade(one, model_answer(one), use_model=False).score,
                other=None if other is None else tutor.practice.grade(one, other, use_model=False).score,
            )
        )
    return Yield(document.name, len(document.text.split()), tuple(items), made.dropped)


def model_answer(question: Question) -> str:
    """What a strong candidate says: the rubric's points, the right option, the number."""
    if question.number is not None:
        return f"{question.number.value:g} {question.number.unit}".strip()
    right = next((option.text for option in question.options if option.right), None)
    return right or " ".join(point.text for point in question.rubric)


def _other_answer(questions: Sequence[Question], place: int) -> str | None:
    """A wrong answer of the same form: a wrong option, else the model answer of the next question that asks for
    something else; None where there is none."""
    question = questions[place]
    wrong = next((option.text for option in question.options if not option.right), None)
    if wrong is not None:
        return wrong
    words = {AnswerForm.OPEN, AnswerForm.EXPLAIN}
    forms = words if question.form in words else {question.form}
    for other in (*questions[place + 1 :], *questions[:place]):
        apart = other.source.end <= question.source.start or question.source.end <= other.source.start
        if other.form in forms and apart and model_answer(other) != model_answer(question):
            return model_answer(other)
    return None


def _figures(items: Sequence[Item], yields: Sequence[Yield]) -> Iterator[Figure]:
    yield _share("valid", [not item.faults for item in items])
    for fault, kept in FAULTS.items():
        looked_at = [item for item in items if fault != "two right options" or item.question.options]
        if looked_at:
            yield _share(kept, [fault not in item.faults for item in looked_at])
    cited = [item.cited for item in items if item.cited is not None]
    if cited:
        yield _share("the tutor's own answer cites the source", cited)
    yield from _round_trip(items)
    counts = np.array([len(one.items) for one in yields], dtype=np.float64)
    low, high = mean_interval(counts)
    yield Figure(name="items a document", value=float(counts.mean()), low=low, high=high, of=len(counts))


def _round_trip(items: Sequence[Item]) -> Iterator[Figure]:
    """Model answers against other items' by the local grader: how far apart, and how often the right way round."""
    pairs = np.array([(item.right, item.other) for item in items if item.other is not None], dtype=np.float64)
    if not len(pairs):
        return
    labels = np.repeat([True, False], len(pairs))

    def separation(at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
        return auroc(labels, np.concatenate([pairs[at, 0], pairs[at, 1]]))

    low, high = interval(len(pairs), separation)
    everything = np.arange(len(pairs))
    name = "AUROC of the grade, model answer against another item's"
    yield Figure(name=name, value=separation(everything), low=low, high=high, of=len(pairs))
    for name, column in (("grade of the model answer", 0), ("grade of another item's answer", 1)):
        low, high = mean_interval(pairs[:, column])
        yield Figure(name=name, value=float(pairs[:, column].mean()), low=low, high=high, of=len(pairs))


def _share(name: str, kept: Sequence[bool]) -> Figure:
    values = np.array(kept, dtype=np.float64)
    low, high = mean_interval(values)
    return Figure(name=name, value=float(values.mean()), low=low, high=high, of=len(values))


def _faults(items: Sequence[Item]) -> Table:
    rows = [(fault, item.question.document, item.question.text) for item in items for fault in item.faults]
    return Table(title="What was found wrong", columns=("fault", "document", "question"), rows=tuple(rows))


def _shares(title: str, items: Sequence[Item], key: Callable[[Item], str]) -> Table:
    counts = Counter(key(item) for item in items)
    rows = [
        (name, count, sum(not item.faults for item in items if key(item) == name) / count)
        for name, count in counts.most_common()
    ]
    return Table(title=title, columns=("", "items", "valid"), rows=tuple(rows))


def _by_document(yields: Sequence[Yield]) -> Table:
    rows = [
        (one.document, one.words, len(one.items), sum(not item.faults for item in one.items), len(one.dropped))
        for one in yields
    ]
    columns = ("document", "words", "items", "valid", "dropped")
    return Table(title="By document", columns=columns, rows=tuple(rows))


def _dropped(yields: Sequence[Yield]) -> Table:
    """Why items were dropped before anybody saw them, without the words of each."""
    reasons = Counter(reason for one in yields for reason in map(_reason, one.dropped))
    return Table(title="Dropped by the checks", columns=("reason", "items"), rows=tuple(reasons.most_common()))


def _reason(dropped: str) -> str:
    """ "'What is X?' was dropped: it is nearly the same as 'What is an X?'" -> "it is nearly the same as …"."""
    _, _, reason = dropped.rpartition(" was dropped: ")
    if reason.endswith(" are alike"):
        return "two of its options are alike"
    for quote in ("'", '"'):
        front, found, _ = reason.partition(f" {quote}")
        if found:
            return f"{front} …"
    return reason


def _sample(items: Sequence[Item], rng: random.Random) -> Table:
    rows = [
        (item.question.form.value, item.way, _shown(item.question), model_answer(item.question))
        for item in rng.sample(list(items), min(_SAMPLE, len(items)))
    ]
    return Table(title="A sample to read", columns=("form", "way", "question", "model answer"), rows=tuple(rows))


def _shown(question: Question) -> str:
    options = " / ".join(option.text for option in question.options)
    return f"{question.text} [{options}]" if options else question.text


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
