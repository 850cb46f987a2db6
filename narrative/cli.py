"""`./ct read FILE... --out DIR [--explain]`: figures of reports as JSON lines, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from narrative.explain import explained
from narrative.files import Unreadable, read_file
from narrative.reader import explain_text, read_text


def main(argv: Sequence[str] | None = None) -> int:
    """Read each FILE and write DIR/NAME.jsonl, one fact a line. Returns the exit status: 0, or 1 with a sentence."""
    arguments = _parser().parse_args(argv)
    out: Path = arguments.out
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path in arguments.files:
            _read_one(path, out, explain=arguments.explain)
    except Unreadable as error:
        return _refuse(f"{path.name}: {error}")
    except OSError as error:
        return _refuse(f"{error.filename or out}: {error.strerror}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ct read", description="Read the figures of Vietnamese reports.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".txt, .docx, .pdf or .xlsx")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for NAME.jsonl")
    parser.add_argument("--explain", action="store_true", help="print how each sentence was read")
    return parser


def _read_one(path: Path, out: Path, *, explain: bool) -> None:
    source = read_file(path.name, path.read_bytes())
    if explain:
        reading, explanations = explain_text(source.body_text)
        print("\n".join(explained(reading, explanations)))
    else:
        reading = read_text(source.body_text)
    lines = [json.dumps(fact.as_json(), ensure_ascii=False) + "\n" for fact in reading.facts]
    (out / f"{path.stem}.jsonl").write_text("".join(lines), encoding="utf-8")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
