"""The words that cells of the form take, as they are offered and as they may be typed, in either language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from chungtay.core.vietnamese import fold
from chungtay.reporting.codes import Certainty, Qualifier

# A word of the papers, the same whatever the language of the page; a formula of the sheet compares with it.
NIL_WORDS = "không phát sinh"
_NIL = {fold(NIL_WORDS), "kps", "nothing arose"}
_TICKS = {"x", "v", "co", "yes", "true"}


def is_nil(text: str) -> bool:
    """Whether a cell says that nothing arose."""
    return fold(text) in _NIL


def is_tick(text: str) -> bool:
    """Whether a cell that is ticked or left blank is ticked."""
    return fold(text) in _TICKS


def tick_words() -> str:
    """What a ticked cell holds."""
    return "x"


def certainty_words() -> dict[Certainty, str]:
    """How a file says whether its figures are official."""
    return {Certainty.FINAL: _("official"), Certainty.ESTIMATE: _("estimate")}


def qualifier_of(text: str) -> Qualifier | None:
    """The qualifier that a cell names, in Vietnamese or English, with or without marks; None for other words."""
    return dict(_qualifiers()).get(_plain(text))


def certainty_of(text: str) -> Certainty | None:
    """The certainty that a cell names; official when it is blank, None for other words."""
    if not text:
        return Certainty.FINAL
    # As offices say it in a word.
    found = {"uoc": Certainty.ESTIMATE}
    for language in ("vi", "en"):
        with translation.override(language):
            found |= {fold(words): certainty for certainty, words in certainty_words().items()}
    return found.get(fold(text))


def _qualifiers() -> Iterator[tuple[str, Qualifier]]:
    for language in ("vi", "en"):
        with translation.override(language):
            yield from [(_plain(str(one.label)), one) for one in Qualifier]


def _plain(text: str) -> str:
    """Without marks and dots: "từ ... đến ..." is typed with three dots or with one sign."""
    return " ".join(fold(text.replace("…", " ").replace(".", " ")).split())
