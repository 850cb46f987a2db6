"""The ledger as a file that people type: one event a line, read strictly and with all its problems at once.

The columns are those of `data/province-38-ledger.csv`. A split is entered with its shares, one by one, not by file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, ManyProblems
from chungtay.core.scanner import ForbiddenMatter, require_clean
from chungtay.territory.codes import EventKind, UnitKind
from chungtay.territory.ledger import Change, Step, UnitData, whole

COLUMNS = (
    "effective_on",
    "date_is_known",
    "kind",
    "units",
    "code",
    "name",
    "unit_kind",
    "parent",
    "legal_basis",
    "note",
)
# What each kind of event needs in its line, beside the day and the legal basis.
WANTED = {
    EventKind.CREATE: ("code", "name", "unit_kind", "parent"),
    EventKind.MERGE: ("units", "code", "name", "unit_kind", "parent"),
    EventKind.RENAME: ("units", "name"),
    EventKind.RETYPE: ("units", "unit_kind"),
    EventKind.RECODE: ("units", "code"),
    EventKind.REPARENT: ("units", "parent"),
    EventKind.ABOLISH: ("units",),
}
TEXTS = ("name", "legal_basis", "note")


class LedgerFileRefused(InputRefused):
    """The file has other columns than a ledger."""

    code = "territory.ledger_file_refused"
    message = _("This file is not a ledger of units. Its first line must name the columns %(columns)s.")


class LedgerLineRefused(InputRefused):
    """One cell of one line cannot be right."""

    code = "territory.ledger_line_refused"
    message = _("Line %(line)s, column %(field)s: the value is missing or cannot be read. Please correct it.")


class LedgerTextForbidden(InputRefused):
    """One text of one line holds what the product never keeps."""

    code = "territory.ledger_text_forbidden"
    message = _("Line %(line)s, column %(field)s holds %(kind)s, which must not be kept here. Please write it again.")


def read_ledger(text: str) -> list[Step]:
    """The steps of a ledger file (CSV with a head line), in the order of its lines.

    Raises LedgerFileRefused for other columns, and ManyProblems with every cell that cannot be right, or whose text
    holds what the product never keeps.
    """
    reader = csv.DictReader(io.StringIO(text))
    if set(reader.fieldnames or ()) != set(COLUMNS):
        raise LedgerFileRefused(columns=", ".join(COLUMNS), field="file")
    steps: list[Step] = []
    problems: list[InputRefused] = []
    for row in reader:
        found = _problems(row, reader.line_num)
        problems += found
        if not found:
            steps.append(_step(row))
    if problems:
        raise ManyProblems(problems)
    return steps


def _problems(row: dict[str, str], line: int) -> list[InputRefused]:
    wrong = [column for column in COLUMNS if row[column] is None]
    if wrong:
        return [LedgerLineRefused(line=line, field=wrong[0])]
    kind = row["kind"] if row["kind"] in {wanted.value for wanted in WANTED} else ""
    needed = ("effective_on", "kind", "legal_basis", *(WANTED[EventKind(kind)] if kind else ()))
    wrong = [column for column in needed if not row[column].strip()]
    wrong += ["kind"] if row["kind"] and not kind else []
    wrong += ["effective_on"] if row["effective_on"] and not _is_day(row["effective_on"]) else []
    wrong += ["date_is_known"] if row["date_is_known"] not in ("yes", "no") else []
    wrong += ["unit_kind"] if row["unit_kind"] and row["unit_kind"] not in UnitKind.values else []
    return [*(LedgerLineRefused(line=line, field=column) for column in wrong), *_forbidden(row, line)]


def _forbidden(row: dict[str, str], line: int) -> list[InputRefused]:
    found: list[InputRefused] = []
    for column in TEXTS:
        try:
            require_clean(row[column], field=column)
        except ForbiddenMatter as problem:
            found.append(LedgerTextForbidden(line=line, field=column, kind=problem.data["kind"]))
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _step(row: dict[str, str]) -> Step:
    event_kind = EventKind(row["kind"])
    codes: Sequence[str] = tuple(row["units"].split("+")) if row["units"] else ()
    starts, changes = _starts(row, event_kind), _changes(row, event_kind, codes)
    is_merge = event_kind == EventKind.MERGE
    return Step(
        event_kind,
        date.fromisoformat(row["effective_on"]),
        row["legal_basis"],
        date_is_known=row["date_is_known"] == "yes",
        note=row["note"],
        ends=() if changes else tuple(codes),
        starts=starts,
        parts=whole(tuple(codes), row["code"]) if is_merge else (),
        changes=changes,
    )


def _starts(row: dict[str, str], event_kind: EventKind) -> tuple[UnitData, ...]:
    if event_kind not in (EventKind.CREATE, EventKind.MERGE):
        return ()
    return (UnitData(row["code"], UnitKind(row["unit_kind"]), row["name"], row["parent"]),)


def _changes(row: dict[str, str], event_kind: EventKind, codes: Sequence[str]) -> tuple[Change, ...]:
    if event_kind not in (EventKind.RENAME, EventKind.RETYPE, EventKind.RECODE, EventKind.REPARENT):
        return ()
    return tuple(
        Change(
            code,
            new_code=row["code"] or None,
            kind=UnitKind(row["unit_kind"]) if row["unit_kind"] else None,
            name=row["name"] or None,
            parent=row["parent"] or None,
        )
        for code in codes
    )
