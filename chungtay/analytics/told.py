"""Warnings as pages and files tell them: one sentence each, who, where, and the address of the figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from chungtay.analytics.models import QualityReply, QualityWarning
from chungtay.analytics.quality.codes import Verdict, WarningKind, WarningState
from chungtay.analytics.quality.words import sentence_of
from chungtay.analytics.queries.quality import cells_named
from chungtay.organisations.codes import Line
from chungtay.reporting.addresses import FigureAddress
from chungtay.reporting.models import Cell
from chungtay.reporting.phrases import figure_text, period_words
from chungtay.territory.queries import names_at_last


@dataclass(frozen=True)
class ToldReply:
    """What was said of a warning, by whom and when; the person is named to the own line alone."""

    verdict: Verdict
    reason: str
    person: str
    office: str
    at: datetime
    holds: bool


@dataclass(frozen=True)
class Told:
    """One warning in words. `code` opens the figure; `earlier` are the figures before it, where the rule has some."""

    warning: QualityWarning
    kind: WarningKind
    state: WarningState
    unit: str
    indicator: str
    period: str
    line: str
    sentence: str
    code: str
    value: str
    earlier: Sequence[str]
    numbers: Sequence[int | None]
    reply: ToldReply | None

    @property
    def label(self) -> str:
        """What a list of all says of where it stands."""
        return f"{self.unit}, {self.period}: {self.indicator}"


def told(warnings: Iterable[QualityWarning]) -> list[Told]:
    """These warnings in words; one query for the names of all units, one for the cells they are held against."""
    found = list(warnings)
    names = names_at_last({warning.unit_id for warning in found})
    others = cells_named({warning.numbers["of"] for warning in found if "of" in warning.numbers})
    return [_told(warning, names[warning.unit_id].heading, others) for warning in found]


def told_replies(warning: QualityWarning, replies: Iterable[QualityReply]) -> list[ToldReply]:
    """What was said of a warning; one that was given of another figure no longer holds."""
    return [_reply(warning, reply) for reply in replies]


def _told(warning: QualityWarning, unit: str, others: Mapping[int, Cell]) -> Told:
    cell = warning.cell
    indicator = cell.indicator
    scale = indicator.scale
    value = warning.numbers.get("value", warning.numbers.get("numerator"))
    earlier = warning.numbers.get("earlier", [])
    other = others.get(warning.numbers.get("of", -1))
    return Told(
        warning=warning,
        kind=WarningKind(warning.kind),
        state=_state(warning),
        unit=unit,
        indicator=_label(cell),
        period=period_words(warning.period),
        line=str(Line(warning.line).label),
        sentence=sentence_of(warning.kind, warning.code, warning.numbers, scale, other=_label(other) if other else ""),
        code=FigureAddress(warning.unit_id, warning.period_id, Line(warning.line), warning.cell_id).code,
        value=figure_text(value, scale),
        earlier=[figure_text(each, scale) for each in earlier],
        numbers=[*earlier, value] if earlier else [],
        reply=_reply(warning, warning.reply) if warning.reply else None,
    )


def _label(cell: Cell) -> str:
    """The indicator in the reader's language, with its part where it has some."""
    english = (get_language() or "").startswith("en")
    label = cell.indicator.label_en if english else cell.indicator.label_vi
    part = cell.label_en if english else cell.label_vi
    return f"{label}: {part}" if part else label


def _state(warning: QualityWarning) -> WarningState:
    return Verdict(warning.reply.verdict).state if warning.reply else WarningState.OPEN


def _reply(warning: QualityWarning, reply: QualityReply) -> ToldReply:
    # Police and Front read each other's office, not each other's officers.
    is_named = warning.kind != WarningKind.SIDES
    return ToldReply(
        verdict=Verdict(reply.verdict),
        reason=reply.reason,
        person=reply.by.user.display_name if is_named else "",
        office=reply.by.organisation.name,
        at=reply.at,
        holds=reply.pk == warning.reply_id,
    )
