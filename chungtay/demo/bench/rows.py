"""What a benchmark says: rows with a peer or a limit, as JSON for programs and as a table for people. Pure."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One measured case in `unit`; with a peer, how many times better we are; with a limit, which share we reach.

    `is_limit` says that `peer` is a limit not to be passed: 0.4 is then two fifths of what is allowed. Less is better,
    unless the row `is_rate`.
    """

    case: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    is_limit: bool = False
    is_rate: bool = False

    @property
    def ratio(self) -> float | None:
        """`peer / ours`, for a limit or a rate `ours / peer`; None without a peer."""
        if self.peer is None:
            return None
        return self.ours / self.peer if self.is_limit or self.is_rate else self.peer / max(self.ours, 1e-9)

    def as_json(self) -> dict[str, Any]:
        """The row as a dictionary; the keys of the peer are left out where there is none."""
        plain: dict[str, Any] = {"case": self.case, "ours": round(self.ours, 2), "unit": self.unit}
        if self.peer is not None and self.ratio is not None:
            plain |= {"peer": round(self.peer, 2), "peer_name": self.peer_name, "ratio": round(self.ratio, 3)}
        return plain


def as_json(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    """The whole answer of `./ct bench NAME --json`."""
    return {"name": name, "machine": machine(), "rows": [row.as_json() for row in rows]}


def as_table(rows: Sequence[Row]) -> list[str]:
    """Aligned lines for a person."""
    width = max((len(row.case) for row in rows), default=0)
    return [f"{row.case:<{width}}  {row.ours:>10.1f} {row.unit:<8}{_beside(row)}".rstrip() for row in rows]


def _beside(row: Row) -> str:
    if row.peer is None:
        return ""
    sign = "of" if row.is_limit else "×"
    shown = f"{row.ratio:.0%}" if row.is_limit else f"{row.ratio:.2f}"
    return f"{shown:>8} {sign} {row.peer_name} ({row.peer:.1f})"


def machine() -> str:
    """Processor, cores, memory, system and how busy it was: a number without these says little."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{_processor()}, {os.cpu_count()} cores, {memory} GB, {platform.system()}, load {load}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def timed(work: Callable[[], object], *, times: int) -> list[float]:
    """Milliseconds of each of `times` runs, after one that warms up."""
    work()
    taken = []
    for _ in range(times):
        started = perf_counter()
        work()
        taken.append((perf_counter() - started) * 1000)
    return taken


def percentile(taken: Sequence[float], percent: int) -> float:
    """The smallest measured value that at least `percent` of all do not exceed. Raises ValueError for none."""
    if not taken:
        raise ValueError("nothing was measured")
    ordered = sorted(taken)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
