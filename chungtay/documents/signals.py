"""What documents tell later rooms."""

from __future__ import annotations

from django.dispatch import Signal

# A Word file was brought in as the next draft. Sent with `version` and `text`, inside the transaction; a receiver may
# compare and store what it finds with `actions.record_draft_differences`.
draft_brought_in = Signal()

# The signed copy came back. Sent with `copy` and `text` (of the PDF, or of the file that was signed beside a scan),
# inside the transaction; a receiver stores what it finds with `actions.record_differences`.
signed_copy_received = Signal()
