"""`tutor quiz|review`: asked, answered, graded and scheduled on a terminal and from a script."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.made import attempt, question
from tutor.build import Tutor
from tutor.cli import main
from tutor.domain import AnswerForm, Attempt, Place, Rating
from tutor.practice.schedule import Schedule

SCALED = "attention/scaling#why-are-attention-scores-scaled"
GOOD = (
    "The variance of a dot product grows with the key dimension, so large scores make gradients vanish.\n"
    "Dividing the attention scores keeps the softmax from saturating.\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def small(tutor: Tutor, tmp_path: Path) -> Tutor:
    """A library with three questions."""
    tutor.ingest([write_corpus(tmp_path / "notes")])
    return tutor


@pytest.fixture
def run(small: Tutor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command on the small library with what is typed, and returns its code and what it printed."""

    def on_terminal(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main([*arguments, "--data-dir", str(small.settings.data_dir)])
        out, err = capsys.readouterr()
        return code, out, err

    yield on_terminal


def attempts(small: Tutor) -> list[Attempt]:
    return small.candidate.attempts.all()


def yesterday(small: Tutor, rating: Rating = Rating.AGAIN) -> None:
    """One question tried a day ago, and due."""
    asked = small.practice.question(SCALED)
    tried = attempt(asked, rating, datetime.now(UTC) - timedelta(days=1))
    small.candidate.attempts.add(tried)
    small.candidate.cards.put(Schedule().replay(asked, [tried]))


def test_a_question_is_answered_graded_and_comes_back(run: Run, small: Tutor) -> None:
    code, out, _ = run("quiz", "--about", "attention scores scaled", "--count", "1", typed=f"{GOOD}\n8\n\n")
    assert code == 0
    (kept,) = attempts(small)
    assert (kept.question.id, kept.answer, kept.guess, kept.place) == (SCALED, GOOD.strip(), 0.8, Place.PRACTISE)
    assert kept.grade is not None
    assert f"{10 * kept.grade.score:.1f} / 10" in out
    assert "you guessed 8" in out
    assert out.index("How sure are you") < out.index(" / 10"), "the guess is asked before the score is shown"
    flat = " ".join(out.split())
    for point in kept.grade.points:
        assert point.text in flat
        if point.quote is not None:
            assert " ".join(point.quote.text.split()) in flat
    card = small.practice.card(SCALED)
    assert card is not None
    assert f"It comes back in {(card.due.date() - datetime.now(UTC).date()).days} days" in flat


def test_a_missed_point_shows_its_passage(run: Run, small: Tutor) -> None:
    _, out, _ = run("quiz", "--about", "attention scores scaled", "--count", "1", typed="It saves time.\n\n\n\n")
    (kept,) = attempts(small)
    assert kept.guess is None
    flat = " ".join(out.split())
    assert "Large scores make the gradients vanish.” (attention/scaling.md ›" in flat
    assert "The 30-second answer: The softmax would saturate without the division." in flat


def test_the_candidate_rates_it(run: Run, small: Tutor) -> None:
    _, out, _ = run("quiz", "--about", "attention scores scaled", "--count", "1", typed=f"{GOOD}\n\na\n\n")
    assert attempts(small)[0].rating is Rating.AGAIN
    assert out.count("It comes back") == 2
    assert "It comes back tomorrow." in out


def test_passing_is_an_answer_and_the_end_of_the_input_ends(run: Run, small: Tutor) -> None:
    code, out, err = run("quiz", "--count", "3", typed="/pass\n\n")
    assert (code, err) == (0, "")
    assert "Question 2 of 3" in out
    assert "Question 3 of 3" not in out
    (kept,) = attempts(small)
    assert (kept.answer, kept.rating, kept.grade is not None and kept.grade.score) == ("", Rating.AGAIN, 0.0)


def test_what_was_typed_is_kept_when_the_program_is_stopped(
    run: Run, small: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["half an"])

    def stopped(prompt: str = "") -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", stopped)
    code, _, err = run("quiz", "--about", "attention scores scaled", "--count", "1")
    assert (code, err) == (130, "\ntutor: stopped; what was finished is kept\n")
    assert attempts(small) == []
    monkeypatch.undo()
    _, out, _ = run("quiz", "--about", "attention scores scaled", "--count", "1", typed="answer\n\n\n\n")
    assert "(kept from before) half an" in out
    assert attempts(small)[0].answer == "half an\nanswer"


def test_a_choice_is_a_letter(run: Run, small: Tutor) -> None:
    options = ("It keeps the softmax from saturating", "It saves time")
    small.candidate.made.put(question("scale", "Why is it scaled?", form=AnswerForm.CHOICE, options=options))
    _, out, _ = run("quiz", "--form", "choice", "--count", "1", typed="x\na.\n9\n\n")
    assert "A. It keeps the softmax from saturating" in out
    assert "Type one of A, B" in out
    (kept,) = attempts(small)
    assert (kept.answer, kept.guess) == (options[0], 0.9)
    assert kept.grade is not None
    assert kept.grade.score == 1


def test_a_script_gets_one_object_a_question(run: Run, small: Tutor) -> None:
    typed = json.dumps({"answer": GOOD, "guess": 0.7}) + "\nplain words\n"
    code, out, err = run("quiz", "--count", "3", "--json", typed=typed)
    assert (code, err) == (0, "")
    first, second, third = (json.loads(line) for line in out.splitlines())
    assert (first["answer"], first["guess"]) == (GOOD, 0.7)
    assert {"score", "points", "grader"} <= set(first["grade"])
    assert datetime.fromisoformat(first["due"]) > datetime.now(UTC)
    assert second["answer"] == "plain words"
    assert (third["answer"], third["grade"]) == (None, None)
    assert len({one["question"]["id"] for one in (first, second, third)}) == 3
    assert len(attempts(small)) == 2
    code, _, err = run("quiz", "--count", "1", "--json", typed='{"guess": 2}\n')
    assert code == 2
    assert err.startswith("tutor: the line '{\"guess\": 2}' is not an answer")


def test_fewer_than_wished_for_is_said(run: Run, small: Tutor) -> None:
    _, out, _ = run("quiz", "--count", "9")
    assert out.startswith("There are only 3 questions to ask now.")
    code, out, err = run("quiz", "--about", "cooking pasta", "--json")
    assert (code, out) == (0, "")
    assert "No question is near to 'cooking pasta'" in err
    assert run("quiz", "--document", "nowhere")[0] == 2


def test_a_document_without_questions_has_some_made_from_it(run: Run, small: Tutor, tmp_path: Path) -> None:
    memo = tmp_path / "memo.md"
    memo.write_text(
        "# Review policy\n\n## What is a canary release?\n\nA canary release sends a small share of the traffic to the "
        "new version. It is watched for an hour, because faults show early.\n\n## Why two reviewers\n\nTwo reviewers "
        "read every change, because one reader misses about half of the faults.\n",
        encoding="utf-8",
    )
    small.ingest([memo])
    _, out, _ = run("quiz", "--document", "memo.md", "--count", "1", "--json")
    assert json.loads(out)["question"]["document"] == "memo.md"


# --- review


def test_what_is_due_is_asked(run: Run, small: Tutor) -> None:
    _, out, _ = run("review")
    assert out.startswith("Nothing to review yet: 'tutor quiz'")
    yesterday(small)
    _, out, _ = run("review", typed=f"{GOOD}\n7\n\n")
    assert out.startswith("1 question for today, about 3 minutes.")
    last = attempts(small)[-1]
    assert (last.place, last.question.id) == (Place.REVIEW, SCALED)
    _, out, _ = run("review")
    assert out.startswith("Nothing is due today. The next question comes back in ")


def test_a_card_outlives_its_document(run: Run, small: Tutor) -> None:
    yesterday(small)
    small.remove(["attention/scaling.md"])
    _, out, _ = run("review", typed=f"{GOOD}\n7\n\n")
    assert "Why are attention scores scaled?" in out
    assert attempts(small)[-1].grade is not None


def test_the_plan_and_the_day_of_the_interview(run: Run, small: Tutor) -> None:
    yesterday(small)
    soon = (datetime.now(UTC) + timedelta(days=5)).date()
    code, out, _ = run("review", "--plan", "--interview-on", soon.isoformat())
    assert code == 0
    assert "days until your interview" in out
    assert "1. Review 1 question (3 min)" in out
    assert "tutor quiz --area attention" in out
    plan = json.loads(run("review", "--plan", "--json")[1])
    assert [step["page"] for step in plan["steps"]][:2] == ["review", "practise"]
    assert plan["minutes"] == sum(step["minutes"] for step in plan["steps"])
    assert small.review.interview_on == soon
    run("review", "--plan", "--interview-on", "none")
    assert small.review.interview_on is None
    with pytest.raises(SystemExit):
        run("review", "--interview-on", "someday")
