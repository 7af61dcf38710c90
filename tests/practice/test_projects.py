"""Practice projects: steps read from a note, ticked, and found ticked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tutor.build import Tutor
from tutor.domain import ProjectProgress
from tutor.errors import PracticeError
from tutor.material.reading import read_document
from tutor.practice.projects import project

SHIPPED = sorted((ROOT / "corpus" / "projects").glob("*.md"))
HEAD = "---\ntitle: 'Project: count words'\narea: projects\nlevel: beginner\n---\n# Project: count words\n\n"
BOT = f"""{HEAD}## Steps

1. **Write the tasks down.** Thirty of them, with $n = 30$
   and an end state. (3 hours)
2. **Report.** One page.
3. Show it to two people. Ask what they miss. (1 hour)
4. **Report.** Once more. (0.5 hours)

Take a break after each.

### Hints

1. **Not a step.** It stands under a heading of its own.

## Deliverables

1. **Nor is this.** (9 hours)
"""


def read(tmp_path: Path, text: str, ticks: frozenset[str] = frozenset()) -> ProjectProgress | None:
    path = tmp_path / "count.md"
    path.write_text(text, encoding="utf-8")
    return project(read_document(path, name="projects/count.md"), ticks)


def test_steps_are_read_with_title_text_and_hours(tmp_path: Path) -> None:
    found = read(tmp_path, BOT)
    assert found is not None
    assert (found.title, found.level) == ("Count words", "beginner")
    assert [(one.title, one.text, one.hours) for one in found.steps] == [
        ("Write the tasks down", "Thirty of them, with $n = 30$ and an end state.", 3.0),
        ("Report", "One page.", None),
        ("Show it to two people", "Show it to two people. Ask what they miss.", 1.0),
        ("Report", "Once more.", 0.5),
    ]


def test_a_step_keeps_its_tick_when_the_list_changes_around_it(tmp_path: Path) -> None:
    before = read(tmp_path, BOT)
    assert before is not None
    assert len({one.key for one in before.steps}) == 4
    ticks = frozenset({f"step:{before.steps[2].key}"})
    moved = BOT.replace("1. **Write the tasks down.**", "1. **Begin.** Now.\n2. **Write the tasks down.**")
    after = read(tmp_path, moved, ticks)
    assert after is not None
    assert [one.title for one in after.steps if one.done] == ["Show it to two people"]


@pytest.mark.parametrize("text", [HEAD, f"{HEAD}## Steps\n\nThere are none.\n", f"{HEAD}1. **A list.** Elsewhere.\n"])
def test_a_note_without_steps_is_no_project(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) is None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_project_is_a_checklist(path: Path) -> None:
    found = project(read_document(path, name=f"projects/{path.name}"), frozenset())
    assert found is not None and len(found.steps) >= 5
    text = " ".join(path.read_text(encoding="utf-8").split())
    for one in found.steps:
        assert one.title and one.text and one.hours, one
        assert f"**{one.title}" in text and one.text in text
    assert not found.title.startswith("Project")


def test_a_tick_lasts_and_is_the_candidates_own(tutor: Tutor, tmp_path: Path) -> None:
    folder = tmp_path / "notes" / "projects"
    folder.mkdir(parents=True)
    (folder / "count.md").write_text(BOT, encoding="utf-8")
    tutor.ingest([tmp_path / "notes"])
    (found,) = tutor.progress.projects()
    key = found.steps[1].key
    tutor.progress.tick(key)
    assert [one.done for one in tutor.progress.projects()[0].steps] == [False, True, False, False]
    assert not any(one.done for one in tutor.as_profile("ana").progress.projects()[0].steps)
    tutor.progress.tick(key, False)
    assert not any(one.done for one in tutor.progress.projects()[0].steps)
    with pytest.raises(PracticeError, match="'no-such-step'"):
        tutor.progress.tick("no-such-step")
