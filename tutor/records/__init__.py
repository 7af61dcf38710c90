"""The candidate's own history, in the library's database."""

from __future__ import annotations

from tutor.records.history import Records
from tutor.records.profiles import Candidate, Profiles
from tutor.records.tables import create_tables
from tutor.records.transactions import ME, Clock, utc_now

__all__ = ["ME", "Candidate", "Clock", "Profiles", "Records", "create_tables", "utc_now"]
