"""What this room answers when another one asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from chungtay.core import clock
from chungtay.organisations.models import Membership
from chungtay.territory.models import LedgerProposal
from chungtay.territory.queries import made_rows, used_rows
from chungtay.territory.signals import Blocker, hat_asked, unit_event_undo


@receiver(hat_asked, dispatch_uid="organisations.hat_asked")
def who_wears_it(sender: Any, hat: int, **extra: Any) -> Membership | None:
    """The membership, while it is held today by an account that is open."""
    worn = Membership.objects.filter(pk=hat, user__is_active=True, validity__contains=clock.today())
    return worn.select_related("user", "organisation").first()


@receiver(unit_event_undo)
def accounts_on_successors(sender: Any, made: set[int], proposal: LedgerProposal | None, **extra: Any) -> list[Blocker]:
    """An event cannot be undone while officers hold roles in the units it made: their work would hang in the air."""
    lasts = Q(validity__endswith__gt=clock.today()) | Q(validity__upper_inf=True)
    lasting = Membership.objects.filter(lasts, organisation__unit_id__in=made)
    if proposal is not None:
        # Roles that went on by themselves go back by themselves, until somebody has worked with them.
        carried = made_rows(proposal, Membership)
        lasting = lasting.filter(~Q(pk__in=carried) | Q(pk__in=used_rows(proposal, Membership)))
    return [
        Blocker(
            # Without the name: whoever changes the map does not see who works for the other side.
            _("an account with the role “%(role)s” in %(office)s")
            % {"role": hat.get_role_display(), "office": hat.organisation.short_name},
            hat.organisation.unit_id,
        )
        for hat in lasting.select_related("organisation").order_by("organisation__sort_key", "id")
    ]
