"""Does the support score tell supported from unsupported claims?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import NOTHING, Evidence, Measures, SupportScorer
from tutor.calibration import SupportThresholds
from tutor.domain import Support
from tutor.evaluation.claims import Claim, ClaimLabel, read_claims
from tutor.evaluation.figures import Chart, Evaluation, Figure, Point, Table
from tutor.evaluation.frequencies import PageFrequencies
from tutor.evaluation.metrics import auroc, best_f1, f1_at, interval
from tutor.library.embedder import Embedder, TokenVectors, unit

TARGET = 0.79
MOST_SENTENCES = 30  # of a page, that are compared with a claim token by token
_SHOWN = 5  # claims on each side of those furthest from their label


class Scored(NamedTuple):
    """A claim with what its support by the best of its sentences is made of, and the best single cosine of one."""

    claim: Claim
    measures: Measures
    score: float
    cosine: float


def evaluate_verification(claims: Path, embedder: Embedder, thresholds: SupportThresholds) -> Evaluation:
    """AUROC and F1 of the support score, no language model asked, on a file of claims with the sentences of the pages
    they cite.  Which words are rare is counted in these pages.  Raises EvaluationError where the file is not of the
    form, or has nothing to tell apart."""
    lines = read_claims(claims)
    scored, scorer = score_claims(lines, embedder, thresholds)
    counts = [sum(one.label is label for one in lines) for label in ClaimLabel]
    return Evaluation(
        kind="verification",
        data=f"{len(lines):,} claims with the pages they cite: {counts[0]:,} supported, {counts[1]:,} partially "
        f"supported, {counts[2]:,} not",
        figures=tuple(_figures(scored, scorer)),
        tables=(_passing(scored, scorer), _furthest(scored)),
        charts=(_chart(scored, scorer),),
        notes=(
            f"A claim passes as supported from {thresholds.supported:g}, as weakly supported from {thresholds.weak:g}.",
            "One cosine is the highest between the claim's mean token vector and a sentence's.",
        ),
    )


def score_claims(
    claims: Sequence[Claim], embedder: Embedder, thresholds: SupportThresholds
) -> tuple[list[Scored], SupportScorer]:
    """The claims with their scores, in order, and the scorer that gave them.  Of a long page only the sentences that
    share the most with the claim get token vectors, so that neither memory nor time grows with it."""
    frequencies = PageFrequencies((one.evidence for one in claims), embedder)
    scorer = SupportScorer(TokenRelevance(frequencies, embedder), thresholds)
    scored = []
    for one in claims:
        evidence = scorer.evidence(frequencies.nearest(one.claim, one.evidence, most=MOST_SENTENCES))
        spans = scorer.search(one.claim, evidence).spans
        measures = scorer.measure(one.claim, evidence, spans) if spans else NOTHING
        scored.append(Scored(one, measures, measures.score(thresholds), _cosine(embedder, one.claim, evidence)))
    return scored, scorer


def _cosine(embedder: Embedder, claim: str, evidence: Evidence) -> float:
    (said,) = embedder.token_vectors([claim])
    means = [_mean(one) for one in evidence.tokens if one.ids]
    return float((np.array(means) @ _mean(said)).max()) if means and said.ids else 0.0


def _mean(tokens: TokenVectors) -> NDArray[np.float32]:
    return unit(tokens.vectors.mean(axis=0))


def _figures(scored: Sequence[Scored], scorer: SupportScorer) -> Iterator[Figure]:
    labels = np.array([one.claim.label is ClaimLabel.SUPPORTED for one in scored])
    against = np.array([one.claim.label is ClaimLabel.NOT for one in scored])
    scores = np.array([one.score for one in scored])
    cosines = np.array([one.cosine for one in scored])
    passed = np.array([scorer.level(one.score) is Support.SUPPORTED for one in scored])

    yield _figure(
        "AUROC, supported against the rest", labels, lambda at: auroc(labels[at], scores[at]), at_least=TARGET
    )
    if against.any() and not (labels | against).all():
        sure = np.flatnonzero(labels | against)
        kept, found = labels[sure], scores[sure]
        yield _figure("AUROC, supported against not supported", kept, lambda at: auroc(kept[at], found[at]))
    yield _figure("AUROC of one cosine", labels, lambda at: auroc(labels[at], cosines[at]))
    yield _figure(
        "AUROC gained over one cosine",
        labels,
        lambda at: auroc(labels[at], scores[at]) - auroc(labels[at], cosines[at]),
    )
    yield _figure("best F1", labels, lambda at: best_f1(labels[at], scores[at])[0])
    yield _figure("F1 as shipped", labels, lambda at: f1_at(labels[at], passed[at]))


def _figure(
    name: str,
    labels: NDArray[np.bool_],
    statistic: Callable[[NDArray[np.int64]], float],
    *,
    at_least: float | None = None,
) -> Figure:
    """The statistic of all claims, with its interval; a draw with one label only, as few claims give, is passed over
    for the whole."""
    everything = np.arange(len(labels))
    value = statistic(everything)
    low, high = interval(len(labels), lambda at: statistic(at) if 0 < labels[at].sum() < len(at) else value)
    return Figure(name=name, value=value, low=low, high=high, of=len(labels), at_least=at_least)


def _passing(scored: Sequence[Scored], scorer: SupportScorer) -> Table:
    rows = []
    for label in ClaimLabel:
        found = [one.score for one in scored if one.claim.label is label]
        levels = [scorer.level(score) for score in found]
        if found:
            supported = levels.count(Support.SUPPORTED) / len(found)
            weak = levels.count(Support.WEAK) / len(found)
            rows.append((label.value, len(found), supported, supported + weak, float(np.mean(found))))
    return Table(
        title="Share of claims that pass, by what people say of them",
        columns=("people say", "claims", "as supported", "at least weakly", "mean score"),
        rows=tuple(rows),
    )


def _chart(scored: Sequence[Scored], scorer: SupportScorer) -> Chart:
    points = []
    for label, _, supported, weakly, _ in _passing(scored, scorer).rows:
        said = str(label).replace("_", " ")
        points += [Point(x=said, y=float(supported or 0), series="as supported")]
        points += [Point(x=said, y=float(weakly or 0), series="at least weakly")]
    title = "Share of claims that pass, by what people say of them"
    return Chart(name="support", title=title, x="", y="share of the claims", points=tuple(points))


def _furthest(scored: Sequence[Scored]) -> Table:
    """The claims to read first: supported ones with the lowest scores, unsupported ones with the highest."""
    order = sorted(scored, key=lambda one: one.score)
    low = [one for one in order if one.claim.label is ClaimLabel.SUPPORTED][:_SHOWN]
    high = [one for one in reversed(order) if one.claim.label is ClaimLabel.NOT][:_SHOWN]
    rows = [(one.claim.id, one.claim.label.value, one.score) for one in (*low, *high)]
    return Table(title="Furthest from their label", columns=("id", "people say", "score"), rows=tuple(rows))
