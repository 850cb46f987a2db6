"""Nobody accepts what they sent themselves, nor what the one they act for sent, nor what was sent in their name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chungtay.organisations.actions import delegate
from chungtay.organisations.codes import Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.decisions import accept, accept_in_bulk
from chungtay.reporting.codes import SubmissionStatus
from chungtay.reporting.contents import CellFigure, Contents
from chungtay.reporting.errors import OwnSubmission
from chungtay.reporting.models import ReportTask
from tests.reporting.stage import ALWAYS, AWARDS, NOON, Stage, hat

pytestmark = pytest.mark.django_db
TODAY: date = NOON.date()


def sent(stage: Stage, by: Membership) -> ReportTask:
    task = stage.task(stage.dong_thanh)
    submit_in_bulk([Entry(task, Contents({AWARDS: CellFigure(2)}), by, NOON, "Đúng thực tế")])
    return task


def in_both(stage: Stage, person: Membership, role: Role) -> Membership:
    """The same person in the commune's office too."""
    return Membership.objects.create(
        user=person.user, organisation=stage.dong_thanh.organisation, role=role, validity=ALWAYS
    )


def delegated(holder: Membership, to: Membership) -> Membership:
    days = {"first": TODAY, "last": TODAY + timedelta(days=3)}
    return delegate(holder, to, by=holder, now=NOON, **days).membership


def test_a_delegate_does_not_accept_what_the_holder_sent(stage: Stage) -> None:
    holder = stage.police.consolidator
    task = sent(stage, in_both(stage, holder, Role.REPORTER))
    acting = delegated(holder, stage.police.reporter)

    with pytest.raises(OwnSubmission):
        accept(task, by=acting, now=NOON)
    left = accept_in_bulk([task.pk], by=acting, now=NOON).left

    assert [type(refusal) for _task, refusal in left] == [OwnSubmission]


def test_the_holder_does_not_accept_what_was_sent_in_their_name(stage: Stage) -> None:
    holder = stage.police.consolidator
    own_hat_below = in_both(stage, holder, Role.APPROVER)
    task = sent(stage, delegated(own_hat_below, stage.dong_thanh.reporter))

    with pytest.raises(OwnSubmission):
        accept(task, by=holder, now=NOON)


def test_a_delegate_accepts_what_others_sent(stage: Stage) -> None:
    task = sent(stage, stage.dong_thanh.reporter)
    colleague = hat(stage.police.organisation, Role.DRAFTING_HEAD)

    accepted = accept(task, by=delegated(stage.police.consolidator, colleague), now=NOON)

    assert accepted.status == SubmissionStatus.ACCEPTED
