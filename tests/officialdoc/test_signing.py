from __future__ import annotations

import pytest

from officialdoc import (
    Signature,
    committee_signature,
    commune_police_signature,
    front_signature,
    head_signature,
    police_signature,
)


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        (police_signature(), ("GIÁM ĐỐC",)),
        (police_signature(deputy=True), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (police_signature(agency="Công an tỉnh"), ("CÔNG AN TỈNH", "GIÁM ĐỐC")),
        (commune_police_signature(), ("TRƯỞNG CÔNG AN",)),
        (commune_police_signature(deputy=True), ("KT. TRƯỞNG CÔNG AN", "PHÓ TRƯỞNG CÔNG AN")),
        (front_signature(), ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH")),
        (front_signature(deputy=True), ("TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH")),
        (committee_signature(), ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN")),
        (committee_signature(deputy=True), ("TM. BAN CHỈ ĐẠO", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
        (head_signature("Chủ tịch", deputy="Phó Chủ tịch"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ],
)
def test_signatures_say_who_signs_for_whom(signature: Signature, lines: tuple[str, ...]) -> None:
    assert signature == Signature(lines=lines, name=None)


def test_signature_keeps_the_signers_name() -> None:
    assert front_signature(name="Trần Thị Mẫu").name == "Trần Thị Mẫu"
