"""Whose clerical rules apply: the differences between profiles, as data.

State bodies follow Nghị định 30/2020/NĐ-CP itself. Front bodies apply it as fits (Art. 2(2)) with their own guidance
(Hướng dẫn 91/HD-MTTW-BTT). Police apply it with Thông tư 26/2019/TT-BCA, amended by Thông tư 35/2021/TT-BCA.
"""

from __future__ import annotations

from dataclasses import dataclass

from officialdoc import wording


@dataclass(frozen=True, slots=True)
class ProfileRules:
    """What differs from profile to profile.

    key                the name on the command line
    title              the name in a report
    types              abbreviations allowed at the start of a symbol -> type name
    agency_pattern     what one group of the symbol must match; "" when anything goes
    ordinal_parts      "Phần thứ nhất" is accepted beside "Phần I"
    may_sign_on_behalf "TM." may stand in a signature
    chair_on_behalf    a chair signs "TM." only
    filed_pattern      the last recipient line
    """

    key: str
    title: str
    types: dict[str, str]
    agency_pattern: str
    ordinal_parts: bool
    may_sign_on_behalf: bool
    chair_on_behalf: bool
    filed_pattern: str


_TYPES = {**wording.TYPE_NAMES, **wording.CUSTOMARY_TYPES}
STATE = ProfileRules(
    key="nha-nuoc",
    title="cơ quan nhà nước (Nghị định 30/2020/NĐ-CP)",
    types=_TYPES,
    agency_pattern="",
    ordinal_parts=False,
    may_sign_on_behalf=True,
    chair_on_behalf=False,
    filed_pattern=r"^- Lưu: VT\b.*\.$",
)
FRONT = ProfileRules(
    key="mat-tran",
    title="Mặt trận Tổ quốc (Hướng dẫn 91/HD-MTTW-BTT)",
    types=_TYPES,
    agency_pattern=r"MT",
    ordinal_parts=True,
    may_sign_on_behalf=True,
    chair_on_behalf=True,
    filed_pattern=r"^- Lưu:? ?(VT|VP)\b.*\.$",
)
POLICE = ProfileRules(
    key="cong-an",
    title="Công an nhân dân (Thông tư 26/2019/TT-BCA, 35/2021/TT-BCA)",
    types=_TYPES,
    agency_pattern=r"^(B?CA|[CVAKHTX]\d{2})",
    ordinal_parts=True,
    may_sign_on_behalf=False,
    chair_on_behalf=False,
    filed_pattern=r"^- Lưu: VT\b.*\.$",
)
PROFILES = {profile.key: profile for profile in (STATE, FRONT, POLICE)}
