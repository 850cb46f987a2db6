"""The annex of sources of a look-up copy: each figure with its code, its formula and how many units it stands on."""

from __future__ import annotations

from chungtay.reporting.codes import CellPart, IndicatorKind
from chungtay.reporting.models import Cell
from chungtay.reporting.papers.said_figures import label_of
from chungtay.reporting.papers.words import scaled
from chungtay.reporting.queries.consolidation import ConsolidatedFigure
from officialdoc import Source

FORMULAS = {
    IndicatorKind.FLOW: "Cộng các phiếu đã chấp nhận, mỗi hoạt động một lần",
    IndicatorKind.STOCK: "Cộng số cuối kỳ của các đơn vị",
    IndicatorKind.DISTINCT: "Đếm tên khác nhau, không cộng",
    IndicatorKind.RATIO: "Cộng tử số và mẫu số riêng, chia sau cùng",
    IndicatorKind.MAX: "Số lớn nhất của một sự kiện, không cộng",
}
_BY_GROUP = "Cộng các phiếu đã chấp nhận theo nhóm"


def source_of_figure(found: ConsolidatedFigure, cell: Cell, label: str = "") -> Source:
    """The line of one figure; `label` says what it is, the words of its cell where that is left out."""
    indicator = cell.indicator
    return Source(
        code=found.code,
        label=label or label_of(cell),
        value=f"{scaled(found.value, indicator.scale)} {indicator.unit_vi}".strip(),
        formula=_BY_GROUP if cell.part == CellPart.CATEGORY else FORMULAS[IndicatorKind(indicator.kind)],
        origin=f"{found.reported}/{found.expected} đơn vị đã đủ phiếu được chấp nhận",
    )
