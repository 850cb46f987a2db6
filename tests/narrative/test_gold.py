"""The reader on reports that it was not written for: thirty short ones and twenty long ones, each with its facts.

The reports were written first and are never changed; the bars are those the reader must not fall below again.
"""

from pathlib import Path

import pytest

from tests.narrative.score import score_folder

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("folder", "bars", "most_leaked"),
    [
        ("own_reports", {"value": 0.985, "unit": 0.98, "indicator": 0.96, "period": 0.975}, 5),
        ("long_documents", {"value": 0.98, "unit": 0.975, "indicator": 0.94, "period": 0.97}, 14),
    ],
)
def test_figures_of_unseen_reports_are_found(folder, bars, most_leaked):
    tallies, leaked = score_folder(HERE / folder)

    found = {name: round(tally.f1, 4) for name, tally in tallies.items()}
    assert {name: value for name, value in found.items() if value < bars[name]} == {}, found
    assert leaked <= most_leaked
