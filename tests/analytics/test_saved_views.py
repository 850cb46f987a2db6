"""Views: offered to a role, kept by a person, pinned to the first page, and nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chungtay.analytics.actions import saved_views as actions
from chungtay.analytics.errors import QuestionUnreadable, TooManyViews, ViewNameMissing, ViewNameTaken
from chungtay.analytics.models import SavedView
from chungtay.analytics.queries.saved_views import pinned_views, view_for, views_of
from chungtay.core.errors import NotFound
from chungtay.core.scanner import ForbiddenMatter
from chungtay.organisations.codes import OrganisationKind, Role
from chungtay.organisations.models import Membership
from tests.analytics.test_pivot import client_of
from tests.reporting.stage import NOON, Stage, hat, make_office
from tests.reporting.test_consolidation import report

PIVOT = "analytics:pivot"


def keep(worn: Membership, name: str = "Hằng tháng", query: str = "") -> SavedView:
    return actions.save_view(name, page=PIVOT, query=query, by=worn, now=NOON)


def labels(worn: Membership) -> list[str]:
    return [view.code or str(view.label) for view in pinned_views(worn)]


def test_each_role_is_offered_what_it_asks_every_month(stage: Stage) -> None:
    keeper = hat(stage.police.organisation, Role.ACCOUNT_KEEPER)

    assert labels(stage.police.consolidator) == ["who-has-not-sent", "year-before", "not-reached", "on-time", "targets"]
    assert labels(stage.dong_thanh.reporter) == ["year-before", "targets"]
    assert labels(keeper) == []


def test_a_view_keeps_what_was_asked_and_leaves_open_what_was_open(stage: Stage) -> None:
    view = keep(stage.dong_thanh.reporter, query="chi-tieu=OUT_SESSIONS&tim-don-vi=an&so=cung-ky&la=1&csrf=x")

    assert view.query == "chi-tieu=OUT_SESSIONS&so=cung-ky"
    kept = views_of(stage.dong_thanh.reporter)[-1]
    assert (kept.label, kept.href) == ("Hằng tháng", f"{reverse(PIVOT)}?chi-tieu=OUT_SESSIONS&so=cung-ky")


def test_neither_name_nor_address_takes_in_other_words(stage: Stage) -> None:
    worn = stage.dong_thanh.reporter
    with pytest.raises(ForbiddenMatter):
        keep(worn, "Gọi ông Nguyễn Văn An, 0912 345 678")
    with pytest.raises(QuestionUnreadable):
        keep(worn, query="chi-tieu=0912345678")
    with pytest.raises(ViewNameMissing):
        keep(worn, " x ")
    with pytest.raises(NotFound):
        actions.save_view("Trang lạ", page="organisations:accounts", query="", by=worn, now=NOON)

    assert SavedView.objects.count() == 0


def test_a_name_is_taken_once_by_each_hat(stage: Stage) -> None:
    keep(stage.dong_thanh.reporter)
    keep(stage.hac_thanh.reporter)

    with pytest.raises(ViewNameTaken):
        keep(stage.dong_thanh.reporter, "Hằng  tháng")


def test_there_is_an_end_to_views(stage: Stage) -> None:
    worn = stage.dong_thanh.reporter
    for number in range(actions.LIMIT):
        keep(worn, f"Câu hỏi {number}")

    with pytest.raises(TooManyViews):
        keep(worn, "Một câu nữa")


def test_unpinned_views_leave_the_first_page_and_come_back(stage: Stage) -> None:
    worn = stage.dong_thanh.reporter
    view = keep(worn)

    actions.pin_view(view, is_pinned=False, by=worn, now=NOON)
    actions.pin_preset("targets", is_pinned=False, by=worn, now=NOON)
    without = labels(worn)
    actions.pin_view(view, is_pinned=True, by=worn, now=NOON)
    actions.pin_preset("targets", is_pinned=True, by=worn, now=NOON)

    assert without == ["year-before"]
    assert labels(worn) == ["year-before", "targets", "Hằng tháng"]
    with pytest.raises(NotFound):
        actions.pin_preset("not-reached", is_pinned=True, by=worn, now=NOON)


def test_a_view_is_renamed_and_deleted_by_its_owner_alone(stage: Stage) -> None:
    worn, other = stage.dong_thanh.reporter, stage.hac_thanh.reporter
    view = keep(worn)
    for refused in (
        lambda: view_for(other, view.pk),
        lambda: actions.rename_view(view, "Của tôi", by=other, now=NOON),
        lambda: actions.delete_view(view, by=other, now=NOON),
    ):
        with pytest.raises(NotFound):
            refused()

    actions.rename_view(view, "Hằng quý", by=worn, now=NOON)
    renamed = labels(worn)
    actions.delete_view(view, by=worn, now=NOON)

    assert (renamed[-1], SavedView.objects.count()) == ("Hằng quý", 0)


@pytest.mark.usefixtures("ticking_clock")
def test_the_pages_save_pin_and_show(stage: Stage) -> None:
    client = client_of(stage.dong_thanh.reporter)

    saved = client.post(reverse("analytics:save-view"), {"name": "Hằng tháng", "page": PIVOT, "query": "theo=thang"})
    client.post(reverse("analytics:pin-offered", args=["targets"]), {"pin": "0"})
    view = SavedView.objects.get(preset="")
    client.post(reverse("analytics:rename-view", args=[view.pk]), {"name": "Từng tháng"})
    today = client.get(reverse("today")).content.decode()
    listed = client.get(reverse("analytics:saved")).content.decode()

    assert saved.url == reverse("analytics:saved")
    assert f'href="{reverse(PIVOT)}?theo=thang">Từng tháng' in today
    assert reverse("analytics:targets") not in today
    assert reverse("analytics:targets") in listed
    client.post(reverse("analytics:pin-view", args=[view.pk]), {"pin": "0"})
    assert "Từng tháng" not in client.get(reverse("today")).content.decode()
    client.post(reverse("analytics:delete-view", args=[view.pk]))
    assert list(SavedView.objects.values_list("preset", flat=True)) == ["targets"]


@pytest.mark.usefixtures("ticking_clock")
def test_places_not_reached_are_the_work_of_the_province_alone(stage: Stage) -> None:
    report(stage, stage.dong_thanh, 0)
    stage.task(stage.hac_thanh)
    address = reverse("analytics:not-reached")

    html = client_of(stage.police.consolidator).get(address).content.decode()

    assert html.index("Đã báo cáo là không có buổi nào") < html.index("Xã Đông Thanh")
    assert html.index("Chưa báo cáo số buổi") < html.index("Xã Hạc Thành")
    for other in (stage.dong_thanh.reporter, hat(stage.police.organisation, Role.EDITOR)):
        assert client_of(other).get(address).status_code == 404
    government = make_office(OrganisationKind.GOVERNMENT, stage.province, "Ủy ban nhân dân tỉnh")
    assert "Đông Thanh" not in client_of(government.consolidator).get(address).content.decode()


@pytest.mark.usefixtures("ticking_clock")
def test_without_periods_no_place_is_called_reached_or_not(stage: Stage) -> None:
    address = f"{reverse('analytics:not-reached')}?theo=nam&tu=2031-01&den=2031-12"

    html = client_of(stage.police.consolidator).get(address).content.decode()

    assert "Ở đây chưa có số liệu" in html
    assert "Hạc Thành" not in html
