"""Merge the web subsets of Tinos into four full TrueType files.

Run by hand when Tinos itself changes; the four files are committed, so that nothing is fetched at set-up or run time:

    npm pack @fontsource/tinos && tar xzf fontsource-tinos-*.tgz
    python -m venv scratch && scratch/bin/pip install "fonttools>=4.60" brotli
    scratch/bin/python build.py package

Why merge: the typesetter takes whole TrueType files, and the package holds one compressed file for each script.
Why Tinos: same widths as Times New Roman, every Vietnamese letter, and a licence (OFL-1.1) that lets us ship it.
The .docx files name "Times New Roman" itself: a reader's own machine has it. No part of the product imports this.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger  # type: ignore[import-not-found]  # a tool of this script, no dependency
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # the same

HERE = Path(__file__).resolve().parent
SUBSETS = ("latin", "latin-ext", "vietnamese")
FACES = {
    "Tinos-Regular.ttf": "400-normal",
    "Tinos-Italic.ttf": "400-italic",
    "Tinos-Bold.ttf": "700-normal",
    "Tinos-BoldItalic.ttf": "700-italic",
}
EARLIEST = 3786825600  # 1 January 2024 in seconds since 1904: a fixed "modified", so that a rebuild gives equal bytes


def decompress(source: Path, target: Path) -> None:
    """Write `source` (woff2) as plain TrueType to `target`; hinting differs by subset, so it is dropped."""
    font = TTFont(source)
    font.flavor = None
    for table in ("fpgm", "prep", "cvt ", "gasp", "hdmx", "VDMX", "LTSH", "DSIG", "GSUB", "GPOS", "GDEF"):
        if table in font:
            del font[table]
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        if hasattr(glyph, "program"):
            glyph.removeHinting()
    font.save(target)


def merge(package: Path, weight: str, target: Path) -> None:
    """Merge the subsets of one face into `target`."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for subset in SUBSETS:
            part = Path(folder) / f"{subset}.ttf"
            decompress(package / "files" / f"tinos-{subset}-{weight}.woff2", part)
            parts.append(str(part))
        font = Merger().merge(parts)
        font["head"].modified = font["head"].created = EARLIEST
        font.recalcTimestamp = False
        font.save(target)


def main(package: Path) -> None:
    """Build the four faces and copy the licence from the unpacked npm package."""
    for name, weight in FACES.items():
        merge(package, weight, HERE / name)
    shutil.copy(package / "LICENSE", HERE / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
