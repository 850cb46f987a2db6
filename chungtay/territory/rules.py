"""Who may change the ledger."""

from __future__ import annotations

from chungtay.core.record import Actor
from chungtay.territory.codes import LEDGER_ROLES


def can_keep_ledger(actor: Actor | None) -> bool:
    """The installation itself, and the hats that keep the programme's reference data."""
    return actor is None or actor.role in LEDGER_ROLES
