"""A circuit breaker: what failed three times in a row is left alone for a minute, so that a candidate does not wait
for the same time-out at every question."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

from tutor.errors import BackendUnavailable


class Breaker:
    """Counts failures in a row; after the pause one call is let through, and its failure opens the circuit again.

    `clock` gives seconds and never goes back.
    """

    def __init__(self, name: str, clock: Callable[[], float], *, failures: int = 3, pause: float = 60.0) -> None:
        self._name = name
        self._clock = clock
        self._limit = failures
        self._pause = pause
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = -math.inf

    def check(self) -> None:
        """Raise BackendUnavailable while the circuit is open."""
        with self._lock:
            left = self._open_until - self._clock()
            failures = self._failures
        if left > 0:
            wait = math.ceil(left)
            raise BackendUnavailable(
                f"{self._name} failed {failures} times in a row and is left alone for another {wait} seconds."
            )

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self._limit:
                self._open_until = self._clock() + self._pause

    def succeeded(self) -> None:
        """Close the circuit."""
        with self._lock:
            self._failures = 0
            self._open_until = -math.inf
