"""Which indicator a figure belongs to: rules as data, tried in order against what stands around the figure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from narrative.lexicon import DATA

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The concepts around a figure, by how near they stand. See the head of data/rules.toml for the words."""

    unit: frozenset[str] = _NONE
    np: frozenset[str] = _NONE
    near: frozenset[str] = _NONE
    lead: frozenset[str] = _NONE
    about: frozenset[str] = _NONE
    verb: frozenset[str] = _NONE
    prev: frozenset[str] = _NONE


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of data/rules.toml."""

    key: str | None
    kind: str
    sure: Decimal
    wants: tuple[tuple[str, frozenset[str]], ...]
    not_near: frozenset[str]
    not_lead: frozenset[str]

    def fits(self, around: Surroundings) -> bool:
        """True when every wanted field has one of its concepts, and no unwanted concept is there."""
        for field, concepts in self.wants:
            if concepts.isdisjoint(getattr(around, "near" if field == "also" else field)):
                return False
        return self.not_near.isdisjoint(around.near) and self.not_lead.isdisjoint(around.lead)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that decided and, where a later rule with another key fits too, the key of that one."""

    key: str | None
    kind: str
    sure: Decimal
    other_keys: tuple[str, ...] = ()


_WANTED = ("unit", "np", "near", "also", "lead", "about", "verb", "prev")


def judge(around: Surroundings) -> Verdict:
    """The first rule that fits `around`; the last rule of the file fits everything."""
    fitting = [rule for rule in _rules_for(around.unit) if rule.fits(around)]
    first = fitting[0]
    others = tuple(dict.fromkeys(rule.key for rule in fitting[1:] if rule.key and rule.key != first.key))
    return Verdict(first.key, first.kind, first.sure, others[:2])


@lru_cache(maxsize=512)
def _rules_for(unit: frozenset[str]) -> Sequence[Rule]:
    return [rule for rule in load_rules() if _may_have_unit(rule, unit)]


def _may_have_unit(rule: Rule, unit: frozenset[str]) -> bool:
    return all(field != "unit" or not concepts.isdisjoint(unit) for field, concepts in rule.wants)


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """All rules of data/rules.toml in order."""
    table = tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))
    return tuple(_rule(row) for row in table["rule"])


def _rule(row: dict[str, Any]) -> Rule:
    unknown = set(row) - {*_WANTED, "key", "kind", "sure", "not", "not_lead"}
    if unknown:
        raise ValueError(f"data/rules.toml: unknown field {sorted(unknown)}")
    return Rule(
        key=row.get("key"),
        kind=row.get("kind", "result"),
        sure=Decimal(row.get("sure", 90)) / 100,
        wants=tuple((field, frozenset(row[field])) for field in _WANTED if field in row),
        not_near=frozenset(row.get("not", ())),
        not_lead=frozenset(row.get("not_lead", ())),
    )
