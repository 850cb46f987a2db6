"""Requests for more time in the month that is due now: two wait, one was granted, one refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from chungtay.core.clock import VIETNAM
from chungtay.organisations.codes import Line
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.extensions import ask_for_time, grant_time, refuse_time
from chungtay.reporting.models import ReportTask
from chungtay.territory.codes import Level

UNTIL = date(2026, 11, 26)
ASKED_AT = datetime(2026, 11, 16, 9, 15, tzinfo=VIETNAM)
REASONS = (
    "Mưa lũ chia cắt ba thôn, chưa thu đủ số liệu",
    "Đang sắp xếp lại các tổ bảo vệ an ninh, trật tự ở cơ sở",
    "Mất điện diện rộng, chưa đối chiếu được sổ theo dõi",
    "Cán bộ phụ trách mới nhận bàn giao",
)
REFUSAL = "Số liệu đã có trong sổ theo dõi hằng tuần, đề nghị gửi đúng hạn"


def ask_for_more_time(
    tasks: list[ReportTask], hats: Mapping[int, Membership], acceptors: Mapping[int, Membership]
) -> None:
    """Of the police of communes that have not sent among `tasks`, the first four ask."""
    silent = [
        task
        for task in tasks
        if task.line == Line.POLICE and task.organisation.level == Level.COMMUNE and not hasattr(task, "submission")
    ]
    for place, (task, reason) in enumerate(zip(silent, REASONS, strict=False)):
        at = ASKED_AT + timedelta(minutes=37 * place)
        asked = ask_for_time(task, until=UNTIL, reason=reason, by=hats[task.organisation_id], now=at)
        by = acceptors[task.receiver_id]
        if place == 2:
            grant_time(asked, until=UNTIL, by=by, now=at + timedelta(hours=2))
        elif place == 3:
            refuse_time(asked, reason=REFUSAL, by=by, now=at + timedelta(hours=2))
