"""Load the catalogue: indicator sets, indicators, keys, cells, forms, holidays, deadlines and periods.

The data files are the source; loading again changes labels and adds rows, never a cell number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.reporting.codes import Calendar, CellPart, Grain, IndicatorKind, KeyPart, Section
from chungtay.reporting.models import (
    Cell,
    Deadline,
    Form,
    FormVersion,
    Holiday,
    Indicator,
    IndicatorKey,
    IndicatorSet,
    IndicatorSetGrain,
    ReportingPeriod,
)
from chungtay.reporting.windows import windows_of_year
from chungtay.territory.codes import Level

DATA = Path(__file__).resolve().parents[1] / "data"
ALWAYS = DateRange(None, None)
# From the reporting year 2026 on units report by month; before it a year was one figure.
MONTHS_START = date(2025, 12, 15)

SETS = (
    ("programme", "Chương trình phối hợp", "Coordination programme", Calendar.ADMINISTRATIVE),
    ("safe_areas", "Khu dân cư An toàn về an ninh, trật tự", "Safe residential areas", Calendar.SAFE_AREAS),
    ("safe_units", "Đơn vị An toàn về an ninh, trật tự", "Safe units", Calendar.SAFE_UNITS),
    ("force_rating", "Xếp loại lực lượng ở cơ sở", "Rating of grassroots forces", Calendar.FORCE_RATING),
)
FORMS = (
    ("ct-phoi-hop", "programme", "Phiếu số liệu chương trình phối hợp", "Programme form", False),
    ("ct-to-chuc", "programme", "Phiếu số liệu của tổ chức thành viên", "Member organisation's form", True),
    ("an-toan-khu-dan-cu", "safe_areas", "Phiếu khu dân cư An toàn", "Safe areas form", False),
    ("an-toan-don-vi", "safe_units", "Phiếu đơn vị An toàn", "Safe units form", False),
    ("xep-loai-luc-luong", "force_rating", "Phiếu xếp loại lực lượng", "Force rating form", False),
)
WORKING_DAYS = {Level.COMMUNE: 2, Level.DISTRICT: 4, Level.PROVINCE: 6}


@transaction.atomic
def load_catalogue(*, years: Iterable[int] = range(2020, 2028)) -> int:
    """Bring the catalogue in step with the data files; returns the number of indicators."""
    sets = {code: _load_set(code, vi, en, calendar) for code, vi, en, calendar in SETS}
    rows = _rows("indicators.psv")
    for position, row in enumerate(rows):
        _load_indicator(row, indicator_set=sets[row["set"]], position=position)
    _load_forms(sets, rows)
    _load_holidays()
    for indicator_set in sets.values():
        _load_deadlines(indicator_set)
        for year in years:
            open_year(indicator_set, year)
    return len(rows)


def open_year(indicator_set: IndicatorSet, year: int) -> ReportingPeriod:
    """Make the periods of a reporting year that are missing; returns the year's own period."""
    whole: ReportingPeriod | None = None
    for grain, index, first, end in windows_of_year(Calendar(indicator_set.calendar), year):
        period, _ = ReportingPeriod.objects.get_or_create(
            indicator_set=indicator_set,
            grain=grain,
            year=year,
            index=index,
            defaults={"window": DateRange(first, end), "parent": whole},
        )
        whole = whole or period
    assert whole is not None
    return whole


def _rows(name: str) -> list[dict[str, str]]:
    head, *lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("|"), line.split("|"), strict=True)) for line in lines]


def _load_set(code: str, label_vi: str, label_en: str, calendar: Calendar) -> IndicatorSet:
    indicator_set, _ = IndicatorSet.objects.update_or_create(
        code=code, defaults={"label_vi": label_vi, "label_en": label_en, "calendar": calendar}
    )
    if not indicator_set.grains.exists():
        by_month = calendar == Calendar.ADMINISTRATIVE
        spans = [(Grain.YEAR, DateRange(None, MONTHS_START)), (Grain.MONTH, DateRange(MONTHS_START, None))]
        for grain, validity in spans if by_month else [(Grain.YEAR, ALWAYS)]:
            IndicatorSetGrain.objects.create(indicator_set=indicator_set, grain=grain, validity=validity)
    return indicator_set


