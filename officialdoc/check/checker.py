"""Running the rules over one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from officialdoc.check import rules
from officialdoc.check.anatomy import dissect
from officialdoc.check.profiles import PROFILES
from officialdoc.check.reading import read
from officialdoc.check.registry import RULES, Breach, Rule

DEFAULT_PROFILE = "nha-nuoc"
REGISTERED = rules.__all__  # importing the package filled the registry


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a file breaks. All but `file` and `rule` are Vietnamese, for the person who mends it."""

    file: str
    rule: str
    place: str
    found: str
    wanted: str
    mend: str

    def as_data(self) -> dict[str, str]:
        """The finding as the command line prints it with --json."""
        return asdict(self)


def check(content: bytes, *, profile: str = DEFAULT_PROFILE, name: str = "") -> list[Finding]:
    """Every rule of layout that the .docx in `content` breaks, under a profile ("nha-nuoc", "mat-tran", "cong-an").

    A rule broken alike in several places is one finding that names the first place and counts the others. An empty list
    means that nothing was found. Raises Unreadable (a Vietnamese sentence) for what is no readable .docx, and
    ValueError for an unknown profile. Source: Nghị định 30/2020/NĐ-CP, Annex I and III.
    """
    if profile not in PROFILES:
        raise ValueError(f"unknown profile: {profile}")
    anatomy, chosen = dissect(read(content)), PROFILES[profile]
    return [
        Finding(name, rule.id, breach.place, breach.found, f"{rule.wanted} ({rule.source})", rule.mend)
        for rule in RULES.values()
        if profile in rule.profiles
        for breach in _merged(rule, rule.check(anatomy, chosen))
    ]


def _merged(rule: Rule, breaches: Iterable[Breach]) -> Iterator[Breach]:
    places: dict[str, list[str]] = {}
    for breach in breaches:
        places.setdefault(breach.found, []).append(breach.place)
    for found, where in places.items():
        others = len(where) - 1
        yield Breach(where[0] if not others else f"{where[0]} (và {others} chỗ khác)", found)
