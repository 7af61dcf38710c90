"""Settings: who answers and what that costs, what is wrong with the installation, and what mends it."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import Finding
from tutor.ui.escaping import plain
from tutor.ui.my_data_view import my_data_view
from tutor.ui.narrowing import MATERIAL
from tutor.ui.opening import guarded, the_tutor

_DAYS = 14
_TESTED, _FINDINGS = "tested", "findings"
_HOW = """# or anthropic:..., ollama:..., google_genai:...
TUTOR_LLM=openai:gpt-5-mini
# the provider's own variable, or TUTOR_LLM_API_KEY
OPENAI_API_KEY=...
# only for a server of your own
TUTOR_LLM_BASE_URL=http://..."""


def settings_page() -> None:
    """The whole page."""
    with guarded():
        tutor = the_tutor()
        st.header("Settings", anchor=False)
        _answered_by(tutor)
        _costs(tutor)
        _usage(tutor)
        my_data_view(tutor)
        _doctor(tutor)
        _places(tutor)


def _answered_by(tutor: Tutor) -> None:
    st.subheader("Answered by", anchor=False)
    name = tutor.backend_name
    if name == MATERIAL:
        st.markdown(
            "The material itself: answers are made of its own sentences, on this machine, at no cost. "
            "A language model words them better and stays bound to the same sources. To use one, put this into the "
            "file `.env` and start the program again:"
        )
        st.code(_HOW, language="bash")
        return
    settings = tutor.settings
    key = "a key is set" if settings.llm_api_key else "the key is taken from the provider's own variable"
    server = f", on {settings.llm_base_url}" if settings.llm_base_url else ""
    st.markdown(
        plain(f"{name}{server}; {key}. The material answers by itself whenever the model cannot."),
        unsafe_allow_html=True,
    )
    if st.button("Test it", key="test_backend", help="Asks it for one word"):
        with st.spinner("Asking for one word"):
            st.session_state[_TESTED] = tutor.test_backend()
    if _TESTED in st.session_state:
        _finding(st.session_state[_TESTED])


def _costs(tutor: Tutor) -> None:
    st.subheader("What it costs", anchor=False)
    settings = tutor.settings
    if tutor.backend_name == MATERIAL:
        st.markdown("Nothing: no language model is asked.")
        return
    if settings.llm_price_in is None or settings.llm_price_out is None:
        st.markdown(
            "The price of the model is not known. `TUTOR_LLM_PRICE_IN` and `TUTOR_LLM_PRICE_OUT`, in dollars for a "
            "million tokens, make every answer show its cost."
        )
        return
    st.markdown(
        plain(
            f"${settings.llm_price_in:g} for a million tokens read, ${settings.llm_price_out:g} for a million written. "
            "Every answer shows what it cost under How this was found."
        ),
        unsafe_allow_html=True,
    )


def _usage(tutor: Tutor) -> None:
    """What language models took so far, a row a day."""
    days = [one for one in tutor.records.usage() if one.model is not None]
    if not days:
        return
    rows = ["| day | model | answers | tokens read | written | cost |", "|---|---|---:|---:|---:|---:|"]
    for one in days[:_DAYS]:
        cost = "unknown" if one.usage.cost_usd is None else f"${one.usage.cost_usd:.4f}"
        model = plain(f"{one.backend}:{one.model}").replace("|", "&#124;")
        tokens = f"{one.usage.input_tokens:,} | {one.usage.output_tokens:,}"
        rows.append(f"| {one.day} | {model} | {one.answers:,} | {tokens} | {plain(cost)} |")
    st.markdown("\n".join(rows), unsafe_allow_html=True)


def _doctor(tutor: Tutor) -> None:
    st.subheader("Is everything in order?", anchor=False)
    if st.button("Look for problems", key="doctor"):
        with st.spinner("Looking"):
            st.session_state[_FINDINGS] = tutor.doctor()
    findings: list[Finding] = st.session_state.get(_FINDINGS, [])
    for finding in findings:
        _finding(finding)
    if findings and all(finding.state == "good" for finding in findings):
        st.caption("Everything is in order.")


def _finding(finding: Finding) -> None:
    words = {"good": "in order", "warning": "look at this", "bad": "does not work"}[finding.state]
    name = finding.name[:1].upper() + finding.name[1:]
    st.markdown(
        f'<span class="finding {finding.state}">{plain(f"{name}: {words}")}</span><br>'
        f'<span class="quiet">{plain(finding.text)}</span>',
        unsafe_allow_html=True,
    )
    if finding.command and finding.state != "good":
        st.code(finding.command, language="bash")


def _places(tutor: Tutor) -> None:
    st.subheader("Where things are", anchor=False)
    settings = tutor.settings
    folder = settings.home
    model = settings.embedder or "all-MiniLM-L6-v2, shipped with the program"
    database = "another database, from TUTOR_DATABASE_URL" if settings.database_url else "SQLite, in that folder"
    rows = [("Everything you add and ask", str(folder)), ("Database", database), ("Embedding model", model)]
    st.markdown("\n".join(f"- {plain(name)}: {plain(value)}" for name, value in rows), unsafe_allow_html=True)
