"""The joint annual report (BC), the short version to be read aloud, and the data annex alone.

The headings follow what provinces write; what is not in the records stays empty with a visible note. The section on
crime results of real reports is left out on purpose: it belongs outside this system.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chungtay.documents.codes import PaperKind
from chungtay.organisations.codes import Line
from chungtay.reporting.codes import CellPart, IndicatorKind, Section
from chungtay.reporting.papers.annexes import (
    FESTIVAL_BY_UNIT,
    Timeliness,
    TypeUse,
    UnitFigures,
    award_annex,
    model_annex,
    safe_annex,
    summary_annex,
    timeliness_annex,
    unit_annex,
)
from chungtay.reporting.papers.sentences import member_paragraph, paragraphs_of
from chungtay.reporting.papers.words import scaled
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedYear, last_day
from officialdoc import (
    Annex,
    Block,
    Document,
    Heading,
    Issuer,
    Note,
    Part,
    Profile,
    Rendering,
    Signature,
    Source,
    front_signature,
    official_number,
    paragraph,
)

LIVE_LINE = "Số hiện tại, chưa chốt: không dùng để ban hành"
NAMED_MODELS = 6
MEMBER_LINES = (Line.FARMERS, Line.WOMEN, Line.VETERANS, Line.YOUTH, Line.UNION)
# The framework programme in force, by the first reporting year it covers.
FRAMEWORKS = (
    (2013, "Chương trình phối hợp số 09/CTrPH-BCA-MTTW ngày 01 tháng 8 năm 2013 giữa Bộ Công an và Ủy ban Trung ương "
           "Mặt trận Tổ quốc Việt Nam"),
    (2024, "Chương trình phối hợp số 07/CTrPH-BCA-MTTW ngày 17 tháng 10 năm 2023 giữa Bộ Công an và Ủy ban Trung ương "
           "Mặt trận Tổ quốc Việt Nam"),
)  # fmt: skip


@dataclass(frozen=True)
class Bodies:
    """The two agencies of a joint report, and the names of the members that took part."""

    police: str
    police_parent: str
    front: str
    place: str
    symbol: str
    filed_by: str
    members: Sequence[tuple[Line, str]]
    recipients: Sequence[str]
    police_signs: Signature


@dataclass(frozen=True)
class AnnualMatter:
    """Everything an annual report is made from; nothing is asked of the database afterwards."""

    year: ConsolidatedYear
    before: ConsolidatedYear | None
    catalogue: CatalogueCells
    bodies: Bodies
    unit_name: str
    unit_sentences: Sequence[str]
    by_unit: Sequence[UnitFigures]
    types: Sequence[TypeUse]
    timeliness: Sequence[Timeliness]


def annual_report(matter: AnnualMatter, *, kind: PaperKind, rendering: Rendering = Rendering.CLEAN) -> Document:
    """The document of one kind, clean for signature or as look-up copy with codes and sources.

    The short version is read aloud: its look-up copy prints the codes, and leaves the sources to the full report's.
    """
    builders = {
        PaperKind.ANNUAL: _full,
        PaperKind.ANNUAL_SHORT: _short,
        PaperKind.DATA_ANNEX: _data_annex,
    }
    document = builders[kind](matter)
    if rendering is not Rendering.LOOKUP:
        return document
    sources = () if kind is PaperKind.ANNUAL_SHORT else _sources(matter)
    return replace(document, sources=sources, rendering=rendering)


def _frame(matter: AnnualMatter, *, subject: str, blocks: Sequence[Block], annexes: Sequence[Annex]) -> Document:
    bodies, year = matter.bodies, matter.year
    return Document(
        profile=Profile.STATE,
        issuers=(Issuer(bodies.police, parent=bodies.police_parent), Issuer(bodies.front)),
        symbol=bodies.symbol,
        place=bodies.place,
        expected_on=date(year.year, 12, 31),
        type_name="Báo cáo",
        subject=subject,
        blocks=tuple(blocks),
        annexes=tuple(annexes),
        signatures=(front_signature(), bodies.police_signs),
        recipients=tuple(bodies.recipients),
        filed_by=bodies.filed_by,
        page_line=None if year.is_frozen else LIVE_LINE,
    )


def _title(matter: AnnualMatter) -> str:
    year = matter.year.year
    return (
        f"Kết quả thực hiện Chương trình phối hợp giữa {matter.bodies.police} với {matter.bodies.front} "
        f"và các tổ chức thành viên năm {year}; phương hướng, nhiệm vụ năm {year + 1}"
    )


def _opening(matter: AnnualMatter) -> Block:
    framework = [words for since, words in FRAMEWORKS if since <= matter.year.year][-1]
    first, last = matter.year.period.window.lower, last_day(matter.year.period)
    return paragraph(
        f"Thực hiện {framework}, {matter.bodies.police} và {matter.bodies.front} báo cáo kết quả thực hiện "
        f"năm {matter.year.year} (số liệu từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}) như sau:"
    )


def _section(title: str, section: Section, matter: AnnualMatter, *, closing: str = "") -> list[Block]:
    """A heading with what was reported of it; `closing` leads to the annex, which stands there also when it is bare."""
    written: list[Block] = [*paragraphs_of(section, matter.year, matter.catalogue)]
    shown = written or [Note("Chưa có số liệu; để trống")]
    return [Heading(2, title), *shown, *([paragraph(closing)] if closing else [])]


def _full(matter: AnnualMatter) -> Document:
    year = matter.year.year
    advice: list[Block] = [*paragraphs_of(Section.ADVICE, matter.year, matter.catalogue)]
    blocks: list[Block] = [
        _opening(matter),
        Part(f"Kết quả năm {year}"),
        Heading(1, "Đặc điểm tình hình"),
        *(paragraph(sentence) for sentence in (*matter.unit_sentences, *_participation(matter))),
        Note("Tình hình an ninh, trật tự và kết quả phòng, chống tội phạm không thuộc hệ thống này; để trống có chủ ý"),
        Heading(1, "Công tác tham mưu, lãnh đạo, chỉ đạo"),
        *(advice or [Note("Chưa có số liệu; để trống")]),
        Heading(1, "Kết quả thực hiện"),
        paragraph("Số liệu tổng hợp tại Phụ lục I; số liệu theo đơn vị tại Phụ lục II."),
        *_section("Tuyên truyền, phổ biến, giáo dục pháp luật", Section.OUTREACH, matter),
        *_section(
            "Xây dựng, củng cố, nhân rộng mô hình, điển hình",
            Section.MODELS,
            matter,
            closing=_named_models(matter),
        ),
        *_section(
            "Khu dân cư, xã, cơ quan, doanh nghiệp, nhà trường An toàn về an ninh, trật tự; phân loại phong trào",
            Section.SAFE,
            matter,
            closing="Chi tiết tại Phụ lục IV.",
        ),
        *_section("Lực lượng nòng cốt", Section.FORCE, matter),
        *_section(
            "Ngày hội; gắn với các cuộc vận động",
            Section.FESTIVAL,
            matter,
            closing="Kết quả theo đơn vị tại Phụ lục V.",
        ),
        *_section("Hòa giải, hương ước, quy ước", Section.MEDIATION, matter),
        Heading(2, "Kết quả của từng tổ chức thành viên"),
        *_members(matter),
        *_section("Tập huấn, kiểm tra, sơ kết", Section.TRAINING, matter),
        *_section(
            "Khen thưởng, kinh phí",
            Section.AWARDS,
            matter,
            closing="Chi tiết khen thưởng tại Phụ lục VI; thực hiện chế độ báo cáo tại Phụ lục VII.",
        ),
        Heading(1, "Đánh giá chung"),
        *_to_be_written("Ưu điểm", "Tồn tại, hạn chế", "Nguyên nhân", "Bài học kinh nghiệm"),
        Part(f"Phương hướng, nhiệm vụ năm {year + 1}"),
        Note("Mục tiêu, chỉ tiêu, nhiệm vụ, tổ chức thực hiện: hai cơ quan viết trong dự thảo"),
        Part("Đề xuất, kiến nghị"),
        Note("Kiến nghị với Trung ương, Tỉnh ủy, UBND tỉnh và các đơn vị: hai cơ quan viết trong dự thảo"),
    ]
    return _frame(matter, subject=_title(matter), blocks=blocks, annexes=_annexes(matter))


def _participation(matter: AnnualMatter) -> list[str]:
    """Who took part, and from how many units the reports came."""
    whole = matter.year.completeness.get(Line.ALL)
    members = [name for _line, name in matter.bodies.members]
    sentences = []
    if members:
        sentences.append(
            f"Cùng phối hợp thực hiện có {', '.join(members[:-1])}{' và ' * (len(members) > 1)}{members[-1]}."
        )
    if whole and whole.expected:
        sentences.append(
            f"Số liệu trong báo cáo được tổng hợp từ {official_number(whole.complete)}/"
            f"{official_number(whole.expected)} đơn vị đã báo cáo đủ."
        )
    return sentences


def _named_models(matter: AnnualMatter) -> str:
    """The types of models at work in the most units, by name, and where the whole list stands."""
    most = sorted(matter.types, key=lambda each: -each.unit_count)[:NAMED_MODELS]
    if not most:
        return "Danh mục loại mô hình tại Phụ lục III."
    named = "; ".join(f'"{each.name}" ({official_number(each.unit_count)} đơn vị)' for each in most)
    return f"Các loại mô hình có ở nhiều đơn vị: {named}. Danh mục loại mô hình tại Phụ lục III."


def _to_be_written(*titles: str) -> list[Block]:
    return [
        block
        for title in titles
        for block in (Heading(2, title), Note("Hai cơ quan viết trong dự thảo; hệ thống không tự viết"))
    ]


def _members(matter: AnnualMatter) -> list[Block]:
    named = [(Line.FRONT, matter.bodies.front), *matter.bodies.members]
    written = [member_paragraph(name, line, matter.year, matter.catalogue) for line, name in named]
    shown: list[Block] = [each for each in written if each is not None]
    if not shown:
        return [Note("Chưa có số liệu; để trống")]
    return [*shown, Note("Số liệu của các tổ chức có phần trùng nhau; số chung đã tính mỗi hoạt động một lần")]


def _annexes(matter: AnnualMatter) -> list[Annex]:
    return [
        summary_annex(matter.year, matter.before, matter.catalogue),
        unit_annex("Kết quả theo đơn vị", matter.by_unit, matter.year, matter.catalogue),
        model_annex(matter.types),
        safe_annex(matter.year, matter.catalogue),
        unit_annex("Ngày hội theo đơn vị", matter.by_unit, matter.year, matter.catalogue, FESTIVAL_BY_UNIT),
        award_annex(matter.year, matter.catalogue),
        timeliness_annex(matter.timeliness),
    ]


def _short(matter: AnnualMatter) -> Document:
    year = matter.year.year
    blocks: list[Block] = [_opening(matter)]
    for title, section in (
        ("Công tác tham mưu, chỉ đạo", Section.ADVICE),
        ("Tuyên truyền", Section.OUTREACH),
        ("Mô hình, điển hình", Section.MODELS),
        ("An toàn về an ninh, trật tự", Section.SAFE),
        ("Lực lượng nòng cốt", Section.FORCE),
        ("Ngày hội", Section.FESTIVAL),
        ("Hòa giải, hương ước, quy ước", Section.MEDIATION),
        ("Khen thưởng, kinh phí", Section.AWARDS),
    ):
        written = paragraphs_of(section, matter.year, matter.catalogue)[:3]
        if written:
            blocks += [Heading(1, title), *written]
    subject = f"Tóm tắt kết quả thực hiện Chương trình phối hợp năm {year}"
    return replace(_frame(matter, subject=subject, blocks=blocks, annexes=()), rendering=Rendering.READ_ALOUD)


def _data_annex(matter: AnnualMatter) -> Document:
    blocks = [paragraph("Số liệu kèm theo gồm các Phụ lục I, II, III, IV, V, VI và VII.")]
    subject = f"Số liệu kết quả thực hiện Chương trình phối hợp năm {matter.year.year}"
    return _frame(matter, subject=subject, blocks=blocks, annexes=_annexes(matter))


def _sources(matter: AnnualMatter) -> tuple[Source, ...]:
    """The annex of sources: each figure with its formula and what it stands on."""
    sources = []
    for cells in matter.catalogue.by_indicator.values():
        indicator = cells[0].indicator
        for cell in cells:
            found = matter.year.figure(cell.number)
            if found is None:
                continue
            label = indicator.label_vi + (f" ({cell.label_vi})" if cell.label_vi else "")
            sources.append(
                Source(
                    code=found.code,
                    label=label,
                    value=f"{scaled(found.value, indicator.scale)} {indicator.unit_vi}".strip(),
                    formula=FORMULAS[IndicatorKind(indicator.kind)]
                    if cell.part != CellPart.CATEGORY
                    else "Cộng các phiếu đã chấp nhận theo nhóm",
                    origin=f"{found.reported}/{found.expected} đơn vị đã đủ phiếu được chấp nhận",
                )
            )
    return tuple(sources)


FORMULAS = {
    IndicatorKind.FLOW: "Cộng các phiếu đã chấp nhận, mỗi hoạt động một lần",
    IndicatorKind.STOCK: "Cộng số cuối kỳ của các đơn vị",
    IndicatorKind.DISTINCT: "Đếm tên khác nhau, không cộng",
    IndicatorKind.RATIO: "Cộng tử số và mẫu số riêng, chia sau cùng",
    IndicatorKind.MAX: "Số lớn nhất của một sự kiện, không cộng",
}
