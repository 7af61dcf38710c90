"""Whether every citation holds: asked through `tutor ask --queries`, checked against `tutor show DOCUMENT --json`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bench.asked import draw_questions
from bench.figures import Figure, Result
from bench.workshop import Workshop, tutor_on


def measure(shop: Workshop, *, questions: int = 200) -> Result:
    """A citation holds where the document's text, from its start to its end, is its quote, and not empty."""
    data_dir = shop.shipped()
    tutor = tutor_on(data_dir)
    asked = draw_questions(tutor, questions)
    tutor.close()
    file = shop.folder / "questions.jsonl"
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(asked)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answers = shop.run(["-m", "tutor", "ask", "--queries", str(file), "--no-llm", "--data-dir", str(data_dir)]).lines
    citations = [cited for one in answers for sentence in one["sentences"] for cited in sentence["citations"]]
    passages = [passage for one in answers for passage in one["passages"]]
    texts = _texts(shop, data_dir, {one["document"] for one in [*citations, *passages]})
    verdicts = Counter(str(one["verdict"]) for one in answers)
    held = sum(_holds(one, texts, "quote") for one in citations)
    right = sum(_holds(one, texts, "text") for one in passages)
    figures = [
        Figure("questions", len(answers), at_least=questions),
        Figure("citations", len(citations), at_least=1),
        Figure("citations that hold", held),
        Figure("share that holds", held / max(1, len(citations)), at_least=1.0),
        Figure("passages whose span holds", right / max(1, len(passages))),
        Figure("answered, without a citation", sum(map(_bare, answers)), at_most=0),
    ]
    told = ", ".join(f"{count} {name}" for name, count in verdicts.most_common())
    return Result("citations", figures, [f"The material's own questions, paraphrases and fragments of them: {told}."])


def _texts(shop: Workshop, data_dir: Path, names: set[str]) -> dict[str, str]:
    """Each document's text as the command shows it."""
    return {
        name: shop.run(["-m", "tutor", "show", name, "--json", "--data-dir", str(data_dir)]).printed["text"]
        for name in sorted(names)
    }


def _holds(one: dict[str, Any], texts: dict[str, str], key: str) -> bool:
    return bool(one[key]) and texts[one["document"]][one["start"] : one["end"]] == one[key]


def _bare(answer: dict[str, Any]) -> bool:
    """An answer that claims to come from the material and cites nothing."""
    return answer["verdict"] == "answered" and not any(one["citations"] for one in answer["sentences"])
