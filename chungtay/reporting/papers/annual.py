"""The joint annual report (BC), the short version to be read aloud, and the data annex alone.

The headings follow what provinces write; where the records hold nothing, one sentence says so. The section on crime
results of real reports is left out on purpose: it belongs outside this system. Either side may lead: its name stands
first, its symbol and its receivers count, and its clerical rules are followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from chungtay.documents.codes import PaperKind
from chungtay.organisations.codes import Line, Side
from chungtay.reporting.codes import Section
from chungtay.reporting.papers.annexes import (
    FESTIVAL_BY_UNIT,
    Timeliness,
    TypeUse,
    UnitFigures,
    award_annex,
    model_annex,
    summary_annex,
    timeliness_annex,
    unit_annex,
)
from chungtay.reporting.papers.assessment import assessment, named_units, proposals, results, tasks
from chungtay.reporting.papers.document_annex import Issued, document_annex
from chungtay.reporting.papers.frameworks import FRAMEWORK_BODIES, FRAMEWORK_SUBJECT, Framework, framework_of
from chungtay.reporting.papers.passages import Passage, of_theme
from chungtay.reporting.papers.safe_annex import CommuneKind, safe_annex
from chungtay.reporting.papers.sentences import member_paragraph, paragraphs_of
from chungtay.reporting.papers.sources import source_of_figure
from chungtay.reporting.queries.consolidation import CatalogueCells, ConsolidatedYear, last_day
from chungtay.reporting.themes import Theme
from officialdoc import (
    Annex,
    Block,
    Document,
    Heading,
    Issuer,
    Part,
    Profile,
    Rendering,
    Signature,
    Source,
    cited_day,
    front_signature,
    official_number,
    paragraph,
    small_number,
)

NO_FIGURE = "Trong kỳ chưa có số liệu của nội dung này được báo cáo."
LIMITS_LEAD = "Bên cạnh kết quả đạt được, các đơn vị nêu một số tồn tại, hạn chế:"
LEFT_OUT = (
    "Tình hình an ninh, trật tự và kết quả phòng, chống tội phạm được báo cáo riêng theo quy định của ngành Công an, "
    "không nêu trong Báo cáo này."
)
OVERLAPPING = (
    "Các tổ chức cùng tham gia một số hoạt động nên số liệu của từng tổ chức có phần trùng nhau; số liệu chung "
    "chỉ tính mỗi hoạt động một lần."
)
LIVE_LINE = "Số hiện tại, chưa chốt: không dùng để ban hành"
NAMED_MODELS = 6
MEMBER_LINES = (Line.FARMERS, Line.WOMEN, Line.VETERANS, Line.YOUTH, Line.UNION)


SPOKEN_SECTIONS = (
    ("Công tác tham mưu, chỉ đạo", Section.ADVICE),
    ("Tuyên truyền", Section.OUTREACH),
    ("Mô hình, điển hình", Section.MODELS),
    ("An toàn về an ninh, trật tự", Section.SAFE),
    ("Lực lượng nòng cốt", Section.FORCE),
    ("Ngày hội", Section.FESTIVAL),
    ("Hòa giải, hương ước, quy ước", Section.MEDIATION),
    ("Khen thưởng, kinh phí", Section.AWARDS),
)


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
    """Everything an annual report is made from; nothing is asked of the database afterwards.

    `targets` are those of the joint plan by indicator. `with_codes` marks written sentences with their codes, for the
    look-up copy.
    """

    year: ConsolidatedYear
    before: ConsolidatedYear | None
    catalogue: CatalogueCells
    bodies: Bodies
    unit_name: str
    unit_sentences: Sequence[str]
    by_unit: Sequence[UnitFigures]
    types: Sequence[TypeUse]
    timeliness: Sequence[Timeliness]
    communes: Sequence[CommuneKind]
    sent: Sequence[Issued]
    passages: Sequence[Passage]
    next_days: tuple[date, date] | None
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    leads: Side = Side.POLICE
    withholds_units: bool = False
    with_codes: bool = False


def annual_report(matter: AnnualMatter, *, kind: PaperKind, rendering: Rendering = Rendering.CLEAN) -> Document:
    """The document of one kind, clean for signature or as look-up copy with codes and sources.

    The short version is read aloud: its look-up copy prints the codes, and leaves the sources to the full report's.
    """
    builders = {
        PaperKind.ANNUAL: _full,
        PaperKind.ANNUAL_SHORT: _short,
        PaperKind.DATA_ANNEX: _data_annex,
    }
    document = builders[kind](replace(matter, with_codes=rendering is Rendering.LOOKUP))
    if rendering is not Rendering.LOOKUP:
        return document
    sources = () if kind is PaperKind.ANNUAL_SHORT else _sources(matter)
    return replace(document, sources=sources, rendering=rendering)


def _frame(matter: AnnualMatter, *, subject: str, blocks: Sequence[Block], annexes: Sequence[Annex]) -> Document:
    """The document around `blocks`: head, symbol, signatures and receivers in the order of who leads."""
    bodies, year = matter.bodies, matter.year
    police, front = Issuer(bodies.police, parent=bodies.police_parent), Issuer(bodies.front)
    by_front = matter.leads is Side.FRONT
    return Document(
        profile=Profile.FRONT if by_front else Profile.STATE,
        issuers=(front, police) if by_front else (police, front),
        symbol=bodies.symbol,
        place=bodies.place,
        expected_on=date(year.year, 12, 31),
        type_name="Báo cáo",
        subject=subject,
        blocks=tuple(blocks),
        annexes=tuple(annexes),
        signatures=(bodies.police_signs, front_signature()) if by_front else (front_signature(), bodies.police_signs),
        recipients=tuple(bodies.recipients),
        filed_by=bodies.filed_by,
        page_line=None if year.is_from_freeze else LIVE_LINE,
    )


def _named_bodies(matter: AnnualMatter, joint: str) -> str:
    """Both agencies by name, the leading one first."""
    named = [matter.bodies.police, matter.bodies.front]
    return joint.join(reversed(named) if matter.leads is Side.FRONT else named)


def _title(matter: AnnualMatter) -> str:
    year = matter.year.year
    return (
        f"Kết quả thực hiện Chương trình phối hợp giữa {_named_bodies(matter, ' với ')} "
        f"và các tổ chức thành viên năm {year}; phương hướng, nhiệm vụ năm {year + 1}"
    )


def _opening(matter: AnnualMatter) -> Block:
    first, last = matter.year.period.window.lower, last_day(matter.year.period)
    return paragraph(
        f"Thực hiện {framework_of(matter.year.year).words}, {_named_bodies(matter, ' và ')} báo cáo kết quả thực hiện "
        f"năm {matter.year.year} (số liệu từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}) như sau:"
    )


def _section(title: str, section: Section, matter: AnnualMatter, *, closing: str = "") -> list[Block]:
    """A heading with what was reported of it; `closing` leads to the annex, which stands there also when it is bare."""
    return [Heading(2, title), *_written(section, matter), *([paragraph(closing)] if closing else [])]


def _written(section: Section, matter: AnnualMatter) -> list[Block]:
    """What was reported of a section, or the sentence that nothing was."""
    return [*paragraphs_of(section, matter.year, matter.catalogue)] or [paragraph(NO_FIGURE)]


def _full(matter: AnnualMatter) -> Document:
    year = matter.year.year
    blocks: list[Block] = [
        _opening(matter),
        Part(f"Kết quả năm {year}"),
        Heading(1, "Đặc điểm tình hình"),
        *(paragraph(sentence) for sentence in (*matter.unit_sentences, *_participation(matter))),
        paragraph(LEFT_OUT),
        Heading(1, "Công tác tham mưu, lãnh đạo, chỉ đạo"),
        *_written(Section.ADVICE, matter),
        paragraph("Danh mục và số lượng văn bản tại Phụ lục VII."),
        Heading(1, "Kết quả thực hiện"),
        paragraph(
            'Số liệu từ 1.000 trở lên trong lời văn được làm tròn hai chữ số đầu (ghi "hơn" hoặc "gần"); số chính xác '
            "tại Phụ lục I, số liệu theo đơn vị tại Phụ lục II."
        ),
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
            closing="Chi tiết khen thưởng tại Phụ lục VI; thực hiện chế độ báo cáo tại Phụ lục VIII.",
        ),
        *results(matter.passages, with_codes=matter.with_codes),
        Heading(1, "Đánh giá chung"),
        *assessment(matter.passages, with_codes=matter.with_codes),
        Part(f"Phương hướng, nhiệm vụ năm {year + 1}"),
        Heading(1, "Mục tiêu, chỉ tiêu"),
        paragraph(
            f"Mục tiêu, chỉ tiêu năm {year + 1} do hai cơ quan xác định trong kế hoạch phối hợp năm {year + 1}, "
            "không nêu trong Báo cáo này."
        ),
        Heading(1, "Nhiệm vụ trọng tâm"),
        *tasks(matter.passages, with_codes=matter.with_codes),
        Heading(1, "Tổ chức thực hiện"),
        paragraph(_carrying_out(matter)),
        Part("Đề xuất, kiến nghị"),
        *proposals(matter.passages, with_codes=matter.with_codes),
    ]
    return _frame(matter, subject=_title(matter), blocks=blocks, annexes=_annexes(matter))


def _carrying_out(matter: AnnualMatter) -> str:
    """Who carries the programme on, and the days of the next year where it is open."""
    first = (
        f"{_named_bodies(matter, ' và ')} cùng các tổ chức thành viên tiếp tục phối hợp thực hiện "
        f"Chương trình phối hợp số {framework_of(matter.year.year + 1).symbol}."
    )
    if matter.next_days is None:
        return first
    begin, end = matter.next_days
    return f"{first} Kỳ báo cáo năm {matter.year.year + 1} tính từ ngày {begin:%d/%m/%Y} đến ngày {end:%d/%m/%Y}."


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


def _members(matter: AnnualMatter) -> list[Block]:
    named = [(Line.FRONT, matter.bodies.front), *matter.bodies.members]
    written = [member_paragraph(name, line, matter.year, matter.catalogue) for line, name in named]
    shown: list[Block] = [each for each in written if each is not None]
    return [*shown, paragraph(OVERLAPPING)] if shown else [paragraph(NO_FIGURE)]


def _annexes(matter: AnnualMatter) -> list[Annex]:
    return [
        summary_annex(matter.year, matter.before, matter.catalogue, matter.targets),
        unit_annex(
            "Kết quả theo đơn vị",
            matter.by_unit,
            matter.year,
            matter.catalogue,
            is_withheld=matter.withholds_units,
        ),
        model_annex(matter.types, matter.year, matter.catalogue),
        safe_annex(matter.year, matter.catalogue, matter.communes, matter.by_unit),
        unit_annex(
            "Ngày hội theo đơn vị",
            matter.by_unit,
            matter.year,
            matter.catalogue,
            FESTIVAL_BY_UNIT,
            is_withheld=matter.withholds_units,
        ),
        award_annex(matter.year, matter.catalogue),
        document_annex([_as_issued(framework_of(matter.year.year))], matter.sent, matter.year, matter.catalogue),
        timeliness_annex(matter.timeliness),
    ]


def _as_issued(framework: Framework) -> Issued:
    return Issued(framework.symbol, f"{framework.day:%d/%m/%Y}", FRAMEWORK_BODIES, FRAMEWORK_SUBJECT)


def _short(matter: AnnualMatter) -> Document:
    """What is read aloud: rounded figures, ratios as one speaks, and what most units say, without their names."""
    year = matter.year.year
    blocks: list[Block] = [_spoken_opening(matter)]
    for title, section in SPOKEN_SECTIONS:
        written = paragraphs_of(section, matter.year, matter.catalogue, aloud=True)[:3]
        if written:
            blocks += [Heading(1, title), *written]
    for title, spoken in (
        ("Đánh giá chung", ((Theme.RESULTS, 2), (Theme.STRENGTHS, 1), (Theme.LIMITS, 2))),
        (f"Nhiệm vụ trọng tâm năm {year + 1}", ((Theme.TASKS, 3),)),
        ("Đề xuất, kiến nghị", ((Theme.PROPOSALS, 2),)),
    ):
        said = [block for theme, most in spoken for block in _spoken(matter.passages, theme, most)]
        if said:
            blocks += [Heading(1, title), *said]
    subject = f"Tóm tắt kết quả thực hiện Chương trình phối hợp năm {year}"
    return replace(_frame(matter, subject=subject, blocks=blocks, annexes=()), rendering=Rendering.READ_ALOUD)


def _spoken(passages: Sequence[Passage], theme: Theme, most: int) -> list[Block]:
    found = of_theme(passages, theme)[:most]
    lead = [paragraph(LIMITS_LEAD)] if found and theme is Theme.LIMITS else []
    return [*lead, *(paragraph(each.text) for each in found)]


def _spoken_opening(matter: AnnualMatter) -> Block:
    first, last = matter.year.period.window.lower, last_day(matter.year.period)
    return paragraph(
        f"Thực hiện Chương trình phối hợp giữa {FRAMEWORK_BODIES}, {_named_bodies(matter, ' và ')} báo cáo tóm tắt "
        f"kết quả thực hiện từ {cited_day(first)} đến {cited_day(last)}. Số liệu lớn được làm tròn; số chính xác "
        "nêu tại Báo cáo đầy đủ và các phụ lục kèm theo."
    )


def _data_annex(matter: AnnualMatter) -> Document:
    blocks = [paragraph("Số liệu kèm theo gồm các Phụ lục I, II, III, IV, V, VI, VII và VIII.")]
    subject = f"Số liệu kết quả thực hiện Chương trình phối hợp năm {matter.year.year}"
    return _frame(matter, subject=subject, blocks=blocks, annexes=_annexes(matter))


def _sources(matter: AnnualMatter) -> tuple[Source, ...]:
    """The annex of sources: each figure with its formula and what it stands on."""
    sources = []
    for cells in matter.catalogue.by_indicator.values():
        for cell in cells:
            found = matter.year.figure(cell.number)
            if found is not None:
                sources.append(source_of_figure(found, cell))
    return (*sources, *(_source_of_words(each) for each in matter.passages if each.code))


def _source_of_words(passage: Passage) -> Source:
    """A written sentence in the annex of sources: how many sentences of which units it was written from."""
    count = len(passage.places)
    return Source(
        code=passage.code,
        label=f"Lời văn: {THEME_WORDS[passage.theme]}",
        value="-",
        formula=f"Viết từ {small_number(count)} câu trong báo cáo đã chấp nhận" if count else "Người tổng hợp viết",
        origin=named_units(passage.units) if passage.units else "-",
    )


THEME_WORDS = {
    Theme.RESULTS: "kết quả nổi bật",
    Theme.STRENGTHS: "ưu điểm",
    Theme.LIMITS: "tồn tại, hạn chế",
    Theme.CAUSES: "nguyên nhân",
    Theme.LESSONS: "bài học kinh nghiệm",
    Theme.TASKS: "nhiệm vụ",
    Theme.PROPOSALS: "đề xuất, kiến nghị",
}
