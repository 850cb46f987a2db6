"""Đề cương: the report of a period as a Word file to write in."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from chungtay.core import clock
from chungtay.documents.queries import WORD_TYPE
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.queries import parent_on
from chungtay.reporting.codes import Grain
from chungtay.reporting.layout import LayoutRow, layout_of
from chungtay.reporting.models import ReportTask
from chungtay.reporting.outlines import outline_of
from chungtay.reporting.papers.outline import OutlineMatter, OutlinePart, outline_paper
from chungtay.reporting.papers.urging import period_named
from chungtay.reporting.queries.catalogue import entry_on
from chungtay.reporting.queries.submissions import task_for
from chungtay.territory.codes import Level
from chungtay.territory.queries import versions_on
from officialdoc import render_docx


@hat_required
@require_GET
def outline_file(request: HatRequest, task_id: int) -> HttpResponse:
    """The outline of one report with the office's own head, as .docx."""
    task = task_for(request.hat, task_id, clock.today())
    # What is printed is Vietnamese, whatever the reader's language.
    with override("vi"):
        content = render_docx(outline_paper(_matter(task)))
    answer = HttpResponse(content, content_type=WORD_TYPE)
    period = task.period
    answer["Content-Disposition"] = (
        f'attachment; filename="de-cuong-{period.grain}-{period.index:02d}-{period.year}.docx"'
    )
    return answer


def _matter(task: ReportTask) -> OutlineMatter:
    office, period = task.organisation, task.period
    last_day = period.window.upper - timedelta(days=1)
    entry = entry_on(task.form_version.form, last_day)
    rows: dict[str, list[LayoutRow]] = {}
    for row in layout_of(task.form_version).rows:
        rows.setdefault(row.indicator.code, []).append(row)
    parts = [
        OutlinePart(
            heading.title,
            heading.note,
            [(row.label, row.unit) for code in heading.indicators for row in rows.get(code, ())],
        )
        for heading in outline_of(entry, task.form_version)
    ]
    above = parent_on(office, last_day)
    return OutlineMatter(
        kind=OrganisationKind(office.kind),
        level=Level(office.level),
        agency=office.name,
        agency_above=above.name if above else "",
        symbol=office.symbol,
        place=versions_on({office.unit_id}, last_day)[office.unit_id].name,
        receiver=task.receiver.name,
        report=entry.name,
        period=period_named(Grain(period.grain), period.index, period.year),
        window=(period.window.lower, last_day),
        parts=parts,
    )
