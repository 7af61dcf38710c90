"""What the model writes, read while it is written: pieces, ids in odd places, lists and code."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.answering.conftest import MakeDraft
from tests.answering.replies import ROOT, VANISH, Compose, Messages, good_reply
from tests.fakes import FakeLanguageModel, id_of
from tutor.answering.generative import GenerativeComposer
from tutor.backends.messages import LanguageModel
from tutor.domain import (
    SentenceReady,
    SentenceRole,
    Token,
)


@pytest.mark.parametrize("seed", range(12))
def test_pieces_of_any_size_give_the_same_answer(compose: Compose, seed: int) -> None:
    rng = random.Random(seed)

    def in_pieces(messages: Messages) -> list[str]:
        text = (
            f"{good_reply(messages)}\n\nIt has these parts:\n- {ROOT} [{id_of(messages, 'divides every')}].\n- Queries."
        )
        pieces = []
        while text:
            size = rng.choice([1, 2, 3, 5, 17])
            pieces.append(text[:size])
            text = text[size:]
        return pieces

    def whole(messages: Messages) -> str:
        return "".join(in_pieces(messages))

    pieced, at_once = compose(FakeLanguageModel(in_pieces, "none")), compose(FakeLanguageModel(whole, "none"))
    assert pieced.sentences == at_once.sentences
    assert [one.text for one in pieced.sentences] == [f"{ROOT}.", f"{VANISH}.", f"{ROOT}.", "Queries."]


def test_what_is_shown_while_it_is_written_has_no_ids(
    composer_of: Callable[[LanguageModel], GenerativeComposer], make_draft: MakeDraft
) -> None:
    """A sentence takes the place of the tokens since the last one: what is on the screen only ever grows."""
    model = FakeLanguageModel(lambda messages: list(good_reply(messages)))
    ready, shown, screens = "", "", []
    for event in composer_of(model).compose(make_draft()):
        if isinstance(event, Token):
            shown += event.text
            screens.append(f"{ready} {shown}".strip())
        elif isinstance(event, SentenceReady):
            ready, shown = f"{ready} {event.sentence.text}".strip(), ""
    assert ready == f"{ROOT}. {VANISH}."
    assert len(screens) > 20
    for screen in screens:
        assert ready.startswith(screen)


@pytest.mark.parametrize(
    "shape", ["{text}. [{id}]", "{text}.[{id}]", "{text} ({id}).", "{text}【{id}】.", "[{id}] {text}."]
)
def test_ids_are_found_wherever_the_model_puts_them(compose: Compose, shape: str) -> None:
    def reply(messages: Messages) -> str:
        found = {ROOT: id_of(messages, "divides every"), VANISH: id_of(messages, "Without the scaling")}
        between = "\n\n" if shape.startswith("[") else " "
        return between.join(shape.format(text=text, id=one) for text, one in found.items())

    model = FakeLanguageModel(reply)
    composed = compose(model)
    assert [one.text for one in composed.sentences] == [f"{ROOT}.", f"{VANISH}."]
    assert [one.citations[0].quote[:7] for one in composed.sentences] == ["Scaled ", "Without"]
    assert len(model.requests) == 1


def test_brackets_that_are_no_ids_stay(compose: Compose) -> None:
    text = "The scores `x[1]` lie in [0, 1] after the softmax of the weighted sum of the values"
    model = FakeLanguageModel(lambda messages: f"{good_reply(messages)} {text} [{id_of(messages, 'weighted sum')}].")
    assert compose(model).sentences[-1].text == f"{text}."


def test_lists_and_code_keep_their_shape(compose: Compose) -> None:
    code = "```python\nscores = queries @ keys.T / math.sqrt(keys.shape[-1])\n```"

    def reply(messages: Messages) -> str:
        queries, keys, snippet = (id_of(messages, one) for one in ("Queries decide", "Keys decide", "```python"))
        return (
            f"## Answer\n\nThe parts are:\n\n- **Queries** decide what a token looks for [{queries}].\n"
            f"2. Keys decide what a token\n   offers. [{keys}]\n\n{code}\n[{snippet}]\n\nQueries decide what a token "
            f"looks for [{queries}].\n"
        )

    composed = compose(FakeLanguageModel(reply))
    assert [(one.role, one.text) for one in composed.sentences] == [
        (SentenceRole.ITEM, "**Queries** decide what a token looks for."),
        (SentenceRole.ITEM, "Keys decide what a token offers."),
        (SentenceRole.CODE, code),
        (SentenceRole.PROSE, "Queries decide what a token looks for."),
    ]
    assert [one.citations[0].quote[:7] for one in composed.sentences] == ["Queries", "Keys de", "```pyth", "Queries"]
    assert composed.sentences[0].paragraph == composed.sentences[1].paragraph < composed.sentences[3].paragraph
