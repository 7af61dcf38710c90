"""Adding files by drop: progress while they are read, then what became of each."""

from __future__ import annotations

import streamlit as st

from tutor.build import Tutor
from tutor.domain import FileOutcome, FileResult, IngestReport
from tutor.material.reading import SUFFIXES
from tutor.ui.escaping import plain
from tutor.ui.ingesting import Ingesting
from tutor.ui.labels import label
from tutor.ui.wording import count, seconds, sentence

_ROUND = "upload_round"  # a new key empties the drop area
_OUTCOMES = {
    FileOutcome.ADDED: "added",
    FileOutcome.CHANGED: "read anew",
    FileOutcome.UNCHANGED: "known already, unchanged",
    FileOutcome.REMOVED: "removed",
    FileOutcome.FAILED: "not read",
}


def add_files(tutor: Tutor, ingesting: Ingesting) -> None:
    """The drop area, or the progress of a run, with the report of the last one."""
    if ingesting.running:
        _follow(ingesting)
        st.rerun()
    last_report(ingesting)
    number = st.session_state.setdefault(_ROUND, 0)
    files = st.file_uploader(
        "Add notes, papers or books",
        type=[suffix.lstrip(".") for suffix in SUFFIXES],
        accept_multiple_files=True,
        key=f"upload_{number}",
    )
    if files:
        paths = [tutor.settings.upload_path(file.name) for file in files]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.getbuffer())
        ingesting.start(paths)
        st.session_state[_ROUND] = number + 1
        st.rerun()


def _follow(ingesting: Ingesting) -> None:
    bar = st.progress(0.0, "Reading the files")
    while ingesting.running:
        progress = ingesting.progress
        if progress is not None and progress.bytes_total:
            share = min(progress.bytes_done / progress.bytes_total, 1.0)
            left = f", {seconds(progress.seconds_left)} left" if progress.seconds_left else ""
            bar.progress(share, plain(f"{progress.files_done} of {progress.files_total} files{left}"))
        else:
            bar.progress(0.0, "Reading the files")
        ingesting.wait(0.2)


def last_report(ingesting: Ingesting) -> None:
    """What became of the files of the last run, until it is dismissed."""
    if ingesting.error is not None:
        st.error(label(sentence(ingesting.error)))
    if ingesting.report is not None and not ingesting.running:
        _report(ingesting, ingesting.report)


def _report(ingesting: Ingesting, report: IngestReport) -> None:
    with st.container(border=True, key="ingest_report"):
        st.markdown(
            f"**{count(len(report.files), 'file')} in {seconds(report.seconds)}**\n\n"
            + "\n".join(map(_line, report.files)),
            unsafe_allow_html=True,
        )
        st.button("Close", key="dismiss_report", type="tertiary", on_click=ingesting.dismiss)


def _line(file: FileResult) -> str:
    result = _OUTCOMES[file.outcome]
    if file.outcome in {FileOutcome.ADDED, FileOutcome.CHANGED}:
        result += f", {count(file.chunks, 'passage')}"
    if file.reason:
        result += f": {file.reason}"
    warn = "warn" if file.outcome is FileOutcome.FAILED else "quiet"
    return f'- {plain(file.name)} <span class="{warn}">{plain(result)}</span>'
