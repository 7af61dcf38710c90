"""How sure the candidate is of an answer, asked before anything of its grade is shown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_GUESSES = range(11)


def self_rating(key: str, *, then: str, on_guess: Callable[[], None]) -> None:
    """Draw the numbers from 0 to 10; picking one calls `on_guess`, and `then` says what that leads to."""
    st.pills(
        f"How sure are you, from 0 to 10? Your guess is kept, then {then}.",
        list(_GUESSES),
        key=key,
        on_change=on_guess,
    )


def guessed(key: str) -> float | None:
    """What was picked, 0..1; None where nothing was."""
    guess = st.session_state.get(key)
    return None if guess is None else float(guess) / 10
