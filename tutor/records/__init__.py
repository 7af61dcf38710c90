"""The candidate's own history, in the library's database."""

from __future__ import annotations

from tutor.records.history import Clock, Records, utc_now

__all__ = ["Clock", "Records", "utc_now"]
