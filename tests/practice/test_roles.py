"""The roles, and the questions an interview for each is planned of."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.practice.held import SETUP, Make
from tutor.build import Tutor
from tutor.domain import (
    InterviewSetup,
    Minutes,
)
from tutor.practice.roles import ROLES, role_named


def test_the_roles_weigh_areas_of_the_syllabus(corpus_library: Tutor) -> None:
    areas = {one.area for one in corpus_library.documents()}
    assert 6 <= len(ROLES) <= 8
    for role in ROLES:
        assert set(role.areas) <= areas, role.name
        assert role_named(role.title) is role


@pytest.mark.parametrize("role", [one.name for one in ROLES])
def test_each_role_is_asked_about_its_areas_in_mixed_kinds(make_interviews: Make, role: str) -> None:
    counts: dict[Minutes, int] = {}
    for minutes in (15, 45):
        plan = make_interviews().start(InterviewSetup(role=role, level="intermediate", minutes=minutes)).plan
        counts[minutes] = len(plan)
        assert all(one.area in role_named(role).areas or one.area == "interview-craft" for one in plan)
        assert all(first.kind is not second.kind for first, second in pairwise(plan))
    assert len({one.kind for one in plan}) >= 6 and len({one.area for one in plan}) >= 5
    assert counts[45] > 2 * counts[15]


def test_an_interview_can_be_about_chosen_areas(make_interviews: Make) -> None:
    plan = make_interviews().start(SETUP.model_copy(update={"areas": ("statistics",)})).plan
    assert {one.area for one in plan} <= {"statistics", "interview-craft"}
    assert "statistics" in {one.area for one in plan}
