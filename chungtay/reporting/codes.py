"""Choice lists of measurement, submissions and consolidation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorKind(models.TextChoices):
    """How an indicator adds up (cách cộng): see docs/rules/figures.md."""

    FLOW = "flow", _("Flow: adds over units and time")
    STOCK = "stock", _("Stock: last value, adds over units only")
    DISTINCT = "distinct", _("Distinct: counts different names")
    RATIO = "ratio", _("Ratio: two cells, divided last")
    MAX = "max", _("Highest of one event, never totalled")


class KeyPart(models.TextChoices):
    """Which part of an indicator a reader's key gives; a bare percentage is only ever a claim."""

    TOTAL = "total", _("Total")
    NUMERATOR = "numerator", _("Numerator")
    DENOMINATOR = "denominator", _("Denominator")
    RATE = "rate", _("Percentage without its parts")


class Section(models.TextChoices):
    """The part of the annual report in which an indicator stands, in the order of the report."""

    ADVICE = "advice", _("Advice, leadership and direction")
    OUTREACH = "outreach", _("Outreach and legal education")
    MODELS = "models", _("Building and replicating models")
    SAFE = "safe", _("Safe areas and units")
    FORCE = "force", _("Core forces")
    FESTIVAL = "festival", _("Festival days and linked campaigns")
    MEDIATION = "mediation", _("Mediation, conventions and resources")
    TRAINING = "training", _("Training")
    AWARDS = "awards", _("Commendation")


class Grain(models.TextChoices):
    """The length of a reporting period (kỳ)."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    HALF = "half", _("Half-year")
    YEAR = "year", _("Year")


class Calendar(models.TextChoices):
    """Which clock an indicator set follows: several run at once."""

    ADMINISTRATIVE = "administrative", _("15th to 14th (Decree 09/2019)")
    SAFE_AREAS = "safe_areas", _("1 November to 31 October (Circular 124/2021, residential areas)")
    SAFE_UNITS = "safe_units", _("16 November to 15 November (Circular 124/2021, other units)")
    FORCE_RATING = "force_rating", _("15 November to 14 November (grassroots force)")
    CALENDAR = "calendar", _("Calendar year")


class CellPart(models.TextChoices):
    """What one cell of an indicator holds."""

    TOTAL = "total", _("Total")
    CATEGORY = "category", _("One value of a category")
    NUMERATOR = "numerator", _("Numerator")
    DENOMINATOR = "denominator", _("Denominator")


class Qualifier(models.IntegerChoices):
    """How exactly a figure is stated (mức độ): one byte a cell."""

    EQ = 0, _("exactly")
    GT = 1, _("more than")
    LT = 2, _("nearly")
    APPROX = 3, _("about")
    RANGE = 4, _("from ... to ...")
    AT_LEAST = 5, _("at least")
    AT_MOST = 6, _("at most")


class Certainty(models.TextChoices):
    """Whether a version is an estimate before the cut-off or official (ước, chính thức)."""

    ESTIMATE = "estimate", _("Estimate")
    FINAL = "final", _("Official")


class Covers(models.TextChoices):
    """What a figure covers: only `OWN` at the base grain is added, everything else is a claim."""

    OWN = "own", _("Own work")
    OWN_AND_BELOW = "own_and_below", _("Own work and the levels below")


class SubmissionStatus(models.TextChoices):
    """The life of a submission; *consolidated* is derived, *frozen* belongs to the consolidation."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for completion")
    ACCEPTED = "accepted", _("Accepted")


class Step(models.TextChoices):
    """What a person did with a version that was laid before the office above."""

    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for completion")
    ACCEPTED = "accepted", _("Accepted")
    REOPENED = "reopened", _("Opened again")


class RequestStatus(models.TextChoices):
    """Where a request for more time stands (xin gia hạn)."""

    WAITING = "waiting", _("Waiting for an answer")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Timeliness(models.TextChoices):
    """How a report stands against its deadline, from what is worst to what is best; derived, never stored."""

    OVERDUE = "overdue", _("Overdue")
    DUE = "due", _("Not due yet")
    LATE = "late", _("Sent late")
    ON_TIME = "on_time", _("Sent in time")


class CellUse(models.TextChoices):
    """What a figure that is asked for is used in (số liệu dùng vào việc gì)."""

    REPORT = "report", _("an issued report")
    FORMULA = "formula", _("the formula of a ratio")
    TARGET = "target", _("a target")


class Source(models.TextChoices):
    """Where the figure of a cell came from."""

    HAND = "hand", _("Typed by hand")
    TEXT = "text", _("Read from a text")
    FILE = "file", _("Read from a file")
    COPIED = "copied", _("Copied from the period before")
    NIL = "nil", _("Stated as not arisen")
    ACTIVITY = "activity", _("Counted from activities")


class ProposalStatus(models.TextChoices):
    """What the officer did with a figure the reader proposed."""

    PROPOSED = "proposed", _("Waiting")
    TAKEN = "taken", _("Right")
    CORRECTED = "corrected", _("Corrected")
    REJECTED = "rejected", _("Left out")


class EstimateMark(models.TextChoices):
    """Why a figure on another map is an estimate."""

    EXACT = "exact", _("Exact")
    DEFAULT_TARGET = "default_target", _("Estimate: a divided unit is kept with its default successor")
    SHARED = "shared", _("Estimate: divided by reviewed shares")
    NOT_SPLIT = "not_split", _("Estimate: this kind of figure is never divided")


class TotalReason(models.TextChoices):
    """Why a total is not exactly the sum it shows (lý do)."""

    STATED_MORE = "stated_more", _("Some units wrote “more than”")
    STATED_NEARLY = "stated_nearly", _("Some units wrote “nearly”")
    STATED_ABOUT = "stated_about", _("Some units wrote “about” or a range")
    STATED_AT_LEAST = "stated_at_least", _("Some units wrote “at least”")
    STATED_AT_MOST = "stated_at_most", _("Some units wrote “at most”")
    MISSING = "missing", _("Not every report that is due has been accepted")
    LED_ELSEWHERE_UNKNOWN = "led_elsewhere_unknown", _("Work that another body leads may be counted twice")
    DEFAULT_TARGET = "default_target", _("A divided unit is kept with its default successor")
    SHARED = "shared", _("A divided unit is spread by reviewed shares")
    NOT_SPLIT = "not_split", _("This kind of figure is never divided: it stays with the default successor")
    LATER_MAP = "later_map", _("The units changed after the chosen map: later figures stand on their own map")


class Remedy(models.TextChoices):
    """What a document with wrong figures waits for, in the order of the days (Nghị định 30/2020/NĐ-CP, Art. 18)."""

    REOPEN = "reopen", _("Open the frozen figures again, with the reason")
    FREEZE = "freeze", _("Have the reports put right and accepted; then both sides freeze again")
    REDRAFT = "redraft", _("Draft the document again from the new freeze")
    DRAFT = "draft", _("Draft the document that replaces or amends it")
    ISSUE = "issue", _("Sign, number and issue the document that replaces or amends it")
    DONE = "done", _("The document was replaced or amended")
