"""How readings agree with facts that people wrote down: shares of figures found, of keys and of periods.

A fact and a figure belong together where they overlap and have the same value. Facts that are optional count neither
way; figures out of scope are not ours and only count where they are given as results.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from narrative import read_text
from narrative.text import fold


@dataclass
class Tally:
    """What was right, given and wanted of one share."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def f1(self):
        """The harmonic mean of what was right among the given and among the wanted."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 1.0


def score_folder(folder: Path, body_of=lambda path: path.read_bytes().decode("utf-8")):
    """The tallies "value", "unit", "indicator", "period", "comparison", and how many cases and plans came as results.

    "comparison" is the share of earlier figures, increases and decreases that are flagged as such.

    `body_of` gives the text of a report, or None to leave it out; places are compared only where that is the text the
    facts were written for.
    """
    tallies = {name: Tally() for name in ("value", "unit", "indicator", "period", "comparison")}
    leaked = 0
    for path in sorted(folder.glob("*.txt")):
        gold = [json.loads(line) for line in path.with_suffix(".gold.jsonl").read_text("utf-8").splitlines() if line]
        original = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8"))
        body = body_of(path)
        if body is None:
            continue
        reading = read_text(body)
        leaked += _score(gold, reading.facts, tallies, same_text=reading.text == original)
    return tallies, leaked


def _score(gold, facts, tallies, *, same_text):
    pairs = _pairs(gold, facts, same_text=same_text)
    leaked = 0
    for fact, figure in pairs:
        if fact is None or fact.get("optional"):
            ours = fact is None and figure.in_scope
            tallies["value"].given += ours
            tallies["unit"].given += ours
            tallies["indicator"].given += ours and not figure.comparison and figure.indicator is not None
            tallies["period"].given += ours and not figure.comparison
            continue
        given = figure is not None and figure.in_scope
        leaked += given and not fact["in_scope"]
        _count(fact, figure if given else None, tallies)
    return leaked


def _count(fact, figure, tallies):
    wanted, given = fact["in_scope"], figure is not None
    plain = not fact["comparison"]
    for name, wants, gives, right in (
        ("value", wanted, given, True),
        ("unit", wanted, given, given and figure.qualifier == fact["qualifier"] and _same_unit(fact, figure.unit)),
        (
            "indicator",
            wanted and plain and fact["indicator"] is not None,
            given and not figure.comparison and figure.indicator is not None,
            given and figure.indicator == fact["indicator"] is not None,
        ),
        ("period", wanted and plain, given and not figure.comparison, given and _same_period(fact, figure.period)),
    ):
        tallies[name].wanted += wants
        tallies[name].given += gives
        tallies[name].right += bool(wants and gives and right)
    flagged = wanted and fact["comparison"]
    tallies["comparison"].wanted += flagged
    tallies["comparison"].given += flagged
    tallies["comparison"].right += bool(flagged and given and figure.comparison)


def _pairs(gold, facts, *, same_text):
    """Each fact with its figure or None, then each figure without a fact."""
    free = set(range(len(facts)))
    pairs = []
    for fact in gold:
        found = next((at for at in sorted(free) if _belong(fact, facts[at], same_text=same_text)), None)
        free.discard(found)
        pairs.append((fact, facts[found] if found is not None else None))
    return pairs + [(None, facts[at]) for at in sorted(free)]


def _belong(fact, figure, *, same_text):
    if same_text and min(fact["end"], figure.end) <= max(fact["start"], figure.start):
        return False
    if not same_text and fold(fact["text"])[:4] != fold(figure.text)[:4]:
        return False
    high = None if figure.value_high is None else float(figure.value_high)
    return abs(float(figure.value) - fact["value"]) < 1e-6 * max(1, abs(fact["value"])) and high == fact.get(
        "value_high"
    )


def _same_unit(fact, unit):
    mine = _plain(unit)
    for wanted in map(_plain, (fact["unit"], *fact.get("unit_alt", ()))):
        if mine == wanted or (mine and wanted and (mine.startswith(f"{wanted} ") or wanted.startswith(f"{mine} "))):
            return True
    return False


def _plain(unit):
    words = fold(unit or "").replace(",", " ").replace("²", "2")
    return " ".join(re.sub(r"pano|panô|pa nô", "pa nô", re.sub(r"băng (?:zôn|ron|dôn)", "băng rôn", words)).split())


def _same_period(fact, period):
    return _period(period) in {_period(wanted) for wanted in (fact["period"], *fact.get("period_alt", ()))}


def _period(period):
    folded = re.sub(r"((?:tháng|quý) \w+)/(?=\d{4})", r"\1 năm ", fold(period or ""))
    if match := re.search(r"đến (?:hết |cuối )?(?:tháng (\d+) )?năm (\d{4})", folded):
        return f"{match[2]}-{match[1] or 12}"
    if (match := re.search(r"(\d{4})(?: ?- ?| đến năm | đến )(\d{4})", folded)) and not folded.startswith("năm học"):
        return f"{match[1]}-{match[2]}"
    return re.sub(r"^(?:trong|cả|riêng) |năm (?=\d{4}$)", "", folded)
