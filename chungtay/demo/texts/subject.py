"""Who reports, on what period, and what the offices of each kind are called in a report. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from officialdoc import Profile, Signature, collective_signature, commune_police_signature, front_signature

_MEMBERS = {
    "women": ("Hội Liên hiệp Phụ nữ", "BC-BTV", "Chủ tịch", "hội viên phụ nữ"),
    "farmers": ("Hội Nông dân", "BC-HND", "Chủ tịch", "hội viên nông dân"),
    "veterans": ("Hội Cựu chiến binh", "BC-CCB", "Chủ tịch", "hội viên cựu chiến binh"),
    "youth": ("Đoàn Thanh niên", "BC-ĐTN", "Bí thư", "đoàn viên, thanh niên"),
    "union": ("Công đoàn", "BC-CĐ", "Chủ tịch", "công nhân, người lao động"),
}
_POLICE_SYMBOLS = {
    "xã": "CAX",
    "phường": "CAP",
    "thị trấn": "CATTr",
    "huyện": "CAH",
    "thị xã": "CATX",
    "thành phố": "CATP",
}


@dataclass(frozen=True)
class Subject:
    """One report: who writes (`kind` of organisation), about which `unit`, to the office `above`, for which period.

    `unit` and `above` are official names ("phường Hạc Thành"); `month` is None in a report on a year.
    """

    kind: str
    unit: str
    unit_kind: str
    above: str
    year: int
    month: int | None
    signed_on: date
    number: int
    is_whole_area: bool = False

    @property
    def place(self) -> str:
        """The name of the unit without its kind."""
        return self.unit.removeprefix(self.unit_kind).strip()

    @property
    def office(self) -> str:
        """The office that writes, as inside a sentence."""
        return f"{_office_words(self.kind)} {self.unit}"

    @property
    def recipient(self) -> str:
        """The office the report goes to: police to police, Front and members to the Front."""
        words = _office_words("police" if self.kind == "police" else "front")
        return f"{words} {self.unit if self.kind in _MEMBERS else self.above}"

    @property
    def parent(self) -> str:
        """What stands above the office in the head of the report."""
        return f"{_office_words(self.kind)} {self.above}"

    @property
    def symbol(self) -> str:
        """What stands after the number: "BC-CAX"."""
        if self.kind == "police":
            return f"BC-{_POLICE_SYMBOLS[self.unit_kind]}"
        return _MEMBERS[self.kind][1] if self.kind in _MEMBERS else "BC-MTTQ-BTT"

    @property
    def period(self) -> str:
        """The period in words: "tháng 11 năm 2026"."""
        return f"tháng {self.month} năm {self.year}" if self.month else f"năm {self.year}"

    @property
    def signature(self) -> Signature:
        """The titles under the report; never a name."""
        if self.kind == "police":
            return commune_police_signature(deputy=self.number % 3 == 0)
        if self.kind == "front":
            return front_signature(deputy=self.number % 2 == 0)
        return collective_signature("Ban Thường vụ", _MEMBERS[self.kind][2])

    @property
    def profile(self) -> Profile:
        """The layout the office follows."""
        return Profile.POLICE if self.kind == "police" else Profile.FRONT

    @property
    def family(self) -> str:
        """Which outlines fit: a district's report on its whole area, police, Front, or a member."""
        if self.is_whole_area:
            return "district"
        return "member" if self.kind in _MEMBERS else self.kind

    def words(self) -> dict[str, str]:
        """Words that sentences name, each also with a capital first letter."""
        plain = {
            "office": self.office,
            "unit": self.unit,
            "unit_kind": self.unit_kind,
            "above": self.above,
            "recipient": self.recipient,
            "period": self.period,
            "in_period": "trong tháng" if self.month else "trong năm",
            "circle": _MEMBERS[self.kind][3] if self.kind in _MEMBERS else "Nhân dân",
        }
        return plain | {name.capitalize(): words[:1].upper() + words[1:] for name, words in plain.items()}


@dataclass(frozen=True)
class Stated:
    """A figure as the report writes it; `hedge` is "", "hơn", "gần" or "khoảng"."""

    value: int
    hedge: str = ""
    cumulative: int | None = None
    joint: int | None = None


@dataclass(frozen=True)
class Told:
    """All that a report tells: figures by indicator, and names of model types."""

    figures: Mapping[str, Stated]
    names: tuple[str, ...] = ()


def _office_words(kind: str) -> str:
    return {"police": "Công an", "front": "Ủy ban MTTQ Việt Nam"}.get(kind) or _MEMBERS[kind][0]
