"""Accounts and offices as they are taken away. One-time codes are printed, never listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chungtay.core.workbook import Cell, Column, Kind, TableSheet
from chungtay.organisations.models import Membership, Organisation, User

_CHUNK = 500


def accounts_table(accounts: QuerySet[User]) -> TableSheet:
    """One role of an account a row, as the list shows it; `accounts` bring their memberships with them."""
    columns = (
        Column(_("User name"), width=26),
        Column(_("Name to show"), width=30),
        Column(_("Role"), width=26),
        Column(_("Office"), width=40),
        Column(_("From"), Kind.DAY),
        Column(_("Last day"), Kind.DAY),
        Column(_("Status"), width=12),
    )

    def rows() -> Iterator[Sequence[Cell]]:
        for account in accounts.iterator(chunk_size=_CHUNK):
            state = _("Open") if account.is_active else _("Closed")
            for role, office, first, last in _roles(account.memberships.all()):
                yield account.username, account.display_name, role, office, first, last, state

    return TableSheet(_("Accounts"), columns, rows())


def _roles(hats: Iterable[Membership]) -> list[tuple[str | None, str | None, date | None, date | None]]:
    """The roles that were ever worn; an account without one still has its row."""
    worn = [hat for hat in hats if not hat.validity.isempty]
    return [
        (
            str(hat.get_role_display()),
            hat.organisation.name,
            hat.validity.lower,
            hat.validity.upper - timedelta(days=1) if hat.validity.upper else None,
        )
        for hat in worn
    ] or [(None, None, None, None)]


def offices_table(offices: QuerySet[Organisation]) -> TableSheet:
    """One office a row."""
    columns = (
        Column(_("Office"), width=50),
        Column(_("Short name"), width=30),
        Column(_("Kind"), width=24),
        Column(_("Level"), width=14),
    )
    rows = (
        (office.name, office.short_name, str(office.get_kind_display()), str(office.get_level_display()))
        for office in offices.iterator(chunk_size=_CHUNK)
    )
    return TableSheet(_("Offices"), columns, rows)
