"""Remind by mail through the province's relay: text alone, no figure, to the official mailbox of an office.

Off without a relay. A reminder is asked for on the board and sent by a job, which tries again when the relay does not
answer, and sends nothing for a report that came in meanwhile.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import require_clean
from chungtay.organisations.models import Membership
from chungtay.reporting.catalogue_errors import NobodyMissing, NoMailRelay, NotAnAddress
from chungtay.reporting.models import MailReminder, OfficeMailbox, ReportTask
from chungtay.reporting.phrases import day_words, form_label, period_words, window_words
from chungtay.reporting.queries.board import Board
from chungtay.reporting.queries.submissions import OPEN
from chungtay.reporting.rules import DECIDING, ENTERING

MAIL_TASK = "chungtay.reporting.tasks.mail_reminder"


def has_relay() -> bool:
    """Whether this installation can send mail at all."""
    return bool(settings.EMAIL_HOST)


@transaction.atomic
def keep_mailbox(address: str, *, by: Membership, now: datetime) -> OfficeMailbox | None:
    """Say where the own office reads official mail; "" for nowhere. Raises `NotAnAddress`."""
    require(by.role in ENTERING)
    address = require_clean(address.strip(), field="address")
    if not address:
        OfficeMailbox.objects.filter(organisation=by.organisation_id).delete()
        record(by.organisation, "mailbox_forgotten", by=by, at=now)
        return None
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise NotAnAddress(field="address") from wrong
    kept, _made = OfficeMailbox.objects.update_or_create(
        organisation=by.organisation, defaults={"address": address, "set_by": by, "set_at": now}
    )
    record(by.organisation, "mailbox_kept", by=by, at=now)
    return kept


@transaction.atomic
def remind_by_mail(board: Board, *, address: str, by: Membership, now: datetime) -> int:
    """Have every office of `board` that has not sent and keeps a mailbox reminded; returns how many.

    `address` is where reports are sent, as the reader of the mail reaches it. Raises `NoMailRelay`, `NobodyMissing`.
    """
    require(by.role in DECIDING and by.organisation_id == board.receiver.pk)
    require(has_relay(), NoMailRelay())
    missing = ReportTask.objects.filter(pk__in=[cell.task_id for cell in board.missing])
    tasks = missing.filter(organisation__mailbox__isnull=False).order_by("pk")
    reminders = MailReminder.objects.bulk_create([MailReminder(task=task, asked_by=by, asked_at=now) for task in tasks])
    require(bool(reminders), NobodyMissing())
    record(board.period, "reminded_by_mail", by=by, at=now, count=len(reminders))
    for reminder in reminders:
        _defer(reminder.pk, address)
    return len(reminders)


def send_reminder(reminder_id: int, *, address: str, now: datetime) -> bool:
    """Send one reminder unless it went out, its report was sent or is gone; says whether mail was sent.

    What the relay answers with is raised, so that the job is tried again.
    """
    waiting = MailReminder.objects.filter(pk=reminder_id, sent_at__isnull=True)
    with transaction.atomic():
        reminder = waiting.select_for_update(of=("self",)).select_related("task__organisation__mailbox").first()
        if reminder is None or not ReportTask.objects.filter(OPEN, pk=reminder.task_id).exists():
            return False
        mailbox = OfficeMailbox.objects.filter(organisation=reminder.task.organisation_id).first()
        if mailbox is None or not has_relay():
            return False
        _message(reminder.task, mailbox.address, address).send()
        reminder.sent_at = now
        reminder.save(update_fields=["sent_at"])
    return True


def _message(task: ReportTask, to: str, address: str) -> EmailMessage:
    # Offices read Vietnamese, whatever the language of whoever pressed.
    with override("vi"):
        told = {
            "what": form_label(task.form_version.form),
            "period": period_words(task.period),
            "window": window_words(task.period),
            "due": day_words(task.due_on),
            "office": task.organisation.name,
            "receiver": task.receiver.name,
            "address": address,
        }
        subject = _("Reminder: report for %(period)s, to be sent by %(due)s") % told
        body = _(
            "To %(office)s,\n\n"
            "%(what)s, %(period)s (figures of %(window)s) was to be sent to %(receiver)s by %(due)s and has not been "
            "sent yet.\n"
            "Please send it at: %(address)s\n"
            "If you need more time, ask for it there and say why."
        )
        return EmailMessage(subject, body % told, to=[to])


def _defer(reminder_id: int, address: str) -> None:
    # The job imports this module, so it is named here.
    transaction.on_commit(lambda: app.configure_task(MAIL_TASK).defer(reminder=reminder_id, address=address))
