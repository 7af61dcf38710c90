"""The roles a mock interview can be for: what each is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tutor.domain import QuestionKind
from tutor.errors import PracticeError


class Role(NamedTuple):
    """`areas` are the syllabus's areas with their weight (how somebody works is asked of everyone, see the plan);
    `kinds` lean the mix of kinds (1 is as usual); `explains` asks for one concept in words that a product manager
    follows."""

    name: str
    title: str
    about: str
    areas: Mapping[str, float]
    kinds: Mapping[QuestionKind, float]
    explains: bool = False

    @property
    def spoken(self) -> str:
        """The title inside a sentence: "generative AI engineer"."""
        first, _, rest = self.title.partition(" ")
        return self.title if first.isupper() or not rest else f"{first.lower()} {rest}"


_K = QuestionKind

ROLES: tuple[Role, ...] = (
    Role(
        "genai-engineer",
        "Generative AI engineer",
        "builds products on language models, from prompt to production",
        {
            "rag": 3,
            "prompting": 2,
            "models": 2,
            "transformers": 2,
            "evaluation": 2,
            "frameworks": 2,
            "deployment": 2,
            "system-design": 2,
            "training": 1.5,
            "safety": 1.5,
            "python": 1,
            "foundations": 1,
            "databases": 1,
        },
        {},
    ),
    Role(
        "rag-engineer",
        "LLM and RAG engineer",
        "makes answers that rest on documents: retrieval, databases, evaluation",
        {
            "rag": 5,
            "databases": 3,
            "evaluation": 2.5,
            "frameworks": 2,
            "prompting": 1.5,
            "system-design": 1.5,
            "deployment": 1.5,
            "nlp": 1,
            "models": 1,
            "safety": 1,
            "python": 1,
        },
        {_K.DEBUGGING: 1.5},
    ),
    Role(
        "ml-engineer",
        "Machine learning engineer",
        "trains models and keeps them running",
        {
            "machine-learning": 3,
            "deep-learning": 3,
            "training": 2.5,
            "deployment": 2.5,
            "transformers": 2,
            "python": 2,
            "system-design": 1.5,
            "statistics": 1.5,
            "evaluation": 1,
            "databases": 0.5,
        },
        {_K.CODING: 1.5},
    ),
    Role(
        "data-scientist",
        "Data scientist",
        "finds out what data say, and says how sure that is",
        {
            "statistics": 4,
            "machine-learning": 3.5,
            "evaluation": 2,
            "python": 2,
            "nlp": 1.5,
            "foundations": 1,
            "prompting": 1,
            "deep-learning": 1,
            "databases": 1,
        },
        {_K.NUMERIC: 1.5, _K.DESIGN: 0.5},
    ),
    Role(
        "research-engineer",
        "Research engineer",
        "takes papers apart and puts experiments together",
        {
            "transformers": 4,
            "training": 3.5,
            "deep-learning": 3,
            "models": 2,
            "interpretability": 2,
            "evaluation": 1.5,
            "statistics": 1.5,
            "nlp": 1.5,
            "python": 1,
            "machine-learning": 1,
        },
        {_K.CODING: 1.5, _K.BEHAVIOURAL: 0.5},
    ),
    Role(
        "evaluation-engineer",
        "Prompt and evaluation engineer",
        "makes models behave, and measures whether they do",
        {
            "evaluation": 5,
            "prompting": 4.5,
            "safety": 2,
            "statistics": 1.5,
            "models": 1.5,
            "frameworks": 1,
            "rag": 1,
            "interpretability": 0.5,
        },
        {_K.DEBUGGING: 1.5, _K.CODING: 0.5},
    ),
    Role(
        "product-engineer",
        "AI product engineer",
        "turns what models can do into something people use",
        {
            "system-design": 3,
            "foundations": 2,
            "prompting": 2.5,
            "rag": 2,
            "frameworks": 2,
            "safety": 2,
            "deployment": 1.5,
            "evaluation": 1.5,
            "models": 1,
        },
        {_K.SCENARIO: 1.5, _K.NUMERIC: 0.5, _K.CODING: 0.5},
        explains=True,
    ),
    Role(
        "platform-engineer",
        "LLM platform engineer",
        "serves models: latency, throughput, cost",
        {
            "deployment": 5,
            "system-design": 3,
            "models": 2,
            "transformers": 2,
            "python": 1.5,
            "databases": 1.5,
            "frameworks": 1.5,
            "training": 1,
            "safety": 1,
        },
        {_K.NUMERIC: 1.5, _K.DEBUGGING: 1.5},
    ),
)


def role_named(name: str) -> Role:
    """The role of that name (or title); raises PracticeError."""
    wanted = name.strip().casefold()
    for role in ROLES:
        if wanted in {role.name, role.title.casefold()}:
            return role
    known = ", ".join(role.name for role in ROLES)
    raise PracticeError(f"there is no role {name!r}; choose one of {known}")


def role_title(name: str) -> str:
    """The role's title; a role that is no longer known goes by its name."""
    return next((role.title for role in ROLES if role.name == name), name)
