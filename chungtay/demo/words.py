"""The words of the story's past: picked from the reports of the communes, merged and rewritten by the province."""

from __future__ import annotations

from datetime import datetime, timedelta

from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from chungtay.reporting.actions import wording
from chungtay.reporting.models import Consolidation, WrittenSentence
from chungtay.reporting.papers.words import prose_words, whole
from chungtay.reporting.queries.consolidation import catalogue_cells
from chungtay.reporting.queries.wording import address_of_row, bare_year, picked_for, told_for
from chungtay.reporting.themes import Theme
from chungtay.territory.codes import Level

MERGED = (
    "Việc phối hợp ở một số nơi chưa thành nền nếp; nội dung sinh hoạt còn đơn điệu, chưa sát với từng nhóm người dự."
)
PROPOSAL = "Đề nghị sớm thống nhất một biểu mẫu báo cáo chung cho hai ngành để cơ sở không phải báo cáo hai lần."


def write_words(consolidation: Consolidation, *, now: datetime) -> None:
    """Some sentences of the annual report: of limits from what communes wrote, of results with the table's figures."""
    police, front = (_consolidator(kind) for kind in (OrganisationKind.POLICE, OrganisationKind.FRONT))
    _results(consolidation, by=police, now=now)
    merged = _picked(consolidation, Theme.LIMITS, 3, as_single=True, by=police, now=now)
    if merged is not None:
        wording.rewrite(merged, text=MERGED, theme=Theme.LIMITS, seen=1, by=front, now=now + timedelta(hours=1))
    for theme in (Theme.CAUSES, Theme.LESSONS):
        _picked(consolidation, theme, 2, as_single=False, by=police, now=now)
    wording.write(consolidation, Theme.PROPOSALS, PROPOSAL, by=front, now=now)


def _results(consolidation: Consolidation, *, by: Membership, now: datetime) -> None:
    """A sentence that was written with a round number first, and mended after the table."""
    sentence = wording.write(consolidation, Theme.RESULTS, _said("45.000"), by=by, now=now)
    figure = bare_year(consolidation, with_figures=True).figure(catalogue_cells().number("OUT_SESSIONS"))
    assert figure is not None
    right = _said(prose_words(whole(figure.value), figure.qualifier))
    wording.rewrite(sentence, text=right, theme=Theme.RESULTS, seen=1, by=by, now=now + timedelta(minutes=20))


def _said(number: str) -> str:
    return f"Toàn tỉnh đã tổ chức {number} buổi tuyên truyền, chú trọng nhóm nhỏ, ngay tại khu dân cư và nơi làm việc."


def _picked(
    consolidation: Consolidation, theme: Theme, most: int, *, as_single: bool, by: Membership, now: datetime
) -> WrittenSentence | None:
    """The first sentences of the page of a theme, taken up; None where no report speaks of it."""
    rows = told_for(by, consolidation, theme, cursor=None).rows[:most]
    if not rows:
        return None
    passages = picked_for(by, consolidation, theme, [address_of_row(row) for row in rows])
    return wording.pick(consolidation, theme, passages, as_single=as_single, by=by, now=now)[0]


def _consolidator(kind: OrganisationKind) -> Membership:
    return (
        Membership.objects.filter(role=Role.CONSOLIDATOR, organisation__kind=kind, organisation__level=Level.PROVINCE)
        .select_related("organisation", "user")
        .order_by("id")[0]
    )
