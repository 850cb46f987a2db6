"""Sending a whole report at once: what the form, its button and its last look do in three requests, in one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from chungtay.core.together import Together
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.bulk import Entry, submit_in_bulk
from chungtay.reporting.actions.submissions import save_draft, submit
from chungtay.reporting.contents import Contents
from chungtay.reporting.errors import NotOpenForEntry
from chungtay.reporting.models import ReportTask, SubmissionVersion

# A batch of the largest size is written in some 50 ms: nobody waits long for those who came with them. Beyond eight a
# report more costs little less.
_TOGETHER: Together[Entry, SubmissionVersion] = Together(submit_in_bulk, most=32, enough=8, patience=0.015)


def submit_whole(task: ReportTask, *, contents: Contents, by: Membership, now: datetime) -> SubmissionVersion:
    """Store `contents` as the report of `task` and send it, all or nothing.

    First versions that arrive at the same moment are written together; a draft, a returned report or a correction
    that stands already is written over and sent on its own. Raises what `save_draft` and `submit` raise.
    """
    if not hasattr(task, "submission"):
        # Somebody may begin a draft just now: that one is then written over.
        with suppress(NotOpenForEntry):
            return _TOGETHER.ask(Entry(task, contents, by, now))
    return _send_over(task, contents=contents, by=by, now=now)


@transaction.atomic
def _send_over(task: ReportTask, *, contents: Contents, by: Membership, now: datetime) -> SubmissionVersion:
    save_draft(task, contents=replace(contents, answers={}), by=by, now=now)
    return submit(task, by=by, now=now, answers=contents.answers)
