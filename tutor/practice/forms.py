"""A question asked in another form: a concept explained to somebody who does not know the field."""

from __future__ import annotations

from tutor.domain import AnswerForm, Question, QuestionKind

_MARK = "~explain"
_KINDS = frozenset({QuestionKind.CONCEPT, QuestionKind.COMPARE, None})


def explainable(kind: QuestionKind | None) -> bool:
    """Whether a question of this kind makes sense to explain to a product manager."""
    return kind in _KINDS


def as_explanation(question: Question) -> Question:
    """The same question with the same rubric, to be answered in words that a product manager follows."""
    return question.model_copy(
        update={
            "id": explained_id(question.id),
            "text": f"Explain this to a product manager, in plain words: {question.text}",
            "form": AnswerForm.EXPLAIN,
        }
    )


def explained_id(question_id: str) -> str:
    """The id of a question once it is to be explained."""
    return question_id + _MARK


def plain_id(question_id: str) -> str:
    """The id of the question that an explanation was made of; any other id as it is."""
    return question_id.removesuffix(_MARK)
