from __future__ import annotations

from pathlib import Path

from ops.catalogue import read_po


def test_read_po_joins_lines_and_leaves_out_fuzzy_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "ops.po"
    path.write_text(
        'msgid ""\nmsgstr "Language: vi\\n"\n\n'
        'msgid "Good "\n"day"\nmsgstr "Xin "\n"chào"\n\n'
        '#, fuzzy\nmsgid "Old"\nmsgstr "Cũ"\n\n'
        'msgid "Nothing"\nmsgstr ""\n',
        encoding="utf-8",
    )

    assert read_po(path) == {"Good day": "Xin chào"}


def test_read_po_of_a_missing_file_is_empty(tmp_path: Path) -> None:
    assert read_po(tmp_path / "none.po") == {}
