"""Load the catalogue: indicator sets, indicators, keys, cells, forms, entries, holidays and periods.

The data files are the source; loading again changes labels and adds rows, never a cell number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from chungtay.organisations.codes import MEMBER_KINDS, OrganisationKind
from chungtay.reporting.codes import Calendar, CellPart, Grain, IndicatorKind, KeyPart, Section
from chungtay.reporting.models import (
    CatalogueEntry,
    Cell,
    Form,
    FormVersion,
    Holiday,
    Indicator,
    IndicatorKey,
    IndicatorSet,
    IndicatorSetGrain,
    ObservanceRule,
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
# Who fills in which form: members a short one; the police of a commune keep its recognition and rating records.
EVERY_LEVEL = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
SENDERS = {
    "ct-phoi-hop": ((OrganisationKind.POLICE, OrganisationKind.FRONT), EVERY_LEVEL),
    "ct-to-chuc": (MEMBER_KINDS, EVERY_LEVEL),
    "an-toan-khu-dan-cu": ((OrganisationKind.POLICE,), (Level.COMMUNE,)),
    "an-toan-don-vi": ((OrganisationKind.POLICE,), (Level.COMMUNE,)),
    "xep-loai-luc-luong": ((OrganisationKind.POLICE,), (Level.COMMUNE,)),
}
LEGAL_BASIS = {
    "programme": "Chương trình phối hợp 07/CTrPH-BCA-MTTW; Nghị định 09/2019/NĐ-CP, Điều 8, Điều 12",
    "safe_areas": "Thông tư 124/2021/TT-BCA; Nghị định 09/2019/NĐ-CP, Điều 8",
    "safe_units": "Thông tư 124/2021/TT-BCA; Nghị định 09/2019/NĐ-CP, Điều 8",
    "force_rating": "Hướng dẫn 01/HD-BCA-V05; Nghị định 09/2019/NĐ-CP, Điều 8",
}
COMMUNE_DAYS, DISTRICT_DAYS, PROVINCE_DAYS = 2, 4, 6
OBSERVANCE = {"full_points": 3, "late_percent": 50, "legal_basis": "Quyết định 510/QĐ-BCA-V05 ngày 20/01/2022"}


@transaction.atomic
def load_catalogue(*, years: Iterable[int] = range(2020, 2028)) -> int:
    """Bring the catalogue in step with the data files; returns the number of indicators."""
    sets = {code: _load_set(code, vi, en, calendar) for code, vi, en, calendar in SETS}
    rows = _rows("indicators.psv")
    for position, row in enumerate(rows):
        _load_indicator(row, indicator_set=sets[row["set"]], position=position)
    _load_forms(sets, rows)
    _load_holidays()
    if not ObservanceRule.objects.exists():
        ObservanceRule.objects.create(**OBSERVANCE, validity=ALWAYS)
    for indicator_set in sets.values():
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
        if not form.versions.exists():
            FormVersion.objects.create(form=form, cells=[cell.number for cell in cells], validity=ALWAYS)
        _load_entry(form)


def _load_entry(form: Form) -> None:
    """The first entry of a form; what a coordinator issued since stays as it is."""
    senders, levels = SENDERS[form.code]
    CatalogueEntry.objects.get_or_create(
        form=form,
        number=1,
        defaults={
            "name": form.label_vi,
            "legal_basis": LEGAL_BASIS[form.indicator_set.code],
            "senders": list(senders),
            "levels": list(levels),
            "commune_days": COMMUNE_DAYS,
            "district_days": DISTRICT_DAYS,
            "province_days": PROVINCE_DAYS,
            "validity": ALWAYS,
        },
    )


def _load_holidays() -> None:
    kept = set(Holiday.objects.filter(kept_by__isnull=False).values_list("day", flat=True))
    for row in _rows("holidays.psv"):
        if date.fromisoformat(row["day"]) in kept:
            continue
        Holiday.objects.update_or_create(
            day=date.fromisoformat(row["day"]),
            defaults={
                "is_working_day": row["working"] == "yes",
                "label_vi": row["label"],
                "legal_basis": row["legal_basis"],
            },
        )
