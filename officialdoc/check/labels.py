"""Numbers that Word writes by itself in front of list paragraphs; a reader sees them, so the checker must."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from officialdoc.check.package import Package, w
from officialdoc.check.styles import number_in
from officialdoc.numbering import roman

LARGEST_ROMAN = 3999
LEVEL_MARK = re.compile(r"%([1-9])")


class Labels:
    """Counts list paragraphs of a package in reading order."""

    def __init__(self, package: Package) -> None:
        root = package.part("word/numbering.xml")
        self._levels: dict[tuple[str, int], etree._Element] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * 9)
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iterfind(w("abstractNum")):
            for level in abstract.iterfind(w("lvl")):
                depth = int(number_in(level.get(w("ilvl")), 0))
                self._levels[str(abstract.get(w("abstractNumId"))), depth] = level
        for used in root.iterfind(w("num")):
            held = used.find(w("abstractNumId"))
            if held is not None:
                self._abstract[str(used.get(w("numId")))] = str(held.get(w("val")))

    def level(self, listed: str | None, depth: int) -> etree._Element | None:
        """The level's definition, None when the paragraph is in no list."""
        return self._levels.get((self._abstract.get(listed or "", ""), depth))

    def next(self, listed: str | None, depth: int) -> str:
        """The label of the next paragraph of the list `listed` at `depth`: "-" for bullets, "" outside lists."""
        abstract = self._abstract.get(listed or "", "")
        level = self.level(listed, depth)
        if level is None:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts[depth] + 1 if counts[depth] else _start(level)
        counts[depth + 1 :] = [0] * (8 - depth)
        if _value(level, "numFmt") == "bullet":
            return "-"
        return LEVEL_MARK.sub(lambda mark: self._said(abstract, int(mark[1]) - 1), _value(level, "lvlText"))

    def _said(self, abstract: str, depth: int) -> str:
        count = self._counts[abstract][depth] or 1
        level = self._levels.get((abstract, depth))
        form = "decimal" if level is None else _value(level, "numFmt")
        if form in {"upperRoman", "lowerRoman"} and 1 <= count <= LARGEST_ROMAN:
            return roman(count) if form == "upperRoman" else roman(count).lower()
        if form in {"lowerLetter", "upperLetter"} and count >= 1:
            letter = chr(ord("a") + (count - 1) % 26)  # Word knows no đ: that is what a checker should see
            return letter if form == "lowerLetter" else letter.upper()
        return f"{count:02d}" if form == "decimalZero" else str(count)


def _start(level: etree._Element) -> int:
    return int(number_in(_value(level, "start"), 1))


def _value(level: etree._Element, name: str) -> str:
    found = level.find(w(name))
    return "" if found is None else str(found.get(w("val"), ""))
