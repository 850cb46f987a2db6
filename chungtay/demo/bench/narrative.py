"""`./ct bench narrative`: how fast reports are read, beside a plain pass of one expression over the same text.

The reports are the long invented ones of the tests, joined and cut at line ends into pieces of 3 kB. Reading works in a
process of its own, so that the peak of memory is its own. The tagger of underthesea is the peer where it is installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time

from chungtay.demo.bench.excel import peak_mb
from chungtay.demo.bench.rows import Row
from narrative import read_text
from narrative.examples import key_read_in

PIECE = 3_000
LEAST_A_SECOND = 200
MEMORY_BUDGET_MB = 200
LONG_PIECES = 1_000
MOST_BEYOND_LINEAR = 1.3
TAGGED_PIECES = 5
ROUNDS = 5
FLOOR, PEER = "one plain expression", "underthesea's tagger"
_FIGURE = re.compile(r"\d[\d.,]*\s+\w+(?:\s+\w+)?")
_REPORTS = Path(__file__).parents[3] / "tests" / "narrative" / "long_documents"


class NoReports(Exception):
    """The reports of the tests are not there: an installation without its source."""


def measure_narrative(*, progress: Callable[[str], None]) -> list[Row]:
    """Rows of speed, memory and growth. Times are those of the processor, not of the clock. Needs no database."""
    progress("reports of 3 kB")
    pieces = _in_a_process("pieces")
    progress("one text of 3 MB")
    long = _in_a_process("long")
    rows = [
        Row("reports of 3 kB", pieces["ours"], "/s", LEAST_A_SECOND, "the least asked", is_rate=True),
        Row("the same beside the floor", pieces["ours"], "/s", pieces["floor"], FLOOR, is_rate=True),
        Row("memory at the peak", long["peak_mb"], "MB", MEMORY_BUDGET_MB, "budget", is_limit=True),
        Row("3 MB beside a thousand of 3 kB", long["growth"], "times", MOST_BEYOND_LINEAR, "limit", is_limit=True),
    ]
    if importlib.util.find_spec("underthesea") is None:
        progress(f"{PEER} is not installed: left out")
        return rows
    progress(PEER)
    tagged = _in_a_process("tagger")
    return [*rows, Row("the same beside the tagger", pieces["ours"], "/s", tagged["peer"], PEER, is_rate=True)]


def measure_examples(*, progress: Callable[[str], None]) -> list[Row]:
    """The share of the corrections kept in this database that the reader of today reads as people did."""
    from chungtay.reporting.models.incoming import ReadingExample

    examples = list(ReadingExample.objects.order_by("id").values_list("phrase", "figure", "key_read", "key_taken"))
    progress(f"{len(examples)} examples")
    if not examples:
        return []
    read = [(key_read_in(phrase, figure) or "", before, taken) for phrase, figure, before, taken in examples]
    now = sum(key == taken for key, _before, taken in read)
    then = sum(before == taken for _key, before, taken in read)
    total = len(examples)
    return [
        Row("examples read as corrected", 100 * now / total, "%", 100 * then / total, "when corrected", is_rate=True)
    ]


def _in_a_process(name: str) -> Mapping[str, float]:
    command = [sys.executable, "-m", "chungtay.demo.bench.narrative", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # what `_main` prints below


def pieces_of(texts: Sequence[str], size: int = PIECE) -> Iterator[str]:
    """Pieces of at least `size` bytes, each of whole lines."""
    lines: list[str] = []
    held = 0
    for line in "\n".join(texts).splitlines(keepends=True):
        lines.append(line)
        held += len(line.encode())
        if held >= size:
            yield "".join(lines)
            lines, held = [], 0


def _pieces() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(_REPORTS.glob("*.txt"))]
    if not texts:
        raise NoReports(str(_REPORTS))
    return list(pieces_of(texts))


def _rate(read: Callable[[str], object], pieces: Sequence[str]) -> float:
    """Pieces of 3 kB a second in the best of some rounds: other work on the machine only ever takes away."""
    taken = min(_time(read, pieces) for _ in range(ROUNDS))
    return sum(len(piece.encode()) for piece in pieces) / PIECE / taken


def _time(read: Callable[[str], object], pieces: Sequence[str]) -> float:
    started = process_time()
    for piece in pieces:
        read(piece)
    return process_time() - started


def _measure_pieces() -> Mapping[str, float]:
    pieces = _pieces()
    _time(read_text, pieces[:3])
    return {"ours": _rate(read_text, pieces), "floor": _rate(_FIGURE.findall, pieces)}


def _measure_long() -> Mapping[str, float]:
    pieces = _pieces()
    many = [pieces[place % len(pieces)] for place in range(LONG_PIECES)]
    _time(read_text, pieces)
    apart = _time(read_text, many)
    together = _time(read_text, ["".join(many)])
    return {"growth": together / apart, "peak_mb": peak_mb()}


def _measure_tagger() -> Mapping[str, float]:
    pos_tag = importlib.import_module("underthesea").pos_tag

    pieces = _pieces()[:TAGGED_PIECES]
    pos_tag(pieces[0])
    return {"peer": sum(len(piece.encode()) for piece in pieces) / PIECE / _time(pos_tag, pieces)}


MEASURES: Mapping[str, Callable[[], Mapping[str, float]]] = {
    "pieces": _measure_pieces,
    "long": _measure_long,
    "tagger": _measure_tagger,
}


if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]]()))
