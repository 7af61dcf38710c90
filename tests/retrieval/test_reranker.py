"""TUTOR_RERANKER: a cross-encoder reads the first passages again.  The one here is tiny and knows nothing, but it is a
real one, saved and loaded as any other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import new_data_dir
from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.errors import SettingsError
from tutor.library.weights import default_folder
from tutor.retrieval.reranker import CrossEncoderReranker
from tutor.retrieval.search import HybridSearch
from tutor.settings import Settings

QUESTION = "What is adapter 7 for?"
SUBJECTS = ["ranks", "merging", "training", "memory", "speed"]


def save_cross_encoder(folder: Path, *, labels: int) -> Path:
    """A cross-encoder of one layer with random weights and MiniLM's words."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=labels,
        initializer_range=0.5,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(default_folder()).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("cross-encoder"), labels=1)


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Tutor]:
    """A library of thirty short notes."""
    home = tmp_path_factory.mktemp("reranked")
    notes = {
        f"{number}.md": f"# Adapter {number}\n\nAdapter {number} is for {SUBJECTS[number % 5]}, in {number} layers.\n"
        for number in range(30)
    }
    tutor = Tutor(Settings(data_dir=new_data_dir(home / "data", models)))
    tutor.ingest([write_notes(home / "notes", notes)])
    yield tutor
    tutor.close()


def test_the_first_twenty_come_in_the_cross_encoders_order(tutor: Tutor, folder: Path) -> None:
    parts = tutor.parts
    reranker = CrossEncoderReranker(str(folder))
    plain = HybridSearch(parts.store, parts.index, parts.embedder, parts.calibration.fusion)
    again = HybridSearch(parts.store, parts.index, parts.embedder, parts.calibration.fusion, reranker)
    before, after = plain.search(QUESTION, 25), again.search(QUESTION, 25)
    texts = [one.text for one in before[:20]]  # each begins with its heading, so no path goes before it
    scores = reranker.scores(QUESTION, texts)
    assert np.ptp(scores) > 0.01, "the model tells nothing apart"
    assert ((scores >= 0) & (scores <= 1)).all()
    expected = [before[place].chunk_id for place in np.argsort(-scores, kind="stable")]
    assert [one.chunk_id for one in after[:20]] == expected != [one.chunk_id for one in before[:20]]
    assert [one.chunk_id for one in after[20:]] == [one.chunk_id for one in before[20:]]
    assert [one.rank for one in after] == list(range(1, 26))
    assert all(first.score >= second.score for first, second in itertools.pairwise(after))
    assert [one.chunk_id for one in again.search(QUESTION, 3)] == expected[:3], "it reads twenty also for three"


def test_a_model_that_is_not_there_is_named_in_one_sentence(tmp_path: Path, models: Path) -> None:
    missing = str(tmp_path / "no-such-model")
    tutor = Tutor(Settings(data_dir=new_data_dir(tmp_path / "data", models), reranker=missing))
    tutor.ingest([write_notes(tmp_path / "notes", {"a.md": "# Ranks\n\nThe rank decides.\n"})])
    with pytest.raises(SettingsError) as caught:
        tutor.search("What does the rank decide?")
    tutor.close()
    assert str(caught.value).startswith(f"TUTOR_RERANKER {missing!r} cannot be loaded")
    assert "\n" not in str(caught.value)


def test_a_model_that_is_made_for_something_else_is_refused(tmp_path: Path) -> None:
    other = save_cross_encoder(tmp_path / "classifier", labels=3)
    with pytest.raises(SettingsError, match="gives 3 scores a pair and not one"):
        CrossEncoderReranker(str(other)).scores("Asked?", ["Text."])


def test_nothing_found_is_nothing_to_read(folder: Path) -> None:
    assert CrossEncoderReranker(str(folder)).scores("Asked?", []).shape == (0,)
