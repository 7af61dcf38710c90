"""Hybrid search over the shipped corpus and over small libraries."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.domain import Filters, Passage, SentenceRole, Turn
from tutor.library.vectors import ExactIndex
from tutor.retrieval.search import HybridSearch

QUESTION = "Why are attention scores divided by the square root of the key dimension?"


def check(found: tuple[Passage, ...], tutor: Tutor, k: int) -> None:
    """Ranks, scores and places of what was found."""
    assert len(found) <= k
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
    assert all(first.score >= second.score for first, second in itertools.pairwise(found))
    assert len({one.chunk_id for one in found}) == len({one.text for one in found}) == len(found)
    for one in found:
        text = tutor.document(one.document).text
        assert text[one.start : one.end] == one.text
        assert all(text[part.start : part.end] == part.text for part in one.sentences)


@pytest.mark.parametrize(
    ("query", "document"),
    [
        (QUESTION, "transformers/scaled-dot-product-attention.md"),
        ("what does BLEU miss", "evaluation/text-generation-metrics.md"),
        ("int4 GPTQ AWQ GGUF", "deployment/quantization.md"),
        ("skip-gram negative sampling", "nlp/word2vec.md"),
        ("HNSW recall against latency", "databases/vector-search.md"),
    ],
)
def test_the_note_on_a_subject_is_found_first(corpus_library: Tutor, query: str, document: str) -> None:
    found = corpus_library.search(query, 10)
    check(found, corpus_library, 10)
    assert len(found) == 10
    assert found[0].document == document


@pytest.mark.parametrize("k", [1, 7, 60, 2_000, 20_000])
def test_k_passages_are_found_where_there_are_so_many(corpus_library: Tutor, k: int) -> None:
    found = corpus_library.search("attention", k)
    check(found, corpus_library, k)
    assert len(found) >= min(k, corpus_library.store.count_chunks()) * 0.95  # equal texts are found once


@pytest.mark.parametrize("query", ["", "   ", "\n\t"])
def test_an_empty_query_finds_nothing(corpus_library: Tutor, query: str) -> None:
    assert corpus_library.search(query) == ()


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "*", "(", ")", ":", "^", "a:b", "NEAR", "AND", "OR", "NOT", "a AND", "NEAR(a b, 3)", "-", "{a b}",
        '" OR 1=1; DROP TABLE chunks', "text:attention", "%", "_", "\\", "?", "…", "🤖", "\0", "a\0b", "漢字", "مرحبا",
        "\ud800", "x" * 5_000, "?!" * 500, "the of and",
    ],
)  # fmt: skip
def test_no_character_breaks_a_search(corpus_library: Tutor, query: str) -> None:
    check(corpus_library.search(query, 3), corpus_library, 3)


def test_a_query_of_10_000_characters_is_searched(corpus_library: Tutor) -> None:
    query = (QUESTION + " ") * 140
    assert len(query) > 10_000
    assert corpus_library.search(query)[0].document == "transformers/scaled-dot-product-attention.md"


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(areas=("rag",)),
        Filters(areas=("rag", "nlp"), levels=("beginner",)),
        Filters(levels=("advanced",)),
        Filters(documents=("nlp/word2vec.md",)),
        Filters(areas=("rag",), documents=("nlp/word2vec.md",)),
        Filters(areas=("no such area",)),
    ],
)
def test_a_filter_holds_for_candidates_by_meaning_and_by_words(
    corpus_library: Tutor, filters: Filters, exact: bool
) -> None:
    index = ExactIndex(corpus_library.store) if exact else corpus_library.parts.index
    fusion = corpus_library.parts.calibration.fusion
    meaning = fusion.model_copy(update={"lexical": 0.0})
    words = fusion.model_copy(update={"dense": 0.0, "sentence": 0.0})
    by_meaning = HybridSearch(corpus_library.store, index, corpus_library.embedder, meaning)
    by_words = HybridSearch(corpus_library.store, index, corpus_library.embedder, words)
    for search in (by_meaning, by_words, corpus_library.parts.hybrid):
        found = search.search("attention BERT GPT scaled softmax", 30, filters)
        for one in found:
            assert not filters.areas or one.area in filters.areas
            assert not filters.levels or one.level in filters.levels
            assert not filters.documents or one.document in filters.documents
        expected = filters.areas != ("no such area",) and not (filters.areas and filters.documents)
        some = [one for one in corpus_library.documents() if one.area in (filters.areas or {one.area})]
        some = [one for one in some if one.level in (filters.levels or {one.level})]
        assert bool(found) == (expected and bool(some))


def test_a_filter_that_admits_few_still_finds_them(corpus_library: Tutor) -> None:
    found = corpus_library.search(QUESTION, 5, Filters(documents=("databases/vector-search.md",)))
    assert [one.document for one in found] == ["databases/vector-search.md"] * 5


def test_copies_of_a_file_are_found_once_and_hide_nothing(
    tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    copy = "# Ranks\n\nThe rank of the adapters decides how many parameters are trained.\n"
    copies = {f"copy-{number}.md": copy for number in range(60)}
    other = {"other.md": "# Adapters\n\nAdapters are merged into the weights after training.\n"}
    tutor = open_tutor_at(tmp_path / "data")
    tutor.ingest([write_notes(tmp_path / "notes", copies | other)])
    found = tutor.search("How many parameters do adapters train?", 5)
    assert [one.text for one in found].count(found[0].text) == 1
    assert "other.md" in {one.document for one in found}, "60 copies crowd out everything else"


def test_the_same_search_finds_the_same(corpus_library: Tutor) -> None:
    assert corpus_library.search(QUESTION, 20) == corpus_library.search(QUESTION, 20)


def test_a_follow_up_is_searched_with_its_conversation(corpus_library: Tutor) -> None:
    history = (Turn(role="user", text="How does LoRA work?"), Turn(role="assistant", text="It trains two matrices."))
    found = corpus_library.search("and which rank should it have?", 3, history=history)
    assert found[0].document == "training/lora-and-qlora.md"


NOTE = """# Adapters

