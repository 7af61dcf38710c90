"""Questions made from the material itself: what they ask, where they come from, and when there are none."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from tests.practice.making.conftest import Make, checks_of
from tutor.build import Tutor
from tutor.domain import AnswerForm, Filters, Question, QuestionKind
from tutor.practice.bank import QuestionBank
from tutor.practice.making.causes import make_causes
from tutor.practice.making.checks import QuestionChecks
from tutor.practice.making.cloze import make_cloze
from tutor.practice.making.coding import make_coding
from tutor.practice.making.comparisons import make_contrasts, make_table_comparisons
from tutor.practice.making.definitions import make_definitions, make_descriptions, make_explanations
from tutor.practice.making.headings import make_headings
from tutor.practice.making.maker import QuestionMaking
from tutor.practice.making.material import MaterialMaker
from tutor.practice.making.numbers import make_numbers
from tutor.practice.making.reading import Material

Read = Callable[[str], Material]


def test_a_definition_is_asked_for(read: Read) -> None:
    found = {one.text: one for one in make_definitions(read("caching.md"))}
    assert set(found) >= {"What is a prompt cache?", "What is a semantic cache?"}
    points = [point.text for point in found["What is a semantic cache?"].rubric]
    assert points[0].startswith("A semantic cache is an index of earlier questions")
    assert "A semantic cache needs a threshold that was set on labeled pairs." in points
    assert not any("exact cache" in point for point in points), "the next paragraph defines another thing"


def test_a_definition_is_explained_to_a_product_manager(read: Read) -> None:
    found = [one for one in make_explanations(read("caching.md")) if "prompt cache" in one.text]
    assert [one.text for one in found] == ["Explain a prompt cache to a product manager, in plain words."]
    assert found[0].form is AnswerForm.EXPLAIN


def test_descriptions_of_siblings_are_the_wrong_options(read: Read) -> None:
    found = {one.text: one for one in make_descriptions(read("caching.md"), random.Random(1))}
    asked = found["Which of these describes an exact cache best?"]
    right = [option.text for option in asked.options if option.right]
    assert right == ["A table from the hash of a request to its answer, which never returns a wrong entry"]
    wrong = [option.text for option in asked.options if not option.right]
    assert len(wrong) == 2 and all("request's beginning" in one or "earlier questions" in one for one in wrong)


def test_a_cause_is_asked_for(read: Read) -> None:
    found = {one.text: one for one in make_causes(read("caching.md"))}
    why = found["Why do prompt templates put stable instructions first?"]
    assert why.rubric[0].text == "A cache can only reuse a prefix."
    purpose = next(one for text, one in found.items() if "hash the prefix per tenant" in text)
    assert purpose.rubric[0].text == "One tenant cannot probe what another has asked."
    assert "Doe" not in purpose.text and "2024" not in purpose.rubric[0].text


def test_a_consequence_is_asked_for(read: Read) -> None:
    texts = [one.text for one in make_causes(read("caching.md"))]
    assert "What happens without a stable prefix?" in texts
    assert any(
        text.endswith("what happens if an instruction changes at the beginning of the prompt?") for text in texts
    )


def test_a_contrast_is_asked_for(read: Read, notes: Tutor) -> None:
    (found,) = make_contrasts(read("caching.md"), notes.embedder)
    assert re.search(r"how do LRU eviction and LFU eviction differ\?$", found.text, re.IGNORECASE)
    assert [point.text for point in found.rubric[:2]] == [
        "LRU eviction drops the entry that was used least recently.",
        "LFU eviction drops the entry that was used least often.",
    ]


def test_the_rows_of_a_table_are_compared(read: Read) -> None:
    found = list(make_table_comparisons(read("caching.md"), random.Random(1)))
    assert len(found) == 3
    pairs = {frozenset(re.findall(r"LRU|LFU|FIFO", one.text)) for one in found}
    assert pairs == {frozenset(pair) for pair in (("LRU", "LFU"), ("LRU", "FIFO"), ("LFU", "FIFO"))}
    assert all(one.kind is QuestionKind.COMPARE and len(one.rubric) == 2 for one in found)


def test_a_heading_asks_its_own_question(read: Read) -> None:
    texts = [one.text for one in make_headings(read("caching.md"))]
    assert "How do you invalidate a semantic cache?" in texts
    assert any(text.endswith("how do you choose an eviction policy?") for text in texts)
    assert any("why must prefixes be stable?" in text.lower() for text in texts)


def test_a_term_is_missing_among_its_siblings(read: Read, notes: Tutor) -> None:
    found = list(make_cloze(read("caching.md"), notes.embedder, random.Random(1)))
    radix = next(one for one in found if "keeps all prefixes in a single tree" in one.text)
    assert [option.text for option in radix.options if option.right] == ["RadixCache"]
    assert {option.text for option in radix.options if not option.right} <= {
        "PagePool",
        "BlockTrie",
        "LRU",
        "LFU",
        "FIFO",
    }
    assert all("RadixCache" not in one.text for one in found if one.options and one is radix)


def test_a_number_is_asked_for(read: Read) -> None:
    (found,) = make_numbers(read("caching.md"))
    assert re.search(r"how many tokens does PagePool have per block", found.text, re.IGNORECASE)
    assert found.number is not None
    assert (found.number.value, found.number.tolerance, found.number.unit) == (16, 0, "tokens")


def test_a_described_function_is_asked_for(read: Read) -> None:
    (found,) = make_coding(read("caching.md"))
    assert found.form is AnswerForm.CODE and "`hit_rate(hits, misses)`" in found.text
    assert [point.text for point in found.rubric] == [
        "No request yet counts as a rate of zero.",
        "The share is a float between zero and one.",
    ]


def test_every_question_carries_its_source(notes: Tutor, make: Make) -> None:
    made = make("caching.md")
    text = notes.document("caching.md").text
    assert len(made.questions) >= 10
    assert len({one.id for one in made.questions}) == len(made.questions)
    for one in made.questions:
        assert one.maker == "material" and one.level is None and one.id.startswith("caching#made-")
        cited = [one.source, *(point.citation for point in one.rubric), *(option.citation for option in one.options)]
        for citation in cited:
            assert citation is not None and text[citation.start : citation.end] == citation.quote != ""
        starts = [point.citation.start for point in one.rubric if point.citation is not None]
        assert one.source.start <= min(starts) and max(starts) < one.source.end


def test_a_set_is_mixed_and_of_the_size_wished_for(make: Make) -> None:
    made = make("caching.md", wanted=6)
    assert len(made.questions) == 6
    assert len({one.form for one in made.questions}) >= 3


def test_only_the_forms_wished_for_are_made(make: Make) -> None:
    made = make("caching.md", forms=frozenset({AnswerForm.CHOICE}))
    assert made.questions and {one.form for one in made.questions} == {AnswerForm.CHOICE}
    assert all(
        3 <= len(one.options) <= 5 and sum(option.right for option in one.options) == 1 for one in made.questions
    )


def test_an_id_stays_and_another_seed_asks_other_things_first(make: Make) -> None:
    first, again, other = (
        make("caching.md", wanted=5),
        make("caching.md", wanted=5),
        make("caching.md", wanted=5, seed=7),
    )
    assert first == again
    assert [one.id for one in first.questions] != [one.id for one in other.questions]
    by_text = {one.text: one.id for one in make("caching.md").questions}
    assert all(by_text.get(one.text, one.id) == one.id for one in other.questions)


@pytest.mark.parametrize("name", ["nothing.md", "russisch.md"])
def test_where_nothing_can_be_asked_nothing_is(name: str, make: Make) -> None:
    """A shopping list, and a language whose sentences the rules cannot read."""
    made = make(name)
    assert made.questions == ()


def test_nothing_is_asked_twice(notes: Tutor, make: Make, checks: QuestionChecks) -> None:
    """What is known already, from the bank or an earlier set, is not made again."""
    before = make("caching.md").questions
    making = QuestionMaking([MaterialMaker(notes.embedder)], checks)
    document, chunks = notes.document("caching.md"), notes.store.stored_chunks("caching.md")
    again = making.make(document, chunks, wanted=50, rng=random.Random(2), known=before)
    assert not {one.text for one in again.questions} & {one.text for one in before}
    assert any("nearly the same" in one or "same sentence" in one for one in again.dropped)


def test_the_shipped_notes_give_questions_that_their_bank_has_not(corpus_library: Tutor) -> None:
    store = corpus_library.store
    name = "training/lora-and-qlora.md"
    known = QuestionBank(store).questions(Filters(documents=(name,)))
    making = QuestionMaking([MaterialMaker(corpus_library.embedder)], checks_of(corpus_library))
    made = making.make(
        corpus_library.document(name), store.stored_chunks(name), wanted=10, rng=random.Random(3), known=known
    )
    assert len(made.questions) == 10
    assert all(one.level == "intermediate" and one.area == "training" for one in made.questions)
    assert not {one.text for one in made.questions} & {one.text for one in known}


@pytest.fixture
def everything(make: Make) -> tuple[Question, ...]:
    return make("caching.md").questions


def test_no_question_points_away_or_cites_literature(everything: tuple[Question, ...]) -> None:
    for one in everything:
        words = one.text.lower().replace("which of these", "which").split()
        assert not {"this", "these", "we", "figure", "above", "below"} & set(words), one.text
        assert "References" not in one.source.headings and "et al" not in one.text
        assert not any("option" in option.text.lower() for option in one.options)
