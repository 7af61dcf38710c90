"""Pasted job descriptions: the areas and levels they ask for, the lines that ask, and what is no job description."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tutor.domain import Syllabus
from tutor.library.embedder import MiniLMEmbedder
from tutor.practice.job_description import JobReading, read_job, wish_for
from tutor.practice.syllabus import load_syllabus

JOBS = ROOT / "tests" / "data" / "job-descriptions"
EXPECTED: dict[str, dict[str, list[str]]] = json.loads((JOBS / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def syllabus() -> Syllabus:
    return load_syllabus(ROOT / "corpus")


@pytest.fixture(scope="module")
def readings(syllabus: Syllabus, embedder: MiniLMEmbedder) -> dict[str, JobReading]:
    return {name: read_job(_job(name), syllabus, embedder) for name in EXPECTED}


def test_the_areas_are_found(readings: dict[str, JobReading]) -> None:
    """Over eight descriptions labelled by hand: at least 90% of the expected areas, at least 80% of the found right."""
    found = {(name, one.name) for name, reading in readings.items() for one in reading.areas}
    expected = {(name, area) for name, labels in EXPECTED.items() for area in labels["areas"]}
    right = len(found & expected)
    assert right / len(expected) >= 0.9, expected - found
    assert right / len(found) >= 0.8, found - expected


@pytest.mark.parametrize("name", EXPECTED)
def test_the_levels_are_found(name: str, readings: dict[str, JobReading]) -> None:
    assert [one.level for one in readings[name].levels] == EXPECTED[name]["levels"]


def test_the_evidence_is_verbatim(readings: dict[str, JobReading]) -> None:
    for name, reading in readings.items():
        text = _job(name)
        lines = [line for one in (*reading.areas, *reading.levels) for line in one.evidence]
        assert lines and all(text[line.start : line.end] == line.text for line in lines)
        assert sum(one.weight for one in reading.areas) == pytest.approx(1)
        assert all(one.evidence for one in reading.areas)


def test_what_sells_the_job_asks_for_nothing(readings: dict[str, JobReading]) -> None:
    """The bank's pitch names statistics, and its benefits a reading group on deep learning."""
    bank = readings["senior-genai-engineer-bank.txt"]
    quoted = " ".join(line.text for one in bank.areas for line in one.evidence)
    assert "before it was fashionable" not in quoted and "reading groups" not in quoted and "religion" not in quoted
    assert not {"statistics", "deep-learning"} & {one.name for one in bank.areas}


def test_a_mentored_junior_is_not_the_candidate(readings: dict[str, JobReading]) -> None:
    lead = readings["llm-platform-mlops-lead.txt"]
    assert all("Mentor" not in line.text for one in lead.levels for line in one.evidence)


def test_the_nearest_role_is_guessed(readings: dict[str, JobReading]) -> None:
    assert readings["rag-search-engineer.txt"].role == "rag-engineer"
    assert readings["data-scientist-llm-evaluation.txt"].role == "data-scientist"


def test_what_is_nice_to_have_weighs_less(syllabus: Syllabus) -> None:
    text = "AI Engineer\nRequirements\n- Python in production systems daily\nNice to have\n- LoRA fine-tuning\n"
    reading = read_job(text, syllabus)
    weights = {one.name: one.weight for one in reading.areas}
    assert weights["training"] == pytest.approx(weights["python"] / 2)


def test_a_line_without_the_words_is_read_by_its_meaning(syllabus: Syllabus, embedder: MiniLMEmbedder) -> None:
    text = "Data Engineer\n- Python every day, in a small team\n- You know how p-values and power are computed\n"
    without = {one.name for one in read_job(text, syllabus).areas}
    found = {one.name for one in read_job(text, syllabus, embedder).areas}
    assert "statistics" not in without and "statistics" in found


def test_a_practice_set_follows_from_it(readings: dict[str, JobReading]) -> None:
    reading = readings["rag-search-engineer.txt"]
    wish = wish_for(reading, 7)
    assert wish.count == 7 and wish.levels == ("intermediate",)
    assert wish.areas[0] == reading.areas[0].name and 1 < len(wish.areas) <= 8
    assert set(wish.areas) <= {one.name for one in reading.areas}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hire me",
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore",
        "Melt the butter, stir in the flour and cook for two minutes. Add the milk slowly and season with nutmeg.",
        "The python lay in the sun and paid no attention to the travellers who were passing by on the road.",
        "asdf qwer zxcv " * 40,
    ],
)
def test_what_is_no_job_description_gets_a_notice(text: str, syllabus: Syllabus, embedder: MiniLMEmbedder) -> None:
    reading = read_job(text, syllabus, embedder)
    assert reading.areas == () and reading.levels == ()
    assert reading.notice is not None and reading.notice.endswith((".", "?"))


def test_a_plumber_is_not_asked_about_attention(syllabus: Syllabus, embedder: MiniLMEmbedder) -> None:
    text = (
        "Plumber wanted\nYou install and repair heating systems and bathrooms for private customers.\n"
        "You have five years of experience, a driving licence and a steady hand."
    )
    assert read_job(text, syllabus, embedder).areas == ()


def _job(name: str) -> str:
    return Path(JOBS / name).read_text(encoding="utf-8")
