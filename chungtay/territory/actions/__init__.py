"""Verbs of this room."""

from chungtay.territory.actions.events import (
    NATION,
    Entry,
    Loaded,
    abolish_units,
    create_units,
    enter_ledger,
    load_units,
    merge_units,
    recode_unit,
    rename_unit,
    reparent_unit,
    replay_ledger,
    retype_unit,
    review_shares,
    split_unit,
    undo_latest_event,
)

__all__ = [
    "NATION",
    "Entry",
    "Loaded",
    "abolish_units",
    "create_units",
    "enter_ledger",
    "load_units",
    "merge_units",
    "recode_unit",
    "rename_unit",
    "reparent_unit",
    "replay_ledger",
    "retype_unit",
    "review_shares",
    "split_unit",
    "undo_latest_event",
]
