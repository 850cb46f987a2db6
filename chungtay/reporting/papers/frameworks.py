"""The framework programmes of the two central bodies, which a year's joint report stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from officialdoc import cited_day

FRAMEWORK_BODIES = "Bộ Công an và Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"
FRAMEWORK_SUBJECT = "Đẩy mạnh phong trào Toàn dân bảo vệ an ninh Tổ quốc trong tình hình mới"


@dataclass(frozen=True)
class Framework:
    """The framework programme of the two central bodies, by the first reporting year it covers."""

    since: int
    symbol: str
    day: date

    @property
    def words(self) -> str:
        """The programme as it is cited."""
        return f"Chương trình phối hợp số {self.symbol} {cited_day(self.day)} giữa {FRAMEWORK_BODIES}"


FRAMEWORKS = (
    Framework(2013, "09/CTrPH-BCA-MTTW", date(2013, 8, 1)),
    Framework(2024, "07/CTrPH-BCA-MTTW", date(2023, 10, 17)),
)


def framework_of(year: int) -> Framework:
    """The framework programme in force in a reporting year."""
    return [each for each in FRAMEWORKS if each.since <= year][-1]
