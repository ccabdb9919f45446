"""A server on this machine that answers as a test tells it to, faults included."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.intake.live.dispatch import download_through_interface
from datacell_lib.intake.live.http import Patience
from datacell_lib.intake.live.request import Request


@dataclass(frozen=True)
class Answer:
    """What the server shall send.

    ``cut`` sends only that many bytes of the body, under the whole one's Content-Length;
    ``framed=False`` sends no Content-Length, as servers of HTTP/1.0 do; ``pause`` waits after
    each byte.
    """

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    framed: bool = True
    pause: float = 0.0


class Server(ThreadingHTTPServer):
    """Answers each request by a function of path and query; remembers what it was asked."""

    daemon_threads = True
    answer: Callable[[str, dict[str, str]], Answer]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, str]] = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address) -> None:
        """Say nothing when a client hangs up, which is what impatient clients do."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        self.server.asked.append(query)
        answer = self.server.answer(unquote(parts.path), query)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.framed:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self._send(body[: answer.cut], answer.pause)

    def _send(self, body: bytes, pause: float) -> None:
        if not pause:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(pause)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def server():
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def answer():
    """The class of answers, for tests to build theirs."""
    return Answer


@pytest.fixture
def patience():
    """Waits that a test can afford; Retry-After counts, up to a twentieth of a second."""
    return Patience(
        connecting=1, reading=0.3, answering=0.5, attempts=2, backoff=0.01, longest_wait=0.05
    )


@pytest.fixture
def in_turn():
    """Answer requests one after the other; the last answer again and again."""

    def build(*answers: Answer) -> Callable[[str, dict[str, str]], Answer]:
        left = list(answers)
        return lambda path, query: left.pop(0) if len(left) > 1 else left[0]

    return build


@pytest.fixture
def download(patience, tmp_path):
    """Download a copy with this interface; gives the file's path."""

    def run(interface, *, columns, key=("area_code",), authority=None, layout="csv", where=None):
        copy = Copy(
            layout="official",
            path="file",
            interface=interface,
            format=layout,
            columns=columns,
            where=where or {},
        )
        target = tmp_path / "download" / "file"
        target.parent.mkdir()
        request = Request(copy=copy, key=key, authority=authority, target=target)
        download_through_interface(request, patience=patience)
        return target

    return run