## Interview questions

### What does a rank decide?

- level: beginner
- kind: concept

**In 30 seconds.** It decides how many parameters are trained.

**A strong answer covers**

- A larger rank takes more memory.

**Common mistakes**

- Believing that a larger rank always decides how many parameters are trained.

**Follow-ups**

- Is a larger rank always better?
"""


def test_what_says_nothing_itself_does_not_count(tmp_path: Path, tutor: Tutor) -> None:
    tutor.ingest([write_notes(tmp_path / "notes", {"adapters.md": NOTE})])
    found = tutor.search("Does a larger rank always decide how many parameters are trained?", 3)
    best = {one.role: (passage, one.score) for passage in found for one in passage.sentences}
    for role in (SentenceRole.RUBRIC, SentenceRole.MISTAKE, SentenceRole.FOLLOW_UP):
        passage, score = best[role]
        assert score > 0
        assert passage.scores.sentence == 0.0
    passage, score = best[SentenceRole.PROSE]
    assert passage.scores.sentence >= score
    assert passage.rank == 1


def test_an_empty_library_finds_nothing(tutor: Tutor) -> None:
    assert tutor.search(QUESTION) == ()


def test_a_list_of_mistakes_counts_where_mistakes_are_asked_for(tmp_path: Path, tutor: Tutor) -> None:
    tutor.ingest([write_notes(tmp_path / "notes", {"adapters.md": NOTE})])
    found = tutor.search("What is a common mistake about a larger rank and the parameters that are trained?", 3)
    (holding,) = [one for one in found if SentenceRole.MISTAKE in {sentence.role for sentence in one.sentences}]
    assert holding.scores.sentence > 0
