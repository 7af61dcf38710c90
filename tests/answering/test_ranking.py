"""An answer's passages: first the one of which a sentence says most of the question."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tutor.answering.ranking import PassageRanker
from tutor.answering.relevance import Relevance
from tutor.calibration import Ranking
from tutor.domain import Passage, ScoredSentence, Scores, SentenceRole

RANKING = Ranking(sentence=0.5, passage=0.25, length=0.1, opens=0.1, defines=0.2)
rank_passages = PassageRanker(RANKING).rank


def passage(rank: int, role: SentenceRole = SentenceRole.PROSE, score: float = 0.5) -> Passage:
    sentence = ScoredSentence(start=0, end=4, role=role, text="text", score=0.5)
    return Passage(
        rank=rank,
        score=score,
        scores=Scores(dense=score, sentence=score, lexical=0.0, fused=score),
        document=f"{rank}.md",
        title="",
        chunk_id=str(rank),
        start=0,
        end=4,
        page=None,
        headings=(),
        question=None,
        text="text",
        area=None,
        level=None,
        sentences=(sentence,),
    )


def relevance(*recalls: float) -> Relevance:
    """A question of one token, with its recall in the one sentence of each passage."""
    best = np.array([[one] for one in recalls], dtype=np.float32)
    return Relevance(
        np.ones(1, dtype=np.float32),
        best,
        best[:, 0],
        tuple(best[None, place] for place in range(len(best))),
        ((0, 4),),
    )


def test_the_passage_with_the_better_sentence_comes_first_and_rows_follow() -> None:
    ranked, rows = rank_passages("what is it", [passage(1), passage(2), passage(3)], relevance(0.2, 0.9, 0.5), keep=2)
    assert [(one.document, one.rank) for one in ranked] == [("2.md", 1), ("3.md", 2)]
    assert (
        ranked[0].score == pytest.approx(0.5 + 0.75 * 0.9 + 0.1 * math.log(4 / 1000)) and ranked[0].scores.fused == 0.5
    )
    assert rows.passages.tolist() == pytest.approx([0.9, 0.5])
    assert [float(one[0, 0]) for one in rows.sentences] == pytest.approx([0.9, 0.5])


def test_the_search_still_counts() -> None:
    ranked, _ = rank_passages("what is it", [passage(1, score=0.9), passage(2, score=0.3)], relevance(0.4, 0.9), keep=2)
    assert [one.document for one in ranked] == ["1.md", "2.md"]


@pytest.mark.parametrize("role", [SentenceRole.RUBRIC, SentenceRole.MISTAKE, SentenceRole.QUESTION, SentenceRole.CODE])
def test_what_may_not_be_quoted_does_not_count(role: SentenceRole) -> None:
    ranked, _ = rank_passages("what is it", [passage(1), passage(2, role)], relevance(0.3, 0.9), keep=2)
    assert [one.document for one in ranked] == ["1.md", "2.md"]


def test_code_counts_for_who_asks_for_code() -> None:
    passages = [passage(1), passage(2, SentenceRole.CODE)]
    ranked, _ = rank_passages("write code for it", passages, relevance(0.3, 0.9), keep=2)
    assert [one.document for one in ranked] == ["2.md", "1.md"]


def test_the_beginning_of_a_section_comes_before_its_cut_off_end() -> None:
    opening = "## Attention\n\n" + "Attention mixes values. " * 20
    ending = "It is cheap."
    passages = [
        passage(1).model_copy(update={"headings": ("Attention",), "text": ending}),
        passage(2).model_copy(update={"headings": ("Attention",), "text": opening}),
        passage(3).model_copy(update={"headings": ("Attention",), "text": opening.removeprefix("## Attention\n\n")}),
    ]
    ranked, _ = rank_passages("how is it done", passages, relevance(0.5, 0.5, 0.5), keep=3)
    assert [one.document for one in ranked] == ["2.md", "3.md", "1.md"]


def test_what_only_repeats_the_conversation_counts_less() -> None:
    """Of "LoRA? cost?" the first passage says the first word, the second the other."""
    best = np.array([[1.0, 0.2], [0.2, 1.0]], dtype=np.float32)
    half = np.full(2, 0.5, dtype=np.float32)
    found = Relevance(half, best, best @ half, (best[None, 0], best[None, 1]), ((0, 4), (6, 10)))
    for told, first in ((0, "1.md"), (6, "2.md")):
        ranked, _ = rank_passages("LoRA? cost?", [passage(1), passage(2)], found, keep=2, told=told)
        assert ranked[0].document == first
