"""Choose the six figures that a conference sees of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, require
from chungtay.core.record import record
from chungtay.organisations.models import Membership
from chungtay.reporting.actions.consolidation import NotYoursToConsolidate, may_consolidate
from chungtay.reporting.models import Consolidation, ShownFigures
from chungtay.reporting.papers.six_figures import MOST_SHOWN
from chungtay.reporting.queries.consolidation import catalogue_cells


class SixDifferentFigures(InputRefused):
    """Six places, six figures."""

    code = "reporting.six_different_figures"
    message = _("Please choose %(most)s different figures of the list.")


@transaction.atomic
def choose_figures(
    consolidation: Consolidation, indicators: Sequence[str], *, by: Membership, now: datetime
) -> ShownFigures:
    """Show these indicators, by their codes and in their order. Chosen together: a later choice replaces it."""
    Consolidation.objects.select_for_update().get(pk=consolidation.pk)
    require(may_consolidate(by, consolidation.unit_id, now), NotYoursToConsolidate())
    known = catalogue_cells().by_indicator
    are_fit = len(indicators) == len(set(indicators)) == MOST_SHOWN and all(code in known for code in indicators)
    require(are_fit, SixDifferentFigures(field="chosen", most=MOST_SHOWN))
    shown, _made = ShownFigures.objects.update_or_create(
        consolidation=consolidation,
        defaults={"indicators": list(indicators), "chosen_by": by, "chosen_at": now},
    )
    record(shown, "figures_chosen", by=by, at=now, indicators=list(indicators))
    return shown
