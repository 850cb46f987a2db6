"""Read a gettext .po file with the standard library alone.

The command line speaks before any package is installed and before any .mo file is compiled, so it reads its own
small catalogue (`locale/vi/LC_MESSAGES/ops.po`) as text. Contexts and plural forms are not used there.
"""

from __future__ import annotations

import ast
from pathlib import Path


def read_po(path: Path) -> dict[str, str]:
    """Source string to translation; an untranslated or fuzzy entry is left out, a missing file gives nothing."""
    if not path.exists():
        return {}
    entries: dict[str, str] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if "\n#, fuzzy" in f"\n{block}":
            continue
        source, translation = _fields(block)
        if source and translation:
            entries[source] = translation
    return entries


def _fields(block: str) -> tuple[str, str]:
    fields = {"msgid": "", "msgstr": ""}
    current = ""
    for line in block.splitlines():
        keyword, _, rest = line.partition(" ")
        if keyword in fields:
            current, text = keyword, rest
        elif line.startswith('"') and current:
            text = line
        else:
            current = ""
            continue
        fields[current] += ast.literal_eval(text)
    return fields["msgid"], fields["msgstr"]
