"""Where the thresholds of the corpus check lie: pairs that a careful reader accepts, and pairs that one does not."""

from __future__ import annotations

import pytest

from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import SupportScorer
from tutor.build import Tutor
from tutor.checking.meaning import LEAST_SUPPORT, SAME_QUESTION

SAID = (
    ("Wrong axes and masks often keep the right shapes.", "Attention bugs are often silent, because a wrong axis or "
     "mask still produces the right shapes."),
    ("Byte-level BPE has no unknown token.", "Byte-level BPE uses the 256 byte values as its base alphabet, so every "
     "string can be encoded and there is no unknown token."),
    ("Overlap keeps text that crosses a boundary intact, at the cost of storage.", "Overlap protects text that "
     "straddles a cut: any span of up to 81 tokens survives whole in some chunk, and the price is storage."),
)  # fmt: skip
NOT_SAID = (
    ("An outdated passage can be highly similar and still yield a wrong answer.", "The similarity says how close "
     "question and passage are in topic."),
    ("Convert numbers and currencies in code and check sums.", "Then I add a verbatim quote per value, make unknown "
     "values nullable, clarify field descriptions, and measure again on a labeled set."),
    ("The cost of a cache is about 720 dollars a day.", "A warm prefix is needed for the discount."),
)  # fmt: skip
SAME = (("Why are attention scores scaled?", "Why do we scale the attention scores?"),)
OTHER = (
    ("What is the KV cache?", "How large is the KV cache for a batch of 32?"),
    ("When is DPO a better choice than PPO?", "How does DPO derive its loss from the RLHF objective?"),
)


@pytest.fixture(scope="module")
def scorer(corpus_library: Tutor) -> SupportScorer:
    relevance = TokenRelevance(corpus_library.store, corpus_library.embedder)
    return SupportScorer(relevance, corpus_library.parts.calibration.support)


@pytest.mark.parametrize(("point", "sentence"), SAID)
def test_a_point_that_is_said_passes(scorer: SupportScorer, point: str, sentence: str) -> None:
    assert scorer.support_scores([point], [sentence])[0] >= LEAST_SUPPORT


@pytest.mark.parametrize(("point", "sentence"), NOT_SAID)
def test_a_point_that_is_not_said_does_not_pass(scorer: SupportScorer, point: str, sentence: str) -> None:
    assert scorer.support_scores([point], [sentence])[0] < LEAST_SUPPORT


@pytest.mark.parametrize(("pair", "same"), [(pair, True) for pair in SAME] + [(pair, False) for pair in OTHER])
def test_one_question_in_other_words_is_one_question(corpus_library: Tutor, pair: tuple[str, str], same: bool) -> None:
    first, second = corpus_library.embedder.embed_queries(pair)
    assert (float(first @ second) >= SAME_QUESTION) is same
