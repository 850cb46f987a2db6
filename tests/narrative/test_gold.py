"""The reader on reports that it was not written for: ninety-four short and twenty long ones, each with its facts.

The reports were written first and are never changed; the bars are those the reader must not fall below again.
"""

from pathlib import Path

import pytest

from tests.narrative.score import score_folder

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("folder", "bars", "most_leaked"),
    [
        (
            "own_reports",
            {"value": 0.99, "unit": 0.984, "indicator": 0.97, "period": 0.985, "comparison": 0.97},
            0,
        ),
        (
            "fresh_reports",
            {"value": 0.998, "unit": 0.998, "indicator": 0.998, "period": 0.998, "comparison": 1},
            0,
        ),
        (
            "later_reports",
            {"value": 0.998, "unit": 0.998, "indicator": 0.998, "period": 0.998, "comparison": 1},
            0,
        ),
        (
            "latest_reports",
            {"value": 0.998, "unit": 0.998, "indicator": 0.998, "period": 0.998, "comparison": 1},
            0,
        ),
        (
            "newest_reports",
            {"value": 0.998, "unit": 0.998, "indicator": 0.998, "period": 0.994, "comparison": 1},
            0,
        ),
        (
            "compared_reports",
            {"value": 0.997, "unit": 0.997, "indicator": 0.98, "period": 0.995, "comparison": 1},
            0,
        ),
        (
            "long_documents",
            {"value": 0.987, "unit": 0.983, "indicator": 0.955, "period": 0.98, "comparison": 0.99},
            0,
        ),
    ],
)
def test_figures_of_unseen_reports_are_found(folder, bars, most_leaked):
    tallies, leaked = score_folder(HERE / folder)

    found = {name: round(tally.f1, 4) for name, tally in tallies.items()}
    assert {name: value for name, value in found.items() if value < bars[name]} == {}, found
    assert leaked <= most_leaked
