"""The command line of the layout checker: `./ct doccheck FILE.docx... [--profile P] [--json]`. Needs no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from officialdoc.check import PROFILES, Finding, Unreadable, check
from officialdoc.check.checker import DEFAULT_PROFILE

CLEAN, BROKEN, UNREADABLE = 0, 1, 2
LARGEST_FILE = 64 * 2**20  # bytes; a Word file with scanned pages in it stays below


def main(argv: Sequence[str]) -> int:
    """Check the files named in `argv` and print what was found, in Vietnamese.

    Returns 0 when every rule holds, 1 when one is broken, 2 when a file cannot be read (a sentence on stderr says why;
    the other files are still checked). With --json a list of findings is printed, and nothing else, to stdout.
    """
    options = _parser().parse_args(list(argv))
    findings: list[Finding] = []
    unreadable = False
    for name in options.files:
        try:
            found = check(_content(Path(name)), profile=options.profile, name=name)
        except Unreadable as error:
            unreadable = True
            print(f"{name}: {error}", file=sys.stderr)
            continue
        findings.extend(found)
        if not options.json:
            _print_report(name, found, PROFILES[options.profile].title)
    if options.json:
        print(json.dumps([finding.as_data() for finding in findings], ensure_ascii=False, indent=2))
    if unreadable:
        return UNREADABLE
    return BROKEN if findings else CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ct doccheck",
        description="Kiểm tra thể thức văn bản Word (.docx) theo Nghị định 30/2020/NĐ-CP.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE.docx", help="tệp cần kiểm tra")
    parser.add_argument(
        "--profile",
        choices=sorted(PROFILES),
        default=DEFAULT_PROFILE,
        help="quy định áp dụng: cơ quan nhà nước, Mặt trận Tổ quốc hoặc Công an (mặc định: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    return parser


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable when there is no such file, or one too large to be a document."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable("Tệp quá lớn để là một văn bản.")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("Không đọc được tệp: không có tệp này hoặc không có quyền đọc.") from error


def _print_report(name: str, findings: list[Finding], profile: str) -> None:
    print(f"{name}: áp dụng quy định của {profile}")
    if not findings:
        print("  Đúng thể thức: không thấy lỗi nào.")
    for finding in findings:
        print(f"  [{finding.rule}] {finding.place}")
        print(f"      thấy: {finding.found}")
        print(f"      cần:  {finding.wanted}")
        print(f"      sửa:  {finding.mend}")
