"""What later rooms may want to know."""

from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction of `hand_over` with from_membership, to_membership, by, at: open drafts and tasks follow.
handed_over = Signal()
