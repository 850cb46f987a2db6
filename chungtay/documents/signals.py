"""What documents tell later rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

from chungtay.core.errors import Message


@dataclass(frozen=True)
class MatterNow:
    """How the matter of a document stands today: where that is seen and mended; `is_other` when it moved since."""

    is_other: bool
    heading: Message
    words: Message
    url: str


# A Word file was brought in as the next draft. Sent with `version` and `text`, inside the transaction; a receiver may
# compare and store what it finds with `actions.record_draft_differences`.
draft_brought_in = Signal()

# The signed copy came back. Sent with `copy` and `text` (of the PDF, or of the file that was signed beside a scan),
# inside the transaction; a receiver stores what it finds with `actions.record_differences`.
signed_copy_received = Signal()

# The page of a document is shown. Sent with `document`, `hat` and `on` (a day); the room that made the document answers
# with a `MatterNow`, others with None.
matter_asked = Signal()

# A document is about to be signed or numbered. Sent with `document`, inside the transaction; a receiver raises what
# stands against it.
about_to_bind = Signal()
