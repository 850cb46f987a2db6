"""What a paragraph or a run looks like once defaults, table style, style chains and direct formatting are applied.

Source of the order: ECMA-376 part 1, 17.7.2 (style hierarchy); fonts of the theme: 17.18.96.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from lxml import etree

from officialdoc.check.package import A, Package, w
from officialdoc.check.seen import Letters

TWIPS = Fraction(1, 20)
OFF = {"0", "false", "off", "none"}
DEEPEST_CHAIN = 20  # of styles based on styles; a longer one is a ring
DEFAULT_FONT, DEFAULT_HALF_POINTS = "Times New Roman", 20
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?")


class Styles:
    """The styles of a package."""

    def __init__(self, package: Package) -> None:
        root = package.part("word/styles.xml")
        self._styles = {} if root is None else {s.get(w("styleId")): s for s in root.iterfind(w("style"))}
        self._defaults = None if root is None else root.find(w("docDefaults"))
        self._default_paragraph = next(
            (
                key
                for key, s in self._styles.items()
                if s.get(w("type")) == "paragraph" and s.get(w("default")) in ("1", "true")
            ),
            None,
        )
        self._theme = _theme_fonts(package)

    def style_of(self, properties: etree._Element | None) -> str | None:
        """The id of the paragraph style that `properties` name, else of the default one."""
        named = None if properties is None else properties.find(w("pStyle"))
        return self._default_paragraph if named is None else str(named.get(w("val")))

    def paragraph_layers(self, properties: etree._Element | None, table_style: str | None) -> list[etree._Element]:
        """The `pPr` elements that apply, weakest first, direct formatting excluded."""
        holders = [self._default("pPrDefault"), *self._chain(table_style), *self._chain(self.style_of(properties))]
        return [found for holder in holders if holder is not None and (found := holder.find(w("pPr"))) is not None]

    def letters(self, style: str | None, run: etree._Element | None, table_style: str | None) -> Letters:
        """The look of a run with properties `run` in a paragraph of the style `style`."""
        character = None if run is None else run.find(w("rStyle"))
        holders = [
            self._default("rPrDefault"),
            *self._chain(table_style),
            *self._chain(style),
            *self._chain(None if character is None else character.get(w("val"))),
        ]
        layers = [found for h in holders if h is not None and (found := h.find(w("rPr"))) is not None]
        return self._letters([*layers, run] if run is not None else layers)

    def _letters(self, layers: list[etree._Element]) -> Letters:
        underline = _last(layers, "u", "val")
        return Letters(
            fonts=frozenset({self._font(layers, "ascii"), self._font(layers, "hAnsi")}),
            size=number_in(_last(layers, "sz", "val"), DEFAULT_HALF_POINTS) / 2,
            bold=_is_on(layers, "b"),
            italic=_is_on(layers, "i"),
            underlined=underline is not None and underline not in OFF,
            colour=(_last(layers, "color", "val") or "auto").lower(),
            upper=_is_on(layers, "caps"),
            raised=_last(layers, "vertAlign", "val") in {"superscript", "subscript"},
        )

    def _font(self, layers: list[etree._Element], kind: str) -> str:
        """The nearest layer wins; within a layer the theme's font wins over a named one."""
        for layer in reversed(layers):
            fonts = layer.find(w("rFonts"))
            if fonts is None:
                continue
            theme = fonts.get(w(f"{kind}Theme"))
            if theme is not None:
                return self._theme.get(theme[:5], DEFAULT_FONT)
            if fonts.get(w(kind)) is not None:
                return str(fonts.get(w(kind)))
        return DEFAULT_FONT

    def _default(self, name: str) -> etree._Element | None:
        return None if self._defaults is None else self._defaults.find(w(name))

    def _chain(self, style: str | None) -> list[etree._Element]:
        """The style and those it is based on, weakest first."""
        chain: list[etree._Element] = []
        while style in self._styles and len(chain) < DEEPEST_CHAIN:
            element = self._styles[style]
            chain.append(element)
            based = element.find(w("basedOn"))
            style = None if based is None else based.get(w("val"))
        return chain[::-1]

    def table_layers(self, style: str | None) -> list[etree._Element]:
        """The `tblPr` elements of a table style's chain, weakest first."""
        return [found for holder in self._chain(style) if (found := holder.find(w("tblPr"))) is not None]


def number_in(text: str | None, otherwise: int) -> Fraction:
    """The number an attribute holds; `otherwise` when it is absent or no number: files of other programs err."""
    return Fraction(text) if text is not None and NUMBER.fullmatch(text) else Fraction(otherwise)


def _is_default(style: etree._Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default"), "0") not in OFF


def attribute(layers: Iterable[etree._Element], element: str, name: str) -> str | None:
    """The attribute as the last layer that has it says; None when no layer has it."""
    return _last(list(layers), element, name)


def switched_on(layers: Iterable[etree._Element], element: str) -> bool:
    """Whether an on-off element is on, as the last layer that has it says."""
    return _is_on(list(layers), element)


def _last(layers: list[etree._Element], element: str, name: str) -> str | None:
    for found in _found(layers, element):
        value = found.get(w(name))
        if value is not None:
            return str(value)
    return None


def _is_on(layers: list[etree._Element], element: str) -> bool:
    for found in _found(layers, element):
        return found.get(w("val"), "1") not in OFF
    return False


def _found(layers: list[etree._Element], element: str) -> Iterator[etree._Element]:
    for layer in reversed(layers):
        found = layer.find(w(element))
        if found is not None:
            yield found


def _theme_fonts(package: Package) -> dict[str, str]:
    """First five letters of a theme font's name ("minor", "major") -> its Latin font."""
    name = next((target for target in package.targets.values() if "/theme/" in target), "word/theme/theme1.xml")
    root = package.part(name)
    if root is None:
        return {}
    fonts = {}
    for kind in ("minor", "major"):
        latin = root.find(f".//{{{A}}}{kind}Font/{{{A}}}latin")
        if latin is not None and latin.get("typeface"):
            fonts[kind] = str(latin.get("typeface"))
    return fonts
