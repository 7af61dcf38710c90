"""Which labelled sets there are: the project's own, and those of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tutor.errors import EvaluationError
from tutor.settings import PROJECT

OWN = PROJECT / "tests" / "data"


class BeirSet(NamedTuple):
    """A set in BEIR form."""

    name: str
    corpus: Path
    queries: Path
    qrels: Path


class LabelledSets(NamedTuple):
    """Files by what they measure."""

    retrieval: tuple[BeirSet, ...]
    questions: tuple[Path, ...]
    claims: tuple[Path, ...]
    pairs: tuple[Path, ...]


def labelled_sets(data: Path | None = None) -> LabelledSets:
    """The project's own sets, then those of the folder `data`: NAME/corpus.jsonl (with queries.jsonl and qrels.tsv),
    verification/*.jsonl, grading/*.jsonl.  Raises EvaluationError where the folder holds none."""
    folder = _of_folder(data) if data is not None else LabelledSets((), (), (), ())
    if data is not None and not any(folder):
        raise EvaluationError(
            f"{str(data)!r} holds no labelled set; it may have NAME/corpus.jsonl with queries.jsonl and qrels.tsv, "
            "verification/*.jsonl and grading/*.jsonl"
        )
    return folder._replace(
        questions=_there(OWN / "labelled-questions.jsonl"),
        claims=(*_there(OWN / "labelled-claims.jsonl"), *folder.claims),
    )


def _of_folder(data: Path) -> LabelledSets:
    beir = tuple(
        BeirSet(one.parent.name, one, one.with_name("queries.jsonl"), one.with_name("qrels.tsv"))
        for one in sorted(data.glob("*/corpus.jsonl"))
    )
    claims, pairs = (tuple(sorted((data / name).glob("*.jsonl"))) for name in ("verification", "grading"))
    return LabelledSets(retrieval=beir, questions=(), claims=claims, pairs=pairs)


def _there(path: Path) -> tuple[Path, ...]:
    return (path,) if path.is_file() else ()
