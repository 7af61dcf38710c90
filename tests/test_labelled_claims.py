"""The labelled claims: what an answer might say about a passage of the shipped notes, and whether the passage says it.

Written by hand from the passages alone, without a look at what the support score makes of them.  Claims that are not
supported keep the words of their passage (two things exchanged, a number changed, a "not" too few), while most of the
supported ones choose other words, so that shared words alone tell little.  Every sentence of the evidence must still
stand in its note: who rewords a sentence there rewords it here, and reads its claims again.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

import pytest

from tests.commands import ROOT
from tutor.domain import Model
from tutor.material.sentences import split_sentences

LABELLED = ROOT / "tests" / "data" / "labelled-claims.jsonl"
KINDS = {
    "supported": {"paraphrase", "near", "merge", "general", "short"},
    "partially_supported": {"half"},
    "not_supported": {
        "negation",
        "absolute",
        "number",
        "causation",
        "exchange",
        "misattribution",
        "name",
        "outside",
        "overreach",
    },
}
LONGEST = 35  # words


class Claim(Model):
    """One sentence of an answer, the sentences of the passage it cites, and whether they support it."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    label: Literal["supported", "partially_supported", "not_supported"]
    kind: str
    note: str


SET = [Claim.model_validate_json(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
NOTES = sorted({one.note for one in SET})


def plain(text: str) -> str:
    return " ".join(text.split())


def test_it_is_as_large_as_was_promised() -> None:
    labels = Counter(one.label for one in SET)
    assert labels["supported"] >= 90 and labels["partially_supported"] >= 30 and labels["not_supported"] >= 80
    assert len({one.id for one in SET}) == len({one.claim for one in SET}) == len(SET)


def test_every_label_has_its_kinds() -> None:
    kinds = Counter((one.label, one.kind) for one in SET)
    assert set(kinds) == {(label, kind) for label, of_label in KINDS.items() for kind in of_label}
    assert min(kinds.values()) >= 5, kinds


def test_every_area_and_every_label_is_met() -> None:
    areas = {path.name for path in (ROOT / "corpus").iterdir() if path.is_dir()}
    assert {one.note.split("/")[0] for one in SET} == areas
    assert len(NOTES) >= 50
    passages = {one.evidence for one in SET}
    mixed = [passage for passage in passages if len({one.label for one in SET if one.evidence == passage}) > 1]
    assert len(mixed) >= 0.7 * len(passages), "a passage should have claims of several labels"


def test_a_claim_is_one_sentence() -> None:
    for one in SET:
        assert len(split_sentences(one.claim)) == 1 and one.claim[-1] == ".", one.id
        assert one.claim == plain(one.claim) and 5 <= len(one.claim.split()) <= LONGEST, one.id


@pytest.mark.parametrize("note", NOTES)
def test_the_evidence_is_one_passage_of_its_note(note: str) -> None:
    """Sentence after sentence, with nothing between two of them but the mark of a list."""
    text = plain((ROOT / "corpus" / note).read_text(encoding="utf-8"))
    for one in SET:
        if one.note != note:
            continue
        assert 3 <= len(one.evidence) <= 12, one.id
        passage = r"(?: - | )".join(re.escape(plain(sentence)) for sentence in one.evidence)
        assert re.search(passage, text), f"{note} no longer says what {one.id} cites"
        assert one.claim.rstrip(".").lower() not in text.lower(), f"{one.id} is a sentence of {note}"
