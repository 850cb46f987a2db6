"""`./ct bench excel`: a table of a whole nation's reports as .xlsx, beside openpyxl writing the same cells.

Each writer works in a process of its own, so that the peak of memory is its own; the finished file is held in memory as
the site holds an answer, and counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import perf_counter

from chungtay.core.workbook import Column, Kind, TableSheet, stream_workbook
from chungtay.demo.bench.rows import Row

ROWS, COLUMNS = 130_000, 60
MEMORY_BUDGET_MB = 300
PLAIN, STREAMED = "openpyxl, plain", "openpyxl, write-only"


class WriterFailed(Exception):
    """A writer gave no file."""


@dataclass(frozen=True)
class Written:
    """What writing took: seconds, megabytes at the peak, megabytes of the file."""

    seconds: float
    peak_mb: float
    file_mb: float


def measure_excel(*, progress: Callable[[str], None], rows: int = ROWS, columns: int = COLUMNS) -> list[Row]:
    """Rows of time, memory and size; the peers write the same cells. Needs no database."""
    found = {}
    for name in WRITERS:
        progress(name)
        found[name] = _in_a_process(name, rows, columns)
    ours, plain, streamed = found["ours"], found[PLAIN], found[STREAMED]
    table = f"{rows:,} rows × {columns} columns".replace(",", " ")
    return [
        Row(f"{table}: time", ours.seconds, "s", plain.seconds, PLAIN),
        Row(f"{table}: time beside streaming", ours.seconds, "s", streamed.seconds, STREAMED),
        Row(f"{table}: memory at the peak", ours.peak_mb, "MB", MEMORY_BUDGET_MB, "budget", is_limit=True),
        Row(f"{table}: memory beside", ours.peak_mb, "MB", plain.peak_mb, PLAIN),
        Row(f"{table}: memory beside streaming", ours.peak_mb, "MB", streamed.peak_mb, STREAMED),
        Row(f"{table}: size of the file", ours.file_mb, "MB", plain.file_mb, PLAIN),
    ]


def _in_a_process(name: str, rows: int, columns: int) -> Written:
    command = [sys.executable, "-m", "chungtay.demo.bench.excel", name, str(rows), str(columns)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise WriterFailed(f"{name} ended with {done.returncode}")
    return Written(**json.loads(done.stdout))


def _lines(rows: int, columns: int) -> Iterator[tuple[str | int, ...]]:
    """A unit's name, then numbers of every length up to seven digits; nothing random, so every writer has the same."""
    for line in range(rows):
        yield (
            f"Xã thứ {line + 1}",
            *((line * 7919 + column * 104_729) % 10 ** (1 + column % 7) for column in range(1, columns)),
        )


def _ours(rows: int, columns: int) -> bytes:
    heads = [Column("Đơn vị"), *(Column(f"Chỉ tiêu {number}", Kind.NUMBER) for number in range(1, columns))]
    return b"".join(stream_workbook([TableSheet("Số liệu", heads, _lines(rows, columns))]))


def _openpyxl(rows: int, columns: int, *, write_only: bool) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=write_only)
    # A workbook that is kept in memory begins with an empty sheet.
    sheet = book.create_sheet("Số liệu") if write_only else book.active
    sheet.append(["Đơn vị", *(f"Chỉ tiêu {number}" for number in range(1, columns))])
    for line in _lines(rows, columns):
        sheet.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


WRITERS: Mapping[str, Callable[[int, int], bytes]] = {
    "ours": _ours,
    STREAMED: lambda rows, columns: _openpyxl(rows, columns, write_only=True),
    PLAIN: lambda rows, columns: _openpyxl(rows, columns, write_only=False),
}


def _main(name: str, rows: str, columns: str) -> None:
    started = perf_counter()
    file = WRITERS[name](int(rows), int(columns))
    taken = perf_counter() - started
    print(json.dumps({"seconds": taken, "peak_mb": peak_mb(), "file_mb": len(file) / 10**6}))


def peak_mb() -> float:
    """The most memory this process held. What `getrusage` says may be the peak of whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    lines = (line.split() for line in status.splitlines())
    return next(int(words[1]) / 1024 for words in lines if words[0] == "VmHWM:")


if __name__ == "__main__":
    _main(*sys.argv[1:])
