"""The marks that a form carries as .xlsx: of which report it is. Signed: another installation's file is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.core import signing
from django.utils.crypto import constant_time_compare

from chungtay.reporting.errors import (
    FormFileOfAnotherOffice,
    FormFileOfAnotherPeriod,
    FormFileOfAnotherVersion,
    FormFileUnknown,
)
from chungtay.reporting.form_file.places import TEMPLATE
from chungtay.reporting.models import ReportTask
from chungtay.reporting.phrases import period_words

_SALT = "reporting.form_file"
_SIGNED = ("template", "form_version", "unit", "organisation", "office", "period", "period_words", "task")


def marks_of(task: ReportTask, *, sheet: str) -> dict[str, str]:
    """What the hidden sheet of the file for `task` says; `sheet` is the title of the form's own."""
    marks = {
        "template": TEMPLATE,
        "form_version": str(task.form_version_id),
        "unit": str(task.unit_id),
        "organisation": str(task.organisation_id),
        "office": task.organisation.name,
        "period": str(task.period_id),
        "period_words": period_words(task.period),
        "task": str(task.pk),
    }
    return {**marks, "sheet": sheet, "signature": _signature(marks)}


def require_marks(found: Mapping[str, str], task: ReportTask) -> None:
    """Raise one of the refusals of this room unless the file was given out for `task`."""
    if found.get("template") != TEMPLATE or not constant_time_compare(found.get("signature", ""), _signature(found)):
        raise FormFileUnknown(field="file")
    office = {"found": found["office"], "wanted": task.organisation.name}
    if found["organisation"] != str(task.organisation_id) or found["unit"] != str(task.unit_id):
        raise FormFileOfAnotherOffice(field="file", **office)
    if found["period"] != str(task.period_id):
        period = {"found": found["period_words"], "wanted": period_words(task.period)}
        raise FormFileOfAnotherPeriod(field="file", **period)
    if found["form_version"] != str(task.form_version_id) or found["task"] != str(task.pk):
        raise FormFileOfAnotherVersion(field="file")


def mark_lines(marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The marks as the lines of a sheet."""
    yield from marks.items()


def _signature(marks: Mapping[str, str]) -> str:
    return signing.Signer(salt=_SALT).signature("\n".join(marks.get(name, "") for name in _SIGNED))
