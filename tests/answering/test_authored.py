"""The material's own answer to a question it asks itself, in whatever way the material lays it out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.domain import Length, Verdict

QUESTION = "Why does a heron stand on one leg?"
SHORT = "A heron stands on one leg to lose less heat through its thin bare legs."
DEPTH = "Birds regulate heat through their legs. Tucking one leg into the feathers halves the surface that loses heat."
MISTAKE = "Saying that the heron stands on one leg because the other leg is asleep."
META = "- level: beginner\n- kind: concept\n\n"
REST = f"**A strong answer covers**\n\n- Heat is lost through legs.\n\n**Common mistakes**\n\n- {MISTAKE}\n"
LAYOUTS = {
    "whole": f"{META}**In 30 seconds.** {SHORT}\n\n**In depth.** {DEPTH}\n\n{REST}",
    "only-short": f"{META}**In 30 seconds.** {SHORT}\n\n{REST}",
    "only-depth": f"{META}**In depth.** {SHORT} {DEPTH}\n\n{REST}",
    "plain": f"{SHORT} {DEPTH}\n",
    "label-alone": f"{META}**In 30 seconds**\n\n{SHORT}\n\n**In depth**\n\n{DEPTH}\n\n{REST}",
}


@pytest.mark.parametrize("length", Length)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_authored_answer_leads_and_nothing_is_said_twice(
    tmp_path: Path, open_tutor_at: Callable[[Path], Tutor], layout: str, length: Length
) -> None:
    tutor = open_tutor_at(tmp_path / "data")
    text = f"# Herons\n\nHerons are wading birds of rivers and lakes.\n\n### {QUESTION}\n\n{LAYOUTS[layout]}"
    tutor.ingest([write_notes(tmp_path / "notes", {"herons.md": text})])
    answer = tutor.ask(QUESTION, length=length)
    assert answer.verdict is Verdict.ANSWERED
    assert answer.sentences[0].text == SHORT
    said = [one.text for one in answer.sentences]
    assert len(said) == len(set(said))
    assert MISTAKE not in said
    assert not [one for one in said if "**" in one or one.startswith("level:")]


def test_a_question_and_answer_in_plain_text_is_answered_with_its_answer(
    tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    tutor = open_tutor_at(tmp_path / "data")
    text = f"Q: What do herons eat?\nA: Herons eat fish and frogs.\n\nQ: {QUESTION}\nA: {SHORT}\n"
    tutor.ingest([write_notes(tmp_path / "notes", {"herons.txt": text})])
    assert tutor.ask(QUESTION).sentences[0].text == SHORT
    assert tutor.ask("What do herons eat?").sentences[0].text == "Herons eat fish and frogs."
