"""What the ledger refuses, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused, NotFound, NotPermitted, RuleBroken, Stale


class UnknownUnit(NotFound):
    """No unit stood under this code on this day."""

    code = "territory.unknown_unit"
    message = _("No administrative unit has the code %(unit)s on %(day)s. Please check the code and the date.")


class UnitHasLaterEvents(RuleBroken):
    """An event may only be entered after everything that the ledger already says about its units."""

    code = "territory.unit_has_later_events"
    message = _(
        "%(unit)s does not stand unchanged from %(day)s on. Please choose a later date, or undo the later events first."
    )


class CodeTaken(RuleBroken):
    """A code stands for one unit at a time."""

    code = "territory.code_taken"
    message = _("The code %(unit)s already stands for another unit on %(day)s. Please choose another code or date.")


class SharesDoNotAddUp(InputRefused):
    """The shares of a unit that is divided must make the whole unit, with one default target."""

    code = "territory.shares_do_not_add_up"
    message = _(
        "The shares of %(unit)s must add up to 100 percent, with one default target. Please correct the shares."
    )


class UnitStillHasChildren(RuleBroken):
    """A unit cannot end while units stand below it and nothing takes them over."""

    code = "territory.unit_still_has_children"
    message = _("%(unit)s still has units below it. Please move or end those units first.")


class WrongParent(RuleBroken):
    """A unit stands below a unit of a higher level that exists."""

    code = "territory.wrong_parent"
    message = _("%(unit)s cannot stand below the chosen unit. Please choose a unit of a higher level.")


class NothingToUndo(RuleBroken):
    """The ledger holds no event that could be undone."""

    code = "territory.nothing_to_undo"
    message = _("The ledger holds no event that can be undone here.")


class UndoBlocked(RuleBroken):
    """Something already stands on what the event made; `blockers` lists it for the reader."""

    code = "territory.undo_blocked"
    message = _(
        "This event cannot be undone: %(count)s things already stand on the units it made. "
        "Please settle the things on the list first."
    )

    def __init__(self, blockers: Sequence[Any]) -> None:
        super().__init__(count=len(blockers))
        self.blockers = tuple(blockers)


class PartOfProposal(RuleBroken):
    """The latest event came with others of one proposal, which are taken back together."""

    code = "territory.part_of_proposal"
    message = _("The latest event belongs to a proposal. Please take the whole proposal back on its page.")


class ProposalClosed(RuleBroken):
    """An applied, undone or withdrawn proposal does not change any more."""

    code = "territory.proposal_closed"
    message = _("This proposal was applied or withdrawn already. Please prepare a new one.")


class NotRehearsed(RuleBroken):
    """A proposal is applied as it was rehearsed, or not at all."""

    code = "territory.not_rehearsed"
    message = _("This proposal was not rehearsed as it stands now, or cannot be carried out. Please rehearse it first.")


class RehearsalStale(Stale):
    """The ledger moved after the rehearsal."""

    code = "territory.rehearsal_stale"
    message = _("The ledger changed after this rehearsal. Please rehearse again and look at what it finds.")


class AnotherPersonApplies(NotPermitted):
    """Two persons stand behind a change of the map."""

    code = "territory.another_person_applies"
    message = _("A coordinator of the province who did not prepare this proposal applies it.")


class NotApplied(RuleBroken):
    """Only what was applied can be taken back."""

    code = "territory.not_applied"
    message = _("This proposal does not stand in the ledger, so there is nothing to take back.")


class LevelChanges(RuleBroken):
    """Units of one level follow units of the same level."""

    code = "territory.level_changes"
    message = _("%(unit)s stands on another level than the unit it would become. Please correct the kind of unit.")


class OlderMap(RuleBroken):
    """Figures of merged units cannot be divided back onto the units they came from."""

    code = "territory.older_map"
    message = _(
        "Figures of %(day)s cannot be shown on the older map of %(map_day)s, because merged units cannot be divided "
        "again. Please choose the map of the period or a later one."
    )


class BoundaryFileRefused(InputRefused):
    """No layer of areas."""

    code = "territory.boundary_file_refused"
    message = _("This file is no GeoJSON or TopoJSON with areas, up to 64 MB. Please export the layer again.")


class BoundaryRefused(InputRefused):
    """One area of a layer that does not fit."""

    code = "territory.boundary_refused"
    message = _("Area %(number)s of the file, code %(unit)s: %(problem)s.")
