"""The questions to begin with."""

from __future__ import annotations

from pathlib import Path

from tests.checking.notes import NOTE, write_corpus
from tutor.build import Tutor


def test_they_come_from_different_places_and_begin_easily(tutor: Tutor, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "notes")
    for area, changed in (("rag", "a retriever"), ("nlp", "a tokenizer")):
        (folder / area).mkdir()
        note = NOTE.replace("area: attention", f"area: {area}").replace("attention scores", changed)
        (folder / area / "other.md").write_text(note, encoding="utf-8")
    tutor.ingest([folder])
    assert set(tutor.starters()) == {
        "Why are attention scores scaled?",
        "Why are a retriever scaled?",
        "Why are a tokenizer scaled?",
    }
    assert tutor.starters(["rag"]) == [
        "Why are a retriever scaled?",
        "Compute the scale for a key dimension of 64.",
        "Where would you put the scale in a fused kernel?",
    ]
    assert tutor.starters(["nowhere"]) == []
    assert len(tutor.starters(count=100)) == 5, "no question twice"
