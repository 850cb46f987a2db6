"""What the drill does inside the product: a small province to work in, and the questions asked of the database.

`python drill_inside.py stage` and `python drill_inside.py check LEDGER`; each prints one JSON object. It runs in the
environment that `ops.product.product_environment` describes, and needs no package beyond the product's own.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.apps import apps
from django.db.models import Count, Model, QuerySet

if TYPE_CHECKING:
    from chungtay.reporting.models import SubmissionVersion

Answer = Mapping[str, Any]
FORM = "ct-phoi-hop"
# From the year 2026 on months are what is added.
YEARS = (2026, 2027, 2028)
PROVINCE = "38"
FOUNDED = date(2019, 12, 1)
REFUSED = 409
SESSIONS_KEY, ATTENDANCES_KEY = "outreach_sessions", "outreach_attendances"


def stage() -> dict[str, Any]:
    """Make the province; returns `reporters` and `acceptors` (user name to printed code and tasks), and the cells."""
    from chungtay.core import clock
    from chungtay.organisations.actions import NewAccount, open_accounts
    from chungtay.organisations.actions.setup import name_installation
    from chungtay.organisations.codes import OrganisationKind, Role
    from chungtay.organisations.models import Organisation
    from chungtay.reporting.actions.catalogue import load_catalogue
    from chungtay.reporting.actions.tasks import generate_tasks
    from chungtay.reporting.codes import Grain
    from chungtay.reporting.models import ReportingPeriod, ReportTask
    from chungtay.territory.actions import replay_ledger
    from chungtay.territory.codes import Level

    now = clock.now()
    replay_ledger(_ledger(), by=None, now=now)
    name_installation(PROVINCE, by=None, now=now)
    load_catalogue(years=YEARS)
    months = ReportingPeriod.objects.filter(indicator_set__code="programme", grain=Grain.MONTH, year__in=YEARS)
    for period in months.order_by("year", "index"):
        generate_tasks(period)
    told: dict[str, Any] = {"reporters": {}, "acceptors": {}, "cells": [_cell(SESSIONS_KEY), _cell(ATTENDANCES_KEY)]}
    kinds = (OrganisationKind.POLICE, OrganisationKind.FRONT)
    offices = Organisation.objects.filter(kind__in=kinds, level__in=(Level.PROVINCE, Level.COMMUNE)).order_by("id")
    for office in offices:
        is_commune = office.level == Level.COMMUNE
        role = Role.REPORTER if is_commune else Role.CONSOLIDATOR
        account = NewAccount(f"{office.kind}-{office.pk}", f"Cán bộ {office.pk}", office, role, FOUNDED)
        (slip,) = open_accounts([account], by=None, now=now)
        owed = ReportTask.objects.filter(organisation=office, form_version__form__code=FORM, is_claim=False)
        tasks = list(owed.order_by("due_on").values_list("pk", flat=True)) if is_commune else []
        told["reporters" if is_commune else "acceptors"][slip.username] = {"code": slip.code, "tasks": tasks}
    return told


def _ledger() -> tuple[Any, ...]:
    """A province with two communes."""
    from chungtay.territory.codes import EventKind, UnitKind
    from chungtay.territory.ledger import Step, UnitData

    units = (
        UnitData("VN", UnitKind.NATION, "Việt Nam", None),
        UnitData(PROVINCE, UnitKind.PROVINCE, "Lâm Giang", "VN"),
        UnitData("16001", UnitKind.RURAL_COMMUNE, "Đông Thanh", PROVINCE),
        UnitData("16002", UnitKind.WARD, "Hạc Thành", PROVINCE),
    )
    return (Step(EventKind.CREATE, FOUNDED, "Nghị quyết 786/NQ-UBTVQH14", starts=units),)


def check(ledger: list[dict[str, Any]]) -> dict[str, Any]:
    """Compare the database with what was answered to the clients; `problems` is empty when all is well."""
    questions = (
        _texts(ledger),
        _taken(ledger),
        _typed(ledger),
        _sent(ledger),
        _accepted(ledger),
        _halves(),
        _totals(),
    )
    from procrastinate.contrib.django.models import ProcrastinateJob

    from chungtay.reporting.models import CellEvidence, Decision, IncomingText, Submission, SubmissionVersion

    return {
        "problems": [problem for found in questions for problem in found],
        "texts": IncomingText.objects.count(),
        "submissions": Submission.objects.count(),
        "versions": SubmissionVersion.objects.count(),
        "evidence": CellEvidence.objects.count(),
        "decisions": Counter(Decision.objects.values_list("step", flat=True)),
        "jobs": Counter(ProcrastinateJob.objects.values_list("status", flat=True)),
    }


def pending() -> dict[str, int]:
    """How many deltas wait to be folded."""
    from chungtay.reporting import totals

    return {"pending": totals.pending_count()}


def _texts(ledger: Iterable[Answer]) -> Iterator[str]:
    """An answered upload is there once, as it was answered; one without an answer is there once or not at all."""
    from chungtay.reporting.models import IncomingText

    kept = defaultdict(list)
    for pk, task, text in IncomingText.objects.values_list("pk", "task_id", "text"):
        kept[_token(text)].append((pk, task))
    for line in ledger:
        if line["step"] != "bring-in":
            continue
        found = kept.pop(line["token"], [])
        if line["answered"] and found != [(line["text"], line["task"])]:
            yield f"upload {line['token']} was answered as text {line['text']}, found {found}"
        elif len(found) > 1:
            yield f"upload {line['token']} is there {len(found)} times"
    yield from (f"text {found} was never sent by a client" for found in kept.values())


def _taken(ledger: Iterable[Answer]) -> Iterator[str]:
    """Figures that were answered as taken stand as taken."""
    from chungtay.reporting.codes import ProposalStatus
    from chungtay.reporting.models import ProposedFigure

    taken = dict(
        ProposedFigure.objects.filter(status=ProposalStatus.TAKEN)
        .values_list("text")
        .annotate(count=Count("pk"))
        .values_list("text", "count")
    )
    for line in ledger:
        if line["step"] == "take-all" and line["answered"] and taken.get(line["text"], 0) != 2:
            yield f"figures of text {line['text']} were answered as taken, {taken.get(line['text'], 0)} of 2 are"


def _typed(ledger: Iterable[Answer]) -> Iterator[str]:
    """The figures that were typed last into a report, and answered as stored, stand in a version of it."""
    from chungtay.reporting.models import SubmissionVersion

    stored = _stated_pairs(SubmissionVersion.objects.all())
    last = {line["task"]: line for line in ledger if line["step"] == "type"}
    for task, line in last.items():
        if line["answered"] and not stored[_pair(line)]:
            yield f"{line['attendances']} attendances were answered as typed into report {task}, found nowhere"


def _sent(ledger: Iterable[Answer]) -> Iterator[str]:
    """Each pair of figures that was answered as sent stands in one sealed version of its report.

    So does one that was refused as sent before: nothing else keeps an officer from sending what she typed.
    """
    from chungtay.reporting.models import SubmissionVersion

    sealed = _stated_pairs(SubmissionVersion.objects.filter(sealed_at__isnull=False))
    lines = [line for line in ledger if line["step"] == "send"]
    for line in lines:
        count = sealed[_pair(line)]
        if (line["answered"] or line["status"] == REFUSED) and count != 1:
            said = "answered as sent" if line["answered"] else "refused as sent before"
            yield f"report {line['task']} with {line['attendances']} attendances was {said}, found {count} times"
    tried = set(map(_pair, lines))
    yield from (f"version with {key} was never sent by a client" for key in sealed if key not in tried)


def _stated_pairs(versions: QuerySet[SubmissionVersion]) -> Counter[tuple[int, int, int]]:
    """How many of `versions` state these figures: report, sessions, attendances."""
    found: Counter[tuple[int, int, int]] = Counter()
    numbers = [_cell(SESSIONS_KEY), _cell(ATTENDANCES_KEY)]
    for version in versions.select_related("submission", "form_version"):
        sessions, attendances = (version.values[version.form_version.cells.index(number)] or 0 for number in numbers)
        found[version.submission.task_id, sessions, attendances] += 1
    return found


def _pair(line: Answer) -> tuple[int, int, int]:
    return line["task"], line["sessions"], line["attendances"]


def _accepted(ledger: Iterable[Answer]) -> Iterator[str]:
    """Each answered acceptance is there; a report is accepted once a version (see `_halves`)."""
    from chungtay.reporting.codes import Step
    from chungtay.reporting.models import Decision

    there = Counter(Decision.objects.filter(step=Step.ACCEPTED).values_list("version__submission__task_id", flat=True))
    answered = Counter(line["task"] for line in ledger if line["step"] == "accept" and line["answered"])
    for task, count in answered.items():
        if there[task] < count:
            yield f"report {task} was answered as accepted {count} times, found {there[task]}"


def _halves() -> Iterator[str]:
    """Everything that belongs together is there together, once."""
    from chungtay.core.models import Deed
    from chungtay.reporting.codes import Step, SubmissionStatus
    from chungtay.reporting.models import CellEvidence, Decision, IncomingText, Submission, SubmissionVersion

    verbs = Counter(Deed.objects.values_list("verb", "subject_id"))
    for text in IncomingText.objects.annotate(figures=Count("proposals")):
        if text.figures != 2 or verbs["text_brought_in", text.pk] != 1:
            yield f"text {text.pk} has {text.figures} figures and {verbs['text_brought_in', text.pk]} deeds"
    evidence = defaultdict(list)
    for version_id, cell in CellEvidence.objects.order_by("cell_id").values_list("version_id", "cell_id"):
        evidence[version_id].append(cell)
    steps = Counter(Decision.objects.values_list("version_id", "step"))
    sealed: Counter[int] = Counter()
    accepted: Counter[int] = Counter()
    proven: dict[int, dict[int, int]] = {}
    versions = SubmissionVersion.objects.select_related("form_version").order_by("submission_id", "number")
    for version in versions:
        cells = zip(version.form_version.cells, version.values, strict=True)
        stated = {cell: value for cell, value in cells if value is not None}
        # The first version was read from a text; a figure that is typed over another has no sentence any more.
        before = proven.get(version.submission_id, stated)
        proven[version.submission_id] = {cell: value for cell, value in stated.items() if before.get(cell) == value}
        if len(stated) != 2 or evidence[version.pk] != sorted(proven[version.submission_id]):
            yield f"version {version.pk} states {stated}; there are sentences for {evidence[version.pk]}"
        if steps[version.pk, Step.SUBMITTED] != int(version.sealed_at is not None):
            yield f"version {version.pk}: sealed at {version.sealed_at}, sent {steps[version.pk, Step.SUBMITTED]} times"
        if steps[version.pk, Step.ACCEPTED] > 1:
            yield f"version {version.pk} was accepted {steps[version.pk, Step.ACCEPTED]} times"
        sealed[version.submission_id] += version.sealed_at is not None
        accepted[version.submission_id] += steps[version.pk, Step.ACCEPTED]
    for one in Submission.objects.select_related("current_version", "accepted_version"):
        if one.current_version is None:
            yield f"submission {one.pk} has no version"
            continue
        status, current, chosen = one.status, one.current_version, one.accepted_version
        if status == SubmissionStatus.SUBMITTED and (
            current.sealed_at is None or steps[current.pk, Step.ACCEPTED] or one.submitted_at is None
        ):
            yield f"submission {one.pk} is called sent, and its version {current.number} is not, or was accepted"
        if status == SubmissionStatus.ACCEPTED and (chosen is None or one.decided_at is None):
            yield f"submission {one.pk} is called accepted without a version or a decision"
        if chosen is not None and (chosen.sealed_at is None or steps[chosen.pk, Step.ACCEPTED] != 1):
            yield f"submission {one.pk} stands in the totals with a version that nobody accepted"
        if verbs["submitted", one.pk] != sealed[one.pk] or verbs["accepted", one.pk] != accepted[one.pk]:
            yield f"submission {one.pk}: the deeds tell of other acts than the decisions"


def _totals() -> Iterator[str]:
    """Nothing waits, the totals are those of a rebuild, and the province is the sum of its accepted versions."""
    from chungtay.reporting import totals

    totals.fold_everything()
    if totals.pending_count():
        yield f"{totals.pending_count()} deltas cannot be folded"
    yield from _against_versions()
    before = _all_totals()
    totals.rebuild()
    after = _all_totals()
    if not before:
        yield "there are no totals at all"
    for key in sorted(before.keys() | after.keys(), key=str):
        if before.get(key) != after.get(key):
            yield f"total {key}: {before.get(key)} folded, {after.get(key)} rebuilt"


def _against_versions() -> Iterator[str]:
    """Added by hand: the province's rows of months and years, by line, against the versions that stand accepted."""
    from chungtay.reporting.models import Submission, Totals
    from chungtay.reporting.models.indicators import BLOCK_SIZE
    from chungtay.territory.codes import Level

    wanted: Counter[tuple[int, str, int]] = Counter()
    for one in Submission.objects.filter(accepted_version__isnull=False).select_related(
        "task__period", "accepted_version__form_version"
    ):
        assert one.accepted_version is not None
        stated = zip(one.accepted_version.form_version.cells, one.accepted_version.values, strict=True)
        for number, value in stated:
            for period in filter(None, (one.task.period_id, one.task.period.parent_id)):
                wanted[period, one.task.line, number] += value or 0
    found: Counter[tuple[int, str, int]] = Counter()
    rows = Totals.objects.filter(is_own=False, unit__level=Level.PROVINCE).exclude(line="all")
    for row in rows:
        for place, value in enumerate(row.sums):
            found[row.period_id, row.line, row.block * BLOCK_SIZE + place] += value
    for key in wanted.keys() | found.keys():
        if wanted[key] != found[key]:
            yield f"period, line, cell {key}: {found[key]} in the totals, {wanted[key]} in the accepted versions"


