"""Verbs of this room."""

from chungtay.organisations.actions.accounts import (
    NewAccount,
    Slip,
    close_account,
    end_role,
    grant_role,
    hand_over,
    issue_one_time_code,
    open_account,
    open_accounts,
    redeem_code,
    reset_account,
)
from chungtay.organisations.actions.delegation import delegate, end_delegation
from chungtay.organisations.actions.founding import found_province
from chungtay.organisations.actions.imports import import_accounts, preview_accounts
from chungtay.organisations.actions.setup import (
    create_first_administrator,
    first_administrator_link,
    name_installation,
    require_setup_link,
)
from chungtay.organisations.actions.tree import (
    create_organisation,
    place_under,
    set_reporting_line,
)

__all__ = [
    "NewAccount",
    "Slip",
    "close_account",
    "create_first_administrator",
    "create_organisation",
    "delegate",
    "end_delegation",
    "end_role",
    "first_administrator_link",
    "found_province",
    "grant_role",
    "hand_over",
    "import_accounts",
    "issue_one_time_code",
    "name_installation",
    "open_account",
    "open_accounts",
    "place_under",
    "preview_accounts",
    "redeem_code",
    "require_setup_link",
    "reset_account",
    "set_reporting_line",
]
