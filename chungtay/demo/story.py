"""What the demo province tells: its days and its totals. All places are real units, all figures invented but the few
that the province published for 2021 (more than 40,000 sessions, 1.2 million attendances, 76 types ...)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chungtay.core.clock import VIETNAM

PROVINCE_CODE = "38"
HISTORY_YEAR = 2021
TODAY = datetime(2026, 11, 20, 8, 30, tzinfo=VIETNAM)
THIS_YEAR = 2026
# The province began its monthly cycle in autumn; the last month is the one that is due now.
FIRST_MONTH = 9
MONTHS_REPORTED = 11
TYPES_IN_USE = 76
# Offices that began to work with the programme; hats are valid from here on.
BEGINNING = date(2020, 1, 1)


@dataclass(frozen=True)
class Flow:
    """A yearly total of work, who does it (percent: police, Front, members), and how much is told twice."""

    indicator: str
    total: int
    shares: tuple[int, int, int] = (55, 45, 0)
    led_percent: int = 0
    attendances_of: str = ""


# In an order in which the sessions come before their attendances.
YEAR_FLOWS = (
    Flow("OUT_SESSIONS", 40_312, (42, 26, 32), led_percent=20),
    Flow("OUT_ATTENDANCES", 1_214_560, attendances_of="OUT_SESSIONS"),
    Flow("OUT_BANNERS", 17_246, (50, 30, 20), led_percent=10),
    Flow("OUT_NEWS", 1_987, (55, 25, 20), led_percent=10),
    Flow("OUT_MATERIALS", 15_128, (60, 25, 15), led_percent=10),
    Flow("OUT_LEAFLETS", 486_200, (50, 20, 30), led_percent=10),
    Flow("OUT_MOBILE_PA", 12_340, (80, 20, 0), led_percent=10),
    Flow("OUT_BULLETINS", 25_618, (60, 40, 0), led_percent=10),
    Flow("MOV_LAUNCHES", 1_742, (50, 30, 20), led_percent=20),
    Flow("MOV_LAUNCH_ATT", 168_405, attendances_of="MOV_LAUNCHES"),
    Flow("DIG_POSTS", 52_310, (55, 20, 25), led_percent=5),
    Flow("SCH_SESSIONS", 2_106, (80, 20, 0), led_percent=20),
    Flow("SCH_ATT", 412_300, attendances_of="SCH_SESSIONS"),
    Flow("FOR_COUNT", 612, (70, 30, 0), led_percent=20),
    Flow("FOR_ATT", 43_070, attendances_of="FOR_COUNT"),
    Flow("FOR_OPINIONS", 4_210, (70, 30, 0), led_percent=10),
    Flow("FOR_ANSWERED", 3_905, (70, 30, 0), led_percent=10),
    Flow("TRN_CLASSES", 418, (60, 30, 10), led_percent=10),
    Flow("TRN_ATT", 24_310, attendances_of="TRN_CLASSES"),
    Flow("MOD_NEW", 61, (60, 20, 20)),
    Flow("MOD_REPLICATED", 84, (60, 40, 0)),
    Flow("MOD_STRENGTHENED", 512, (70, 30, 0)),
    Flow("MOD_REVIEWED", 393, (70, 30, 0)),
    Flow("MOD_RETIRED", 22, (100, 0, 0)),
    Flow("PAT_TURNS", 96_240, (85, 15, 0), led_percent=10),
    Flow("PAT_ATT", 402_160, attendances_of="PAT_TURNS"),
    Flow("ADV_DOCS", 5_823, (45, 35, 20)),
    Flow("CNF_MEETINGS", 1_264, (50, 30, 20), led_percent=20),
    Flow("CNF_ATT", 61_940, attendances_of="CNF_MEETINGS"),
    Flow("INS_VISITS", 402, (60, 40, 0), led_percent=20),
    Flow("FES_PTS_RA", 3_912, (60, 40, 0)),
    Flow("FES_ATT", 531_480, attendances_of="FES_PTS_RA"),
    Flow("FES_GIFTS", 12_480, (30, 40, 30)),
    Flow("FES_GIFT_VALUE", 3_744_000_000, attendances_of="FES_GIFTS"),
    Flow("FES_HOUSES", 318, (20, 50, 30)),
    Flow("AWD_COLLECTIVES", 1_012, (50, 30, 20)),
    Flow("AWD_INDIVIDUALS", 2_143, (50, 30, 20)),
    Flow("MOB_FUNDS", 18_650_000_000, (20, 60, 20)),
    Flow("SAF_HH_COMMIT", 412_365, (100, 0, 0)),
)
# What offices report month by month in the present year; the rest is asked once a year.
MONTH_INDICATORS = frozenset(
    (
        "OUT_SESSIONS",
        "OUT_ATTENDANCES",
        "OUT_BANNERS",
        "OUT_NEWS",
        "OUT_MATERIALS",
        "OUT_LEAFLETS",
        "OUT_BULLETINS",
        "MOV_LAUNCHES",
        "MOV_LAUNCH_ATT",
        "DIG_POSTS",
        "FOR_COUNT",
        "FOR_ATT",
        "MOD_NEW",
        "PAT_TURNS",
        "PAT_ATT",
        "ADV_DOCS",
    )
)


@dataclass(frozen=True)
class Stock:
    """What stands at the end of a period in the communes, then and now; None: not kept then."""

    indicator: str
    then: int | None
    now: int | None


# Stocks of the police form.
STOCKS = (
    Stock("MOD_MODELS", 986, 1_124),
    Stock("MOD_POINTS", 9_874, 11_560),
    Stock("MOD_TEAMS", 4_210, 4_862),
    Stock("MOD_MEMBERS", 21_305, 24_410),
    Stock("DIG_ZALO_GROUPS", 2_140, 4_508),
    Stock("DIG_ZALO_MEMBERS", 412_600, 1_016_300),
    Stock("CAM_EYES", 58_320, 141_270),
    Stock("FIRE_GROUPS", 412, 1_306),
    Stock("FIRE_POINTS", 506, 1_418),
    Stock("GRP_PEOPLE_SEC", 5_214, None),
    Stock("GRP_WARDGUARD", 1_903, None),
    Stock("GRP_MEDIATION", 4_357, 4_351),
    Stock("CON_HAMLET", 4_120, 4_351),
    Stock("FRC_TEAMS", None, 4_351),
)
TEAM_SIZE = 3
