"""`./ct bench pages`: server time, queries and weight of every main page, as the person who opens it.

Requests go through the whole stack of the site without the network: middleware, view, database, template.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from chungtay.core.warm import warm_up
from chungtay.demo.bench import empty
from chungtay.demo.bench.cases import Case, cases
from chungtay.demo.bench.rows import Row, percentile, timed
from chungtay.organisations.middleware import HAT_KEY

TIME_BUDGET_MS = 100
WEIGHT_BUDGET_KB = 150
_LINKED = re.compile(r"""<(?:link|script|img|use)\b[^>]*?\b(?:href|src)=["']?([^"'\s>]+)""")
_LINKED_BY_STYLE = re.compile(r"""url\(\s*["']?([^"')\s]+)""")
_PACKED_ALREADY = (".woff2", ".png", ".jpg", ".webp")


class PageFailed(Exception):
    """A page of the run did not answer as a reader would need it; the run says nothing then."""


def measure_pages(*, times: int, progress: Callable[[str], None]) -> list[Row]:
    """Rows of every case: p50 beside an empty view of the same run, p95 and weight beside their budgets, queries."""
    with override_settings(ROOT_URLCONF=empty.__name__, STORAGES=_plain_static()):
        warm_up()
        weights = Weights()
        rows: list[Row] = []
        for case in cases():
            progress(case.name)
            rows += _measure(case, weights, times=times)
    return rows


def _plain_static() -> dict[str, object]:
    """Static files under their own names: the run needs no collected manifest."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {**settings.STORAGES, "staticfiles": plain}


def _measure(case: Case, weights: Weights, *, times: int) -> Iterator[Row]:
    client = _client(case)
    peer = timed(lambda: client.get(f"/{empty.ADDRESS}"), times=times)
    with CaptureQueriesContext(connection) as queries:
        response = _get(client, case)
        # Counted here: the next request empties the log.
        count = len(queries)
    taken = timed(lambda: _get(client, case), times=times)
    yield Row(f"{case.name}: server time, p50", percentile(taken, 50), "ms", percentile(peer, 50), "an empty view")
    yield Row(f"{case.name}: server time, p95", percentile(taken, 95), "ms", TIME_BUDGET_MS, "budget", is_limit=True)
    yield Row(f"{case.name}: queries", count, "queries")
    weight = weights.of(response, case.address) / 1000
    yield Row(f"{case.name}: first view", weight, "kB", WEIGHT_BUDGET_KB, "budget", is_limit=True)


def _client(case: Case) -> Client:
    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip", "accept-language": "vi"})
    if case.hat is not None:
        client.force_login(case.hat.user)
        session = client.session
        session[HAT_KEY] = case.hat.pk
        session.save()
    return client


def _get(client: Client, case: Case) -> HttpResponse:
    response = cast(HttpResponse, client.get(case.address))
    if response.status_code != 200:
        raise PageFailed(f"{case.name}: {case.address} answered {response.status_code}")
    return response


@dataclass
class Weights:
    """Bytes that travel on a first view: the page as it is sent, and what it links, each once, packed as served."""

    known: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _prefix(self) -> str:
        return urljoin("/", settings.STATIC_URL)

    def of(self, response: HttpResponse, address: str) -> int:
        """The page with styles, scripts, pictures and fonts. Fonts count whole, though a reader may need fewer."""
        content = response.content
        text = gzip.decompress(content).decode() if response.get("Content-Encoding") == "gzip" else content.decode()
        linked = self._reached({urljoin(address, found) for found in _LINKED.findall(text)})
        return len(content) + sum(self._packed(name) for name in linked)

    def _reached(self, addresses: set[str]) -> set[str]:
        """Names of static files at `addresses`, and of those that their styles reach."""
        found: set[str] = set()
        waiting = list(addresses)
        while waiting:
            address = urlsplit(waiting.pop()).path
            name = address.removeprefix(self._prefix)
            if not address.startswith(self._prefix) or name in found or finders.find(name) is None:
                continue
            found.add(name)
            if name.endswith(".css"):
                style = self._file(name).read_text(encoding="utf-8")
                waiting += [urljoin(address, one) for one in _LINKED_BY_STYLE.findall(style)]
        return found

    def _packed(self, name: str) -> int:
        if name not in self.known:
            content = self._file(name).read_bytes()
            self.known[name] = len(content if name.endswith(_PACKED_ALREADY) else gzip.compress(content, 9))
        return self.known[name]

    def _file(self, name: str) -> Path:
        return Path(str(finders.find(name)))
