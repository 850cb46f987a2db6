"""Readers of figures: totals on any map, quotients, what a total stands on, and the claims beside it.

Importable from other rooms as `queries` are. The words and rules are in docs/rules/figures.md.
"""

from chungtay.reporting.figures.adding import combine, round_shown
from chungtay.reporting.figures.completeness import Reported, completeness
from chungtay.reporting.figures.pedigree import Child, Claim, Contributions, Standing, claims, contributions
from chungtay.reporting.figures.ratios import Ratio, quotient, ratios
from chungtay.reporting.figures.reading import Total, names_given, totals

__all__ = [
    "Child",
    "Claim",
    "Contributions",
    "Ratio",
    "Reported",
    "Standing",
    "Total",
    "claims",
    "combine",
    "completeness",
    "contributions",
    "names_given",
    "quotient",
    "ratios",
    "round_shown",
    "totals",
]
