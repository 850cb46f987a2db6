"""Fixtures of the proofs: the small stages of reports and of documents, for the doors through which things come in."""

from __future__ import annotations

from tests.documents.conftest import people
from tests.reporting.stage import stage

__all__ = ["people", "stage"]
