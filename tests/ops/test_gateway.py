"""What the gateway lets through to the application, and what it answers by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from chungtay.core.uploads import REFUSED_BODY
from ops.gateway import Gateway, Limits

Header = tuple[str, str]


@dataclass
class Request:
    """A request as the server describes it."""

    headers: dict[str, str]
    method: str = "POST"
    path: str = "/bao-cao/Đông Thanh/"
    query_string: str = "q=%C4%91"
    scheme: str = "http"
    client: str = "192.0.2.7:40000"
    server: str = "127.0.0.1:8000"
    http_version: str = "1.1"


@dataclass
class Line:
    """The line to a sender: gives pieces with pauses (seconds) before them, and keeps the answer."""

    pieces: list[tuple[float, bytes]] = field(default_factory=list)
    answer: tuple[int, list[Header], bytes] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for pause, piece in self.pieces:
            await asyncio.sleep(pause)
            yield piece

    def response_bytes(self, status: int, headers: list[Header], body: bytes) -> None:
        self.answer = (status, headers, body)


class Application:
    """Answers with the length of what it read, and remembers each environment."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.closed = 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        length = len(environ["wsgi.input"].read())
        environ["wsgi.input"].close()
        self.asked.append(environ)
        start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return Parts(self, [b"read ", str(length).encode()])


class Parts(list[bytes]):
    """An answer that has to be closed."""

    def __init__(self, application: Application, parts: list[bytes]) -> None:
        super().__init__(parts)
        self.application = application

    def close(self) -> None:
        self.application.closed += 1


class Small(Limits):
    body = 10
    all_bodies = 15
    heard = 100
    silence = 0.2
    patience = 0.2
    bytes_per_second = 1000


def ask(lines: list[tuple[Request, Line]], limits: type[Limits] = Small) -> Application:
    """All requests at once, through one gateway."""
    application = Application()
    gateway = Gateway(application, threads=2, limits=limits)

    async def all_at_once() -> None:
        await asyncio.gather(*(gateway.__rsgi__(request, line) for request, line in lines))

    # In a thread of its own: a browser that drives another test may have left its loop in this one.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(all_at_once())).result()
    assert gateway._held == 0
    return application


def sent(*pieces: bytes, pause: float = 0, length: int | None = None) -> tuple[Request, Line]:
    announced = sum(map(len, pieces)) if length is None else length
    return Request({"content-length": str(announced)}), Line([(pause, piece) for piece in pieces])


def test_a_request_reaches_the_application_whole() -> None:
    request, line = sent(b"12345", b"678")

    application = ask([(request, line)])

    assert line.answer == (
        200,
        [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
        b"read 8",
    )
    (environ,) = application.asked
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/bao-cao/Đông Thanh/"
    assert (environ["QUERY_STRING"], environ["REMOTE_ADDR"]) == ("q=%C4%91", "192.0.2.7")
    assert (environ["CONTENT_LENGTH"], REFUSED_BODY in environ) == ("8", False)
    assert application.closed == 1


def test_headers_are_joined_as_their_kind_asks_and_look_alikes_are_left_out() -> None:
    @dataclass
    class Repeated:
        def items(self) -> list[Header]:
            return [("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"), ("x_real_ip", "192.0.2.9")]

    request = Request({}, method="GET")
    request.headers = Repeated()  # type: ignore[assignment]  # a server's headers may repeat a name

    (environ,) = ask([(request, Line())]).asked

    assert {name: value for name, value in environ.items() if name.startswith("HTTP_")} == {
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_ACCEPT": "x,y",
    }


def test_a_body_that_breaks_off_never_reaches_the_application() -> None:
    request, line = sent(b"12345", length=8)

    application = ask([(request, line)])

    assert (line.answer, application.asked) == ((400, [("connection", "close")], b""), [])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"transfer-encoding": "chunked"}, 411),
        ({"content-length": "-1"}, 400),
        ({"content-length": "²"}, 400),
        ({"content-length": "101"}, 413),
    ],
)
def test_a_body_without_a_fair_length_is_not_listened_to(headers: dict[str, str], status: int) -> None:
    line = Line([(0, b"12345")])

    application = ask([(Request(headers), line)])

    assert (line.answer, application.asked) == ((status, [("connection", "close")], b""), [])


def test_what_is_too_large_is_heard_thrown_away_and_explained_by_the_application() -> None:
    request, line = sent(b"12345", b"67890", b"1")

    (environ,) = ask([(request, line)]).asked

    assert (environ[REFUSED_BODY], environ["CONTENT_LENGTH"]) == ("too_large", "0")
    assert line.answer is not None
    assert line.answer[2] == b"read 0"


def test_bodies_share_one_limit_and_the_one_that_passes_it_hears_that_the_site_is_busy() -> None:
    first, second = sent(b"12345", b"67890", pause=0.3), sent(b"12345", b"67890", pause=0.1)
    first[1].pieces[0] = (0, b"12345")

    application = ask([first, second], limits=_Shared)

    assert [(one.get(REFUSED_BODY), one["CONTENT_LENGTH"]) for one in application.asked] == [
        ("busy", "0"),
        (None, "10"),
    ]


class _Shared(Small):
    all_bodies = 12
    silence = 5
    patience = 5


def test_silence_ends_a_request() -> None:
    request, line = sent(b"12345", b"678", pause=1)

    application = ask([(request, line)])

    assert (line.answer, application.asked) == ((408, [("connection", "close")], b""), [])


def test_a_trickle_ends_a_request() -> None:
    request, line = sent(*[b"1"] * 9, pause=0.05)

    application = ask([(request, line)])

    assert (line.answer, application.asked) == ((408, [("connection", "close")], b""), [])


def test_slow_senders_take_no_thread() -> None:
    slow = [sent(b"1", b"2", pause=0.4) for _ in range(20)]
    quick = sent(b"12345")
    order: list[int] = []
    for number, (_request, line) in enumerate([*slow, quick]):
        line.response_bytes = lambda *_answer, number=number: order.append(number)  # type: ignore[method-assign]

    ask([*slow, quick], limits=_Patient)

    assert order[0] == 20


class _Patient(Small):
    all_bodies = 100
    silence = 5
    patience = 5
