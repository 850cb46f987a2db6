"""Which indicator a figure belongs to: rules as data, tried in order against what stands around the figure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from narrative.lexicon import DATA

_NONE: frozenset[str] = frozenset()


class Surroundings(NamedTuple):
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
    """One line of data/rules.toml. `units` are the classes it is for, all of them where it names none; `wants` the
    places in Surroundings with the concepts of which one must be there.
    """

    key: str | None
    kind: str
    sure: Decimal
    units: frozenset[str]
    wants: tuple[tuple[int, frozenset[str]], ...]
    not_near: frozenset[str]
    not_lead: frozenset[str]
    number: int

    def __str__(self) -> str:
        """The rule as a reader of data/rules.toml finds it: its place from the top and what it wants."""
        wanted = [("unit", self.units)] if self.units else []
        wanted += [(Surroundings._fields[place], concepts) for place, concepts in self.wants]
        wanted += [(name, words) for name, words in (("not", self.not_near), ("not_lead", self.not_lead)) if words]
        said = "; ".join(f"{name} {'/'.join(sorted(concepts))}" for name, concepts in wanted)
        return f"rule {self.number}: {said or 'anything'}"

    def fits(self, around: Surroundings) -> bool:
        """True when every wanted field has one of its concepts, and no unwanted concept is there."""
        for place, concepts in self.wants:
            if concepts.isdisjoint(around[place]):
                return False
        return not (
            (self.not_near and not self.not_near.isdisjoint(around.near))
            or (self.not_lead and not self.not_lead.isdisjoint(around.lead))
        )

    def is_for(self, unit: frozenset[str]) -> bool:
        """True when the rule speaks of one of the classes `unit`."""
        return not self.units or not self.units.isdisjoint(unit)


class Verdict(NamedTuple):
    """The rule that decided and, where a later rule with another key fits too, the key of that one."""

    key: str | None
    kind: str
    sure: Decimal
    other_keys: tuple[str, ...] = ()
    rule: Rule | None = None


_WANTED = {
    name: Surroundings._fields.index("near" if name == "also" else name) for name in (*Surroundings._fields, "also")
}
_MOST_OTHERS = 2
_SURE = Decimal("0.9")


def judge(around: Surroundings) -> Verdict:
    """The first rule that fits `around`; the last rule of the file fits everything.

    The keys of later rules that fit too are kept where the first is not sure: they are the other readings.
    """
    rules = iter(_rules_for(around.unit))
    for first in rules:  # as `fits`, without a call for each of the many rules that do not
        for place, concepts in first.wants:
            if concepts.isdisjoint(around[place]):
                break
        else:
            if first.not_near.isdisjoint(around.near) and first.not_lead.isdisjoint(around.lead):
                break
    others: list[str] = []
    for rule in rules if first.sure < _SURE else ():
        if rule.key and rule.key != first.key and rule.key not in others and rule.fits(around):
            others.append(rule.key)
            if len(others) == _MOST_OTHERS:
                break
    return Verdict(first.key, first.kind, first.sure, tuple(others), first)


@lru_cache(maxsize=512)
def _rules_for(unit: frozenset[str]) -> Sequence[Rule]:
    return [rule for rule in load_rules() if rule.is_for(unit)]


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """All rules of data/rules.toml in order."""
    table = tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))
    return tuple(_rule(row, number) for number, row in enumerate(table["rule"], start=1))


def _rule(row: dict[str, Any], number: int) -> Rule:
    unknown = set(row) - {*_WANTED, "key", "kind", "sure", "not", "not_lead"}
    if unknown:
        raise ValueError(f"data/rules.toml: unknown field {sorted(unknown)}")
    return Rule(
        key=row.get("key"),
        kind=row.get("kind", "result"),
        sure=Decimal(row.get("sure", 90)) / 100,
        units=frozenset(row.get("unit", ())),
        wants=tuple((place, frozenset(row[name])) for name, place in _WANTED.items() if name in row and name != "unit"),
        not_near=frozenset(row.get("not", ())),
        not_lead=frozenset(row.get("not_lead", ())),
        number=number,
    )
