"""A small year that both sides froze: 2021 in the province of the cast, with reports of two communes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction

from chungtay.organisations.codes import Role
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.consolidation import freeze, open_consolidation
from chungtay.reporting.actions.decisions import accept
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.models import Consolidation
from chungtay.reporting.totals import fold
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, PROVINCE, Cast, build_cast, cell_of, whole_year

LATER = NOW + timedelta(hours=1)
SHARED = {"OUT_SESSIONS", "OUT_ATTENDANCES"}
NOT_JOINT = {"joint": 0, "led_elsewhere": 0}
REPORTS = {
    (DONG_THANH, POLICE): {"OUT_SESSIONS": 26_101, "OUT_ATTENDANCES": 800_250, "MOD_MODELS": 41, "OUT_NEWS": 950},
    (HAC_THANH, POLICE): {"OUT_SESSIONS": 13_901, "OUT_ATTENDANCES": 412_020, "MOD_MODELS": 35, "AWD_COLLECTIVES": 7},
    (DONG_THANH, FRONT): {"OUT_SESSIONS": 310, "OUT_ATTENDANCES": 9_145, "FES_ATT": 5_320},
}


def report_2021(cast: Cast, reports: Mapping[tuple[str, object], Mapping[str, int]] = REPORTS) -> None:
    """Send and accept the reports of 2021."""
    report_year(cast, 2021, reports)


def report_year(cast: Cast, year: int, reports: Mapping[tuple[str, object], Mapping[str, int]]) -> None:
    """Send and accept the reports of a year."""
    period = whole_year(year)
    for (code, kind), stated in reports.items():
        figures = {
            cell_of(indicator): CellFigure(value, joint=0, led_elsewhere=0)
            if indicator in SHARED
            else CellFigure(value)
            for indicator, value in stated.items()
        }
        task = cast.task(code, kind, period)
        submit_in_bulk([Entry(task, Contents(figures), cast.hat(code, kind), NOW, "Đúng thực tế")])
        accept(task, by=cast.hat(PROVINCE, kind, Role.CONSOLIDATOR), now=LATER)
    fold()


def frozen_2021(cast: Cast) -> Consolidation:
    """The consolidation of 2021, frozen by both sides."""
    report_2021(cast)
    return freeze_2021(cast)


def freeze_2021(cast: Cast) -> Consolidation:
    """Freeze 2021 as it stands, by both sides."""
    period = whole_year(2021)
    police = cast.hat(PROVINCE, POLICE, Role.CONSOLIDATOR)
    consolidation = open_consolidation(cast.units[PROVINCE], period, by=police, now=LATER)
    freeze(consolidation, by=police, now=LATER)
    return freeze(consolidation, by=cast.hat(PROVINCE, FRONT, Role.CONSOLIDATOR), now=LATER)


@contextmanager
def written_once(blocker: Any, write: Callable[[Cast], object]) -> Iterator[Cast]:
    """The cast, with what `write` adds, for all tests of a file; taken back afterwards."""
    with blocker.unblock(), transaction.atomic():
        cast = build_cast()
        write(cast)
        yield cast
        transaction.set_rollback(True)


@contextmanager
def taken_back(blocker: Any) -> Iterator[None]:
    """What pytest-django does around each test: a savepoint inside what is written once."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def changed_word(content: bytes, changes: Mapping[str, str]) -> bytes:
    """A .docx with some words of its body replaced, each once, as an officer would in Word."""
    given, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "word/document.xml":
                part = _replaced(part.decode(), changes).encode()
            made.writestr(name, part)
    return out.getvalue()


def _replaced(xml: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        pattern = rf"(?<![\d.]){re.escape(old)}(?![\d.]*\d)"
        assert re.search(pattern, xml), f"{old} is not in the document"
        xml = re.sub(pattern, new, xml, count=1)
    return xml