def _load_indicator(row: dict[str, str], *, indicator_set: IndicatorSet, position: int) -> None:
    flags = dict.fromkeys(row["flags"].split(","), "") | dict(
        flag.split(":", 1) for flag in row["flags"].split(",") if ":" in flag
    )
    until = date.fromisoformat(flags["until"]) if "until" in flags else None
    indicator, _ = Indicator.objects.update_or_create(
        code=row["code"],
        defaults={
            "indicator_set": indicator_set,
            "kind": IndicatorKind(row["kind"]),
            "label_vi": row["label_vi"],
            "label_en": row["label_en"],
            "unit_vi": row["unit_vi"],
            "unit_en": row["unit_en"],
            "section": Section(row["section"]),
            "legal_source": row["source"],
            "numerator_kind": flags.get("num", ""),
            "denominator_kind": flags.get("den", ""),
            "is_shared_work": "shared" in flags,
            "is_sensitive_when_small": "small" in flags,
            "validity": DateRange(None, until),
            "position": position,
        },
    )
    _load_cells(indicator, row)
    _load_keys(indicator, row["keys"])


def _load_cells(indicator: Indicator, row: dict[str, str]) -> None:
    first = int(row["first_cell"])
    if indicator.kind == IndicatorKind.RATIO:
        parts = [(CellPart.NUMERATOR, "", "Tử số", "Numerator"), (CellPart.DENOMINATOR, "", "Mẫu số", "Denominator")]
    else:
        parts = [(CellPart.TOTAL, "", "", "")]
        for category in filter(None, row["categories"].split(";")):
            code, labels = category.split("=")
            label_vi, label_en = labels.split("/")
            parts.append((CellPart.CATEGORY, code, label_vi, label_en))
    for number, (part, category, label_vi, label_en) in enumerate(parts, start=first):
        Cell.objects.update_or_create(
            number=number,
            defaults={
                "indicator": indicator,
                "part": part,
                "category": category,
                "label_vi": label_vi,
                "label_en": label_en,
            },
        )


def _load_keys(indicator: Indicator, keys: str) -> None:
    for word in filter(None, keys.split(",")):
        key, _, part = word.lstrip("*").partition(">")
        IndicatorKey.objects.update_or_create(
            indicator=indicator,
            key=key,
            defaults={"part": KeyPart(part or "total"), "is_first_choice": word.startswith("*")},
        )


def _load_forms(sets: dict[str, IndicatorSet], rows: list[dict[str, str]]) -> None:
    for code, set_code, label_vi, label_en, for_members in FORMS:
        form, _ = Form.objects.update_or_create(
            code=code,
            defaults={"indicator_set": sets[set_code], "label_vi": label_vi, "label_en": label_en},
        )
        chosen = [
            row["code"]
            for row in rows
            if row["set"] == set_code and (not for_members or "members" in row["flags"].split(","))
        ]
        cells = Cell.objects.filter(indicator__code__in=chosen).order_by("number")
        FormVersion.objects.get_or_create(
            form=form, defaults={"cells": [cell.number for cell in cells], "validity": ALWAYS}
        )


def _load_holidays() -> None:
    for row in _rows("holidays.psv"):
        Holiday.objects.update_or_create(
            day=date.fromisoformat(row["day"]),
            defaults={
                "is_working_day": row["working"] == "yes",
                "label_vi": row["label"],
                "legal_basis": row["legal_basis"],
            },
        )


def _load_deadlines(indicator_set: IndicatorSet) -> None:
    for grain in (Grain.MONTH, Grain.YEAR):
        for level, working_days in WORKING_DAYS.items():
            Deadline.objects.get_or_create(
                indicator_set=indicator_set,
                grain=grain,
                level=level,
                defaults={
                    "working_days": working_days,
                    "validity": ALWAYS,
                    "legal_basis": "Nghị định 09/2019/NĐ-CP, Điều 8",
                },
            )
