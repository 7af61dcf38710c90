"""What lies under an answer: the passages that came close, and how all of them were found."""

from __future__ import annotations

import streamlit as st

from tutor.domain import Answer, Passage
from tutor.ui.escaping import plain
from tutor.ui.places import best_sentence
from tutor.ui.rendering import safe_inline
from tutor.ui.wording import money, path_of, seconds

_CLOSE = 3
_STEPS = {"read": "reading the question", "search": "searching", "judge": "judging", "write": "writing"}


def also_close(message_id: str, answer: Answer) -> None:
    """Passages that were found and not used, the nearest first."""
    used = {(one.document, one.chunk_id) for sentence in answer.sentences for one in sentence.citations}
    near = [one for one in answer.passages if (one.document, one.chunk_id) not in used][:_CLOSE]
    if not near:
        return
    with st.expander(f"Also close ({len(near)})", key=f"close_{message_id}", type="compact"):
        for passage in near:
            place = best_sentence(passage)
            st.markdown(
                f'<a class="near" href="#src-{place.ref}">{plain(path_of(passage.title, passage.headings))}</a><br>'
                f'<span class="quiet">{safe_inline(_shortened(place.quote or ""))}</span>',
                unsafe_allow_html=True,
            )


def _shortened(text: str, limit: int = 220) -> str:
    """The beginning of a sentence; one with a formula or code is not cut inside it."""
    words = " ".join(text.split())
    if len(words) <= limit or "$" in words or "`" in words:
        return words
    return words[:limit].rsplit(" ", 1)[0] + "…"


def how_found(message_id: str, answer: Answer) -> None:
    """Scores by part, time by step, cost."""
    with st.expander("How this was found", key=f"found_{message_id}", type="compact"):
        if answer.passages:
            st.markdown(_table(answer.passages), unsafe_allow_html=True)
        st.markdown(
            f'<span class="quiet">{plain(" ".join(_lines(answer)))}</span>',
            unsafe_allow_html=True,
        )


def _table(passages: tuple[Passage, ...]) -> str:
    rows = [
        f'| {one.rank} | <a class="near" href="#src-{best_sentence(one).ref}">'
        f"{plain(path_of(one.title, one.headings))}</a> | {one.scores.dense:.2f} | {one.scores.sentence:.2f} "
        f"| {one.scores.lexical:.2f} | {one.score:.2f} |"
        for one in passages
    ]
    return "\n".join(["| | passage | meaning | sentence | words | together |", "|--:|---|--:|--:|--:|--:|", *rows])


def _lines(answer: Answer) -> list[str]:
    lines = [f"How sure that the material answers: {answer.confidence:.0%}; it counts as answered from 50%."]
    if answer.passages:
        lines.insert(
            0,
            "Meaning and sentence are cosine similarities with the question, of the passage and of its best sentence; "
            "words is the match of its words, the best passage being 1.",
        )
    steps = [
        f"{words} {seconds(answer.timings_ms[key] / 1000)}" for key, words in _STEPS.items() if key in answer.timings_ms
    ]
    if steps:
        lines.append(f"Time: {', '.join(steps)}.")
    used = answer.usage
    if used.input_tokens or used.output_tokens:
        lines.append(f"Tokens: {used.input_tokens:,} in, {used.output_tokens:,} out; {money(used.cost_usd)}.")
    return lines
