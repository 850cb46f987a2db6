"""A signed document compared with the figures that were frozen for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from narrative.facts import Fact

MISSING, DIFFERENT, EXTRA, ROUNDED_OK = "missing", "different", "extra", "rounded_ok"
_PROSE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure that was frozen: its code and label, value, qualifier (eq, gt, lt, approx) and unit.

    `keys` are the indicator keys under which the reader may meet it.
    """

    code: str
    label: str
    value: Decimal
    qualifier: str = "eq"
    unit: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding of a comparison.

    missing: no figure of the document has the frozen one's key. different: figures have its key and none agrees;
    `fact` is the nearest. extra: a figure of the document that no frozen one explains. rounded_ok: prose rounds
    the frozen value by the rule ("hơn 40.000" for 40.312); nothing to mend.
    """

    kind: str
    frozen: FrozenFigure | None
    fact: Fact | None


def compare_figures(read: Iterable[Fact], frozen: Iterable[FrozenFigure]) -> tuple[Difference, ...]:
    """What a document says otherwise than its frozen figures, in the order of these, extras last.

    An exact value agrees wherever it stands. A qualified one agrees in prose when it is the frozen value rounded
    to two significant figures, down under "hơn", up under "gần", either way under "khoảng"; a cell of a table
    must be exact. Comparisons, targets and what is out of scope are left out.
    """
    facts = [fact for fact in read if fact.in_scope and not fact.comparison and fact.indicator]
    figures = list(frozen)
    explained: set[int] = set()
    differences: list[Difference] = []
    for figure in figures:
        own = [fact for fact in facts if fact.indicator in figure.keys]
        agreeing = [fact for fact in own if agrees(fact, figure)]
        explained.update(id(fact) for fact in agreeing)
        if not own:
            differences.append(Difference(MISSING, figure, None))
        elif not agreeing:
            nearest = min(own, key=lambda fact: abs(fact.value - figure.value))
            explained.add(id(nearest))
            differences.append(Difference(DIFFERENT, figure, nearest))
        else:
            rounded = [fact for fact in agreeing if not _is_exact(fact, figure)]
            differences += [Difference(ROUNDED_OK, figure, fact) for fact in rounded]
    differences += [Difference(EXTRA, None, fact) for fact in facts if id(fact) not in explained]
    return tuple(differences)


def agrees(fact: Fact, figure: FrozenFigure) -> bool:
    """True when `fact` states the frozen value exactly, or rounds it as prose may."""
    return _is_exact(fact, figure) or (not is_cell(fact) and is_prose_rounding(fact, figure.value))


def is_cell(fact: Fact) -> bool:
    """True for a figure of a table, where nothing is rounded."""
    return fact.reason.startswith("table cell")


def is_prose_rounding(fact: Fact, value: Decimal) -> bool:
    """True when `fact` is `value` rounded to two significant figures the way its qualifier says."""
    low, high = round_for_prose(value, ROUND_FLOOR), round_for_prose(value, ROUND_CEILING)
    allowed: dict[str, Sequence[Decimal]] = {"gt": (low,), "lt": (high,), "approx": (low, high)}
    return fact.value != value and fact.value in allowed.get(fact.qualifier, ())


def round_for_prose(value: Decimal, rounding: str) -> Decimal:
    """`value` at two significant figures; 40,312 is 40,000 downwards and 41,000 upwards."""
    if value == 0:
        return value
    step = Decimal(1).scaleb(value.adjusted() - _PROSE_DIGITS + 1)
    return (value / step).to_integral_value(rounding) * step


def _is_exact(fact: Fact, figure: FrozenFigure) -> bool:
    same_qualifier = fact.qualifier == figure.qualifier or (is_cell(fact) and fact.qualifier == "eq")
    return fact.value == figure.value and same_qualifier
