"""Practice projects as checklists: their steps ticked off one by one."""

from __future__ import annotations

import streamlit as st

from tutor.domain import ProjectProgress, ProjectStep
from tutor.practice.progress import Progress
from tutor.ui.escaping import plain
from tutor.ui.labels import label
from tutor.ui.places import Place
from tutor.ui.rendering import safe_inline
from tutor.ui.tallied import tallied
from tutor.ui.ways import way_to
from tutor.ui.wording import count


def projects_view(progress: Progress) -> None:
    """Draw the projects, those begun first."""
    projects = progress.projects()
    if not projects:
        st.markdown(
            "Your library has no practice project. `tutor ingest corpus` takes in those that come along; a note of "
            "your own with the area `projects` and a numbered list under the heading `Steps` is one too."
        )
        way_to("material", "Add material", key="projects_material")
        return
    begun = [one for one in projects if any(step.done for step in one.steps)]
    st.markdown(_overall(projects, begun))
    for project in (*begun, *(one for one in projects if one not in begun)):
        key = project.document
        with tallied(label(project.title), f"project_{key}", _tally(project)) as opened:
            if opened.open:
                _steps(progress, project)


def _overall(projects: tuple[ProjectProgress, ...], begun: list[ProjectProgress]) -> str:
    finished = sum(all(step.done for step in one.steps) for one in projects)
    if not begun:
        return f"{count(len(projects), 'project')} to choose from. Open one and tick off what you have done."
    return f"{len(begun)} of {count(len(projects), 'project')} begun, {finished} finished."


def _tally(project: ProjectProgress) -> str:
    done = sum(step.done for step in project.steps)
    left = sum(step.hours or 0 for step in project.steps if not step.done)
    hours = f", {left:g} h left" if left else ""
    return f"{done} of {count(len(project.steps), 'step')}{hours}"


def _steps(progress: Progress, project: ProjectProgress) -> None:
    about = f"{project.level} · " if project.level else ""
    link = f'<a class="near" href="#src-{Place(project.document, 0, 0).ref}">Open the note</a>'
    st.markdown(f'<span class="quiet">{plain(about)}{link}</span>', unsafe_allow_html=True, anchors=False)
    for number, step in enumerate(project.steps, start=1):
        _step(progress, step, number)


def _step(progress: Progress, step: ProjectStep, number: int) -> None:
    key = f"step_{step.key}"

    def ticked() -> None:
        progress.tick(step.key, bool(st.session_state[key]))

    st.session_state[key] = step.done
    hours = f" ({step.hours:g} h)" if step.hours is not None else ""
    with st.container(key=f"box_{step.key}", gap=None):
        st.checkbox(label(f"{number}. {step.title}{hours}"), key=key, on_change=ticked)
        st.markdown(
            f'<span class="quiet indented">{safe_inline(step.text)}</span>', unsafe_allow_html=True, anchors=False
        )