def _all_totals() -> dict[Any, Any]:
    """Every row of the totals by what names it, without what a row may hold or not: zeros at the end, rows of zeros."""
    from chungtay.reporting.models import Totals

    found: dict[Any, Any] = {}
    named = ("unit_id", "period_id", "line", "block", "is_own")
    for row in Totals.objects.values():
        arrays = {name: _trimmed(value) for name, value in row.items() if name not in (*named, "id")}
        if any(arrays.values()):
            found["totals", *(row[name] for name in named)] = {name: it for name, it in arrays.items() if it}
    # Of these, a row that is there says all; spans came later than the others.
    for model in ("totalskey", "stockspan"):
        if ("reporting", model) in {(one._meta.app_label, one._meta.model_name) for one in apps.get_models()}:
            rows: QuerySet[Model] = apps.get_model("reporting", model)._default_manager.all()
            for row in rows.values():
                row.pop("id")
                if row.get("n") != 0:
                    found[model, *(str(value) for value in row.values())] = True
    return found


def _trimmed(values: list[int] | None) -> tuple[int, ...]:
    kept = list(values or ())
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _token(text: str) -> str:
    return next((line.split()[-1].rstrip(".") for line in text.splitlines() if line.startswith("Lần gửi ")), text[:40])


def _cell(key: str) -> int:
    from chungtay.reporting.codes import CellPart
    from chungtay.reporting.models import Cell, IndicatorKey

    indicator = IndicatorKey.objects.get(key=key, is_first_choice=True).indicator_id
    return Cell.objects.get(indicator=indicator, part=CellPart.TOTAL).number


def main(words: list[str]) -> None:
    """Do what the first word says and print the answer."""
    django.setup()
    if words[0] == "stage":
        answer = stage()
    elif words[0] == "pending":
        answer = pending()
    else:
        answer = check(json.loads(Path(words[1]).read_text(encoding="utf-8")))
    print(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
