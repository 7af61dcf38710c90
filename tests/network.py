"""No test leaves this machine: sockets other than loopback are refused, and asking for another host's address too.

`block()` holds for the process it is called in; `tests/quiet/sitecustomize.py` calls it in the processes tests start.
"""

from __future__ import annotations

import ipaddress
import sys

attempts: list[str] = []
_NAMES = {"", "localhost", "localhost.localdomain", "ip6-localhost"}
_WITH_HOST = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}
_WITH_ADDRESS = {"socket.connect", "socket.sendto", "socket.bind"}


class NetworkUsed(RuntimeError):
    """Something tried to reach another machine."""


def block() -> None:
    """Refuse, and note in `attempts`, whatever is not loopback or a Unix socket; cannot be undone."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _WITH_HOST:
        _allow(event, arguments[0])
    elif event in _WITH_ADDRESS:
        address = arguments[1]
        if isinstance(address, tuple):  # a Unix socket's address is a path
            _allow(event, address[0])


def _allow(event: str, host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in _NAMES or (event == "socket.bind" and name in {"0.0.0.0", "::"}):
        return
    try:
        if ipaddress.ip_address(name).is_loopback:
            return
    except ValueError:
        pass
    attempts.append(f"{event} {name!r}")
    raise NetworkUsed(f"a test tried to use the network: {event} {name!r}")
