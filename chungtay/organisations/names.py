"""The official names of organisations, made from the name of the unit they work in. Vietnamese data, not gettext."""

from __future__ import annotations

from dataclasses import dataclass

from chungtay.organisations.codes import OrganisationKind
from chungtay.territory.codes import Level, UnitKind


@dataclass(frozen=True)
class OfficialName:
    """A full name as it stands at the head of a document, the short one of lists, and the symbol of its papers."""

    name: str
    short_name: str
    symbol: str


# Full name, short name and symbol; {unit} is "xã Đông Thanh" and so on.
_PATTERNS = {
    OrganisationKind.POLICE: ("Công an {unit}", "Công an {unit}", "CA{level}"),
    OrganisationKind.FRONT: ("Ủy ban Mặt trận Tổ quốc Việt Nam {unit}", "MTTQ {unit}", "MTTQ"),
    OrganisationKind.UNION: ("Liên đoàn Lao động {unit}", "LĐLĐ {unit}", "LĐLĐ"),
    OrganisationKind.FARMERS: ("Hội Nông dân {unit}", "Hội Nông dân {unit}", "HND"),
    OrganisationKind.YOUTH: ("Đoàn TNCS Hồ Chí Minh {unit}", "Đoàn TN {unit}", "ĐTN"),
    OrganisationKind.WOMEN: ("Hội Liên hiệp Phụ nữ {unit}", "Hội LHPN {unit}", "HLHPN"),
    OrganisationKind.VETERANS: ("Hội Cựu chiến binh {unit}", "Hội CCB {unit}", "HCCB"),
    OrganisationKind.COMMITTEE: ("{committee} {unit}", "{committee} {unit}", "BCĐ"),
    OrganisationKind.GOVERNMENT: ("Ủy ban nhân dân {unit}", "UBND {unit}", "UBND"),
}
# A commune has trade unions, but no federation of them.
_COMMUNE_UNION = ("Công đoàn {unit}", "Công đoàn {unit}", "CĐ")
_LEVEL_LETTERS = {Level.PROVINCE: "T", Level.DISTRICT: "H", Level.COMMUNE: "X"}
_WARD_LETTER = "P"
COMMITTEE_NAME = "Ban Chỉ đạo 138"

# Bodies that the province manages itself and that belong to no commune; invented only in that there are so few.
PROVINCE_MANAGED = (
    (OrganisationKind.AGENCY, "Sở Tư pháp", "STP"),
    (OrganisationKind.AGENCY, "Sở Giáo dục và Đào tạo", "SGDĐT"),
    (OrganisationKind.AGENCY, "Sở Y tế", "SYT"),
    (OrganisationKind.AGENCY, "Báo và Phát thanh, Truyền hình", "BPTTH"),
    (OrganisationKind.SCHOOL, "Trường Trung học phổ thông chuyên", "THPT"),
    (OrganisationKind.SCHOOL, "Trường Chính trị", "TCT"),
    (OrganisationKind.SCHOOL, "Trường Cao đẳng nghề", "CĐN"),
)


def unit_words(kind: UnitKind, name: str) -> str:
    """The unit as it stands inside a name: "xã Đông Thanh", "Phường 1" gives "phường 1"."""
    word = kind.word
    bare = name[len(word) + 1 :] if name.lower().startswith(f"{word} ") else name
    return f"{word} {bare}"


def official_name(
    kind: OrganisationKind, level: Level, unit_kind: UnitKind, unit_name: str, *, committee: str = COMMITTEE_NAME
) -> OfficialName:
    """How the organisation of `kind` in a unit is called. `committee` varies by province (BCĐ 138, BCĐ 799)."""
    pattern = _PATTERNS[kind]
    if kind is OrganisationKind.UNION and level is Level.COMMUNE:
        pattern = _COMMUNE_UNION
    letter = _WARD_LETTER if unit_kind is UnitKind.WARD else _LEVEL_LETTERS[level]
    unit = unit_words(unit_kind, unit_name)
    return OfficialName(*(part.format(unit=unit, level=letter, committee=committee) for part in pattern))
