"""Where a candidate stands: exact states, cells, estimates and series from attempts that a test makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.made import attempt, grade
from tutor.build import Tutor
from tutor.domain import Attempt, Interview, InterviewSetup, InterviewTurn, Learned, Rating, Syllabus, TurnKind
from tutor.errors import UnknownDocument
from tutor.practice.forms import as_explanation
from tutor.practice.progress import Progress
from tutor.practice.readiness import IMAGINED, LEAST_ANSWERS, UNKNOWN, readiness
from tutor.practice.schedule import Schedule
from tutor.practice.standing import OWN_MATERIAL, Standing
from tutor.practice.syllabus import load_syllabus

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NOTE = "attention/scaling.md"


class Study:
    """A candidate at a small library, with attempts to make and a clock to move."""

    def __init__(self, tutor: Tutor, syllabus: Syllabus) -> None:
        self.tutor = tutor
        self.syllabus = syllabus
        self.now = START
        self.questions = tutor.questions()
        self.made = 0

    @property
    def progress(self) -> Progress:
        return Progress(self.tutor.store, self.tutor.candidate, self.syllabus, lambda: self.now, zone=UTC)

    def answer(self, place: int, score: float, *, words: str = "words", **changes: object) -> Attempt:
        """The question at `place` answered now; `changes` are to the attempt."""
        rating = Rating.AGAIN if score < 0.4 else Rating.GOOD
        made = attempt(self.questions[place], rating, self.now, graded=grade(score))
        self.made += 1
        made = made.model_copy(update={"id": f"a{self.made}", "answer": words, **changes})
        self.tutor.candidate.attempts.add(made)
        if made.again_of is None:
            tries = self.tutor.candidate.attempts.of(made.question.id)
            self.tutor.candidate.cards.put(Schedule().replay(made.question, tries))
        return made

    def state(self) -> Learned:
        return self.progress.checklist()[0].topics[0].state


@pytest.fixture
def study(tutor: Tutor, tmp_path: Path) -> Study:
    folder = write_corpus(tmp_path / "notes")
    tutor.ingest([folder])
    return Study(tutor, load_syllabus(folder))


def test_at_first_nothing_is_claimed(study: Study) -> None:
    (area,) = study.progress.checklist()
    (topic,) = area.topics
    assert (area.name, area.title) == ("attention", "Attention")
    assert (topic.title, topic.documents, topic.state, topic.read) == ("Scaling", (NOTE,), Learned.NEW, False)
    assert (topic.questions, topic.tried, topic.score) == (3, 0, None)
    found = study.progress.readiness()
    assert (found.estimate, found.low, found.high) == (None, None, None)
    (said,) = found.evidence
    assert said.endswith("so far 0 questions in 0 areas.")
    assert study.progress.scores() == () and study.progress.retention() == ()
    assert study.progress.calibration().difference is None


def test_a_note_is_read_when_it_is_ticked_and_not_when_it_is_not(study: Study) -> None:
    study.progress.mark_read("scaling")
    assert study.state() is Learned.READ
    study.progress.mark_read(NOTE, False)
    assert study.state() is Learned.NEW
    with pytest.raises(UnknownDocument, match="'nowhere'"):
        study.progress.mark_read("nowhere")


def test_half_of_the_questions_make_it_practised(study: Study) -> None:
    study.progress.mark_read(NOTE)
    study.answer(0, 0.2)
    assert study.state() is Learned.READ
    study.answer(1, 0.2)
    assert study.state() is Learned.PRACTISED


def test_mastery_asks_for_score_and_memory_and_is_lost_again(study: Study) -> None:
    for place in range(3):
        study.answer(place, 0.6)
    assert study.state() is Learned.PRACTISED, "answered, and not well enough"
    study.now += DAY
    for place in range(3):
        study.answer(place, 0.8)
    assert study.state() is Learned.MASTERED
    study.now += 400 * DAY
    assert study.state() is Learned.PRACTISED, "forgotten"


def _again(study: Study) -> None:
    study.answer(1, 0.9, again_of="a1")


def _empty(study: Study) -> None:
    study.answer(1, 0.0, words="  ")


def _follow_up(study: Study) -> None:
    study.answer(1, 0.9, question=study.questions[1].model_copy(update={"id": f"{study.questions[1].id}~follow-up-1"}))


def _looked(study: Study) -> None:
    study.answer(1, 0.9, grade=None)


@pytest.mark.parametrize("other", [_again, _empty, _follow_up, _looked])
def test_what_shows_nothing_new_is_not_counted(study: Study, other: Callable[[Study], None]) -> None:
    study.answer(0, 0.5)
    other(study)
    (topic,) = study.progress.checklist()[0].topics
    assert (topic.tried, topic.score, topic.state) == (1, 0.5, Learned.NEW)


def test_an_explanation_counts_for_what_it_explains(study: Study) -> None:
    study.answer(0, 0.3)
    study.answer(0, 0.7, question=as_explanation(study.questions[0]))
    (topic,) = study.progress.checklist()[0].topics
    assert (topic.tried, topic.score, topic.questions) == (1, 0.7, 3)


def test_passing_a_question_known_before_lowers_it(study: Study) -> None:
    study.answer(0, 0.9)
    study.answer(0, 0.0, words="")
    (topic,) = study.progress.checklist()[0].topics
    assert (topic.tried, topic.score) == (1, 0.0)


def test_other_material_is_a_folder_an_area_and_a_document_a_topic(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "my-papers").mkdir(parents=True)
    (folder / "my-papers" / "ranks.md").write_text("# Ranks\n\nRanks decide how many are trained.\n", encoding="utf-8")
    (folder / "loose.md").write_text("# Loose\n\nA loose page says little.\n", encoding="utf-8")
    front = "---\ntitle: More on scaling\narea: attention\nlevel: advanced\n---\n# More on scaling\n\nIt goes on.\n"
    (folder / "more.md").write_text(front, encoding="utf-8")
    study.tutor.ingest([folder])
    found = {area.name: area for area in study.progress.checklist()}
    assert list(found) == ["attention", OWN_MATERIAL, "my-papers"]
    assert [topic.title for topic in found["attention"].topics] == ["Scaling", "More on scaling"]
    assert (found["my-papers"].title, found["my-papers"].topics[0].documents) == ("My papers", ("my-papers/ranks.md",))
    assert found[OWN_MATERIAL].title == "Your own material"
    study.progress.mark_read("loose.md")
    assert study.progress.checklist()[1].topics[0].state is Learned.READ


def test_without_a_syllabus_the_folders_are_the_areas(study: Study) -> None:
    progress = Progress(study.tutor.store, study.tutor.candidate, None, lambda: study.now)
    (area,) = progress.checklist()
    assert (area.name, area.title, len(area.topics)) == ("attention", "Attention", 1)
    assert progress.areas == ("attention",)


def test_coverage_counts_by_area_and_level(study: Study) -> None:
    study.answer(0, 0.4)
    study.answer(0, 0.6)
    study.answer(2, 1.0)
    cells = study.progress.coverage()
    assert [(one.area, one.level, one.questions, one.tried, one.score) for one in cells] == [
        ("attention", "beginner", 1, 1, 0.6),
        ("attention", "intermediate", 1, 0, None),
        ("attention", "advanced", 1, 1, 1.0),
    ]


def test_a_question_whose_document_left_is_not_counted(study: Study) -> None:
    study.answer(0, 0.9)
    study.tutor.remove([NOTE])
    assert study.progress.coverage() == () and study.progress.checklist() == ()
    assert len(study.progress.scores()) == 1, "what was scored was scored"


def test_scores_and_calibration_follow_the_answers(study: Study) -> None:
    study.answer(0, 0.5, guess=0.8)
    study.now += DAY
    study.answer(1, 0.7, guess=0.6)
    study.answer(1, 0.9, again_of="a2", guess=0.9)
    study.answer(2, 0.4)
    assert [(one.score, one.guess, one.area) for one in study.progress.scores()] == [
        (0.5, 0.8, "attention"),
        (0.7, 0.6, "attention"),
        (0.4, None, "attention"),
    ]
    found = study.progress.calibration()
    assert (found.answers, found.difference, found.distance) == (2, pytest.approx(0.1), pytest.approx(0.2))


def test_retention_is_what_came_back_on_a_later_day(study: Study) -> None:
    study.answer(0, 0.9)
    study.answer(0, 0.1)  # the same day: practice, and no test of memory
    study.answer(1, 0.9)
    study.now += 3 * DAY
    study.answer(0, 0.1)
    study.answer(0, 0.9)
    study.answer(1, 0.9)
    study.now += DAY
    study.answer(0, 0.9)
    found = [(one.day, one.reviewed, one.remembered) for one in study.progress.retention()]
    assert found == [(date(2026, 11, 5), 2, 1), (date(2026, 11, 6), 1, 1)]


# --- readiness


def standing(area: str, score: float, *, remembered: float | None = 1.0, number: int = 0) -> Standing:
    return Standing(f"{area}{number}", "d.md", area, "beginner", score, score - 0.1, score + 0.1, remembered)


AREAS = {"a": 10, "b": 10, "c": 10, "d": 10}
ANSWERED = [standing(area, 0.8, number=number) for area in "abc" for number in range(4)]


def test_readiness_is_the_stated_formula() -> None:
    found = readiness(ANSWERED, AREAS)
    touched = (4 * 0.8 + IMAGINED * UNKNOWN) / (4 + IMAGINED)
    assert found.estimate == pytest.approx((3 * touched + UNKNOWN) / 4)
    assert found.low == pytest.approx(3 * (4 * 0.7) / (4 + IMAGINED) / 4)
    assert found.high == pytest.approx(0.9), "everything else as good as the best reading of what was answered"


def test_readiness_says_nothing_before_there_is_enough() -> None:
    assert readiness(ANSWERED[: LEAST_ANSWERS - 1], AREAS).estimate is None
    assert readiness([standing("a", 1.0, number=number) for number in range(50)], AREAS).estimate is None
    assert readiness([standing("a", 1.0, number=number) for number in range(10)], {"a": 10}).estimate is not None
    assert readiness([], {}).estimate is None


def test_forgetting_and_untouched_areas_lower_it_and_never_flatter() -> None:
    fresh = readiness(ANSWERED, AREAS)
    faded = readiness([one._replace(remembered=0.5) for one in ANSWERED], AREAS)
    wider = readiness(ANSWERED, {**AREAS, "e": 10, "f": 10})
    assert fresh.estimate is not None and faded.estimate is not None and wider.estimate is not None
    assert faded.estimate < fresh.estimate and wider.estimate < fresh.estimate
    mean = sum(one.score for one in ANSWERED) / len(ANSWERED)
    for found in (fresh, faded, wider):
        assert found.low is not None and found.high is not None and found.estimate is not None
        assert 0 <= found.low <= found.estimate <= found.high <= 1
        assert found.estimate < mean
    assert "12 questions are fading" in " ".join(faded.evidence)
    assert "3 areas without an answer count as 2 of 10" in " ".join(wider.evidence)


def test_the_evidence_names_the_interviews(study: Study) -> None:
    answered = study.answer(0, 0.6)
    setup = InterviewSetup(role="engineer", level="beginner", minutes=15)
    turn = InterviewTurn(kind=TurnKind.QUESTION, said="Why?", question=answered.question, answer="w", attempt=answered)
    taken = Interview(
        id="i", setup=setup, state="finished", plan=(), turns=(turn,), created_at=START, finished_at=START + DAY
    )
    said = readiness(ANSWERED, AREAS, [taken]).evidence[-1]
    assert said == "You finished 1 mock interview; the latest got 6.0 of 10."
    unfinished = taken.model_copy(update={"state": "paused"})
    assert "no mock interview yet" in readiness(ANSWERED, AREAS, [unfinished]).evidence[-1]
