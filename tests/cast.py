"""The cast: a few named places, offices and people, one comment each on who they are and what they may do."""

from __future__ import annotations
