"""Support scores with the real MiniLM and the document frequencies of a small library."""

from __future__ import annotations

import pytest

from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import SupportScorer
from tutor.calibration import load_calibration
from tutor.domain import Support

SPANS = [
    "Scaled dot-product attention divides every score by the square root of the key dimension.",
    "Without the scaling, large dot products push the softmax into regions where its gradients vanish.",
    "It cuts the number of trainable parameters of GPT-3 by a factor of 10,000.",
    "The merged update adds no latency, but it does not save memory at inference.",
]


@pytest.fixture(scope="module")
def scorer(relevance: TokenRelevance) -> SupportScorer:
    return SupportScorer(relevance, load_calibration().support)


@pytest.mark.parametrize(
    "claim",
    [
        SPANS[0],
        "Attention scores are divided by the square root of the key dimension.",
        "Large dot products without scaling make the gradients of the softmax vanish.",
        "The trainable parameters of GPT-3 are cut by a factor of 10000.",
    ],
)
def test_what_the_spans_say_is_supported(scorer: SupportScorer, claim: str) -> None:
    assert scorer.level(scorer.support_score(claim, SPANS)) is Support.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        "Photosynthesis turns light into chemical energy in the chloroplast.",
        "I hope this helps with your preparation!",
        "Positional encodings tell a transformer in which order its tokens stand.",
    ],
)
def test_what_no_span_says_is_unsupported(scorer: SupportScorer, claim: str) -> None:
    assert scorer.level(scorer.support_score(claim, SPANS)) is Support.UNSUPPORTED


def test_a_verbatim_sentence_scores_one(scorer: SupportScorer) -> None:
    for span in SPANS:
        assert scorer.support_score(span, SPANS) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (
            "It cuts the parameters of GPT-3 by a factor of 10,000.",
            "It cuts the parameters of GPT-3 by a factor of 30.",
        ),
        (
            "It cuts the parameters of GPT-3 by a factor of 10,000.",
            "It cuts the parameters of BERT by a factor of 10,000.",
        ),
        ("Attention divides every score by the root.", "Attention does not divide every score by the root."),
        ("The merged update does not save memory at inference.", "The merged update saves memory at inference."),
        (
            "Without scaling, large dot products push the softmax into vanishing gradients.",
            "Without scaling, small dot products push the softmax into vanishing gradients.",
        ),
    ],
)
def test_a_wrong_number_or_name_or_a_denial_lowers_the_score(scorer: SupportScorer, true: str, false: str) -> None:
    assert scorer.support_score(false, SPANS) < 0.85 * scorer.support_score(true, SPANS)


def test_always_must_be_said_by_a_span(scorer: SupportScorer) -> None:
    claim = "Retrieval always removes hallucinations."
    hedged = ["Retrieval often reduces hallucinations, but the model may still invent what no passage says."]
    assert scorer.level(scorer.support_score(claim, hedged)) is not Support.SUPPORTED
    plainly = scorer.support_score(claim, ["Retrieval always removes hallucinations, says the vendor."])
    assert scorer.level(plainly) is Support.SUPPORTED


def test_of_several_numbers_each_missing_one_counts(scorer: SupportScorer) -> None:
    spans = ["The corpus has 1,204 notes, 38 areas and 17 authors."]
    claims = ["notes, 38 areas and 17 authors.", "notes, 38 areas and 71 authors.", "notes, 83 areas and 71 authors."]
    scores = [scorer.support_score(f"The corpus has 1204 {claim}", spans) for claim in claims]
    assert scores[0] > scores[1] + 0.1 > scores[2] + 0.2


def test_numbers_agree_however_they_are_spelled(scorer: SupportScorer) -> None:
    spans = ["The factor is 1,000 for three of the models and 2.50 for the rest."]
    spelled = scorer.support_score("The factor is 1000 for 3 of the models and 2.5 for the rest.", spans)
    wrong = scorer.support_score("The factor is 1001 for 3 of the models and 2.5 for the rest.", spans)
    assert wrong < 0.8 * spelled


def test_two_spans_carry_what_neither_does_alone(scorer: SupportScorer) -> None:
    claim = (
        "Attention divides every score by the square root of the key dimension, or the gradients of the softmax vanish."
    )
    together = scorer.support_score(claim, SPANS[:2])
    assert together > max(scorer.support_score(claim, [one]) for one in SPANS[:2]) + 0.05
    found = scorer.search(claim, scorer.evidence(SPANS))
    assert set(found.spans) == {0, 1}
    assert found.score == pytest.approx(together, abs=1e-6)


def test_a_search_takes_no_span_that_adds_nothing(scorer: SupportScorer) -> None:
    assert scorer.search(SPANS[2], scorer.evidence(SPANS)).spans == (2,)


@pytest.mark.parametrize("claim", ["", "...", "It is."])
def test_empty_sides_score_low_and_raise_nothing(scorer: SupportScorer, claim: str) -> None:
    assert scorer.support_score(claim, []) == 0.0
    assert 0.0 <= scorer.support_score(claim, SPANS) <= 1.0
    assert scorer.search(claim, scorer.evidence([])) == ((), 0.0)
    assert scorer.support_score("Attention scales.", [""]) < 0.5


def test_many_at_once_score_as_one_by_one(scorer: SupportScorer) -> None:
    claims = [*SPANS, *reversed(SPANS), "Attention scores are divided by the square root of the key dimension."] * 12
    spans = [SPANS[place % len(SPANS)] for place in range(len(claims))]
    one_by_one = [scorer.support_score(claim, [span]) for claim, span in zip(claims, spans, strict=True)]
    assert scorer.support_scores(claims, spans) == pytest.approx(one_by_one, abs=1e-3)
