"""The whole province, from nothing to the public page: its identities, its texts, and that a seed settles it."""

import hashlib
import json

import pytest
from django.db import connection
from django.db.models import F

from chungtay.core.models import Installation
from chungtay.demo.build import CAST_COMMUNE_CODE, NotADemoDatabase, StageToCome, build, require_demo
from chungtay.demo.correction import COPIED, COUNTED_TWICE
from chungtay.demo.story import HISTORY_YEAR, PROVINCE_CODE, THIS_YEAR, TODAY, TYPES_IN_USE
from chungtay.documents.codes import DocumentStatus, PaperKind
from chungtay.documents.models import Document
from chungtay.documents.queries import own_text
from chungtay.organisations.codes import Line, OrganisationKind, Role
from chungtay.organisations.models import Organisation
from chungtay.programmes.codes import PlanStatus
from chungtay.programmes.models import Plan, PlanVersion
from chungtay.programmes.queries.following import changes_above_of
from chungtay.reporting.codes import ProposalStatus, Source, SubmissionStatus
from chungtay.reporting.figures import totals
from chungtay.reporting.models import (
    CellEvidence,
    Consolidation,
    IncomingText,
    ProposedFigure,
    ReportTask,
    Submission,
    SubmissionVersion,
)
from chungtay.reporting.queries.consolidation import catalogue_cells, year_period
from chungtay.reporting.queries.papers import said_by
from chungtay.territory.queries import unit_by_code
from tests.cast import POLICE, PROVINCE, build_cast

SEED = 7
PUBLISHED = {
    "OUT_SESSIONS": 40_312,
    "OUT_ATTENDANCES": 1_214_560,
    "OUT_BANNERS": 17_246,
    "OUT_NEWS": 1_987,
    "OUT_MATERIALS": 15_128,
    "MOD_TYPES": TYPES_IN_USE,
}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_province_is_whole_and_the_same_seed_builds_it_again() -> None:
    _build()

    first = _fingerprint()
    assert _totals_of_the_past() == PUBLISHED
    _assert_texts_came_in()
    _assert_one_commune_followed_the_plan_above()
    _assert_the_past_opens_down_to_sentences()

    connection.check_constraints()
    _build()

    assert _fingerprint() == first


@pytest.mark.slow
@pytest.mark.django_db
def test_the_stage_of_reports_has_each_state_of_a_report_and_nothing_frozen() -> None:
    _build("reporting")

    past = ReportTask.objects.filter(period=year_period(HISTORY_YEAR), is_claim=False)
    states = set(past.values_list("submission__status", flat=True).distinct())
    assert states == {None, SubmissionStatus.SUBMITTED, SubmissionStatus.RETURNED, SubmissionStatus.ACCEPTED}
    assert not Consolidation.objects.filter(frozen_at__isnull=False).exists()
    waiting = SubmissionVersion.objects.filter(submission__status=SubmissionStatus.SUBMITTED)
    assert waiting.exclude(warnings=[]).exists()
    assert waiting.filter(warnings=[]).exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_end_of_the_year_has_an_amended_report_with_another_wrong_figure() -> None:
    _build("year-end")

    report, amending = Document.objects.filter(kind__in=(PaperKind.ANNUAL, PaperKind.AMENDING)).order_by("id")
    assert [each.status for each in (report, amending)] == [DocumentStatus.ISSUED, DocumentStatus.ISSUED]
    assert (amending.amends, COPIED.why in own_text(amending)) == (report, True)
    first, second, third = Consolidation.objects.order_by("number")
    assert (said_by(report), first.replaced_by_id, second.replaced_by_id) == (second, second.pk, third.pk)
    assert (third.police_frozen_at is None, third.front_frozen_at is None) == (False, True)
    assert _totals_of_the_past() == {**PUBLISHED, "OUT_SESSIONS": PUBLISHED["OUT_SESSIONS"] - COUNTED_TWICE.over}


@pytest.mark.django_db
def test_a_stage_without_a_room_says_so_and_builds_nothing() -> None:
    build_cast(seats=((PROVINCE, POLICE, Role.COORDINATOR),))

    with pytest.raises(StageToCome):
        _build("conference")

    assert Organisation.objects.exists()


@pytest.mark.django_db
def test_a_database_with_people_that_is_no_demo_is_left_alone() -> None:
    build_cast(seats=((PROVINCE, POLICE, Role.COORDINATOR),))
    Installation.objects.update(is_demo=False)

    with pytest.raises(NotADemoDatabase):
        require_demo()


def _build(stage: str = "today") -> None:
    build(stage, seed=SEED, progress=lambda label, number, count: None)


def _fingerprint() -> str:
    """SHA-256 over all figures and all texts."""
    task = "submission__task"
    figures = SubmissionVersion.objects.order_by(
        f"{task}__period__window",
        f"{task}__unit",
        f"{task}__line",
        f"{task}__form_version",
        f"{task}__is_claim",
        "number",
    ).values_list("values", flat=True)
    texts = IncomingText.objects.order_by("sha256").values_list("sha256", flat=True)
    return hashlib.sha256(json.dumps([list(figures), list(texts)]).encode()).hexdigest()


def _totals_of_the_past() -> dict[str, int]:
    catalogue, period = catalogue_cells(), year_period(HISTORY_YEAR)
    assert period is not None
    unit = unit_by_code(PROVINCE_CODE, TODAY.date()).pk
    cells = {code: catalogue.number(code) for code in PUBLISHED}
    found = totals([unit], [period.pk], list(cells.values()), line=Line.ALL)
    return {code: int(found[unit, period.pk, cell].value) for code, cell in cells.items()}


def _assert_texts_came_in() -> None:
    commune = unit_by_code(CAST_COMMUNE_CODE, TODAY.date())
    waiting = ProposedFigure.objects.filter(status=ProposalStatus.PROPOSED, cell__isnull=False)
    offices = set(waiting.values_list("text__task__organisation", flat=True))
    named = Organisation.objects.filter(unit=commune, kind__in=[OrganisationKind.POLICE, OrganisationKind.FRONT])
    lengths = [len(text.split()) for text in IncomingText.objects.values_list("text", flat=True)]
    assert len(lengths) == 39
    assert (min(lengths) >= 300, max(lengths) <= 3_000) == (True, True)
    assert len(offices) == 24
    assert {office.pk for office in named} - offices == set()
    assert Submission.objects.filter(status=SubmissionStatus.RETURNED).count() == 1


def _assert_one_commune_followed_the_plan_above() -> None:
    amended = Plan.objects.filter(parent__programme__year=THIS_YEAR).order_by("id")
    (followed,) = [plan for plan in amended if plan.versions.count() > 1]
    told = changes_above_of(list(PlanVersion.objects.filter(plan__in=amended, number=1).select_related("plan")))
    latest = followed.versions.select_related("plan").latest("number")
    assert (latest.number, latest.status, changes_above_of([latest])) == (2, PlanStatus.APPROVED, {})
    assert {PlanVersion.objects.get(pk=key).plan_id for key in told} >= {followed.pk}
    assert len(told) > 100


def _assert_the_past_opens_down_to_sentences() -> None:
    evidence = CellEvidence.objects.exclude(source=Source.HAND).filter(
        version=F("version__submission__accepted_version"), version__submission__task__period__year=HISTORY_YEAR
    )
    assert evidence.values("version__submission").distinct().count() == 14
    for row in evidence.select_related("text"):
        assert row.text is not None
        assert row.text.text[row.start : row.end].strip()
