"""Who signs how: the lines above a signature.

Police work under one head (chế độ thủ trưởng) and never sign "TM."; Front bodies and steering committees decide
together and sign "TM.". Source: Nghị định 30/2020/NĐ-CP, Art. 13, and Annex I, part I, section II, point 7.
"""

from __future__ import annotations

from officialdoc.model import Signature

ON_BEHALF = "TM."
FOR_THE_HEAD = "KT."
ACTING = "Q."
BY_ORDER = "TL."
BY_AUTHORITY = "TUQ."
PREFIXES = (ON_BEHALF, FOR_THE_HEAD, ACTING, BY_ORDER, BY_AUTHORITY)


def head_signature(
    head: str, *, deputy: str | None = None, agency: str | None = None, name: str | None = None
) -> Signature:
    """Signature of an agency under one head: "GIÁM ĐỐC", or "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" when `deputy` signs.

    `agency` is printed above, as joint documents need it to tell the signers apart.
    """
    own = (head.upper(),) if deputy is None else (f"{FOR_THE_HEAD} {head.upper()}", deputy.upper())
    return Signature(lines=((agency.upper(),) if agency else ()) + own, name=name)


def police_signature(*, deputy: bool = False, agency: str | None = None, name: str | None = None) -> Signature:
    """Signature of a provincial police: director, or a deputy director for him. Never "TM."."""
    return head_signature("Giám đốc", deputy="Phó Giám đốc" if deputy else None, agency=agency, name=name)


def commune_police_signature(*, deputy: bool = False, agency: str | None = None, name: str | None = None) -> Signature:
    """Signature of a commune police: its head (Trưởng Công an), or a deputy for him. Never "TM."."""
    return head_signature("Trưởng Công an", deputy="Phó Trưởng Công an" if deputy else None, agency=agency, name=name)


def collective_signature(
    body: str, title: str, *, for_the_head: str | None = None, name: str | None = None
) -> Signature:
    """Signature on behalf of a body that decides together: "TM. <body>" above the signer's title.

    `for_the_head` is the head's title where the signer stands in for him: "KT. TRƯỞNG BAN" between the two lines.
    """
    middle = () if for_the_head is None else (f"{FOR_THE_HEAD} {for_the_head.upper()}",)
    return Signature(lines=(f"{ON_BEHALF} {body.upper()}", *middle, title.upper()), name=name)


def front_signature(*, deputy: bool = False, name: str | None = None) -> Signature:
    """Signature of a Fatherland Front committee: "TM. BAN THƯỜNG TRỰC", chair or a vice chair."""
    return collective_signature("Ban Thường trực", "Phó Chủ tịch" if deputy else "Chủ tịch", name=name)


def committee_signature(*, deputy: bool = False, name: str | None = None) -> Signature:
    """Signature of a steering committee: "TM. BAN CHỈ ĐẠO", its head, or a deputy head for him."""
    if deputy:
        return collective_signature("Ban Chỉ đạo", "Phó Trưởng ban", for_the_head="Trưởng ban", name=name)
    return collective_signature("Ban Chỉ đạo", "Trưởng ban", name=name)
