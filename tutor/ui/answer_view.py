"""One answer on the page: its verdict, its sentences with marks, what is near, and what one can do with it."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Answer, Message, Passage, Verdict
from tutor.export import conversation_markdown
from tutor.ui.answer_details import also_close, how_found
from tutor.ui.asking import Asking
from tutor.ui.escaping import plain
from tutor.ui.feedback import feedback
from tutor.ui.keeping import keep_button
from tutor.ui.labels import label
from tutor.ui.marks import Sources, answer_text
from tutor.ui.places import cited
from tutor.ui.state import PageState
from tutor.ui.wording import LENGTHS, VERDICTS, count, path_of, written_by


class Shown(NamedTuple):
    """An answer's message with its question and what it can set in motion."""

    tutor: Tutor
    state: PageState
    question: Message
    message: Message
    asking: Asking


def copy_text(shown: Shown) -> str:
    """Question, answer and sources as Markdown."""
    conversation = shown.tutor.records.conversation(shown.state.conversation_id or "")
    titled = conversation.model_copy(update={"title": shown.question.text})
    return conversation_markdown(titled, [shown.message])


def answer_view(shown: Shown) -> None:
    """Draw a stored answer, or what was kept of one that was not finished."""
    message = shown.message
    answer = message.answer
    with st.container(key=f"answer_{message.id}"):
        if answer is None:
            _unfinished(shown)
            return
        _verdict(answer)
        if answer.notice:
            st.caption(plain(answer.notice), unsafe_allow_html=True)
        _read_as(shown, answer)
        if answer.sentences:
            st.markdown(answer_text(answer.sentences), unsafe_allow_html=True, anchors=False)
        _sources(shown, answer)
        _instead(shown, answer)
        with st.container(key=f"details_{message.id}", gap=None):
            if answer.verdict is not Verdict.NOT_IN_MATERIAL:
                also_close(message.id, answer)
            how_found(message.id, answer)
        _actions(shown, answer)


def _verdict(answer: Answer) -> None:
    number = len(Sources(answer.sentences).first)
    line = VERDICTS[answer.verdict] + (f" · {count(number, 'source')}" if answer.verdict is Verdict.ANSWERED else "")
    st.markdown(f'<span class="verdict {answer.verdict.value}">{plain(line)}</span>', unsafe_allow_html=True)


def _unfinished(shown: Shown) -> None:
    if shown.message.sentences:
        st.markdown(answer_text(shown.message.sentences), unsafe_allow_html=True, anchors=False)
        st.caption("Stopped here; this much was kept.")
    else:
        st.caption("This answer was stopped before its first sentence.")
    again = (shown.message, shown.question.text)
    st.button("Answer again", key=f"again_{shown.message.id}", on_click=shown.asking.finish, args=again)


def _read_as(shown: Shown, answer: Answer) -> None:
    if not answer.rewritten:
        return
    key = f"read_as_{shown.message.id}"

    def changed() -> None:
        words = str(st.session_state[key]).strip()
        if words and words != answer.rewritten:
            shown.asking.again(shown.message, words, answer.length)

    with st.container(horizontal=True, vertical_alignment="center", key=f"row_{key}"):
        st.caption("Read as", width="content")
        st.text_input(
            "The question as it was read; change it and press Enter to ask again",
            value=answer.rewritten,
            key=key,
            on_change=changed,
            label_visibility="collapsed",
        )


def _instead(shown: Shown, answer: Answer) -> None:
    """Where the material does not answer: what could be asked or added."""
    if answer.verdict is Verdict.ANSWERED:
        return
    offered = _questions_near(answer.passages) if answer.verdict is Verdict.CLOSEST else shown.tutor.starters(count=2)
    if offered:
        st.caption("Your material does answer:")
        with st.container(key=f"offered_{shown.message.id}", gap=None):
            for place, question in enumerate(offered):
                key = f"instead_{shown.message.id}_{place}"
                st.button(label(question), key=key, type="tertiary", on_click=shown.asking.ask, args=(question,))
    st.caption("To have this answered, add a note or a paper about it on the Material page, then ask again.")


def _questions_near(passages: tuple[Passage, ...]) -> list[str]:
    return list(dict.fromkeys(one.question for one in passages if one.question))[:2]


def _sources(shown: Shown, answer: Answer) -> None:
    found = Sources(answer.sentences).first
    if not found:
        return
    titles = {one.document: one.title for one in answer.passages}
    with st.container(key=f"sources_{shown.message.id}", gap=None):
        for number, citation in enumerate(found, start=1):
            where = path_of(titles.get(citation.document, citation.document), citation.headings)
            words = f"{number}  {where}" + (f", page {citation.page}" if citation.page else "")
            st.button(
                label(words),
                key=f"source_{shown.message.id}_{number}",
                type="tertiary",
                on_click=shown.state.open_source,
                args=(cited(citation).ref,),
            )


def _actions(shown: Shown, answer: Answer) -> None:
    message = shown.message
    key = f"length_{message.id}"

    def changed() -> None:
        wanted = st.session_state[key]
        if wanted is not None:
            shown.asking.again(message, answer.rewritten or answer.question, wanted)

    if answer.verdict is Verdict.ANSWERED:
        st.button(
            "Practise a question on this",
            key=f"practise_{message.id}",
            type="tertiary",
            icon=":material/school:",
            on_click=shown.asking.practise_on,
            args=(message, answer.rewritten or answer.question),
        )
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions_{message.id}"):
        if answer.verdict is Verdict.ANSWERED:
            st.segmented_control(
                "Length of the answer",
                list(LENGTHS),
                format_func=lambda length: LENGTHS[length],
                default=answer.length,
                required=True,
                key=key,
                on_change=changed,
                label_visibility="collapsed",
            )
        st.markdown(f'<a class="act" href="#copy-{message.id}">Copy</a>', unsafe_allow_html=True)
        st.download_button(
            "Save",
            data=lambda: copy_text(shown),
            file_name="answer.md",
            mime="text/markdown",
            key=f"save_{message.id}",
            type="tertiary",
            on_click="ignore",
            help="Save this answer with its sources as Markdown",
        )
        keep_button(
            shown.tutor,
            f"keep_{message.id}",
            f"**{' '.join(answer.question.split())}**\n\n{answer.text}",
            citation=None,
            conversation_id=shown.state.conversation_id,
        )
        feedback(shown.tutor, message)
    st.caption(plain(written_by(answer)), unsafe_allow_html=True)
