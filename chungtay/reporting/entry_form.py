"""The border of a new entry of the catalogue: what is asked, by when, under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chungtay.organisations.codes import OrganisationKind, Side
from chungtay.reporting.actions.entries import Terms
from chungtay.reporting.codes import CellPart, Section
from chungtay.reporting.models import CatalogueEntry, Indicator, ReportingPeriod
from chungtay.reporting.outlines import TITLES, Heading
from chungtay.reporting.phrases import period_words
from chungtay.reporting.queries.burden import NOTHING_UNUSED, Unused
from chungtay.reporting.rules import kinds_of_side
from chungtay.territory.codes import Level

MOST_WORKING_DAYS = 30
WORDS_ALONE = 6
SENDING_LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)


@dataclass(frozen=True)
class Choice:
    """One indicator to tick, and whether its categories can be asked too."""

    code: str
    label: str
    count: int
    is_asked: bool
    has_parts: bool
    asks_parts: bool
    is_unused: bool


@dataclass(frozen=True)
class SectionChoice:
    """A heading with the indicators that can be asked under it."""

    code: str
    title: forms.BoundField
    note: forms.BoundField
    choices: tuple[Choice, ...]


class EntryForm(forms.Form):
    """Name, basis, senders, days, first period; headings and ticks stand in fields of their own, by section.

    The senders offered are those of the `side` that issues the entry; those of another side stay as they are.
    """

    name = forms.CharField(label=_("Name of the report"), max_length=200)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=300)
    senders = forms.MultipleChoiceField(
        label=_("Sent by"), widget=forms.CheckboxSelectMultiple, choices=OrganisationKind.choices
    )
    levels = forms.TypedMultipleChoiceField(
        label=_("At the levels"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        choices=[(level.value, level.label) for level in SENDING_LEVELS],
    )
    commune_days = forms.IntegerField(
        label=_("Communes send by this working day after the cut-off"), min_value=1, max_value=MOST_WORKING_DAYS
    )
    district_days = forms.IntegerField(
        label=_("Districts, where there are any"), min_value=1, max_value=MOST_WORKING_DAYS
    )
    province_days = forms.IntegerField(label=_("The province"), min_value=1, max_value=MOST_WORKING_DAYS)
    since = forms.TypedChoiceField(label=_("Holds from"), coerce=int)

    def __init__(
        self,
        entry: CatalogueEntry,
        outline: Sequence[Heading],
        indicators: Iterable[Indicator],
        periods: Sequence[ReportingPeriod],
        data: QueryDict | None = None,
        *,
        side: Side,
        unused: Unused = NOTHING_UNUSED,
    ) -> None:
        terms = ("name", "legal_basis", "senders", "levels", "commune_days", "district_days", "province_days")
        super().__init__(data, initial={field: getattr(entry, field) for field in terms})
        own = kinds_of_side(side)
        self.other_senders = [kind for kind in entry.senders if kind not in own]
        senders: forms.MultipleChoiceField = self.fields["senders"]  # type: ignore[assignment]  # declared above
        senders.choices = [(kind.value, kind.label) for kind in OrganisationKind if kind in own]
        self.periods = {period.pk: period for period in periods}
        self.unused = unused
        self.by_section: dict[str, list[Indicator]] = {}
        for indicator in indicators:
            self.by_section.setdefault(indicator.section, []).append(indicator)
        since: forms.TypedChoiceField = self.fields["since"]  # type: ignore[assignment]  # declared above
        since.choices = [(period.pk, period_words(period)) for period in periods]
        self._asked = {code for heading in outline for code in heading.indicators}
        self._parts = {code for heading in outline for code in heading.parts}
        self._add_headings(outline)

    def _add_headings(self, outline: Sequence[Heading]) -> None:
        by_section = {heading.section: heading for heading in outline if heading.section}
        words = [heading for heading in outline if not heading.section]
        for code in self.sections:
            heading = by_section.get(code) or Heading(TITLES[Section(code)])
            self._add(f"s-{code}", heading)
        for place in range(WORDS_ALONE):
            self._add(f"w-{place}", words[place] if place < len(words) else Heading(""))

    def _add(self, name: str, heading: Heading) -> None:
        self.fields[f"{name}-title"] = forms.CharField(
            label=_("Heading"), max_length=200, required=name.startswith("s-"), initial=heading.title
        )
        self.fields[f"{name}-note"] = forms.CharField(
            label=_("What to write there"), max_length=500, required=False, initial=heading.note
        )

    @property
    def sections(self) -> list[str]:
        """The sections that have indicators, in the order of the report."""
        return [section.value for section in Section if section.value in self.by_section]

    def section_choices(self) -> Iterator[SectionChoice]:
        """Each section with its fields and ticks, as the page shows them."""
        for code in self.sections:
            choices = tuple(self._choice(indicator) for indicator in self.by_section[code])
            yield SectionChoice(code, self[f"s-{code}-title"], self[f"s-{code}-note"], choices)

    def word_headings(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The headings under which no figure is asked."""
        return [(self[f"w-{place}-title"], self[f"w-{place}-note"]) for place in range(WORDS_ALONE)]

    def _choice(self, indicator: Indicator) -> Choice:
        cells = indicator.cells.all()
        parts = [cell for cell in cells if cell.part == CellPart.CATEGORY]
        asked, wanted = self._ticked()
        english = (get_language() or "").startswith("en")
        return Choice(
            code=indicator.code,
            label=indicator.label_en if english else indicator.label_vi,
            count=len(cells) - len(parts),
            is_asked=indicator.code in asked,
            has_parts=bool(parts),
            asks_parts=indicator.code in wanted,
            is_unused=indicator.code in self.unused.whole,
        )

    def _ticked(self) -> tuple[set[str], set[str]]:
        if not self.is_bound:
            return self._asked - self.unused.whole, self._parts - self.unused.parts
        return set(self.data.getlist("ask")), set(self.data.getlist("parts"))  # type: ignore[attr-defined]  # a QueryDict

    def terms(self) -> Terms:
        """What was typed, when it is valid; indicators that were not offered are left out."""
        given = self.cleaned_data
        asked, wanted = self._ticked()
        headings = [self._heading(given, code, asked, wanted) for code in self.sections]
        words = [
            Heading(given[f"w-{place}-title"], given[f"w-{place}-note"])
            for place in range(WORDS_ALONE)
            if given[f"w-{place}-title"]
        ]
        return Terms(
            name=given["name"],
            legal_basis=given["legal_basis"],
            commune_days=given["commune_days"],
            district_days=given["district_days"],
            province_days=given["province_days"],
            senders=[*self.other_senders, *given["senders"]],
            levels=given["levels"],
            outline=[*(heading for heading in headings if heading.indicators), *words],
        )

    def _heading(self, given: dict[str, str], code: str, asked: set[str], wanted: set[str]) -> Heading:
        codes = tuple(each.code for each in self.by_section[code] if each.code in asked)
        return Heading(
            given[f"s-{code}-title"],
            given[f"s-{code}-note"],
            code,
            codes,
            tuple(each for each in codes if each in wanted),
        )

    def other_senders_words(self) -> str:
        """The senders of another side, which stay as they are."""
        return ", ".join(str(OrganisationKind(kind).label) for kind in self.other_senders)

    def since_period(self) -> ReportingPeriod:
        """The period from which the entry shall hold."""
        return self.periods[self.cleaned_data["since"]]
