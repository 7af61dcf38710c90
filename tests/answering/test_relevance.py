"""Token recall: how much of a question a text says."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.answering.relevance import TokenRelevance, passage_text
from tutor.build import Tutor

QUESTION = "Why are attention scores scaled?"


@pytest.fixture(scope="module")
def of_corpus(corpus_library: Tutor) -> TokenRelevance:
    return TokenRelevance(corpus_library.store, corpus_library.embedder)


def test_a_text_recalls_itself_wholly_and_another_subject_little(of_corpus: TokenRelevance) -> None:
    same, other = of_corpus.recall([QUESTION, QUESTION], [QUESTION, "Boil the eggs for six minutes."])
    assert same == pytest.approx(1.0, abs=1e-3)
    assert other < 0.5


def test_rare_words_weigh_more_than_common_ones(of_corpus: TokenRelevance, corpus_library: Tutor) -> None:
    (tokens,) = corpus_library.embedder.token_vectors(["the softmax"])
    common, rare = of_corpus.weights(tokens)[:2]
    assert rare > common
    assert of_corpus.weights(tokens).sum() == pytest.approx(1.0, abs=1e-5)


def test_shapes_follow_the_passages_and_their_sentences(of_corpus: TokenRelevance, corpus_library: Tutor) -> None:
    passages = corpus_library.search(QUESTION, 4)
    found = of_corpus.of_passages(QUESTION, passages)
    tokens = len(found.weights)
    assert found.best.shape == (4, tokens)
    assert found.passages == pytest.approx(found.best @ found.weights, abs=1e-6)
    assert [one.shape for one in found.sentences] == [(len(one.sentences), tokens) for one in passages]
    assert all(np.all(one <= 1.0 + 1e-4) for one in found.sentences)
    for passage in passages:
        text, shift = passage_text(passage)
        assert all(text[one.start + shift : one.end + shift] == one.text for one in passage.sentences)


@pytest.mark.parametrize("claim", ["", " ", "\0", "🤖" * 50, "x" * 10_000])
def test_any_claim_has_a_recall_between_0_and_1(of_corpus: TokenRelevance, claim: str) -> None:
    assert 0.0 <= float(of_corpus.recall([claim], ["Some text."])[0]) <= 1.0


def test_a_library_that_grows_changes_the_weights(tutor: Tutor, tmp_path: object) -> None:
    relevance = TokenRelevance(tutor.store, tutor.embedder)
    (tokens,) = tutor.embedder.token_vectors(["attention softmax"])
    before = relevance.weights(tokens).tolist()
    path = tutor.settings.data_dir.parent / "note.md"
    path.write_text("# Attention\n\nAttention, attention and again attention.\n", encoding="utf-8")
    tutor.ingest([path])
    assert relevance.weights(tokens).tolist() != before
