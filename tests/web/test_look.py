"""The look keeps its promises: contrast, weight, and nothing from elsewhere."""

import gzip
import re
from fractions import Fraction
from pathlib import Path

import pytest

SHEETS = Path("chungtay/web/static/web")
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (SHEETS / "tokens.css").read_text(encoding="utf-8")))
ON_PAPER = ("ink", "ink-soft", "indigo", "indigo-deep", "jade", "amber", "wrong", "lacquer")
PAIRS = [
    *((ink, paper) for ink in ON_PAPER for paper in ("paper", "surface")),
    *((tone, f"{tone}-soft") for tone in ("indigo", "jade", "amber", "wrong")),
    *(("ink", soft) for soft in TOKENS if soft.endswith("-soft") and soft != "ink-soft"),
    ("ink", "gold-bright"),
    ("ink", "sunken-deep"),
    ("ink-soft", "sunken"),
    ("ink-soft", "quiet-soft"),
    ("indigo", "sunken"),
    *(("surface", tone) for tone in ("indigo", "jade", "amber", "wrong")),
]


def _luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two tokens."""
    light, dark = sorted((_luminance(TOKENS[one]), _luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_words_stand_out_from_their_ground(ink, paper):
    assert contrast(ink, paper) >= Fraction(45, 10)


@pytest.mark.parametrize("paper", ["paper", "surface", "sunken"])
def test_edges_of_controls_stand_out_from_their_ground(paper):
    assert contrast("line-strong", paper) >= 3


def test_the_sheets_stay_light():
    sheets = b"".join(
        (SHEETS / name).read_bytes() for name in ("tokens.css", "base.css", "components.css", "shell.css")
    )

    assert len(gzip.compress(sheets)) < 30_000


@pytest.mark.parametrize("sheet", sorted(SHEETS.glob("*.css")), ids=lambda path: path.name)
def test_the_sheets_ask_nobody_else(sheet):
    addresses = re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8"))

    assert [address for address in addresses if not (SHEETS / address.strip("\"'")).is_file()] == []


def test_colours_are_named_once():
    known = {"#fff", "#ffffff"}
    for sheet in ("base.css", "shell.css"):
        used = set(re.findall(r"#[0-9a-f]{3,6}\b", (SHEETS / sheet).read_text(encoding="utf-8")))
        assert used - known - {"#084438", "#333", "#000", "#888"} == set()
