"""Tables of measurement: indicators, periods, submissions, totals, consolidation."""

from chungtay.reporting.models.activities import CountedActivity
from chungtay.reporting.models.catalogue import Assignment, CatalogueEntry, ObservanceRule
from chungtay.reporting.models.conflicts import EditConflict
from chungtay.reporting.models.consolidation import (
    Consolidation,
    FrozenFigure,
    FrozenName,
    FrozenPart,
    LineageRow,
    WarningAnswer,
)
from chungtay.reporting.models.discussion import DiscussionMark, DiscussionMessage
from chungtay.reporting.models.extensions import ExtensionRequest
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
from chungtay.reporting.models.mail import MailReminder, OfficeMailbox
from chungtay.reporting.models.periods import Holiday, ReportingPeriod, ReportTask
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
from chungtay.reporting.models.wording import (
    ShownFigures,
    WordFigureAnswer,
    WrittenSentence,
    WrittenSource,
    WrittenVersion,
)

__all__ = [
    "Assignment",
    "CatalogueEntry",
    "Cell",
    "CellEvidence",
    "CompletedUnits",
    "Consolidation",
    "CountedActivity",
    "Decision",
    "DeltaPending",
    "DiscussionMark",
    "DiscussionMessage",
    "EditConflict",
    "ExtensionRequest",
    "Form",
    "FormVersion",
    "FrameStamp",
    "FrozenFigure",
    "FrozenName",
    "FrozenPart",
    "Holiday",
    "IncomingText",
    "Indicator",
    "IndicatorKey",
    "IndicatorSet",
    "IndicatorSetGrain",
    "JointLead",
    "KeyPending",
    "LineageRow",
    "MailReminder",
    "ObservanceRule",
    "OfficeMailbox",
    "OwedCount",
    "OwedPending",
    "ProposedFigure",
    "ReportTask",
    "ReportingPeriod",
    "ShownFigures",
    "StockSpan",
    "Submission",
    "SubmissionVersion",
    "Totals",
    "TotalsKey",
    "VersionKey",
    "WarningAnswer",
    "WordFigureAnswer",
    "WrittenSentence",
    "WrittenSource",
    "WrittenVersion",
]
