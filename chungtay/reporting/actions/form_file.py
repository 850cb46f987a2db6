"""The form as .xlsx comes back: first read and shown, nothing stored; then what was right is put into the draft.

The order is law: permission, then the secrecy stamp before any write, then matter about persons, then whose form it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from chungtay.core.bounded import NoSeat, NotRead
from chungtay.core.errors import require
from chungtay.core.record import record
from chungtay.core.scanner import KIND_LABELS, stamp_refused
from chungtay.organisations.models import Membership
from chungtay.reporting import rules
from chungtay.reporting.actions.locking import submission_of
from chungtay.reporting.actions.submissions import fill_cells
from chungtay.reporting.codes import Source
from chungtay.reporting.contents import Evidence
from chungtay.reporting.errors import FormFileWithPersons, NotOpenForEntry, ReaderBusy
from chungtay.reporting.form_file.child import FormGrid, PersonsInFile, StampInFile, read_in_child
from chungtay.reporting.form_file.interpreting import FormReadback, interpreted
from chungtay.reporting.form_file.marks import require_marks
from chungtay.reporting.form_file.taking import TakenForm
from chungtay.reporting.layout import layout_of
from chungtay.reporting.models import ReportTask, SubmissionVersion
from chungtay.reporting.queries.incoming import types_to_choose
from chungtay.reporting.unreadable import refusal_for

Reader = Callable[[str, bytes], FormGrid]
# More columns than a sentence can hold; whoever deletes these finds the others at the next try.
SHOWN_COLUMNS = 20


def read_form_file(
    task: ReportTask, *, name: str, content: bytes, by: Membership, now: datetime, reader: Reader = read_in_child
) -> FormReadback:
    """What a filled in form states for `task`; nothing of it is stored.

    Raises `SecretDocument` for a secrecy stamp, after writing only that a refusal happened; `FormFileWithPersons` with
    every column about persons; `FormFileUnknown` and its kin for a file that is not the form of this report; a subclass
    of `TextUnreadable` for one that cannot be read; `ReaderBusy`.
    """
    require(rules.can_enter(by, task))
    require(rules.is_open_for_entry(submission_of(task)), NotOpenForEntry(sent_on=""))
    try:
        grid = reader(name, content)
    except StampInFile:
        raise stamp_refused(by.organisation, name=by.organisation.name, now=now) from None
    except PersonsInFile as refused:
        raise FormFileWithPersons(field="file", columns=_told(refused.columns)) from None
    except NotRead as refused:
        raise refusal_for(refused.code, refused.params) from None
    except NoSeat:
        raise ReaderBusy() from None
    require_marks(grid.marks, task)
    return interpreted(grid, layout_of(task.form_version), types=[code for code, _name in types_to_choose()])


@transaction.atomic
def take_form_file(task: ReportTask, taken: TakenForm, *, by: Membership, now: datetime) -> SubmissionVersion:
    """Put what a person has looked at into the draft; other cells stay as they are, and no cell is emptied.

    Raises as `fill_cells` does.
    """
    version = fill_cells(
        task,
        figures=taken.figures,
        evidence=dict.fromkeys(taken.figures, Evidence(Source.FILE)),
        keys=taken.keys,
        certainty=taken.certainty,
        no_joint_work=taken.no_joint_work,
        by=by,
        now=now,
    )
    record(version.submission, "form_file_taken", by=by, at=now, cells=len(taken.figures))
    return version


def _told(columns: list[tuple[str, str, str, str]]) -> str:
    """Each column by its address, its head and what is in it."""
    told = []
    for sheet, letters, head, kind in columns[:SHOWN_COLUMNS]:
        place = f"{sheet}!{letters}" if sheet else letters
        named = f"{place} “{head}”" if head else place
        told.append(f"{named} ({KIND_LABELS.get(kind, kind)})")
    return "; ".join(told)
