"""Which questions are asked next, on the shipped notes."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from tests.practice.made import attempt, question
from tutor.build import Tutor
from tutor.domain import AnswerForm, Card, Chosen, Question, QuestionKind, Rating, Wish
from tutor.practice.choosing import Chooser
from tutor.practice.nearness import NEARLY_THE_SAME
from tutor.practice.schedule import Schedule

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
# Two questions of the shipped notes that ask the same in other words, and two that only share a subject.
RETIRED = (
    "The provider announces that your model version will be retired in three months. What do you do?",
    "The provider retires the model your prompts were tuned for in 60 days. What do you do?",
)
TRAINED = (
    "Compare the post-training of Llama 2, Gemma 2 and Gemma 3. What changed between 2023 and 2025?",
    "How was Llama 2 trained from start to finish, and how does Gemma's training differ?",
)

Choose = Callable[..., Chosen]


@pytest.fixture(scope="module")
def choose(corpus_library: Tutor) -> Choose:
    chooser = Chooser(corpus_library.store, corpus_library.embedder, zone=UTC)

    def chosen(
        wish: Wish,
        *,
        made: Sequence[Question] = (),
        counts: Mapping[str, int] | None = None,
        cards: Sequence[Card] = (),
        interview_at: datetime | None = None,
        now: datetime = NOW,
        seed: int = 1,
        skip: Sequence[str] = (),
    ) -> Chosen:
        return chooser.choose(
            wish,
            made=made,
            counts=counts or {},
            cards=cards,
            interview_at=interview_at,
            now=now,
            rng=random.Random(seed),
            skip=skip,
        )

    return chosen


@pytest.fixture(scope="module")
def bank(corpus_library: Tutor) -> dict[str, Question]:
    """By its words."""
    return {one.text: one for one in corpus_library.questions()}


def card(asked: Question, rating: Rating = Rating.GOOD, moment: datetime = NOW) -> Card:
    return Schedule().replay(asked, [attempt(asked, rating, moment)])


def test_a_wish_narrows(choose: Choose) -> None:
    wish = Wish(areas=("rag",), levels=("advanced",), kinds=(QuestionKind.DESIGN, QuestionKind.DEBUGGING), count=4)
    found = choose(wish)
    assert (len(found.questions), found.notice) == (4, None)
    assert {(one.area, one.level) for one in found.questions} == {("rag", "advanced")}
    assert {one.kind for one in found.questions} <= {QuestionKind.DESIGN, QuestionKind.DEBUGGING}
    assert all(point.citation is not None for one in found.questions for point in one.rubric)
    document = found.questions[0].document
    assert {one.document for one in choose(Wish(documents=(document,), count=3)).questions} == {document}


def test_the_draw_is_that_of_the_random_numbers(choose: Choose) -> None:
    first, again, other = (choose(Wish(count=5), seed=seed).questions for seed in (1, 1, 2))
    assert [one.id for one in first] == [one.id for one in again]
    assert [one.id for one in first] != [one.id for one in other]


def test_a_set_is_spread_over_notes_and_areas(choose: Choose) -> None:
    found = choose(Wish(count=15)).questions
    assert len({one.document for one in found}) == len({one.area for one in found}) == 15
    one_area = choose(Wish(areas=("rag",), count=6)).questions
    assert len({one.document for one in one_area}) == 6


def test_least_practised_first(choose: Choose, bank: dict[str, Question]) -> None:
    mine = [one for one in bank.values() if one.area == "rag"]
    counts = {one.id: 2 for one in mine} | {one.id: 1 for one in mine[3:10]} | {one.id: 0 for one in mine[5:8]}
    found = [counts[one.id] for one in choose(Wish(areas=("rag",), count=8), counts=counts).questions]
    assert found == sorted(found)
    assert found[:3] == [0, 0, 0]


def test_nothing_comes_before_its_review_is_due(choose: Choose, bank: dict[str, Question]) -> None:
    wish = Wish(areas=("foundations",), count=50)
    everything = choose(wish).questions
    held = card(everything[0])
    assert held.due == NOW + 2 * DAY
    assert held.question_id not in {one.id for one in choose(wish, cards=[held]).questions}
    assert held.question_id in {one.id for one in choose(wish, cards=[held], now=NOW + 2 * DAY).questions}
    easy = card(everything[0], Rating.EASY)
    tomorrow = {"cards": [easy], "now": NOW + DAY}
    assert easy.question_id not in {one.id for one in choose(wish, **tomorrow).questions}
    interview = {one.id for one in choose(wish, interview_at=NOW + 2 * DAY, **tomorrow).questions}
    assert easy.question_id in interview, "the interview's date brings it back"


@pytest.mark.parametrize("held", [0, 1])
def test_nor_does_one_that_is_nearly_the_same(choose: Choose, bank: dict[str, Question], held: int) -> None:
    twins = [bank[text] for text in RETIRED]
    wish = Wish(documents=(twins[1 - held].document,), count=50)
    waits = {one.id for one in choose(wish, cards=[card(twins[held])]).questions}
    assert twins[1 - held].id not in waits
    skipped = {one.id for one in choose(wish, skip=[twins[held].id]).questions}
    assert twins[1 - held].id not in skipped
    assert twins[1 - held].id in {one.id for one in choose(wish).questions}
    related = [bank[text] for text in TRAINED]
    wish = Wish(documents=(related[1 - held].document,), count=50)
    found = {one.id for one in choose(wish, cards=[card(related[held])]).questions}
    assert related[1 - held].id in found, "a subject in common is no twin"


def test_no_two_of_a_set_are_nearly_the_same(choose: Choose, bank: dict[str, Question], corpus_library: Tutor) -> None:
    twins = [bank[text] for text in RETIRED]
    wish = Wish(documents=tuple({one.document for one in twins}), count=50)
    for seed in range(4):
        found = choose(wish, seed=seed).questions
        assert len({one.id for one in found} & {one.id for one in twins}) == 1
        stored = corpus_library.store.question_vectors()
        vectors = np.stack([stored[one.document, one.text] for one in found])
        assert np.triu(vectors @ vectors.T, 1).max() < NEARLY_THE_SAME


def test_what_is_to_be_skipped_is_skipped(choose: Choose) -> None:
    first = choose(Wish(count=5)).questions
    second = choose(Wish(count=5), skip=[one.id for one in first]).questions
    assert len(second) == 5
    assert not {one.id for one in first} & {one.id for one in second}


# --- about something


@pytest.mark.parametrize(
    ("about", "word"),
    [
        ("LoRA", "lora"),
        ("something hard about the KV cache", "cache"),
        ("vector databases", "vector database"),
        ("prompt injection", "injection"),
    ],
)
def test_free_words_find_what_is_about_them(choose: Choose, about: str, word: str) -> None:
    found = choose(Wish(about=about, count=3)).questions
    assert len(found) == 3
    assert word in found[0].text.lower()
    assert all(word.split()[0] in f"{one.text} {one.topic} {one.document}".lower() for one in found)


def test_a_word_counts_though_the_meaning_is_far(choose: Choose) -> None:
    """ "generators" alone is near to GANs by meaning; the word itself decides."""
    found = choose(Wish(about="Python generators", count=2)).questions
    assert {one.document for one in found} == {"python/iterators-generators-decorators.md"}


@pytest.mark.parametrize("about", ["cooking pasta", "football", "the weather in Paris", "kubernetes"])
def test_what_the_material_does_not_teach_is_said(choose: Choose, about: str) -> None:
    found = choose(Wish(about=about, count=3))
    assert found.questions == ()
    assert found.notice == f"No question is near to {about!r}; use other words, or add a note about it."


# --- forms


def test_a_concept_is_turned_into_an_explanation(choose: Choose, bank: dict[str, Question]) -> None:
    (found,) = choose(Wish(forms=(AnswerForm.EXPLAIN,))).questions
    assert found.form is AnswerForm.EXPLAIN
    assert found.kind in {QuestionKind.CONCEPT, QuestionKind.COMPARE}
    assert found.text.startswith("Explain this to a product manager")
    plain = found.id.removesuffix("~explain")
    asked = next(one for one in bank.values() if one.id == plain)
    assert found.rubric == asked.rubric
    wish = Wish(forms=(AnswerForm.EXPLAIN,), documents=(found.document,), count=20)
    assert found.id in {one.id for one in choose(wish).questions}
    assert found.id not in {one.id for one in choose(wish, cards=[card(asked)]).questions}, "the same in other clothes"


def test_code_is_what_is_to_be_coded(choose: Choose) -> None:
    found = choose(Wish(forms=(AnswerForm.CODE,), count=5)).questions
    assert {(one.kind, one.form) for one in found} == {(QuestionKind.CODING, AnswerForm.CODE)}
    numeric = choose(Wish(kinds=(QuestionKind.NUMERIC,), count=3)).questions
    assert {one.form for one in numeric} == {AnswerForm.OPEN}


def test_made_questions_are_chosen_like_the_others(choose: Choose) -> None:
    def choice(name: str, text: str, right: str) -> Question:
        return question(name, text, form=AnswerForm.CHOICE, options=(right, "something else"), document="my.pdf")

    made = [
        choice("one", "Which of these is true of rotary embeddings?", "They rotate queries and keys"),
        choice("two", "Which of these is true of dropout?", "It zeroes activations in training"),
        choice("three", "Which is true of dropout?", "It zeroes activations in training"),
        question("open", "Why does the memo ask for two reviewers?", document="my.pdf"),
    ]
    found = choose(Wish(forms=(AnswerForm.CHOICE,), count=5), made=made)
    assert "one" in {one.id for one in found.questions}
    assert len(found.questions) == 2, "the second and the third are nearly the same"
    assert found.notice is not None
    mine = choose(Wish(documents=("my.pdf",), count=5), made=made)
    assert {one.id for one in mine.questions} >= {"one", "open"}
    held = choose(Wish(documents=("my.pdf",), count=5), made=made, cards=[card(made[3])])
    assert "open" not in {one.id for one in held.questions}


# --- fewer than wished for


def test_fewer_are_never_filled_up_and_the_reason_is_said(choose: Choose) -> None:
    wish = Wish(documents=("foundations/what-is-generative-ai.md",), count=50)
    everything = choose(wish)
    number = len(everything.questions)
    assert everything.notice == f"There are only {number} questions to ask now."
    cards = [card(one) for one in everything.questions[:2]]
    cards.append(card(everything.questions[2], Rating.AGAIN))
    some = choose(wish, cards=cards)
    assert some.notice is not None
    assert some.notice.endswith("3 more wait for review; the next comes back tomorrow.")
    none = choose(wish, cards=[card(one) for one in everything.questions])
    assert none.questions == ()
    assert none.notice == "All questions that fit wait for review; the next comes back in 2 days."
    skipped = choose(wish, skip=[one.id for one in everything.questions])
    assert skipped.notice == "Every question was asked a moment ago, or one much like it; widen the choice."
    nowhere = choose(Wish(areas=("nowhere",)))
    assert nowhere.notice == "No question fits this choice; widen it, or make questions from a document of yours."


def test_day_after_day_no_question_comes_twice_too_soon(choose: Choose, bank: dict[str, Question]) -> None:
    """Three questions of one area every day, all answered well: each comes back only when its review is due."""
    cards: dict[str, Card] = {}
    counts: dict[str, int] = {}
    asked: list[list[str]] = []
    for number in range(6):
        now = NOW + number * DAY
        found = choose(Wish(areas=("foundations",), count=3), counts=counts, cards=list(cards.values()), now=now)
        for one in found.questions:
            assert one.id not in cards or cards[one.id].due <= now
            cards[one.id] = card(one, Rating.EASY, now)
            counts[one.id] = counts.get(one.id, 0) + 1
        asked.append([one.id for one in found.questions])
    assert all(not set(before) & set(after) for before, after in pairwise(asked))
