"""Which labelled sets there are: the project's own, and those of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tutor.errors import EvaluationError
from tutor.settings import PROJECT

OWN = PROJECT / "tests" / "data"
QUESTIONS = OWN / "labelled-questions.jsonl"
PARAPHRASED = OWN / "paraphrased-questions.jsonl"
CLAIMS = OWN / "labelled-claims.jsonl"


class BeirSet(NamedTuple):
    """A set in BEIR form."""

    corpus: Path
    queries: Path
    qrels: Path


class LabelledSets(NamedTuple):
    """Files by what they measure; `folder` is the one that those not of the project come from."""

    retrieval: tuple[BeirSet, ...] = ()
    questions: tuple[Path, ...] = ()
    claims: tuple[Path, ...] = ()
    pairs: tuple[Path, ...] = ()
    folder: Path | None = None


def labelled_sets(data: Path | None = None) -> LabelledSets:
    """The project's own sets, then those of the folder `data`: NAME/corpus.jsonl (with queries.jsonl and qrels.tsv),
    verification/*.jsonl, grading/*.jsonl.  Raises EvaluationError where the folder holds none."""
    given = LabelledSets() if data is None else _of_folder(data)
    return given._replace(
        questions=tuple(path for path in (QUESTIONS, PARAPHRASED) if path.is_file()),
        claims=(*(path for path in (CLAIMS,) if path.is_file()), *given.claims),
    )


def about(path: Path) -> str:
    """What a set is, in a line: `about.txt` beside it says so, else its own name (a corpus is named by its folder)."""
    beside = path.with_name("about.txt")
    if beside.is_file():
        return beside.read_text(encoding="utf-8").strip().splitlines()[0]
    return path.parent.name if path.name == "corpus.jsonl" else path.stem.replace("-", " ").replace("_", " ")


def _of_folder(data: Path) -> LabelledSets:
    beir = tuple(
        BeirSet(one, one.with_name("queries.jsonl"), one.with_name("qrels.tsv"))
        for one in sorted(data.glob("*/corpus.jsonl"))
    )
    claims, pairs = (tuple(sorted((data / name).glob("*.jsonl"))) for name in ("verification", "grading"))
    if not (beir or claims or pairs):
        raise EvaluationError(
            f"{str(data)!r} holds no labelled set; it may have NAME/corpus.jsonl with queries.jsonl and qrels.tsv, "
            "verification/*.jsonl and grading/*.jsonl"
        )
    return LabelledSets(retrieval=beir, claims=claims, pairs=pairs, folder=data)
