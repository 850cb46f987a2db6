"""Uploads stay in memory and inside the limit."""

from typing import Any

import pytest
from django.core.files.uploadhandler import StopUpload
from django.http import HttpRequest
from django.test import Client

from chungtay.core.uploads import REFUSED_BODY, BoundedMemoryUploadHandler, UploadTooLarge, upload_refusal


@pytest.fixture
def handler(settings: Any) -> BoundedMemoryUploadHandler:
    settings.UPLOAD_LIMIT_BYTES = 10
    made = BoundedMemoryUploadHandler(HttpRequest())
    made.new_file("file", "a.docx", "application/octet-stream", None, None, None)
    return made


def test_a_file_inside_the_limit_comes_whole(handler: BoundedMemoryUploadHandler) -> None:
    handler.receive_data_chunk(b"12345", 0)
    handler.receive_data_chunk(b"67890", 5)

    assert handler.file_complete(10).read() == b"1234567890"


def test_one_byte_more_stops_the_request_and_forgets_the_rest(handler: BoundedMemoryUploadHandler) -> None:
    handler.receive_data_chunk(b"1234567890", 0)

    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"1", 10)

    assert handler.buffer.getvalue() == b""
    assert isinstance(handler.request.upload_refused, UploadTooLarge)


def test_no_handler_that_spools_to_disk_is_configured(settings: Any) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["chungtay.core.uploads.BoundedMemoryUploadHandler"]


@pytest.mark.parametrize(("reason", "status"), [("too_large", 413), ("busy", 503)])
def test_a_body_that_the_gateway_threw_away_is_explained_on_a_page(
    client: Client, db: None, reason: str, status: int
) -> None:
    answer = client.post("/dang-nhap/", {"login": "a"}, **{REFUSED_BODY: reason})

    assert answer.status_code == status
    assert answer.templates[0].name == "web/refusal.html"


def test_nothing_is_refused_of_a_request_that_came_in_whole() -> None:
    assert upload_refusal(HttpRequest()) is None
