"""Why there are fewer questions than were wished for, in one or two plain sentences."""

from __future__ import annotations

from datetime import datetime

from tutor.domain import Model, Wish
from tutor.practice.study_days import in_words, study_day


class Shortage(Model):
    """What stood in the way: how many questions fit the wish, and when those of them come back that wait for review."""

    wish: Wish
    fitting: int
    returns: tuple[datetime, ...]
    now: datetime

    def sentence(self, found: int) -> str | None:
        """None where as many were found as were wished for."""
        if found >= self.wish.count:
            return None
        if self.fitting == 0:
            return self._nothing_fits()
        parts = []
        if found:
            noun = "is only one question" if found == 1 else f"are only {found} questions"
            parts.append(f"There {noun} to ask now{self._about()}.")
        if self.returns:
            waiting = len(self.returns)
            when = in_words(study_day(min(self.returns).astimezone(self.now.tzinfo)), study_day(self.now))
            many = "One more waits" if waiting == 1 else f"{waiting} more wait"
            if not found:
                many = "The only one that fits waits" if self.fitting == 1 else "All questions that fit wait"
            parts.append(f"{many} for review; the next comes back {when}.")
        elif not found:
            parts.append(
                f"Every question{self._about()} was asked a moment ago, or one much like it; widen the choice."
            )
        return " ".join(parts)

    def _about(self) -> str:
        return f" about {self.wish.about.strip()!r}" if self.wish.about.strip() else ""

    def _nothing_fits(self) -> str:
        if self._about():
            return f"No question is near to {self.wish.about.strip()!r}; use other words, or add a note about it."
        return "No question fits this choice; widen it, or make questions from a document of yours."
