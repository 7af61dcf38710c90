"""Small questions of each form, whose points are cited from one line of a note."""

from __future__ import annotations

from tutor.domain import AnswerForm, Citation, NumberKey, Option, Question, QuestionKind, RubricPoint

POINTS = (
    "LoRA freezes the base weights and trains two small low-rank matrices.",
    "The trained product can be merged into the weights, so serving gets no slower.",
    "The rank decides how many parameters are trained.",
)


def cited(text: str) -> Citation:
    """A citation of `text` as a whole note."""
    return Citation(document="lora.md", start=0, end=len(text), page=None, quote=text, chunk_id="lora.md:0")


def question(
    *,
    form: AnswerForm = AnswerForm.OPEN,
    kind: QuestionKind | None = QuestionKind.CONCEPT,
    text: str = "What does LoRA train?",
    points: tuple[str, ...] = POINTS,
    options: tuple[Option, ...] = (),
    number: NumberKey | None = None,
) -> Question:
    return Question(
        id="lora#what",
        text=text,
        topic="LoRA",
        area="training",
        level="beginner",
        kind=kind,
        document="lora.md",
        source=cited("\n".join(points)),
        short=None,
        rubric=tuple(RubricPoint(text=one, citation=cited(one)) for one in points),
        form=form,
        options=options,
        number=number,
    )


def choice() -> Question:
    options = ("Only the tokenizer", "Two low-rank matrices", "Every weight", "The learning rate")
    return question(
        form=AnswerForm.CHOICE,
        options=tuple(Option(text=one, right=one.startswith("Two"), citation=cited(one)) for one in options),
        points=POINTS[:1],
    )


def number(value: float, unit: str, *, tolerance: float = 0.02) -> Question:
    return question(
        form=AnswerForm.NUMBER,
        text="How large is it?",
        points=(f"It takes {value:g} {unit}.",),
        number=NumberKey(value=value, unit=unit, tolerance=tolerance),
    )
