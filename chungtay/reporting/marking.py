"""A brought-in text beside its figures: what the page of checking shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chungtay.core.scanner import KIND_LABELS
from chungtay.reporting.actions.incoming import SURE_PERCENT, TYPES_CODE, is_sure, scaled
from chungtay.reporting.codes import ProposalStatus, Qualifier
from chungtay.reporting.contents import Contents
from chungtay.reporting.layout import FormLayout, LayoutRow
from chungtay.reporting.models import IncomingText, ProposedFigure
from chungtay.reporting.phrases import figure_text, qualifier_options
from narrative.names import ModelMention

_DISCARDED = re.compile(r"⟦[^⟧]*⟧")
_MARK_CLASSES = {
    ProposalStatus.PROPOSED: "is-waiting",
    ProposalStatus.TAKEN: "is-accepted",
    ProposalStatus.CORRECTED: "is-accepted",
    ProposalStatus.REJECTED: "is-rejected",
}


@dataclass(frozen=True)
class ShownFigure:
    """A proposed figure as the page shows it: the words, the row it is for, and what else it may mean."""

    figure: ProposedFigure
    words: str
    sentence: str
    row: LayoutRow | None
    others: tuple[LayoutRow, ...]
    is_sure: bool
    stands: str
    scope_differs: bool = False
    period_differs: bool = False

    @property
    def key(self) -> str:
        """The number of the figure, as addresses and ids hold it."""
        return str(self.figure.pk)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.figure.status == ProposalStatus.PROPOSED

    @property
    def value(self) -> str:
        """The value in digits: what was taken, else what was read."""
        scale = self.row.indicator.scale if self.row else 0
        if self.figure.taken_value is not None:
            return figure_text(self.figure.taken_value, scale)
        return decimal_text(self.figure.value)

    @property
    def qualifier(self) -> Qualifier:
        """How exactly it is stated."""
        taken = self.figure.taken_qualifier
        return Qualifier(self.figure.qualifier if taken is None else taken)

    @property
    def qualifier_options(self) -> SafeString:
        """The choices of how exact it is, its own selected."""
        return qualifier_options(self.qualifier)

    @property
    def readings(self) -> tuple[tuple[str, str, LayoutRow | None], ...]:
        """The other readings: value, words of it, and the row it is for; the values first."""
        values = [decimal_text(Decimal(one["value"])) for one in self.figure.alternatives if "value" in one]
        if self.row is None:
            return tuple((self.value, other.label, other) for other in self.others)
        return (
            *((value, value, self.row) for value in values),
            *((self.value, other.label, other) for other in self.others),
        )

    @property
    def why(self) -> list[str]:
        """In a few words, why the reader is not sure, or how it read the number."""
        said = [words for start, words in _doubts().items() if self.figure.reason.startswith(start)]
        if self.row is None:
            return [*said, _("Nothing near it names a place of this form.")]
        if self.figure.scope_words and self.scope_differs:
            said.append(_("The text says it of %(unit)s.") % {"unit": self.figure.scope_words})
        if self.period_differs:
            said.append(_("The text says it of %(period)s.") % {"period": self.figure.period_words})
        if self.figure.confidence_percent < SURE_PERCENT:
            said.append(_("The words around it leave another reading open."))
        return said

    @property
    def conflict(self) -> bool:
        """Whether the form holds another value in its place."""
        return self.is_open and bool(self.stands) and self.stands != self.value


@dataclass(frozen=True)
class Checking:
    """The whole page: figures to decide on, earlier figures that are only compared, and what was left out."""

    text: IncomingText
    figures: tuple[ShownFigure, ...]
    comparisons: tuple[ShownFigure, ...]
    marked: SafeString
    types: tuple[tuple[str, str, bool], ...] = ()

    @property
    def groups(self) -> list[tuple[str, str, list[ShownFigure]]]:
        """The figures a person should look at first, then those the reader is sure of: id, heading, figures."""
        doubtful = [figure for figure in self.figures if not figure.is_sure]
        sure = [figure for figure in self.figures if figure.is_sure]
        named = (("doubtful", _("Please look first"), doubtful), ("sure", _("Surely read"), sure))
        return [(name, heading, figures) for name, heading, figures in named if figures]

    @property
    def has_new_types(self) -> bool:
        """Whether the text names a type that the form does not have yet."""
        return any(not is_chosen for _code, _named, is_chosen in self.types)

    @property
    def open_count(self) -> int:
        """How many figures wait."""
        return sum(figure.is_open for figure in self.figures)

    @property
    def sure_count(self) -> int:
        """How many of them the reader is sure of."""
        return sum(figure.is_open and figure.is_sure for figure in self.figures)

    @property
    def taken_count(self) -> int:
        """How many were put into the form."""
        statuses = (ProposalStatus.TAKEN, ProposalStatus.CORRECTED)
        return sum(figure.figure.status in statuses for figure in self.figures)

    @property
    def discarded(self) -> list[tuple[str, int]]:
        """What was left out: the kind in words, and how many passages."""
        return [(str(KIND_LABELS.get(one["kind"], one["kind"])), one["count"]) for one in self.text.discarded]

    @property
    def discarded_count(self) -> int:
        """How many passages were left out."""
        return sum(one["count"] for one in self.text.discarded)


def checking_of(
    text: IncomingText,
    figures: Sequence[ProposedFigure],
    layout: FormLayout,
    contents: Contents,
    *,
    scope: str,
    period: str,
    mentions: Iterable[ModelMention] = (),
) -> Checking:
    """Everything the page of checking shows; no query."""
    shown = [shown_figure(figure, text, layout, contents, scope=scope, period=period) for figure in figures]
    return Checking(
        text=text,
        figures=tuple(one for one in shown if not one.figure.is_comparison),
        comparisons=tuple(one for one in shown if one.figure.is_comparison),
        marked=marked_text(text.text, [one.figure for one in shown if not one.figure.is_comparison]),
        types=_types(text, mentions, contents, layout.total_cell(TYPES_CODE)),
    )


def _types(
    text: IncomingText, mentions: Iterable[ModelMention], contents: Contents, cell: int | None
) -> tuple[tuple[str, str, bool], ...]:
    """The types the text names: code, the words of the text, and whether the form has it already."""
    if cell is None:
        return ()
    chosen = contents.keys.get(cell, ())
    named = {mention.code: text.text[mention.start : mention.end] for mention in reversed(list(mentions))}
    return tuple((code, words, code in chosen) for code, words in sorted(named.items(), key=lambda pair: pair[1]))


def shown_figure(
    figure: ProposedFigure, text: IncomingText, layout: FormLayout, contents: Contents, *, scope: str, period: str
) -> ShownFigure:
    """One figure with its words and its row."""
    row = layout.by_number.get(figure.cell_id) if figure.cell_id is not None else None
    others = [layout.by_number.get(one["cell"]) for one in figure.alternatives if "cell" in one]
    stands = ""
    if row is not None:
        cell = contents.figure(row.number)
        stands = figure_text(cell.cumulative if figure.is_cumulative else cell.value, row.indicator.scale)
    return ShownFigure(
        figure=figure,
        words=text.text[figure.start : figure.end],
        sentence=text.text[figure.sentence_start : figure.sentence_end].strip(),
        row=row,
        others=tuple(other for other in others if other is not None),
        is_sure=is_sure(figure, scope, period),
        stands=stands,
        scope_differs=figure.scope_words.casefold() not in ("", scope.casefold()),
        period_differs=not figure.is_cumulative
        and figure.period_words.casefold() not in ("", period.casefold(), "đến nay"),
    )


def _doubts() -> dict[str, str]:
    """How the reader says that a number can be read in two ways (see narrative.numbers), and our words for it."""
    return {
        "thousands or decimals": _("The dot may group thousands or start decimals."),
        "a comma starts decimals": _("The comma is read as the start of decimals."),
        "commas group thousands": _("The commas are read as groups of thousands."),
        "a dot before other": _("The dot is read as the start of decimals."),
    }


def decimal_text(value: Decimal) -> str:
    """An exact decimal in Vietnamese digits."""
    digits = max(0, -int(value.normalize().as_tuple().exponent))
    return figure_text(scaled(value, digits), digits)


def mark_of(figure: ProposedFigure, words: str) -> SafeString:
    """The mark element of one figure in the text."""
    css = _MARK_CLASSES[ProposalStatus(figure.status)]
    return format_html('<mark id="m-{}" class="{}">{}</mark>', str(figure.pk), css, words)


def marked_text(text: str, figures: Iterable[ProposedFigure]) -> SafeString:
    """`text` with each figure inside a mark element, and each mark of what was left out in its own."""
    pieces: list[str] = []
    at = 0
    for figure in sorted(figures, key=lambda figure: (figure.start, figure.pk)):
        # The whole of "15/16" stands in the mark of its part.
        if figure.start < at:
            continue
        pieces.append(_plain(text[at : figure.start]))
        pieces.append(mark_of(figure, text[figure.start : figure.end]))
        at = figure.end
    pieces.append(_plain(text[at:]))
    return mark_safe("".join(pieces))  # every piece was escaped


def _plain(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for match in _DISCARDED.finditer(text):
        pieces.append(conditional_escape(text[at : match.start()]))
        pieces.append(format_html('<span class="discarded">{}</span>', match[0][1:-1]))
        at = match.end()
    pieces.append(conditional_escape(text[at:]))
    return "".join(pieces)
