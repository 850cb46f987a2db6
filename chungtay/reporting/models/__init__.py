"""Tables of measurement: indicators, periods, submissions, totals, consolidation."""

from chungtay.reporting.models.consolidation import Consolidation, FrozenFigure, LineageRow, WarningAnswer
from chungtay.reporting.models.frame import FrameStamp
from chungtay.reporting.models.incoming import CellEvidence, IncomingText, ProposedFigure
from chungtay.reporting.models.indicators import (
    Cell,
    Form,
    FormVersion,
    Indicator,
    IndicatorKey,
    IndicatorSet,
    IndicatorSetGrain,
)
from chungtay.reporting.models.leading import JointLead
from chungtay.reporting.models.periods import Deadline, Holiday, ReportingPeriod, ReportTask
from chungtay.reporting.models.submissions import Decision, Submission, SubmissionVersion, VersionKey
from chungtay.reporting.models.totals import (
    CompletedUnits,
    DeltaPending,
    KeyPending,
    OwedCount,
    OwedPending,
    StockSpan,
    Totals,
    TotalsKey,
)

__all__ = [
    "Cell",
    "CellEvidence",
    "CompletedUnits",
    "Consolidation",
    "Deadline",
    "Decision",
    "DeltaPending",
    "Form",
    "FormVersion",
    "FrameStamp",
    "FrozenFigure",
    "Holiday",
    "IncomingText",
    "Indicator",
    "IndicatorKey",
    "IndicatorSet",
    "IndicatorSetGrain",
    "JointLead",
    "KeyPending",
    "LineageRow",
    "OwedCount",
    "OwedPending",
    "ProposedFigure",
    "ReportTask",
    "ReportingPeriod",
    "StockSpan",
    "Submission",
    "SubmissionVersion",
    "Totals",
    "TotalsKey",
    "VersionKey",
    "WarningAnswer",
]
