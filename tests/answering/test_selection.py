"""Which sentences are chosen, on a small note written to lead astray."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.domain import Answer, Length, SentenceRole

NOTE = """\
# Beehives

See also the note on wasps. ![A hive](hive.png)

[Read more about hives](https://example.org/hives)

A beehive is a box in which honeybees store honey and raise brood. It usually has two chambers. Beekeepers inspect the
lower chamber in spring.

The brood chamber needs these things:

- a queen that lays eggs,
- workers that warm the eggs,
- combs that hold the eggs.

A beehive is a box where honeybees raise brood and store their honey.

```python
def brood(hive: list[str]) -> int:
    return len(hive)
```
"""


@pytest.fixture
def ask(tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]) -> Callable[..., Answer]:
    tutor = open_tutor_at(tmp_path / "data")
    tutor.ingest([write_notes(tmp_path / "notes", {"hives.md": NOTE})])
    return tutor.ask


def test_a_definition_leads_and_is_not_said_twice_in_other_words(ask: Callable[..., Answer]) -> None:
    texts = [one.text for one in ask("What is a beehive?", length=Length.DEEP).sentences]
    assert texts[0].startswith("A beehive is a box")
    assert sum("box" in one for one in texts) == 1


def test_a_sentence_that_leans_back_never_stands_without_the_one_before_it(ask: Callable[..., Answer]) -> None:
    for question in ("How many chambers does a beehive have?", "What is a beehive?"):
        texts = [one.text for one in ask(question).sentences]
        if "It usually has two chambers." in texts:
            assert texts[texts.index("It usually has two chambers.") - 1].startswith("A beehive is a box in which")


def test_a_line_that_opens_a_list_does_not_end_an_answer(ask: Callable[..., Answer]) -> None:
    for length in Length:
        answer = ask("What does the brood chamber need?", length=length)
        assert answer.sentences
        assert not answer.sentences[-1].text.endswith(":")


def test_pictures_and_bare_links_are_no_answer(ask: Callable[..., Answer]) -> None:
    answer = ask("What is a beehive and where can I read more about hives?", length=Length.DEEP)
    assert "![" not in answer.text and "https://" not in answer.text


def test_code_is_given_to_who_asks_for_code(ask: Callable[..., Answer]) -> None:
    asked = ask("Write Python code that counts the brood of a hive", length=Length.DEEP)
    plain = ask("What is a beehive?", length=Length.DEEP)
    assert SentenceRole.CODE in {one.role for one in asked.sentences}
    assert SentenceRole.CODE not in {one.role for one in plain.sentences}
