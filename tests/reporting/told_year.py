"""The frozen year with reports in words behind it, written once for a file of tests: fixtures to import together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chungtay.organisations.codes import OrganisationKind
from chungtay.reporting.models import Consolidation, IncomingText
from tests.cast import DONG_THANH, FRONT, HAC_THANH, NOW, POLICE, Cast, whole_year
from tests.reporting.frozen_year import frozen_2021, taken_back, written_once

__all__ = ["_django_db_helper", "cast", "year_2021"]
LIMIT = "Nội dung sinh hoạt ở một số nơi còn đơn điệu, người dự chưa đều."
CAUSE = "Nguyên nhân chủ yếu do cán bộ kiêm nhiệm nhiều việc."
RESULT = "Công an xã tổ chức 26.101 buổi tuyên truyền trong năm."
FRONT_LIMIT = "Việc phối hợp giữa các tổ chức thành viên có lúc chưa chặt chẽ."


@pytest.fixture(scope="module")
def year_2021(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast with 2021 frozen, and reports in words of both lines behind it; written once for this file."""
    with written_once(django_db_blocker, _told_2021) as cast:
        yield cast


@pytest.fixture
def _django_db_helper(year_2021: Cast, django_db_blocker: Any) -> Iterator[None]:
    with taken_back(django_db_blocker):
        yield


@pytest.fixture
def cast(year_2021: Cast) -> Cast:
    """The province with 2021 frozen and told; what a test writes is taken back."""
    return year_2021


def _told_2021(cast: Cast) -> None:
    frozen_2021(cast)
    tell(cast, DONG_THANH, POLICE, f"I. KẾT QUẢ THỰC HIỆN\n- {RESULT}\nII. TỒN TẠI, HẠN CHẾ\n- {LIMIT}\n- {CAUSE}\n")
    tell(cast, HAC_THANH, POLICE, f"II. HẠN CHẾ, KHÓ KHĂN\n- {LIMIT}\n")
    tell(cast, DONG_THANH, FRONT, f"II. TỒN TẠI, HẠN CHẾ\n- {FRONT_LIMIT}\n")


def tell(cast: Cast, code: str, kind: OrganisationKind, words: str) -> None:
    """A report in words, brought in before the figures of an office were sent."""
    IncomingText.objects.create(
        task=cast.task(code, kind, whole_year(2021)),
        name="",
        byte_size=len(words),
        sha256="",
        text=f"BÁO CÁO\n{words}",
        uploaded_by=cast.hat(code, kind),
        uploaded_at=NOW - timedelta(minutes=20),
    )


def in_force() -> Consolidation:
    return Consolidation.objects.select_related("unit", "period").get(replaced_by=None)
