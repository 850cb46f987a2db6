"""The log of deeds."""

from datetime import UTC, datetime

import pytest

from chungtay.core.models import Deed, Installation
from chungtay.core.record import record

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def test_a_deed_of_the_installation_has_no_person() -> None:
    installation = Installation.objects.create()

    record(installation, "named", by=None, at=NOW, province="38")

    deed = Deed.objects.get()
    assert (deed.verb, deed.user_id, deed.office, deed.at) == ("named", None, "", NOW)
    assert (deed.subject_type, deed.details) == ("core.installation", {"province": "38"})
