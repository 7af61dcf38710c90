"""The report of an interview: its numbers, its quotes, and its files, which a hostile answer cannot use."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from tutor.domain import (
    Attempt,
    Citation,
    Grade,
    Interview,
    InterviewReport,
    InterviewSetup,
    InterviewTurn,
    Place,
    PointGrade,
    PointStatus,
    Question,
    QuestionKind,
    Quote,
    Rating,
    RubricPoint,
    TurnKind,
)
from tutor.practice.interview_report import report_of
from tutor.practice.material_html import material_html, material_inline
from tutor.practice.report_documents import by_note, guess_words, overall_words, report_markdown
from tutor.practice.report_html import report_html

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SETUP = InterviewSetup(role="rag-engineer", level="intermediate", minutes=15)
C, P, M, X = PointStatus.COVERED, PointStatus.PARTLY, PointStatus.MISSED, PointStatus.CONTRADICTED
HOSTILE = '<script>alert(1)</script> ![seen](http://evil.example/x.png) <img src="http://evil.example/y.png"> | # **b**'


def cite(quote: str, document: str = "note.md", start: int = 0) -> Citation:
    return Citation(
        document=document, start=start, end=start + len(quote), page=None, quote=quote, chunk_id="c", headings=("Note",)
    )


def asked(number: int, points: tuple[str, ...], *, area: str = "rag", document: str = "note.md") -> Question:
    return Question(
        id=f"note#{number}",
        text=f"Question {number}?",
        topic=document.removesuffix(".md").title(),
        area=area,
        level="intermediate",
        kind=QuestionKind.CONCEPT,
        document=document,
        source=cite("The whole answer.", document),
        short=None,
        rubric=tuple(RubricPoint(text=one, citation=cite(f"{one} It stands here.", document, 100)) for one in points),
    )


def graded(
    kind: TurnKind,
    question: Question,
    answer: str,
    score: float,
    points: dict[str, tuple[PointStatus, float, str]],
    *,
    spread: float = 0.1,
) -> InterviewTurn:
    """A turn whose grade is given: point -> status, score, and the words of the answer that are its quote."""
    grades = tuple(
        PointGrade(
            text=text,
            status=status,
            score=got,
            quote=Quote(start=answer.index(words), end=answer.index(words) + len(words), text=words) if words else None,
            citation=next((one.citation for one in question.rubric if one.text == text), None),
        )
        for text, (status, got, words) in points.items()
    )
    grade = Grade(score=score, low=max(0, score - spread), high=min(1, score + spread), points=grades, grader="given 1")
    attempt = Attempt(
        id=f"{question.id}-{kind}",
        question=question,
        answer=answer,
        grade=grade,
        rating=Rating.GOOD,
        place=Place.INTERVIEW,
        created_at=NOW,
    )
    return InterviewTurn(kind=kind, said=question.text, question=question, answer=answer, attempt=attempt, seconds=60)


def interview(*turns: InterviewTurn, notes: str = "") -> Interview:
    return Interview(
        id="one", setup=SETUP, state="finished", plan=(), turns=turns, notes=notes, created_at=NOW, finished_at=NOW
    )


FIRST = asked(1, ("Point a.", "Point b."))
SECOND = asked(2, ("Point c.", "Point d."), area="prompting", document="other.md")
THIRD = asked(3, ("Point e.",))
PROBE = FIRST.model_copy(update={"id": "note#1~follow-up-1", "text": "And b?", "rubric": FIRST.rubric[1:]})


@pytest.fixture
def report() -> InterviewReport:
    return report_of(
        interview(
            graded(
                TurnKind.QUESTION,
                FIRST,
                "a is said",
                0.5,
                {"Point a.": (C, 0.9, "a is said"), "Point b.": (M, 0.1, "")},
            ),
            graded(TurnKind.FOLLOW_UP, PROBE, "b now", 0.7, {"Point b.": (C, 0.7, "b now")}),
            graded(
                TurnKind.QUESTION,
                SECOND,
                "c turned round",
                0.2,
                {"Point c.": (X, 0.0, "c turned round"), "Point d.": (P, 0.4, "")},
            ),
            graded(TurnKind.QUESTION, THIRD, "", 0.05, {"Point e.": (M, 0.0, "")}),
        )
    )


def test_a_follow_up_lifts_its_question_by_the_points_share(report: InterviewReport) -> None:
    first = report.answers[0]
    assert first.score == pytest.approx(0.5 + (0.7 - 0.1) / 2)
    assert [one.status for one in first.points] == [C, C]
    assert [one.answer for one in first.follow_ups] == ["b now"]
    assert first.missed == ()


def test_the_overall_score_is_the_mean_of_the_questions_with_a_pass_as_nothing(report: InterviewReport) -> None:
    assert [one.score for one in report.answers] == pytest.approx([0.8, 0.2, 0.0])
    assert report.score == pytest.approx(1.0 / 3)
    assert report.low is not None and report.high is not None
    assert report.score - report.low == pytest.approx((0.1**2 + 0.1**2) ** 0.5 / 3)
    assert report.high - report.score == pytest.approx((0.1**2 + 0.1**2) ** 0.5 / 3)
    assert "over 3 questions, 1 of them passed on" in overall_words(report)


def test_guesses_stand_beside_what_they_got_in_every_form(report: InterviewReport) -> None:
    assert guess_words(report) == ""
    turns = list(report.interview.turns)
    for place, guess in ((0, 0.9), (2, 0.5)):
        attempt = turns[place].attempt
        assert attempt is not None
        turns[place] = turns[place].model_copy(update={"attempt": attempt.model_copy(update={"guess": guess})})
    found = report_of(interview(*turns))
    said = "You guessed 7.0 of 10 on average over 2 answers; they got 3.5."
    assert guess_words(found) == said
    assert said in report_markdown(found) and said in report_html(found)


def test_a_follow_up_that_went_worse_takes_nothing_away() -> None:
    found = report_of(
        interview(
            graded(TurnKind.QUESTION, FIRST, "a", 0.5, {"Point a.": (C, 0.9, "a"), "Point b.": (P, 0.4, "")}),
            graded(TurnKind.FOLLOW_UP, PROBE, "no idea", 0.0, {"Point b.": (M, 0.0, "")}),
        )
    )
    assert found.answers[0].score == pytest.approx(0.5)
    assert found.answers[0].points[1].status is P


def test_areas_stand_in_the_order_of_their_scores(report: InterviewReport) -> None:
    assert [(one.area, one.answers) for one in report.areas] == [("rag", 2), ("prompting", 1)]
    assert [one.score for one in report.areas] == pytest.approx([0.4, 0.2])


def test_strongest_and_weakest_are_quoted_in_the_candidates_words(report: InterviewReport) -> None:
    assert [one.question for one in report.strongest] == ["Question 1?"]
    assert report.strongest[0].quote is not None and report.strongest[0].quote.text == "a is said"
    assert [one.question for one in report.weakest] == ["Question 3?", "Question 2?"]
    assert report.weakest[1].quote is not None and report.weakest[1].quote.text == "c turned round"


def test_the_reading_list_cites_the_passage_behind_each_missed_point_by_note(report: InterviewReport) -> None:
    notes = [(title, [one.points for one in passages]) for title, passages in by_note(report.reading)]
    # Both points of other.md rest on one passage here; the one the wrong way round puts its note first.
    assert [title for title, _ in notes] == ["Other", "Note"]
    assert notes[0][1] == [("Point c.", "Point d.")]
    assert notes[1][1] == [("Point e.",)]
    assert all(one.citation.quote for one in report.reading)


def test_what_to_do_next_names_the_lowest_area_and_what_was_the_wrong_way_round(report: InterviewReport) -> None:
    steps = "\n".join(report.next_steps)
    assert "Practise prompting next: 2.0 of 10" in steps
    assert "Point c." in steps and "You passed on 1 question" in steps


@pytest.mark.parametrize("turns", [(), (graded(TurnKind.QUESTION, THIRD, "", 0.0, {"Point e.": (M, 0.0, "")}),)])
def test_where_nothing_was_answered_the_report_says_so(turns: tuple[InterviewTurn, ...]) -> None:
    found = report_of(interview(*turns))
    assert found.score is None and found.low is None and found.high is None and found.areas == ()
    for written in (overall_words(found), report_markdown(found), report_html(found)):
        assert "Nothing was answered" in written
    assert "Answer at least one question" in found.next_steps[0]


# --- the files


class Tags(HTMLParser):
    """What an HTML file has in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def hostile() -> InterviewReport:
    """Both the candidate and the material try to bring something into the files."""
    question = asked(1, (f"Point {HOSTILE}",)).model_copy(update={"text": f"Why? {HOSTILE}"})
    turn = graded(TurnKind.QUESTION, question, f"I say {HOSTILE}", 0.3, {f"Point {HOSTILE}": (X, 0.1, HOSTILE)})
    return report_of(interview(turn, notes=f"- my note\n{HOSTILE}"))


