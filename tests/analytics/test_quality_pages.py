"""The list of odd figures, one of them, and both as files: as each reader sees them."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.analytics.actions.looking import look_over
from chungtay.analytics.models import QualityReply, QualityWarning
from chungtay.core import clock
from chungtay.organisations.models import Membership
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.models import Submission
from tests.analytics.test_pivot import client_of, rows
from tests.analytics.test_quality import LATER, WHY, months, outlier
from tests.reporting.stage import AWARDS, Stage

pytestmark = pytest.mark.usefixtures("ticking_clock")
LIST = reverse("analytics:warnings")
SENTENCE = (
    "420, cao gấp 9,9 lần mức thường thấy (trung vị 42,5 của 6 kỳ trước, từ 40 đến 45). "
    "Điểm lệch 169,7 theo trung vị và MAD; trên 3,5 là nên xem lại."
)


def look(worn: Membership, query: str = "") -> str:
    answer = client_of(worn).get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_why_and_opens_the_figure(stage: Stage) -> None:
    warning = outlier(stage)

    html = look(stage.police.consolidator)

    (row,) = rows(html)
    assert row[0].startswith("Xã Đông Thanh")
    assert row[1:4] == [
        "Chỉ tiêu AWD_COLLECTIVES",
        "420",
        f"Lệch xa các kỳ trước của chính đơn vị {SENTENCE}",
    ]
    code = FigureAddress(warning.unit_id, warning.period_id, "police", AWARDS).code  # type: ignore[arg-type]
    assert f'href="{reverse("reporting:pedigree", args=[code])}"' in html
    assert client_of(stage.police.consolidator).get(reverse("reporting:pedigree", args=[code])).status_code == 200


def test_other_offices_meet_neither_list_nor_page_nor_file(stage: Stage) -> None:
    warning = outlier(stage)

    for worn in (stage.front.consolidator, stage.hac_thanh.reporter, stage.dong_thanh_front.reporter):
        client = client_of(worn)
        assert "<tbody>" not in look(worn, "tinh-trang=tat-ca")
        assert client.get(reverse("analytics:warning", args=[warning.pk])).status_code == 404
        posted = client.post(
            reverse("analytics:answer-warning", args=[warning.pk]), {"verdict": "right", "reason": WHY}
        )
        assert posted.status_code == 404
        taken = client.get(reverse("analytics:warnings-file", args=["csv"])).content.decode()
        assert "Đông Thanh" not in taken
    assert QualityReply.objects.count() == 0


def test_an_officer_explains_and_the_list_moves_on(stage: Stage) -> None:
    warning = outlier(stage)
    client = client_of(stage.dong_thanh.reporter)
    page = reverse("analytics:warning", args=[warning.pk])
    assert SENTENCE in client.get(page).content.decode()

    sent = {"verdict": "right", "reason": WHY, "stands_on": "420"}
    posted = client.post(reverse("analytics:answer-warning", args=[warning.pk]), sent)

    assert (posted.status_code, posted.headers["Location"]) == (302, page)
    assert WHY in client.get(page).content.decode()
    assert "<tbody>" not in look(stage.dong_thanh.reporter)
    (row,) = rows(look(stage.police.consolidator, "tinh-trang=da-giai-trinh"))
    assert WHY in row[4]
    assert stage.dong_thanh.reporter.user.display_name in row[4]


def test_an_answer_without_reason_or_with_forbidden_matter_is_asked_for_again(stage: Stage) -> None:
    warning = outlier(stage)
    client = client_of(stage.dong_thanh.reporter)
    address = reverse("analytics:answer-warning", args=[warning.pk])

    for reason, words in (("", "vì sao số liệu đúng"), ("Theo người có CCCD 038012345678", "không được lưu")):
        posted = client.post(address, {"verdict": "right", "reason": reason, "stands_on": "420"})
        assert posted.status_code == 422
        assert words in posted.content.decode()
    moved = client.post(address, {"verdict": "right", "reason": WHY, "stands_on": "1"})
    assert moved.status_code == 409
    assert QualityReply.objects.count() == 0


def test_a_promise_leads_to_the_report(stage: Stage) -> None:
    warning = outlier(stage)
    sent = {"verdict": "correct", "reason": "", "stands_on": "420"}
    page = reverse("analytics:warning", args=[warning.pk])

    client_of(stage.dong_thanh.reporter).post(reverse("analytics:answer-warning", args=[warning.pk]), sent)

    own = client_of(stage.dong_thanh.reporter).get(page).content.decode()
    assert f'href="{reverse("reporting:task", args=[warning.task_id])}"' in own
    above = client_of(stage.police.consolidator).get(page).content.decode()
    assert f'href="{reverse("reporting:review-one", args=[warning.task_id])}"' in above
    assert "reporting:task" not in client_of(stage.auditor).get(page).content.decode()


def test_the_address_filters_by_unit_kind_period_indicator_and_state(stage: Stage) -> None:
    warning = outlier(stage)
    months(stage, stage.hac_thanh, 12, 12, 12, 12)
    look_over(now=LATER)
    unit = stage.hac_thanh.organisation.unit_id

    def units(query: str) -> list[str]:
        html = look(stage.auditor, query)
        return [row[0].split(" tháng")[0] for row in rows(html)] if "<tbody>" in html else []

    both = ["Xã Hạc Thành", "Xã Đông Thanh"]
    assert units("") == both
    assert units(f"don-vi={unit}") == ["Xã Hạc Thành"]
    assert units(f"don-vi={stage.province.pk}") == both
    assert units("loai=lap-lai") == ["Xã Hạc Thành"]
    assert units("chi-tieu=AWD_COLLECTIVES") == both
    assert units("chi-tieu=OUT_SESSIONS") == units("tinh-trang=se-dinh-chinh") == units("ky=1") == []
    assert units(f"ky={warning.period_id}&loai=khac-thuong&tinh-trang=tat-ca") == ["Xã Đông Thanh"]
    for query in ("loai=x", "ky=x", "tinh-trang=x", "don-vi=x"):
        assert client_of(stage.auditor).get(f"{LIST}?{query}").status_code == 400


def test_pages_follow_one_another(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chungtay.analytics.views.quality.PAGE_SIZE", 1)
    outlier(stage)
    months(stage, stage.hac_thanh, 12, 12, 12, 12)
    look_over(now=LATER)

    first = look(stage.auditor)
    cursor = re.search(r"cursor=([^\"&]+)", first)
    assert cursor

    second = look(stage.auditor, f"cursor={cursor[1]}")
    assert [row[0].split(" tháng")[0] for row in rows(first) + rows(second)] == ["Xã Hạc Thành", "Xã Đông Thanh"]


def test_more_warnings_cost_no_more_queries(stage: Stage) -> None:
    outlier(stage)
    client = client_of(stage.police.consolidator)
    client.get(LIST)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    one = count()
    months(stage, stage.hac_thanh, 12, 12, 12, 12)
    look_over(now=LATER)
    QualityReply.objects.all().delete()

    assert QualityWarning.objects.count() == 2
    assert count() == one


def test_what_still_waits_is_said(stage: Stage) -> None:
    months(stage, stage.dong_thanh, 40)
    Submission.objects.update(updated_at=clock.now())

    assert "Còn 1 phiếu đã chấp nhận chờ đối chiếu" in look(stage.auditor)
    look_over(now=LATER)
    assert "chờ đối chiếu" not in look(stage.auditor)


def test_both_files_hold_the_same_lines(stage: Stage) -> None:
    warning = outlier(stage)
    client = client_of(stage.police.consolidator)

    taken = client.get(reverse("analytics:warnings-file", args=["csv"]))
    lines = list(csv.reader(StringIO(taken.content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("analytics:warnings-file", args=["xlsx"])).content))

    code = FigureAddress(warning.unit_id, warning.period_id, "police", AWARDS).code  # type: ignore[arg-type]
    assert lines[1] == [
        "Xã Đông Thanh",
        "tháng 11/2026",
        "Công an",
        "Chỉ tiêu AWD_COLLECTIVES",
        "Lệch xa các kỳ trước của chính đơn vị",
        SENTENCE,
        "Chưa giải trình",
        "",
        "",
        "",
        code,
    ]
    assert [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)] == lines
    assert client.get(reverse("analytics:warnings-file", args=["pdf"])).status_code == 404
