"""What is taken along is opened again: the Anki collection, the table, the JSON."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.made import attempt, grade, question
from tutor.build import Tutor
from tutor.domain import AnswerForm, Attempt, PointStatus, Question, Rating, RubricPoint
from tutor.errors import PracticeError
from tutor.practice.exporting.anki import anki_package
from tutor.practice.exporting.card_html import block_html, inline_html
from tutor.practice.exporting.everything import Everything
from tutor.practice.exporting.exports import Exports
from tutor.practice.exporting.scope import Scope
from tutor.practice.exporting.tables import COLUMNS, attempts_csv
from tutor.practice.schedule import Schedule

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def small(tutor: Tutor, tmp_path: Path) -> Tutor:
    tutor.ingest([write_corpus(tmp_path / "notes")])
    return tutor


def keep(tutor: Tutor, asked: Question, score: float, moment: datetime, *statuses: PointStatus) -> Attempt:
    points = [(point.text, status) for point, status in zip(asked.rubric, statuses, strict=False)]
    rating = Rating.AGAIN if score < 0.4 else Rating.GOOD
    made = attempt(asked, rating, moment, graded=grade(score, *points))
    tutor.candidate.attempts.add(made)
    tutor.candidate.cards.put(Schedule().replay(asked, tutor.candidate.attempts.of(asked.id)))
    return made


def exports(tutor: Tutor, now: datetime) -> Exports:
    return Exports(tutor.candidate, tutor.store, lambda: now)


@contextmanager
def opened(package: bytes, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None and json.loads(archive.read("media")) == {}
        path = tmp_path / "collection.anki2"
        path.write_bytes(archive.read("collection.anki2"))
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


# --- Anki


def test_a_deck_holds_the_questions_with_their_quotes_and_tags(small: Tutor, tmp_path: Path) -> None:
    first, second, _ = small.questions()
    keep(small, first, 0.5, START)
    keep(small, second, 0.9, START)
    keep(small, first, 0.9, START + DAY)
    with opened(exports(small, START + DAY).anki(), tmp_path) as collection:
        rows = collection.execute("SELECT flds, tags FROM notes ORDER BY id").fetchall()
        assert collection.execute("SELECT count(*) FROM cards").fetchone() == (2,)
        (decks,) = collection.execute("SELECT decks FROM col").fetchone()
    assert "Interview tutor" in {deck["name"] for deck in json.loads(decks).values()}
    fields = rows[0][0].split("\x1f")
    assert fields[0] == first.text
    assert first.short is not None and first.short.quote in fields[2]
    for point in first.rubric:
        assert point.text in fields[3]
        assert point.citation is not None
        assert f"{point.citation.document} › {' › '.join(point.citation.headings)}" in fields[4]
    assert "Large scores make the gradients vanish." in fields[4], "the passage, word for word"
    assert set(rows[0][1].split()) == {"area::attention", "level::beginner", "kind::concept"}


def test_importing_again_updates_and_does_not_double(small: Tutor, tmp_path: Path) -> None:
    first, second, _ = small.questions()
    keep(small, first, 0.5, START)
    ids = "SELECT guid, mid FROM notes UNION ALL SELECT did, 0 FROM cards"
    with opened(exports(small, START).anki(), tmp_path) as collection:
        before = set(collection.execute(ids).fetchall())
    keep(small, second, 0.5, START)
    with opened(exports(small, START + 9 * DAY).anki(), tmp_path) as collection:
        after = set(collection.execute(ids).fetchall())
    assert before < after and len(after) == len(before) + 1


def test_the_scope_chooses(small: Tutor) -> None:
    first, second, third = small.questions()
    keep(small, first, 0.2, START, PointStatus.MISSED)
    keep(small, second, 0.9, START, PointStatus.COVERED)
    follow_up = first.model_copy(update={"id": f"{first.id}~follow-up-1"})
    keep(small, follow_up, 0.1, START, PointStatus.MISSED)
    found = exports(small, START + DAY)
    ids = {scope: {one.id for one in found.questions(scope, area="attention")} for scope in Scope}
    assert ids[Scope.PRACTISED] == {first.id, second.id}
    assert first.id in ids[Scope.DUE] and second.id not in ids[Scope.DUE]
    assert ids[Scope.MISTAKES] == {first.id}
    assert ids[Scope.AREA] == {first.id, second.id, third.id}


@pytest.mark.parametrize(
    ("scope", "area", "said"),
    [
        (Scope.PRACTISED, None, "no question was answered yet"),
        (Scope.DUE, None, "no question comes back today"),
        (Scope.MISTAKES, None, "no point was missed"),
        (Scope.AREA, "cooking", "'cooking'"),
        (Scope.AREA, None, "which area"),
    ],
)
def test_an_empty_deck_is_refused_with_a_reason(small: Tutor, scope: Scope, area: str | None, said: str) -> None:
    with pytest.raises(PracticeError, match=said):
        small.exports.anki(scope, area=area)


def test_formulas_code_and_pictures_on_a_card() -> None:
    assert inline_html("divide by $\\sqrt{d_k}$, not $5 or $10") == "divide by \\(\\sqrt{d_k}\\), not $5 or $10"
    assert block_html("$$\na < b\n$$") == "\\[a &lt; b\\]"
    assert "<code" in block_html("```python\nx = 1\n```")
    assert inline_html("![a chart](http://elsewhere.example/x.png) seen") == "a chart seen"
    assert inline_html("[a note](../rag/x.md)") == "a note"
    assert inline_html("[a page](https://example.org)") == '<a href="https://example.org">a page</a>'
    assert inline_html("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    asked = question("x", "Is <img src=x onerror=alert(1)> \x1f {{c1::safe}}?", area="two words")
    asked = asked.model_copy(update={"rubric": (RubricPoint(text="a\x1fb <b>", citation=None),), "topic": "<i>\x1f"})
    with opened(anki_package([asked], START), tmp_path) as collection:
        ((fields, tags),) = collection.execute("SELECT flds, tags FROM notes").fetchall()
    assert len(fields.split("\x1f")) == 5
    assert "<img" not in fields and "<i>" not in fields and "<b>" not in fields
    assert "area::two-words" in tags.split()


def test_a_choice_shows_its_options_in_front_and_the_right_one_behind(tmp_path: Path) -> None:
    asked = question("x", form=AnswerForm.CHOICE, options=("right", "wrong"))
    with opened(anki_package([asked], START), tmp_path) as collection:
        ((fields,),) = collection.execute("SELECT flds FROM notes").fetchall()
    front, _, answer, *_ = fields.split("\x1f")
    assert "<li>right</li><li>wrong</li>" in front
    assert "right" in answer and "wrong" not in answer


# --- CSV


def test_the_table_is_read_back(small: Tutor) -> None:
    first = small.questions()[0]
    made = keep(small, first, 0.5, START, PointStatus.COVERED, PointStatus.MISSED, PointStatus.PARTLY)
    small.candidate.attempts.change(made.model_copy(update={"answer": 'I said "x, y"\nand more', "guess": 0.7}))
    (row,) = csv.DictReader(io.StringIO(exports(small, START).csv()))
    assert tuple(row) == COLUMNS
    assert (row["question"], row["answer"], row["when"]) == (
        first.text,
        'I said "x, y"\nand more',
        "2026-11-02 12:00:00",
    )
    assert (row["guess"], row["score"], row["rating"], row["area"]) == ("0.7", "0.5", "good", "attention")
    assert [row[name] for name in ("covered", "partly", "missed", "contradicted")] == ["1", "1", "1", "0"]
    assert row["to_learn"] == f"{first.rubric[1].text}\n{first.rubric[2].text}"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_words_are_never_a_formula(sign: str) -> None:
    answer = f'{sign}HYPERLINK("http://elsewhere.example","x")'
    made = attempt(question("x", f"{sign}1?"), Rating.GOOD, START).model_copy(update={"answer": answer})
    (row,) = csv.DictReader(io.StringIO(attempts_csv([made]), newline=""))
    assert row["answer"] == f"'{answer}" and row["question"] == f"'{sign}1?"
    assert row["score"] == "" and row["covered"] == "", "what was only looked at has no grade"


# --- everything


def test_everything_reads_back_as_it_is_in_the_database(small: Tutor) -> None:
    first = small.questions()[0]
    talk = small.records.start_conversation()
    small.ask("Why are attention scores scaled?", conversation_id=talk.id)
    keep(small, first, 0.5, START)
    small.candidate.made.put(first)
    small.candidate.drafts.save("answer:x", "half an ans")
    small.candidate.bookmarks.add("kept", citation=first.source)
    small.candidate.ticks.set("read:attention/scaling.md", True)
    found = Everything.model_validate_json(json.dumps(exports(small, START).everything()))
    assert found.exported_at == START and found.profile.name == small.profile
    assert found.attempts == tuple(small.candidate.attempts.all())
    assert found.cards == tuple(small.candidate.cards.all())
    assert found.made_questions == (first,)
    assert [len(one.messages) for one in found.conversations] == [2]
    assert found.conversations[0].messages[1] == small.records.messages(talk.id)[1]
    assert found.drafts == {"answer:x": "half an ans"}
    assert found.bookmarks == tuple(small.candidate.bookmarks.all())
    assert found.ticks == ("read:attention/scaling.md",)
