"""Labelled claims: each with the sentences of the page it cites, and whether they support it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from tutor.domain import Model
from tutor.errors import EvaluationError
from tutor.evaluation.lines import read_lines
from tutor.material.sentences import split_sentences


class ClaimLabel(StrEnum):
    """What people say of a claim."""

    SUPPORTED = "supported"
    PARTLY = "partially_supported"
    NOT = "not_supported"


_WORDS = {
    ClaimLabel.SUPPORTED: "supported supports support entailed entails entailment true yes correct 1",
    ClaimLabel.PARTLY: "partially_supported partially partly partial partly_supported mixed half_true",
    ClaimLabel.NOT: "not_supported unsupported not refuted refutes refute contradicted contradicts contradict "
    "contradiction not_enough_info nei neutral not_entailed not_entailment false no incorrect 0",
}
_LABELS = {word: label for label, words in _WORDS.items() for word in words.split()}


def _read_label(value: object) -> ClaimLabel:
    """The label behind the words that sets of this kind use for it."""
    number = isinstance(value, float) and value.is_integer()
    word = str(int(value) if isinstance(value, float) and number else value).strip().lower()
    label = _LABELS.get("_".join(word.replace("-", " ").replace("_", " ").split()))
    if label is None:
        raise ValueError(f"{value!r} is no label; use 'supported', 'partially_supported' or 'not_supported'")
    return label


def _read_evidence(value: object) -> object:
    """A page given as one text, as its sentences; what is no text is left to the form to refuse."""
    if not isinstance(value, str):
        return value
    paragraphs = [line for line in value.splitlines() if line.strip()]
    return [line[span.start : span.end] for line in paragraphs for span in split_sentences(line)]


class Claim(Model):
    """A claim, the sentences of its page, and its label.  A page may be one text, an id a number, and labels those of
    other sets ("SUPPORTS", "entailment", 1); further keys are passed over."""

    model_config = Model.model_config | {"extra": "ignore", "coerce_numbers_to_str": True}

    id: str = ""
    claim: str = Field(pattern=r"\S", validation_alias=AliasChoices("claim", "statement", "hypothesis"))
    evidence: Annotated[tuple[str, ...], BeforeValidator(_read_evidence)] = Field(
        validation_alias=AliasChoices("evidence", "sentences", "premise", "document")
    )
    label: Annotated[ClaimLabel, BeforeValidator(_read_label)]


def read_claims(path: Path) -> list[Claim]:
    """The claims of a file of JSON lines.  Raises EvaluationError naming line and key, and where supported claims, or
    others, are missing: then there is nothing to tell apart."""
    claims = list(read_lines(path, Claim))
    supported = sum(one.label is ClaimLabel.SUPPORTED for one in claims)
    if not supported or supported == len(claims):
        missing = "other than 'supported'" if supported else "'supported'"
        raise EvaluationError(f"{str(path)!r} holds no claim labeled {missing}, so there is nothing to tell apart")
    return claims
