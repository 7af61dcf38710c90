"""Questions that a language model writes of a document: bound to its sentences, whatever the model says."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes import FakeLanguageModel, handed, id_of
from tests.practice.making.conftest import Write
from tests.practice.making.lora import CUTS, FREEZES, INJECTION, MERGED, Messages, good, item, written
from tutor.answering.support import SupportScorer
from tutor.build import Tutor
from tutor.domain import AnswerForm, QuestionKind
from tutor.errors import BackendFailed
from tutor.practice.making.maker import ALL_FORMS
from tutor.practice.making.model_maker import ModelQuestionMaker


def test_ids_become_citations_and_the_question_is_whole(write: Write, lora: Tutor) -> None:
    (found,) = write(FakeLanguageModel(good))
    text = lora.document("lora.md").text
    assert found.text == "Why does LoRA cost no time once it is deployed?"
    assert (found.maker, found.form, found.level, found.topic) == ("fake:one", "open", "intermediate", "LoRA")
    assert found.document == "lora.md"
    (point,) = found.rubric
    assert point.citation is not None
    for cited in (found.source, found.short, point.citation):
        assert cited is not None and text[cited.start : cited.end] == cited.quote
    assert found.source.quote.startswith(FREEZES) and found.source.quote.endswith("no latency.")
    assert point.citation.quote.startswith(MERGED)
    assert point.citation.chunk_id in {one.key for one in lora.store.stored_chunks("lora.md")}


def test_the_id_is_that_of_the_words(write: Write) -> None:
    (first,) = write(FakeLanguageModel(good))
    (same,) = write(FakeLanguageModel(lambda asked: written(item(asked, level=None, text=f"  {first.text} "))))
    (other,) = write(FakeLanguageModel(lambda asked: written(item(asked, text="When does LoRA cost no time?"))))
    assert first.id.startswith("lora#made-")
    assert same.id == first.id != other.id


def test_a_choice_has_its_options_shuffled_and_the_right_one_cited(write: Write) -> None:
    options = [{"text": text, "right": not number} for number, text in enumerate(["Merged", "Cached", "Cut", "Quick"])]
    model = FakeLanguageModel(lambda asked: written(item(asked, form="choice", options=options)))
    (found,) = write(model)
    assert {one.text for one in found.options} == {"Merged", "Cached", "Cut", "Quick"}
    assert [one.text for one in found.options] != ["Merged", "Cached", "Cut", "Quick"]
    (right,) = [one for one in found.options if one.right]
    assert right.text == "Merged" and right.citation == found.rubric[0].citation
    assert found.number is None


def test_a_number_is_one_that_its_sentences_state(write: Write) -> None:
    def number(value: float, **more: object) -> Callable[[Messages], str]:
        def reply(asked: Messages) -> str:
            point = {"text": "It cuts the trainable parameters of GPT-3 by 10,000.", "id": id_of(asked, CUTS)}
            return written(
                item(asked, form="number", number=value, rests_on=[], points=[point], **more)
                | {"rests_on": [point["id"]]}
            )

        return reply

    (found,) = write(FakeLanguageModel(number(10_000, unit="times", tolerance=0.1)))
    assert found.number is not None
    assert (found.number.value, found.number.tolerance, found.number.unit) == (10_000, 0.1, "times")
    assert (found.kind, found.options) == (QuestionKind.NUMERIC, ())
    with pytest.raises(BackendFailed, match="its number 12000 stands in none of the sentences it cites"):
        write(FakeLanguageModel(number(12_000), number(12_000)))


def test_an_open_question_keeps_no_options_and_no_number(write: Write) -> None:
    more = {"options": [{"text": "a", "right": True}], "number": 3, "unit": "s"}
    (found,) = write(FakeLanguageModel(lambda asked: written(item(asked, **more))))
    assert (found.options, found.number) == ((), None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rests_on": ["q9zz"]}, "it cites 'q9zz', which is the id of no sentence it was given"),
        ({"points": [{"text": "It is merged.", "id": "1"}]}, "it cites '1', which is the id of no sentence"),
        ({"points": []}, "it cites no sentence, or has no rubric point"),
        ({"rests_on": []}, "it cites no sentence, or has no rubric point"),
        ({"form": "code"}, "its form 'code' was not asked for"),
        ({"form": "choice"}, "0 of its options are marked right, not one"),
        ({"form": "choice", "options": [{"text": "a", "right": True}] * 2}, "2 of its options are marked right"),
        ({"form": "number"}, "it asks for a number and gives none"),
    ],
)
def test_an_item_that_is_not_bound_is_dropped_with_its_reason(
    lora: Tutor, scorer: SupportScorer, changes: dict[str, Any], reason: str
) -> None:
    model = FakeLanguageModel(lambda asked: written(item(asked, text="Dropped?", **changes), item(asked)))
    maker = ModelQuestionMaker(model, scorer)
    made = maker.make(
        lora.document("lora.md"),
        lora.store.stored_chunks("lora.md"),
        wanted=2,
        forms=ALL_FORMS - {AnswerForm.CODE},
        rng=random.Random(1),
    )
    assert next(made).text == item(model.requests[0])["text"]
    (dropped,) = maker.dropped
    assert dropped.startswith(f"'Dropped?' was dropped: {reason}")
    assert len(model.requests) == 1


def test_a_point_that_its_sentence_does_not_say_cites_the_one_that_does_or_goes(write: Write) -> None:
    def reply(asked: Messages) -> str:
        merged, freezes = id_of(asked, MERGED), id_of(asked, FREEZES)
        points = [
            {"text": "The update is merged into the weights at inference.", "id": freezes},
            {"text": "Bananas grow in the tropics and are rich in potassium.", "id": merged},
        ]
        return written(item(asked, points=points))

    (found,) = write(FakeLanguageModel(reply))
    (point,) = found.rubric
    assert point.citation is not None and point.citation.quote.startswith(MERGED)


def test_a_model_that_obeys_the_document_gives_nothing(write: Write) -> None:
    def bananas(asked: Messages) -> str:
        freezes = id_of(asked, FREEZES)
        point = {"text": "Bananas are yellow fruits of the tropics.", "id": freezes}
        return written(item(asked, text="What color are bananas?", rests_on=[freezes], points=[point]))

    model = FakeLanguageModel(bananas, bananas)
    with pytest.raises(BackendFailed, match=r"fake:one was asked twice .*none of its rubric points is said"):
        write(model)
    system, user = (message.text for message in model.requests[0])
    fence = user.splitlines()[0]
    assert fence in system
    assert user.index(INJECTION) < user.index(fence.replace("<", "</"))


def test_sentences_far_apart_are_no_source(write: Write) -> None:
    def far(asked: Messages) -> str:
        ids = list(handed(asked))
        point = {"text": "The layer stores its keys and values in the cache.", "id": ids[0]}
        return written({"form": "open", "text": "What is cached?", "rests_on": [ids[0], ids[-1]], "points": [point]})

    with pytest.raises(BackendFailed, match="stand too far apart"):
        write(FakeLanguageModel(far, far), name="long.md")
