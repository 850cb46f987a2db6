"""The totals engine: deltas on acceptance, a queue, one folder, and a rebuild (docs/rules/figures.md)."""

from chungtay.reporting.totals.rebuilding import rebuild
from chungtay.reporting.totals.writing import (
    FOLD_TASK,
    fold,
    fold_everything,
    pending_count,
    write_delta,
    write_deltas,
)

__all__ = ["FOLD_TASK", "fold", "fold_everything", "pending_count", "rebuild", "write_delta", "write_deltas"]
