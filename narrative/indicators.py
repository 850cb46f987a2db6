"""The indicators that figures are read into."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from narrative.lexicon import DATA

FLOW, STOCK, RATE = "flow", "stock", "rate"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: its key, Vietnamese label and synonyms, and its kind (flow, stock or rate)."""

    key: str
    label: str
    kind: str
    synonyms: tuple[str, ...]


@lru_cache(maxsize=1)
def load_indicators() -> Mapping[str, Indicator]:
    """All indicators of data/indicators.toml by key, in the order of the file."""
    tables = tomllib.loads((DATA / "indicators.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {key: Indicator(key, table["label"], table["kind"], tuple(table["synonyms"])) for key, table in tables.items()}
    )
