"""Uploads stay in memory and inside a limit: nothing is spooled to disk before it has been looked at."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import ChungTayError, InputRefused, Unavailable

REFUSED_BODY = "chungtay.refused_body"
"""Name in a request's META under which the gateway says why it has thrown the body away."""


class UploadTooLarge(InputRefused):
    """The file is larger than the product reads; refused while it streams in."""

    code = "core.upload_too_large"
    http_status = 413
    message = _(
        "This file is larger than %(limit_mb)s MB, so it was not read. "
        "Please remove pictures from it, or paste the text of the report instead."
    )

    def __init__(self, **data: Any) -> None:
        super().__init__(limit_mb=settings.UPLOAD_LIMIT_BYTES // (1024 * 1024), **data)


def upload_refusal(request: HttpRequest) -> ChungTayError | None:
    """Why what was sent with `request` was not read, by the gateway or while it streamed in; None when it was."""
    match request.META.get(REFUSED_BODY):
        case "too_large":
            return UploadTooLarge()
        case "busy":
            return Unavailable()
    refused: ChungTayError | None = getattr(request, "upload_refused", None)
    return refused


class BoundedMemoryUploadHandler(FileUploadHandler):
    """Keeps a file in memory up to the limit; a longer one stops the whole upload."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start an empty buffer for the next file of the request."""
        super().new_file(*args, **kwargs)
        self.buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep `raw_data`, or stop reading the request when the file has grown past the limit."""
        if start + len(raw_data) > settings.UPLOAD_LIMIT_BYTES:
            self.buffer = BytesIO()
            if self.request is not None:
                self.request.upload_refused = UploadTooLarge()  # type: ignore[attr-defined]  # read by the view
            # Reading on would let anybody keep the server busy; pages say the limit before a file is sent.
            raise StopUpload(connection_reset=True)
        self.buffer.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The finished file, still only in memory."""
        self.buffer.seek(0)
        return InMemoryUploadedFile(
            file=self.buffer,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
