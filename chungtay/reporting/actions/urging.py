"""Draft the urging letter of an office to those that have not sent their reports of a period."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chungtay.core.clock import local_day
from chungtay.core.errors import require
from chungtay.documents.actions import Draft, NewFile, draft_document
from chungtay.documents.codes import FileFormat, PaperKind, Rendering
from chungtay.documents.models import Document
from chungtay.organisations.codes import OrganisationKind
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import parent_on
from chungtay.reporting.catalogue_errors import NobodyMissing
from chungtay.reporting.codes import Grain
from chungtay.reporting.models import CatalogueEntry
from chungtay.reporting.papers.urging import Owing, Urging, period_named, urging_letter
from chungtay.reporting.queries.board import Board
from chungtay.reporting.queries.days_off import DaysOff
from chungtay.reporting.queries.reasons import extensions_of
from chungtay.territory.queries import versions_on
from officialdoc import fingerprint, render_docx, render_pdf, to_data

ANSWER_WITHIN = 3
NATION_ABOVE = {OrganisationKind.POLICE: "Bộ Công an"}


def draft_urging_letter(board: Board, *, by: Membership, now: datetime) -> Document:
    """Draft the letter (công văn đôn đốc) to the offices of `board` that have not sent, as .docx and PDF.

    It asks for an answer within three working days, and then takes the steps of any document of the office. Raises
    `NobodyMissing`, and what `documents.draft_document` raises for who may not draft.
    """
    require(bool(board.missing), NobodyMissing())
    letter = urging_letter(_matter(board, local_day(now)))
    name = f"cong-van-don-doc-{board.period.grain}-{board.period.index:02d}-{board.period.year}"
    files = [
        NewFile(Rendering.FOR_SIGNATURE, format_, f"{name}.{format_.value}", content)
        for format_, content in ((FileFormat.DOCX, render_docx(letter)), (FileFormat.PDF, render_pdf(letter)))
    ]
    return draft_document(
        kind=PaperKind.URGING,
        title=f"{letter.subject[0].upper()}{letter.subject[1:]}",
        lead=board.receiver,
        partner=None,
        source=source_of_board(board),
        symbol=letter.symbol,
        draft=Draft(tuple(files), fingerprint(letter), dict(to_data(letter))),
        by=by,
        now=now,
    )


def source_of_board(board: Board) -> str:
    """What `documents` keeps as the source of a letter about this board."""
    return f"board:{board.period.pk}:{board.receiver.pk}"


def _matter(board: Board, on: date) -> Urging:
    office, period = board.receiver, board.period
    last_day = period.window.upper - timedelta(days=1)
    entry = _entry(board, last_day)
    above = parent_on(office, on)
    given = extensions_of(cell.task_id for cell in board.missing)
    assert board.due_on is not None
    return Urging(
        kind=OrganisationKind(office.kind),
        agency=office.name,
        agency_above=above.name if above else NATION_ABOVE.get(OrganisationKind(office.kind), ""),
        symbol=office.symbol,
        place=versions_on({office.unit_id}, on)[office.unit_id].name,
        report=_lower_first(entry.name),
        legal_basis=entry.legal_basis,
        period=period_named(Grain(period.grain), period.index, period.year),
        window=(period.window.lower, last_day),
        due_on=board.common_due_on,
        on=on,
        answer_by=DaysOff.now().due(on, ANSWER_WITHIN),
        sent=board.sent_count,
        asked=len(board.cells),
        owing=[
            Owing(cell.office, cell.due_on, cell.status == "overdue", cell.task_id in given) for cell in board.missing
        ],
    )


def _entry(board: Board, last_day: date) -> CatalogueEntry:
    """The entry of the first form that is missing, as it stood on the window's last day."""
    entries = CatalogueEntry.objects.filter(form__versions__tasks=board.missing[0].task_id).order_by("number")
    return entries.filter(validity__contains=last_day).first() or entries.latest("number")


def _lower_first(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"
