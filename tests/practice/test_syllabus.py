"""The shipped syllabus: twenty areas, each with what it teaches, and questions the material answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tutor.build import Tutor
from tutor.domain import Verdict
from tutor.errors import SyllabusError
from tutor.practice.syllabus import load_syllabus

SYLLABUS = load_syllabus(ROOT / "corpus")
ALSO_IN = {"Is model B better than model A on 500 graded answers? Which test do you use?": "evaluation"}
ASKED = [(area.name, question) for area in SYLLABUS.areas for question in area.asked]


def test_it_names_twenty_areas_in_the_order_they_are_learned() -> None:
    names = [area.name for area in SYLLABUS.areas]
    assert len(names) == len(set(names)) == 20
    assert (names[0], names[-1]) == ("foundations", "interview-craft")
    heart = {area.name for area in SYLLABUS.areas if area.least_notes >= 6}
    assert {"transformers", "training", "rag", "evaluation", "deployment", "system-design"} <= heart


@pytest.mark.parametrize(("area", "question"), ASKED, ids=[question for _, question in ASKED])
def test_the_material_answers_what_interviewers_are_known_to_ask(
    corpus_library: Tutor, area: str, question: str
) -> None:
    answer = corpus_library.ask(question)
    assert answer.verdict is Verdict.ANSWERED
    cited = {citation.document for sentence in answer.sentences for citation in sentence.citations}
    homes = (f"{area}/", f"{ALSO_IN.get(question, area)}/")
    assert any(name.startswith(homes) for name in cited), cited


def test_a_missing_syllabus_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SyllabusError, match="cannot be read"):
        load_syllabus(tmp_path)
