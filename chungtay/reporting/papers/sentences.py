"""What the sections of the annual report say, as data: sentences of figures, each left out where nobody reported it.

A fragment names its indicator and the words around the figure. A sentence prints the fragments it has figures for,
joined by commas; with none it is not printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, Section
from chungtay.reporting.papers.words import percent, prose_figure
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedFigure, ConsolidatedYear
from officialdoc import Paragraph, Run, figure, official_number


@dataclass(frozen=True)
class Fragment:
    """`before` and `after` a figure: Fragment("OUT_SESSIONS", "tổ chức", "buổi tuyên truyền")."""

    indicator: str
    before: str
    after: str
    part: str = CellPart.TOTAL
    category: str = ""


@dataclass(frozen=True)
class Sentence:
    """An opening and the fragments that follow it."""

    opening: str
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True)
class Ratio:
    """A sentence of a ratio: how many of how many, and the percentage."""

    indicator: str
    before: str
    after: str


# First words of fragments that carry on the one before, or that only count on: a comma stands there, before a new verb
# a semicolon.
_CONTINUING = ("", "với", "cho", "thu", "trị")


def _sentence(opening: str, *fragments: tuple[str, str, str]) -> Sentence:
    return Sentence(opening, tuple(Fragment(*fragment) for fragment in fragments))


SECTIONS: dict[Section, tuple[Sentence | Ratio, ...]] = {
    Section.ADVICE: (
        _sentence(
            "Hai cơ quan và các tổ chức thành viên đã tham mưu cấp ủy, chính quyền các cấp",
            ("ADV_DOCS", "ban hành", "văn bản lãnh đạo, chỉ đạo"),
            ("ADV_AGREEMENTS", "duy trì", "chương trình, quy chế phối hợp"),
            ("BCD_UNITS", "kiện toàn", "ban chỉ đạo ở cơ sở"),
        ),
        Ratio("ADV_PLANS_SHARE", "Có", "đơn vị đã ban hành kế hoạch năm"),
        _sentence(
            "Trong năm đã",
            ("CNF_MEETINGS", "tổ chức", "hội nghị triển khai, sơ kết, giao ban"),
            ("CNF_ATT", "với", "lượt đại biểu dự"),
            ("INS_VISITS", "tiến hành", "đợt kiểm tra, giám sát"),
        ),
    ),
    Section.OUTREACH: (
        _sentence(
            "Các đơn vị đã phối hợp",
            ("OUT_SESSIONS", "tổ chức", "buổi tuyên truyền"),
            ("OUT_ATTENDANCES", "với", "lượt người tham dự"),
            ("OUT_BANNERS", "kẻ vẽ, treo", "băng zôn, khẩu hiệu, pa nô"),
            ("OUT_NEWS", "đăng, phát", "lượt tin, bài, phóng sự, bản tin"),
            ("OUT_MATERIALS", "biên soạn", "tài liệu tuyên truyền"),
            ("OUT_LEAFLETS", "phát", "tờ rơi"),
        ),
        _sentence(
            "Tuyên truyền lưu động và trên hệ thống truyền thanh đạt",
            ("OUT_MOBILE_PA", "", "lượt xe loa"),
            ("OUT_BULLETINS", "", "lượt phát thanh"),
            ("OUT_RALLIES", "", "cuộc mít tinh, cổ động"),
            ("OUT_VILLAGE_MEETINGS", "", "cuộc họp dân có nội dung tuyên truyền"),
        ),
        _sentence(
            "Các cấp đã",
            ("MOV_LAUNCHES", "phát động", "đợt phong trào"),
            ("MOV_LAUNCH_ATT", "thu hút", "lượt người dự"),
            ("OUT_CONTESTS", "tổ chức", "cuộc thi, hội thi"),
            ("OUT_CONTEST_ENTRIES", "với", "lượt dự thi"),
        ),
        _sentence(
            "Trên không gian mạng có",
            ("DIG_POSTS", "", "tin, bài được đăng, chia sẻ"),
            ("DIG_REACH", "", "lượt tiếp cận"),
            ("DIG_ZALO_GROUPS", "", "nhóm, trang kết nối Nhân dân"),
            ("DIG_ZALO_MEMBERS", "với", "lượt thành viên"),
        ),
        _sentence(
            "Trong trường học và ở cơ sở đã",
            ("SCH_SESSIONS", "tổ chức", "buổi tuyên truyền cho giáo viên, học sinh"),
            ("SCH_ATT", "với", "lượt người dự"),
            ("LAW_AID_SESSIONS", "tổ chức", "buổi trợ giúp pháp lý lưu động"),
        ),
        _sentence(
            'Thông qua diễn đàn "Công an lắng nghe ý kiến nhân dân" đã',
            ("FOR_COUNT", "tổ chức", "cuộc"),
            ("FOR_ATT", "với", "lượt người dự"),
            ("FOR_OPINIONS", "tiếp nhận", "ý kiến"),
            ("FOR_ANSWERED", "trả lời", "ý kiến"),
        ),
    ),
    Section.MODELS: (
        _sentence(
            "Toàn địa bàn hiện có",
            ("MOD_TYPES", "", "loại mô hình đang hoạt động"),
            ("MOD_MODELS", "", "mô hình"),
            ("MOD_POINTS", "", "điểm mô hình"),
            ("MOD_TEAMS", "", "tổ thực hiện"),
            ("MOD_MEMBERS", "", "thành viên"),
        ),
        _sentence(
            "Trong năm đã",
            ("MOD_NEW", "xây dựng mới", "mô hình"),
            ("MOD_REPLICATED", "nhân rộng", "mô hình"),
            ("MOD_STRENGTHENED", "củng cố", "mô hình"),
            ("MOD_REVIEWED", "sơ kết, tổng kết", "mô hình"),
            ("MOD_RETIRED", "thanh loại", "mô hình"),
        ),
        _sentence(
            "Trong đó có",
            ("MOD_DVK", "", 'mô hình "Dân vận khéo"'),
            ("MOD_EXEMPLARS", "", "điển hình tiên tiến"),
            ("ORG_CLUBS", "", "câu lạc bộ của các tổ chức thành viên"),
            ("CAM_EYES", "", "mắt camera"),
            ("FIRE_GROUPS", "", "tổ liên gia an toàn phòng cháy, chữa cháy"),
            ("FIRE_POINTS", "", "điểm chữa cháy công cộng"),
        ),
        Ratio("MOD_COVERAGE", "Có", "đơn vị có mô hình hoạt động"),
    ),
    Section.SAFE: (
        Ratio("SAF_RA_OK", "Có", "khu dân cư đăng ký được công nhận đạt chuẩn An toàn về an ninh, trật tự"),
        Ratio("SAF_COM_OK", "Có", "xã, phường, thị trấn đăng ký được công nhận đạt chuẩn"),
        Ratio("SAF_ORG_OK", "Có", "cơ quan, doanh nghiệp, cơ sở giáo dục đăng ký được công nhận đạt chuẩn"),
        _sentence(
            "Vận động được",
            ("SAF_HH_COMMIT", "", "hộ ký cam kết"),
            ("SAF_PLEDGES", "", "bản cam kết, giao ước khác"),
        ),
    ),
    Section.FORCE: (
        _sentence(
            "Lực lượng nòng cốt ở cơ sở có",
            ("FRC_TEAMS", "", "tổ bảo vệ an ninh, trật tự"),
            ("FRC_MEMBERS", "với", "thành viên"),
            ("GRP_PEOPLE_SEC", "", "tổ an ninh nhân dân"),
            ("GRP_SELF", "", "tổ tự quản"),
            ("GRP_SELF_MEMBERS", "với", "thành viên tổ tự quản"),
            ("GRP_WARDGUARD", "", "tổ bảo vệ dân phố, đội dân phòng"),
            ("GRP_YOUTH", "", "đội thanh niên xung kích"),
        ),
        _sentence(
            "Các lực lượng đã",
            ("PAT_TURNS", "tổ chức", "lượt tuần tra"),
            ("PAT_ATT", "với", "lượt người tham gia"),
        ),
    ),
    Section.FESTIVAL: (
        _sentence(
            "Ngày hội Toàn dân bảo vệ an ninh Tổ quốc và Ngày hội Đại đoàn kết toàn dân tộc có",
            ("FES_PTS_ALL", "", "điểm tổ chức"),
            ("FES_ATT", "với", "lượt người dự"),
            ("FES_ACTS", "", "hoạt động phần hội"),
            ("FES_GIFTS", "trao", "suất quà"),
            ("FES_GIFT_VALUE", "trị giá", "đồng"),
        ),
        _sentence(
            "Gắn với các cuộc vận động đã",
            ("FES_WORKS", "thực hiện", "công trình, phần việc dân sinh"),
            ("FES_HOUSES", "hỗ trợ", "nhà đại đoàn kết"),
            ("HH_SUPPORTED", "giúp đỡ", "lượt hộ"),
        ),
    ),
    Section.MEDIATION: (
        Ratio("MED_RATE", "Đã hòa giải thành", "vụ việc thụ lý ở cơ sở"),
        _sentence(
            "Có",
            ("CON_HAMLET", "", "hương ước, quy ước có hiệu lực"),
            ("CON_CHANGED", "xây dựng, sửa đổi", "bản"),
            ("MOB_WEAPONS", "Nhân dân tự giao nộp", "hiện vật là vũ khí, vật liệu nổ"),
        ),
    ),
    Section.TRAINING: (
        _sentence(
            "Đã tổ chức",
            ("TRN_CLASSES", "", "lớp tập huấn"),
            ("TRN_ATT", "cho", "lượt người dự"),
        ),
    ),
    Section.AWARDS: (
        _sentence(
            "Các cấp đã khen thưởng",
            ("AWD_COLLECTIVES", "", "tập thể"),
            ("AWD_INDIVIDUALS", "", "cá nhân"),
            ("AWD_MEDALS", "tặng", "kỷ niệm chương"),
            ("AWD_HONOURED", "biểu dương", "điển hình tại hội nghị"),
        ),
        _sentence(
            "Kinh phí cho phong trào gồm",
            ("MOD_FUNDS", "ngân sách bảo đảm", "đồng"),
            ("MOB_FUNDS", "nguồn vận động, xã hội hóa", "đồng"),
        ),
    ),
}

MEMBER_SENTENCE = (
    Fragment("OUT_SESSIONS", "tổ chức", "buổi tuyên truyền"),
    Fragment("OUT_ATTENDANCES", "với", "lượt người tham dự"),
    Fragment("MOD_MODELS", "duy trì", "mô hình"),
    Fragment("MOD_NEW", "xây dựng mới", "mô hình"),
    Fragment("ORG_CLUBS", "duy trì", "câu lạc bộ"),
)


def paragraphs_of(
    section: Section, year: ConsolidatedYear, catalogue: CatalogueCells, *, aloud: bool = False
) -> list[Paragraph]:
    """The paragraphs of a section that there are figures for; empty where nobody reported anything of it.

    `aloud` says ratios as one speaks: "hơn 3.700 trên tổng số gần 4.400", never "3.713/4.357".
    """
    ratio = _spoken_ratio if aloud else _ratio
    written = (
        ratio(each, year, catalogue) if isinstance(each, Ratio) else _written(each, year, catalogue)
        for each in SECTIONS[section]
    )
    return [Paragraph(tuple(runs)) for runs in written if runs]


def member_paragraph(name: str, line: Line, year: ConsolidatedYear, catalogue: CatalogueCells) -> Paragraph | None:
    """What one organisation did, by its own line; None when it reported none of it."""
    runs = _joined(f"{name} đã", MEMBER_SENTENCE, year, catalogue, line)
    return Paragraph(tuple(runs)) if runs else None


def _written(sentence: Sentence, year: ConsolidatedYear, catalogue: CatalogueCells) -> list[Run]:
    return _joined(sentence.opening, sentence.fragments, year, catalogue, Line.ALL)


def _joined(
    opening: str, fragments: Iterable[Fragment], year: ConsolidatedYear, catalogue: CatalogueCells, line: Line
) -> list[Run]:
    pieces: list[Sequence[Run]] = []
    for fragment in fragments:
        found = year.figure(catalogue.number(fragment.indicator, fragment.part, fragment.category), line)
        if found is not None and found.value:
            word = fragment.before if pieces else _beginning(fragment.before, opening)
            before = f"{word} " if word else ""
            pieces.append((Run(before), prose_figure(found), Run(f" {fragment.after}")))
    if not pieces:
        return []
    runs = [Run(f"{opening} ")]
    for number, piece in enumerate(pieces):
        between = ", " if piece[0].text.partition(" ")[0] in _CONTINUING else "; "
        runs += [*([Run(between)] if number else []), *(run for run in piece if run.text)]
    return [*runs, Run(".")]


def _beginning(before: str, opening: str) -> str:
    """The words before the first figure of a sentence: "với" and "cho" carry on, so they cannot begin."""
    if before not in ("với", "cho"):
        return before
    return "" if opening.endswith((" có", " gồm", " đạt")) else "thu hút"


def _ratio(ratio: Ratio, year: ConsolidatedYear, catalogue: CatalogueCells) -> list[Run]:
    found = _parts(ratio, year, catalogue)
    if found is None:
        return []
    part, of = found
    shown = f"{official_number(part.value.numerator)}/{official_number(of.value.numerator)}"
    return [
        Run(f"{ratio.before} "),
        figure(shown, part.code),
        Run(f" {ratio.after} (đạt {_percentage(part, of)}%)."),
    ]


def _spoken_ratio(ratio: Ratio, year: ConsolidatedYear, catalogue: CatalogueCells) -> list[Run]:
    found = _parts(ratio, year, catalogue)
    if found is None:
        return []
    part, of = found
    if part.value == of.value:
        return [Run("Toàn bộ "), figure(official_number(of.value.numerator), of.code), Run(f" {ratio.after}.")]
    return [
        Run(f"{ratio.before} "),
        prose_figure(part),
        Run(" trên tổng số "),
        prose_figure(of),
        Run(f" {ratio.after}, đạt {_percentage(part, of)}%."),
    ]


def _parts(
    ratio: Ratio, year: ConsolidatedYear, catalogue: CatalogueCells
) -> tuple[ConsolidatedFigure, ConsolidatedFigure] | None:
    part = year.figure(catalogue.number(ratio.indicator, CellPart.NUMERATOR))
    of = year.figure(catalogue.number(ratio.indicator, CellPart.DENOMINATOR))
    return (part, of) if part is not None and of is not None and of.value else None


def _percentage(part: ConsolidatedFigure, of: ConsolidatedFigure) -> str:
    return percent(part.value, of.value).removesuffix(",0")
