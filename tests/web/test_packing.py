"""Pages travel packed to whoever can unpack them."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_page_is_packed_for_a_browser_and_plain_for_others() -> None:
    address = reverse("account_login")

    packed = Client().get(address, headers={"accept-encoding": "gzip, br"})
    plain = Client().get(address)

    assert packed["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(packed.content)
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
