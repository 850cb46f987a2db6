from __future__ import annotations

import json
from dataclasses import replace

import pytest

from officialdoc import fingerprint, from_data, render_docx, to_data
from tests.officialdoc.samples import SAMPLES, joint_report


@pytest.mark.parametrize("sample", SAMPLES)
def test_from_data_gives_an_equal_document_after_a_trip_through_json(sample: str) -> None:
    document = SAMPLES[sample]()

    assert from_data(json.loads(json.dumps(to_data(document)))) == document


def test_fingerprint_changes_with_one_figure_and_with_nothing_else() -> None:
    document = joint_report()

    assert fingerprint(document) == fingerprint(joint_report())
    assert len(fingerprint(document)) == 64
    assert fingerprint(replace(document, number="8")) != fingerprint(document)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"form": 0, "document": {}},
        {"form": 1, "document": {"kind": "Part", "fields": {"title": "x"}}},
        {"form": 1, "document": {"kind": "Popen", "fields": {}}},
    ],
)
def test_from_data_refuses_what_is_no_stored_document(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="stored"):
        from_data(stored)


def test_a_stored_document_is_drawn_as_it_was() -> None:
    document = joint_report()

    assert render_docx(from_data(to_data(document))) == render_docx(document)
