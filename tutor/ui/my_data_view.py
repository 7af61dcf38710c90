"""The candidate's own data: to take along, and to delete."""

from __future__ import annotations

import json

import streamlit as st

from tutor.build import Tutor
from tutor.practice.exporting.scope import Scope
from tutor.ui.wording import count

_SCOPES = {
    Scope.PRACTISED: "all you practised",
    Scope.DUE: "what is due today",
    Scope.MISTAKES: "with points you missed",
    Scope.AREA: "all of one area",
}
_DELETED = "data_deleted"


def my_data_view(tutor: Tutor) -> None:
    """Draw the exports and the deletion."""
    st.subheader("Your data", anchor=False)
    if st.session_state.pop(_DELETED, False):
        st.success("Everything that was kept of you is deleted.")
    st.markdown("All of it lies on this machine and can be taken along.")
    _anki(tutor)
    with st.container(horizontal=True, key="data_files"):
        st.download_button(
            "Answers as a spreadsheet (CSV)",
            data=lambda: tutor.exports.csv().encode("utf-8-sig"),
            file_name="answers.csv",
            mime="text/csv",
            key="export_csv",
            on_click="ignore",
        )
        st.download_button(
            "Everything (JSON)",
            data=lambda: json.dumps(tutor.exports.everything(), ensure_ascii=False).encode(),
            file_name="interview-tutor.json",
            mime="application/json",
            key="export_everything",
            on_click="ignore",
        )
    _delete(tutor)


def _anki(tutor: Tutor) -> None:
    left, right = st.columns(2)
    scope = left.selectbox("Questions for Anki", list(_SCOPES), format_func=lambda one: _SCOPES[one], key="anki_scope")
    area: str | None = None
    if scope is Scope.AREA:
        areas = sorted({one.area for one in tutor.documents() if one.area and one.questions})
        area = right.selectbox("Area", areas, key="anki_area", index=0 if areas else None)
        number = sum(one.questions for one in tutor.documents() if one.area == area)
    else:
        number = len(tutor.exports.questions(scope))
    if number:
        st.caption(f"{count(number, 'question')}, each with its 30-second answer and the quotes behind it.")
    else:
        st.caption("No question is among these yet.")
    st.download_button(
        "Anki deck (.apkg)",
        data=lambda: tutor.exports.anki(scope, area=area),
        file_name="interview-tutor.apkg",
        mime="application/octet-stream",
        key="export_anki",
        on_click="ignore",
        disabled=not number,
    )


def _delete(tutor: Tutor) -> None:
    def delete() -> None:
        tutor.candidate.forget()
        st.session_state.clear()  # nothing of it stays in this tab either
        st.query_params.clear()
        st.session_state[_DELETED] = True

    with st.popover("Delete my data", key="delete_menu"):
        st.markdown(
            "Conversations, answers, cards, interviews, made questions, drafts, bookmarks and ticks of this profile "
            "are deleted, and the profile with them. There is no way back. The library stays as it is."
        )
        st.button("Delete everything of mine", key="delete_my_data", type="primary", on_click=delete)
