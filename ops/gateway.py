"""From the site's server to the application: a request takes one of the few threads only when all of it is here.

Offices send over slow lines, and there are attackers who send slower still. A body that trickles in would hold a
thread for as long as its sender likes; so bodies are collected by the event loop, in memory and inside limits, and
the application (WSGI) reads a finished one. What is cut off on its way never reaches the application at all.
"""

from __future__ import annotations

import asyncio
import io
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

from chungtay.core.uploads import REFUSED_BODY

Environ = dict[str, Any]
Header = tuple[str, str]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Scope(Protocol):
    """What the server knows of a request before its body."""

    method: str
    path: str
    query_string: str
    scheme: str
    client: str
    server: str
    http_version: str
    headers: Any


class Exchange(Protocol):
    """The server's side of one request: its body in pieces, and the way for the answer."""

    def __aiter__(self) -> Any: ...

    def response_bytes(self, status: int, headers: list[Header], body: bytes) -> None: ...


class NotCollected(Exception):
    """No body to give to the application: `status` says what to answer without asking it."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Limits:
    """How much and how slowly may be sent. Sizes in bytes, times in seconds."""

    # Two files of the largest size that is read, and the fields around them.
    body = 41 * 1024 * 1024
    all_bodies = 164 * 1024 * 1024
    # Of what is too large, so much is still heard, and thrown away, so that its sender gets a sentence to read.
    heard = 512 * 1024 * 1024
    silence: float = 30
    # A modem does three times better.
    patience: float = 60
    bytes_per_second = 1000


@dataclass
class Body:
    """What has come in of one request; `size` stays right when the application closes the buffer."""

    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    size: int = 0


class Gateway:
    """Serves `application` to a server that speaks RSGI, with `threads` threads."""

    def __init__(self, application: Application, *, threads: int, limits: type[Limits] = Limits) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._limits = limits
        self._held = 0

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        environ = _environ(scope)
        body = Body()
        try:
            await self._collect(environ, exchange, body)
            body.buffer.seek(0)
            environ["wsgi.input"] = body.buffer
            loop = asyncio.get_running_loop()
            status, headers, answer = await loop.run_in_executor(self._threads, self._answer, environ)
        except NotCollected as reason:
            status, headers, answer = reason.status.value, [("connection", "close")], b""
        finally:
            self._keep(body, -body.size)
            # At once, not when the collector of cycles comes to the request: it may hold tens of megabytes.
            body.buffer.close()
        exchange.response_bytes(status, headers, answer)

    async def _collect(self, environ: Environ, exchange: Exchange, body: Body) -> None:
        """Read what was announced into `body`, or throw it away and write the reason into `environ`.

        Raises NotCollected when the sender does not say how much will come, is too slow, or breaks off.
        """
        announced = _announced(environ)
        if announced > self._limits.heard:
            raise NotCollected(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        refused = "too_large" if announced > self._limits.body else ""
        received = 0
        started = time.monotonic()
        pieces = exchange.__aiter__()
        while received < announced:
            piece = await self._next_of(pieces)
            received += len(piece)
            if time.monotonic() - started > self._limits.patience + received / self._limits.bytes_per_second:
                raise NotCollected(HTTPStatus.REQUEST_TIMEOUT)
            if not refused and self._held + len(piece) > self._limits.all_bodies:
                refused = "busy"
                self._keep(body, -body.size)
                body.buffer = io.BytesIO()
            # A browser reads no answer before it has sent everything.
            if not refused:
                body.buffer.write(piece)
                self._keep(body, len(piece))
        if refused:
            environ |= {REFUSED_BODY: refused, "CONTENT_LENGTH": "0"}

    async def _next_of(self, pieces: Any) -> bytes:
        try:
            piece: bytes = await asyncio.wait_for(pieces.__anext__(), self._limits.silence)
        except StopAsyncIteration:
            raise NotCollected(HTTPStatus.BAD_REQUEST) from None
        except TimeoutError:
            raise NotCollected(HTTPStatus.REQUEST_TIMEOUT) from None
        return piece

    def _keep(self, body: Body, more: int) -> None:
        """Count `more` bytes of `body` among what all requests hold; the event loop alone calls this."""
        body.size += more
        self._held += more

    def _answer(self, environ: Environ) -> tuple[int, list[Header], bytes]:
        """Ask the application, in a thread."""
        begun: list[tuple[int, list[Header]]] = []

        def start(status: str, headers: list[Header], _failure: Any = None) -> None:
            begun.append((int(status.partition(" ")[0]), headers))

        parts = self._application(environ, start)
        try:
            answer = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return *begun[-1], answer


def _environ(scope: Scope) -> Environ:
    """The request as WSGI (PEP 3333) names it."""
    server, _colon, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        # The server has decoded it; WSGI wants its bytes in the disguise of Latin-1.
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        # `X_Y` would pass for `X-Y`, which a proxy may have set.
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


def _announced(environ: Environ) -> int:
    """How many bytes the sender says will come. Raises NotCollected when it does not say, or says no number.

    A body in chunks has no length, and one that breaks off looks like one that is finished.
    """
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise NotCollected(HTTPStatus.LENGTH_REQUIRED)
    said = environ.get("CONTENT_LENGTH") or "0"
    if not (said.isascii() and said.isdigit()):
        raise NotCollected(HTTPStatus.BAD_REQUEST)
    return int(said)
