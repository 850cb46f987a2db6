"""Widths of text as set in Tinos, which has the advance widths of Times New Roman. In points (1/72 inch).

Needed to draw rules "as long as the line" (docx has no such thing) and to check them. Reads four tables of the TrueType
files itself, so that no font library is needed at run time. Kerning is left out: Word does not kern by default.
Source of the format: OpenType 1.9, tables head, hhea, hmtx, cmap (format 4 and 12).
"""

from __future__ import annotations

import struct
from fractions import Fraction
from functools import cache
from pathlib import Path

FONT_FOLDER = Path(__file__).resolve().parent / "fonts"
FACES = {
    (False, False): "Tinos-Regular.ttf",
    (False, True): "Tinos-Italic.ttf",
    (True, False): "Tinos-Bold.ttf",
    (True, True): "Tinos-BoldItalic.ttf",
}


class Face:
    """Advance widths of one font file."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        tables = _tables(content)
        self.units_per_em: int = struct.unpack_from(">H", content, tables["head"] + 18)[0]
        metrics: int = struct.unpack_from(">H", content, tables["hhea"] + 34)[0]
        self._advances = struct.unpack_from(">" + "Hh" * metrics, content, tables["hmtx"])[::2]
        self.glyphs = _character_map(content, tables["cmap"])

    def advance(self, character: str) -> int:
        """Width of `character` in font units; an unknown one is as wide as the missing-glyph box."""
        glyph = self.glyphs.get(ord(character), 0)
        return int(self._advances[min(glyph, len(self._advances) - 1)])

    def has(self, character: str) -> bool:
        """Whether the font draws `character`."""
        return ord(character) in self.glyphs


def _tables(content: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", content, 4)[0]
    entries = (struct.unpack_from(">4sIII", content, 12 + 16 * n) for n in range(count))
    return {tag.decode("ascii"): offset for tag, _checksum, offset, _length in entries}


def _character_map(content: bytes, start: int) -> dict[int, int]:
    count = struct.unpack_from(">H", content, start + 2)[0]
    glyphs: dict[int, int] = {}
    for n in range(count):
        offset = start + struct.unpack_from(">HHI", content, start + 4 + 8 * n)[2]
        form = struct.unpack_from(">H", content, offset)[0]
        if form == 4:
            glyphs.update(_segments(content, offset))
        elif form == 12:
            glyphs.update(_groups(content, offset))
    return glyphs


def _segments(content: bytes, offset: int) -> dict[int, int]:
    size = struct.unpack_from(">H", content, offset + 6)[0]
    ends, starts, deltas, ranges = offset + 14, offset + 16 + size, offset + 16 + 2 * size, offset + 16 + 3 * size
    glyphs: dict[int, int] = {}
    for at in range(0, size, 2):
        first, last = (struct.unpack_from(">H", content, where + at)[0] for where in (starts, ends))
        delta, distance = (struct.unpack_from(">H", content, where + at)[0] for where in (deltas, ranges))
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if distance:
                glyph = struct.unpack_from(">H", content, ranges + at + distance + 2 * (code - first))[0]
            if glyph or not distance:
                glyphs[code] = (glyph + delta) & 0xFFFF
    return {code: glyph for code, glyph in glyphs.items() if glyph}


def _groups(content: bytes, offset: int) -> dict[int, int]:
    count = struct.unpack_from(">I", content, offset + 12)[0]
    glyphs: dict[int, int] = {}
    for n in range(count):
        first, last, glyph = struct.unpack_from(">III", content, offset + 16 + 12 * n)
        glyphs.update((code, glyph + code - first) for code in range(first, last + 1))
    return glyphs


@cache
def face(*, bold: bool, italic: bool) -> Face:
    """The face of a weight and slant, read once."""
    return Face(FONT_FOLDER / FACES[bold, italic])


def text_width(text: str, *, size: Fraction | int, bold: bool = False, italic: bool = False) -> Fraction:
    """Width of `text` in points at `size` points, set on one line."""
    used = face(bold=bold, italic=italic)
    return Fraction(sum(used.advance(character) for character in text) * size, used.units_per_em)


def wrapped(text: str, width: Fraction | int, *, size: Fraction | int, bold: bool = False) -> list[str]:
    """`text` broken at spaces into lines no wider than `width` points; a longer word stays whole, hard spaces hold."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size=size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(text: str, width: Fraction | int, *, size: Fraction | int, bold: bool = False) -> list[str]:
    """`text` broken as `wrapped` does, into as few lines, but of lengths as equal as they can be."""
    lines = wrapped(text, width, size=size, bold=bold)
    while len(lines) > 1:
        tighter = max(text_width(line, size=size, bold=bold) for line in lines) - Fraction(1, 100)
        closer = wrapped(text, tighter, size=size, bold=bold)
        if len(closer) > len(lines) or max(text_width(x, size=size, bold=bold) for x in closer) > tighter:
            break
        lines = closer
    return lines


def widest_line(texts: list[str], width: Fraction | int, *, size: Fraction | int, bold: bool = False) -> Fraction:
    """Width of the widest line when each of `texts` is broken to `width` points; 0 when there is no text."""
    lines = [line for text in texts for line in wrapped(text, width, size=size, bold=bold)]
    return max((text_width(line, size=size, bold=bold) for line in lines), default=Fraction(0))