def test_the_html_holds_nothing_that_loads_or_runs(hostile: InterviewReport) -> None:
    found = Tags(report_html(hostile))
    assert not found.names & {"script", "img", "a", "iframe", "link", "object", "svg", "form", "base"}
    assert not found.attributes & {"src", "href", "srcset", "action", "onerror", "onload"}
    assert found.words.count("<script>alert(1)</script>") >= 3, "what was said is still there to read"
    assert "Content-Security-Policy" in report_html(hostile) and "default-src &#x27;none&#x27;" in report_html(hostile)


def test_the_markdown_holds_nothing_that_loads_or_runs(hostile: InterviewReport) -> None:
    found = Tags(MarkdownIt("commonmark", {"html": True}).enable("table").render(report_markdown(hostile)))
    assert not found.names & {"script", "img", "iframe"}
    assert "seen" in found.words


def test_formulas_are_readable_and_broken_ones_stay_as_they_are() -> None:
    html = material_inline(r"Divide by $\sqrt{d_k}$, not by $\frac{$; it costs $5 to $10.")
    assert "<msqrt>" in html and r"<code>\frac{</code>" in html and "$5 to $10" in html
    assert "<table>" in material_html("| a |\n|---|\n| $x^2$ |")


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{<img src=x onerror=alert(1) />}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(http://evil.example)}{x}",
        r"\text{</math><b onclick=x>y</b><math>}",
    ],
)
def test_a_formula_brings_in_no_tag_and_no_address(tex: str) -> None:
    found = Tags(material_html(f"Look: ${tex}$"))
    assert not found.names & {"script", "img", "b", "a"}
    assert not found.attributes & {"href", "style", "src", "onerror", "onclick"}
