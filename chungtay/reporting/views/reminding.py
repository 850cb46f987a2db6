"""Remind without a request to anybody outside: the urging letter, and the deadlines for an office's own calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from chungtay.core import clock
from chungtay.core.errors import NotFound
from chungtay.documents.queries import documents_for
from chungtay.documents.rules import can_draft
from chungtay.organisations.access import HatRequest, hat_required
from chungtay.organisations.models import Membership
from chungtay.organisations.queries import province_served
from chungtay.reporting.actions.mailing import has_relay, keep_mailbox, remind_by_mail
from chungtay.reporting.actions.urging import draft_urging_letter, source_of_board
from chungtay.reporting.calendar_file import CONTENT_TYPE, Deadline, calendar_file
from chungtay.reporting.models import ReportTask
from chungtay.reporting.phrases import day_words, form_label, period_words, window_words
from chungtay.reporting.queries.board import Board, board_of, periods_received, receivers_of
from chungtay.reporting.queries.extensions import requests_waiting
from chungtay.reporting.queries.mail import mailbox_count, mailbox_of
from chungtay.reporting.queries.reasons import times_moved
from chungtay.reporting.queries.submissions import open_tasks
from chungtay.reporting.rules import DECIDING

LETTERS_SHOWN = 3
DEADLINES_IN_A_FILE = 60


@hat_required
@require_POST
def draft_urging(request: HatRequest) -> HttpResponse:
    """Soạn công văn đôn đốc: the letter to whoever has not sent, as a draft among the documents."""
    board = _own_board(request)
    document = draft_urging_letter(board, by=request.hat, now=clock.now())
    messages.success(request, _("The letter was drafted. It can be downloaded here and takes the usual steps."))
    return redirect("documents:document", document.pk)


@hat_required
@require_GET
def deadlines_file(request: HatRequest) -> HttpResponse:
    """The deadlines of our open reports as .ics."""
    tasks = list(open_tasks(request.hat)[:DEADLINES_IN_A_FILE])
    moved = times_moved(task.pk for task in tasks)
    # Not the name of the server: one office may reach it under two, and its calendar must know the event again.
    installation = f"tinh-{province_served() or '00'}.chung-tay.invalid"
    deadlines = [_deadline(request, task, moved[task.pk], installation) for task in tasks]
    name = _("Reports of %(office)s") % {"office": request.hat.organisation.short_name}
    answer = HttpResponse(calendar_file(name, deadlines, made_at=clock.now()), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="han-gui-bao-cao.ics"'
    return answer


@hat_required
@require_POST
def mail(request: HatRequest) -> HttpResponse:
    """Gửi thư nhắc: to the mailboxes of the offices that have not sent."""
    board = _own_board(request)
    address = request.build_absolute_uri(reverse("reporting:tasks"))
    count = remind_by_mail(board, address=address, by=request.hat, now=clock.now())
    messages.success(
        request, ngettext("%(n)s office is reminded.", "%(n)s offices are reminded.", count) % {"n": count}
    )
    return redirect(f"{reverse('reporting:board')}?ky={board.period.pk}")


@hat_required
@require_POST
def mailbox(request: HatRequest) -> HttpResponse:
    """Keep the official mailbox of our office."""
    keep_mailbox(request.POST.get("address", ""), by=request.hat, now=clock.now())
    messages.success(request, _("Stored."))
    return redirect("reporting:tasks")


def _own_board(request: HatRequest) -> Board:
    """The board of the asked period, of the hat's own office."""
    today = clock.today()
    written = request.POST.get("ky", "")
    period = next((one for one in periods_received(request.hat, today) if str(one.pk) == written), None)
    if period is None or request.hat.organisation not in receivers_of(request.hat, period, today):
        raise NotFound()
    return board_of(request.hat, period, request.hat.organisation, today)


def reminding_of(hat: Membership, board: Board) -> dict[str, Any]:
    """What the board says about letters and requests: those of the hat's own office alone."""
    today = clock.today()
    letters = documents_for(hat, today).filter(source=source_of_board(board))
    return {
        "can_draft_letter": can_draft(hat, board.receiver) and bool(board.missing),
        "letters": list(letters[:LETTERS_SHOWN]),
        "mailbox_count": mailbox_count(board) if has_relay() and hat.role in DECIDING else 0,
        "asked_time_count": requests_waiting(hat, today).count(),
    }


def mailbox_shown(hat: Membership) -> dict[str, Any]:
    """The mailbox of the hat's own office, where mail can be sent at all."""
    return {"has_relay": True, "mailbox": mailbox_of(hat)} if has_relay() else {"has_relay": False}


def _deadline(request: HatRequest, task: ReportTask, moved: int, installation: str) -> Deadline:
    what = f"{form_label(task.form_version.form)}, {period_words(task.period)}"
    told = {"window": window_words(task.period), "due": day_words(task.due_on), "office": task.receiver.name}
    return Deadline(
        key=f"bao-cao-{task.pk}@{installation}",
        summary=_("Send: %(what)s") % {"what": what},
        description=_("Figures of %(window)s, to be sent to %(office)s by %(due)s.") % told,
        due_on=task.due_on,
        moved=moved,
        url=request.build_absolute_uri(reverse("reporting:task", args=[task.pk])),
    )
