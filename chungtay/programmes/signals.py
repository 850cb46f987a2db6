"""What later rooms may want to know, and what they are asked."""

from __future__ import annotations

from django.dispatch import Signal

# Asks which figures a target can be held against; the room that reports them answers with a list of
# `queries.measures.Measure`. This room stands before the catalogue and knows indicators by their codes alone.
measures_asked = Signal()
