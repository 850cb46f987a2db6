"""A signed copy against the frozen figures: exact in tables, rounded by the rule in prose."""

from decimal import Decimal

import pytest

from narrative.compare import FrozenFigure, compare_figures
from narrative.reader import read_text

SESSIONS = FrozenFigure("TT01", "Số buổi", Decimal(40312), unit="buổi", keys=("outreach_sessions",))
MODELS = FrozenFigure("MH01", "Số mô hình", Decimal(76), unit="mô hình", keys=("models_active",))
TABLE = "Nội dung | ĐVT | Kết quả\nTuyên truyền | buổi | {value}\n"


def _kinds(text, *frozen):
    found = compare_figures(read_text(text).facts, frozen)
    return [(it.kind, it.frozen.code if it.frozen else None, it.fact.text if it.fact else None) for it in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tổ chức hơn 40.000 buổi tuyên truyền.", "rounded_ok"),
        ("Tổ chức gần 41.000 buổi tuyên truyền.", "rounded_ok"),
        ("Tổ chức khoảng 40.000 buổi tuyên truyền.", "rounded_ok"),
        ("Tổ chức gần 40.000 buổi tuyên truyền.", "different"),
        ("Tổ chức hơn 41.000 buổi tuyên truyền.", "different"),
        ("Tổ chức hơn 39.000 buổi tuyên truyền.", "different"),
        ("Tổ chức 40.000 buổi tuyên truyền.", "different"),
        (TABLE.format(value="40.311"), "different"),
    ],
)
def test_prose_rounds_by_the_rule_and_tables_do_not(text, kind):
    assert [it[:2] for it in _kinds(text, SESSIONS)] == [(kind, "TT01")]


@pytest.mark.parametrize("text", ["Tổ chức 40.312 buổi tuyên truyền.", TABLE.format(value="40.312")])
def test_exact_figures_leave_nothing_to_say(text):
    assert _kinds(text, SESSIONS) == []


def test_missing_and_extra_figures_are_told():
    text = "Toàn xã có 76 mô hình. Mở 5 lớp tập huấn, tăng 2 lớp so với năm trước."

    assert _kinds(text, SESSIONS, MODELS) == [("missing", "TT01", None), ("extra", None, "5 lớp tập huấn")]


def test_one_agreeing_figure_is_enough_and_the_other_is_extra():
    text = "Tổ chức 40.312 buổi tuyên truyền. Riêng quý I tổ chức 9.000 buổi tuyên truyền."

    assert _kinds(text, SESSIONS) == [("extra", None, "9.000 buổi")]
