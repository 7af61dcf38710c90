"""An OpenAI-compatible chat server on loopback that says what it is told to and records what it was asked."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tutor.backends.messages import ChatMessage

Pieces = Sequence[str] | Callable[[Sequence[ChatMessage]], Sequence[str]]


@dataclass(frozen=True)
class Scripted:
    """One reply.  `finish` None leaves the reason out; `cut` drops the connection after the pieces; `stall` says
    nothing after them until the server is closed."""

    pieces: Pieces = ()
    finish: str | None = "stop"
    status: int = 200
    error: str = "as scripted"
    usage: tuple[int, int] | None = (100, 10)
    refusal: str | None = None
    cut: bool = False
    stall: bool = False


class ScriptedServer:
    """Use with `with`; `url` is its base URL.  A request without a reply in the script is answered with HTTP 500."""

    def __init__(self, *script: Scripted) -> None:
        self.script: deque[Scripted] = deque(script)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []  # names in lower case
        self.closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    """Knows the script its handlers play."""

    def __init__(self, scripted: ScriptedServer) -> None:
        self.scripted = scripted
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = self.server.scripted
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.requests.append(request)
        server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.close_connection = True  # and said so: no client keeps a socket open between two calls
        reply = server.script.popleft() if server.script else Scripted(status=500, error="nothing is scripted")
        if reply.status != 200:
            self._send(json.dumps({"error": {"message": reply.error, "type": "scripted"}}), reply.status)
        else:
            self._stream(reply, _messages(request), request["model"])

    def _send(self, body: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Connection", "close")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def _stream(self, reply: Scripted, messages: Sequence[ChatMessage], model: str) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for event in _events(reply, messages, model):
                self._chunk(f"data: {event}\n\n")
            if reply.stall:
                self.server.scripted.closing.wait()
            if reply.cut or reply.stall:
                return
            self._chunk("data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            return  # the caller has gone

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on standard error."""


def _messages(request: dict[str, Any]) -> list[ChatMessage]:
    return [ChatMessage(role=one["role"], text=one["content"]) for one in request["messages"]]


def _events(reply: Scripted, messages: Sequence[ChatMessage], model: str) -> Iterator[str]:
    """The reply as OpenAI streams it."""

    def event(choices: list[dict[str, Any]], **more: object) -> str:
        base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model}
        return json.dumps({**base, "choices": choices, **more})

    def choice(delta: dict[str, Any], finish: str | None = None) -> list[dict[str, Any]]:
        return [{"index": 0, "delta": delta, "finish_reason": finish}]

    yield event(choice({"role": "assistant", "content": ""}))
    for piece in reply.pieces(messages) if callable(reply.pieces) else reply.pieces:
        yield event(choice({"content": piece}))
    if reply.cut or reply.stall:
        return
    if reply.refusal is not None:
        yield event(choice({"refusal": reply.refusal}))
    if reply.finish is not None:
        yield event(choice({}, reply.finish))
    if reply.usage is not None:
        given, written = reply.usage
        counts = {"prompt_tokens": given, "completion_tokens": written, "total_tokens": given + written}
        yield event([], usage=counts)
