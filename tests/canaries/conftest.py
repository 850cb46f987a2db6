"""Fixtures of the proofs: the small stage of reports, for the doors through which texts and files come."""

from __future__ import annotations

from tests.reporting.stage import stage

__all__ = ["stage"]
