"""The whole report, and what each part gives, on a library of four notes and a set of six documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.commands import ROOT
from tests.conftest import new_data_dir
from tests.evaluation import test_answers, test_retrieval
from tests.library.shelf import write_notes
from tutor.evaluation.ablation import evaluate_ablation
from tutor.evaluation.report import write_report
from tutor.evaluation.sets import BeirSet, LabelledSets
from tutor.settings import Settings


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Three small notes and one real one in place of the shipped ones."""
    with pytest.MonkeyPatch.context() as patch:
        real = (ROOT / "corpus" / "nlp" / "bag-of-words-and-tfidf.md").read_text(encoding="utf-8")[:6_000]
        notes = write_notes(tmp_path_factory.mktemp("shipped"), test_answers.NOTES | {"a.md": real})
        patch.setattr("tutor.evaluation.throwaway.SHIPPED_CORPUS", notes)
        patch.setattr("tutor.evaluation.metrics.RESAMPLES", 50)
        yield


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> LabelledSets:
    folder = tmp_path_factory.mktemp("sets")
    (folder / "small").mkdir()
    return LabelledSets(
        questions=(test_answers.write(folder / "questions.jsonl"),),
        retrieval=(BeirSet(*test_retrieval.write(folder / "small")),),
        folder=folder,
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Settings:
    return Settings(data_dir=new_data_dir(tmp_path_factory.mktemp("report") / "data", models))


@pytest.mark.usefixtures("shipped")
def test_every_section_has_its_command_and_its_charts(sets: LabelledSets, settings: Settings, tmp_path: Path) -> None:
    written = list(write_report(sets, settings, tmp_path / "EVALUATION.md", today=date(2026, 12, 1)))
    text = written[-1].read_text(encoding="utf-8")
    for heading, command in (
        ("Answers: questions", "tutor eval answers --questions DIR/questions.jsonl"),
        ("Search: small", "tutor eval retrieval --corpus DIR/small/corpus.jsonl --queries DIR/small/queries.jsonl"),
        ("What each part gives", "tutor eval ablation --data DIR"),
        ("Questions made from the shipped notes", "tutor eval questions --every 10"),
        ("What the numbers were fitted on", "tutor eval calibrate --data DIR"),
    ):
        assert f"## {heading}\n\n`{command}" in text
    assert "1 December 2026" in text
    charts = written[:-1]
    assert {one.stem for one in charts} >= {"verdicts", "search"}
    for one in charts:
        assert f"]({one.relative_to(tmp_path).as_posix()})" in text and one.read_text().startswith("<svg")


@pytest.mark.usefixtures("shipped")
def test_an_ablation_takes_each_part_away_alone(sets: LabelledSets, settings: Settings) -> None:
    found = evaluate_ablation(sets, settings)
    titles = [table.title for table in found.tables]
    assert titles == [
        "Search: questions (3 questions)",
        "Order of an answer's passages: questions (3 questions)",
        "Search: small (4 questions)",
        "Order of an answer's passages: small (4 questions)",
    ]
    search = {str(row[0]): row for row in found.tables[2].rows}
    assert search["as shipped"][2:] == (None, None)
    assert {"without words", "words alone", "without leaning to the conversation"} <= set(search)
    assert "without the vectors of authored questions" not in search  # there are none
    for name, row in search.items():
        assert isinstance(row[1], float) and 0 <= row[1] <= 1, name
    order = {str(row[0]): row for row in found.tables[1].rows}
    assert order["as shipped"][-1] == pytest.approx(2 / 3)  # the third is labelled with what does not answer it
    assert {"the search's order", "without token recall (late interaction)"} <= set(order)
