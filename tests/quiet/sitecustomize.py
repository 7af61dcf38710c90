"""Python imports this by itself in every process a test starts (see tests/commands.py); the network stays blocked."""

from __future__ import annotations

from tests.network import block

block()
