"""The official documents of a plan: kế hoạch (KH), chương trình (CTr), hướng dẫn (HD), in Vietnamese by law.

Everything they say stands in the plan; nothing is asked of the database here. Source: Nghị định 30/2020/NĐ-CP, Annex I.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chungtay.documents.codes import PaperKind
from chungtay.organisations.codes import OrganisationKind
from chungtay.programmes.codes import Campaign
from chungtay.territory.codes import Level
from officialdoc import (
    Align,
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Issuer,
    Profile,
    Signature,
    Table,
    basis,
    cited_day,
    clause,
    collective_signature,
    commune_police_signature,
    front_signature,
    paragraph,
    police_signature,
    row,
)

MOVEMENT = "phong trào Toàn dân bảo vệ an ninh Tổ quốc"
WITHOUT_OBJECTIVE = "Nội dung khác"
# The type of a document by the letters of its symbol (Nghị định 30/2020/NĐ-CP, Annex III).
TYPE_WORDS = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "TT": "Thông tư",
    "NĐ": "Nghị định",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "CTR": "Chương trình",
    "CTRPH": "Chương trình phối hợp",
    "TB": "Thông báo",
}
CAMPAIGN_WORDS = {
    Campaign.SECURITY_DAY: "Ngày hội Toàn dân bảo vệ an ninh Tổ quốc (19/8)",
    Campaign.UNITY_DAY: "Ngày hội Đại đoàn kết toàn dân tộc (18/11)",
    Campaign.NEW_RURAL: "Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh",
    Campaign.CULTURE: "Toàn dân đoàn kết xây dựng đời sống văn hóa",
    Campaign.SKILFUL: "Dân vận khéo",
    Campaign.POOR: "Vì người nghèo; xóa nhà tạm, nhà dột nát",
    Campaign.FIRE: "Toàn dân tham gia phòng cháy, chữa cháy",
    Campaign.TRAFFIC: "Toàn dân tham gia bảo đảm trật tự, an toàn giao thông",
    Campaign.DIGITAL: "Bình dân học vụ số",
}


@dataclass(frozen=True)
class Cited:
    """A document as it is cited: its symbol, day, issuing body and summary."""

    symbol: str
    dated: date
    body: str
    summary: str


@dataclass(frozen=True)
class PlannedWork:
    """One item in the words of the paper; `target`, as `number` and `unit` too, and `campaign` may be empty."""

    text: str
    lead: str
    helpers: str
    target: str
    number: str
    unit: str
    due_on: date
    campaign: str


@dataclass(frozen=True)
class Agency:
    """One agency that issues: kind, official name, letters of its symbol, and the agency above where it prints one."""

    kind: OrganisationKind
    name: str
    symbol: str
    parent: str | None


@dataclass(frozen=True)
class PlanMatter:
    """Everything a paper of a plan is made from.

    `groups` are objectives with their items; the last may be without one. `above` is the plan that this one follows,
    in words, empty at the top. `place` is the name of the unit, `unit` the same with its kind.
    """

    year: int
    level: Level
    place: str
    unit: str
    agencies: Sequence[Agency]
    framework: Cited
    bases: Sequence[Cited]
    above: str
    groups: Sequence[tuple[str, Sequence[PlannedWork]]]
    amends: str


def plan_paper(matter: PlanMatter) -> Document:
    """The plan (kế hoạch): aims, objectives and targets, work by objective, organisation, and the table of items."""
    blocks: list[Block] = [
        *_bases(matter),
        Heading(1, "Mục đích, yêu cầu"),
        clause(
            f"Cụ thể hóa Chương trình phối hợp năm {matter.year}, phát huy vai trò của Nhân dân trong {MOVEMENT} "
            f"tại {matter.unit}."
        ),
        clause(
            "Nội dung phối hợp thiết thực; mỗi nhiệm vụ có một cơ quan chủ trì, có cơ quan phối hợp, chỉ tiêu và thời "
            "hạn hoàn thành; lồng ghép với các cuộc vận động, phong trào thi đua ở địa phương."
        ),
        *_objectives(matter, "Mục tiêu, chỉ tiêu"),
        Heading(1, "Nội dung, nhiệm vụ"),
        *_work(matter),
        Heading(1, "Tổ chức thực hiện"),
        *_organisation(matter),
        clause("Phân công, chỉ tiêu và thời hạn của từng nhiệm vụ tại Phụ lục kèm theo Kế hoạch này."),
    ]
    return _frame(
        matter, "Kế hoạch", "KH", _subject(matter, "Thực hiện Chương trình phối hợp"), blocks, [_table(matter)]
    )


def programme_paper(matter: PlanMatter) -> Document:
    """The programme (chương trình): objectives, what is done together, who answers for what; no table of figures."""
    blocks: list[Block] = [
        *_bases(matter),
        *_objectives(matter, "Mục tiêu"),
        Heading(1, "Nội dung phối hợp"),
        *_work(matter, brief=True),
        Heading(1, "Trách nhiệm thực hiện"),
        *_duties(matter),
        Heading(1, "Điều khoản thi hành"),
        *_organisation(matter),
    ]
    joint = len(matter.agencies) > 1
    words = ("Chương trình phối hợp", "CTrPH") if joint else ("Chương trình", "CTr")
    return _frame(matter, *words, _subject(matter, "Thực hiện"), blocks, [])


def guidance_paper(matter: PlanMatter) -> Document:
    """The guidance (hướng dẫn) for the offices below: how each item is made concrete, by when, and how it is held."""
    asked: list[Block] = []
    for each in _items(matter):
        target = f" Chỉ tiêu chung: {each.target}." if each.target else ""
        linked = f" Lồng ghép với: {each.campaign}." if each.campaign else ""
        asked.append(
            clause(
                f"{each.text}.{target} Đơn vị xác định chỉ tiêu của mình, hoàn thành trước ngày "
                f"{each.due_on:%d/%m/%Y}.{linked}"
            )
        )
    blocks: list[Block] = [
        *_bases(matter),
        Heading(1, "Mục đích, yêu cầu"),
        clause(
            f"Thống nhất cách xây dựng kế hoạch thực hiện Chương trình phối hợp năm {matter.year} ở các đơn vị thuộc "
            f"{matter.unit}."
        ),
        clause(
            "Kế hoạch của đơn vị phải nêu việc cụ thể, chỉ tiêu, thời hạn, cơ quan chủ trì ở đơn vị mình; thời hạn "
            "không muộn hơn thời hạn của cấp trên; không sao chép nguyên văn."
        ),
        Heading(1, "Nội dung cụ thể hóa"),
        *asked,
        Heading(1, "Xây dựng và gửi kế hoạch"),
        clause("Đơn vị bổ sung nội dung phù hợp với tình hình địa phương ngoài các nội dung nêu tại Mục II."),
        clause(
            "Kế hoạch của đơn vị do người khác với người soạn phê duyệt; kế hoạch phối hợp có ý kiến thống nhất của "
            "hai cơ quan trước khi phê duyệt."
        ),
        clause("Kết quả thực hiện báo cáo theo kỳ báo cáo của Chương trình phối hợp."),
    ]
    return _frame(matter, "Hướng dẫn", "HD", _subject(matter, "Xây dựng kế hoạch thực hiện"), blocks, [])


PAPERS: Mapping[str, Callable[[PlanMatter], Document]] = {
    PaperKind.PLAN.value: plan_paper,
    PaperKind.PROGRAMME.value: programme_paper,
    PaperKind.GUIDANCE.value: guidance_paper,
}
STEMS = {PaperKind.PLAN: "ke-hoach", PaperKind.PROGRAMME: "chuong-trinh", PaperKind.GUIDANCE: "huong-dan"}


def _frame(
    matter: PlanMatter,
    type_name: str,
    letters: str,
    subject: str,
    blocks: Sequence[Block],
    annexes: Sequence[Annex],
) -> Document:
    first = matter.agencies[0]
    joint = len(matter.agencies) > 1
    signers = [_signature(each, matter.level) for each in matter.agencies]
    return Document(
        profile=_profile(first.kind, joint=joint),
        issuers=tuple(Issuer(each.name, parent=each.parent) for each in matter.agencies),
        symbol="-".join((letters, *(each.symbol for each in matter.agencies))),
        place=matter.place,
        expected_on=date(matter.year, 1, 1),
        type_name=type_name,
        subject=subject,
        blocks=tuple(blocks),
        annexes=tuple(annexes),
        signatures=tuple(reversed(signers)),
        recipients=tuple(_recipients(matter)),
        filed_by="PV05"
        if first.kind is OrganisationKind.POLICE and matter.level is Level.PROVINCE
        else "BTT"
        if first.kind is OrganisationKind.FRONT
        else "VP",
    )


def _subject(matter: PlanMatter, words: str) -> str:
    amended = f" (thay {matter.amends})" if matter.amends else ""
    return f"{words} {MOVEMENT} năm {matter.year}{amended}"


def _bases(matter: PlanMatter) -> list[Block]:
    """The legal bases, the framework first, and the sentence that leads to the text."""
    cited: list[Block] = [basis(f"Căn cứ {_cited(each)}") for each in (matter.framework, *matter.bases)]
    names = " và ".join(each.name for each in matter.agencies)
    above = f", thực hiện {matter.above}" if matter.above else ""
    return [*cited, paragraph(f"Trên cơ sở đó{above}, {names} thống nhất nội dung sau:")]


def _cited(each: Cited) -> str:
    letters = each.symbol.partition("/")[2].partition("-")[0].upper()
    kind = TYPE_WORDS.get(letters, "Văn bản")
    return f"{kind} số {each.symbol} {cited_day(each.dated)} của {each.body} về {_lowered(each.summary)}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _objectives(matter: PlanMatter, title: str) -> list[Block]:
    named = [text for text, _items in matter.groups if text]
    asked = [f"{each.text}: {each.target}" for each in _items(matter) if each.target]
    blocks: list[Block] = [Heading(1, title)]
    if named:
        blocks += [Heading(2, "Mục tiêu"), *(paragraph(f"- {text}.") for text in named)]
    if asked and title != "Mục tiêu":
        blocks += [Heading(2, "Chỉ tiêu"), *(paragraph(f"- {text}.") for text in asked)]
    if len(blocks) == 1:
        blocks.append(paragraph(f"Thực hiện đầy đủ các nội dung, nhiệm vụ của năm {matter.year}."))
    return blocks


def _work(matter: PlanMatter, *, brief: bool = False) -> list[Block]:
    blocks: list[Block] = []
    for text, items in matter.groups:
        blocks.append(Heading(2, text or WITHOUT_OBJECTIVE))
        for each in items:
            blocks.append(clause(each.text + "." if brief else _told(each), level=3))
    return blocks


def _told(each: PlannedWork) -> str:
    helpers = f"; phối hợp: {each.helpers}" if each.helpers else ""
    target = f" Chỉ tiêu: {each.target}." if each.target else ""
    linked = f" Lồng ghép với: {each.campaign}." if each.campaign else ""
    return f"{each.text}.{target} Chủ trì: {each.lead}{helpers}; hoàn thành trước ngày {each.due_on:%d/%m/%Y}.{linked}"


def _duties(matter: PlanMatter) -> list[Block]:
    """What each body leads, in the order in which bodies first lead something."""
    leads: dict[str, list[str]] = {}
    for each in _items(matter):
        leads.setdefault(each.lead, []).append(_lowered(each.text))
    return [clause(f"{lead}: chủ trì {'; '.join(texts)}.") for lead, texts in leads.items()]


def _organisation(matter: PlanMatter) -> list[Block]:
    names = ", ".join(each.name for each in matter.agencies)
    below = (
        ["Công an, Ủy ban Mặt trận Tổ quốc Việt Nam cấp dưới cụ thể hóa thành kế hoạch của cấp mình, có bổ sung nội "
         "dung phù hợp với địa phương."]
        if matter.level is not Level.COMMUNE
        else []
    )  # fmt: skip
    told = (
        f"{names} chỉ đạo, hướng dẫn, kiểm tra việc thực hiện.",
        *below,
        "Kết quả thực hiện được báo cáo theo kỳ báo cáo của Chương trình phối hợp; khi có khó khăn, vướng mắc, các đơn "
        "vị trao đổi để thống nhất giải quyết.",
    )
    return [clause(text) for text in told]


def _table(matter: PlanMatter) -> Annex:
    columns = (
        Column("STT", 4, Align.CENTRE),
        Column("Nội dung, nhiệm vụ", 26),
        Column("Chủ trì", 12),
        Column("Phối hợp", 14),
        Column("Chỉ tiêu", 8, Align.RIGHT),
        Column("ĐVT", 6, Align.CENTRE),
        Column("Thời hạn", 10, Align.CENTRE),
        Column("Lồng ghép với", 14),
    )
    rows = [
        row(
            str(place),
            each.text,
            each.lead,
            each.helpers,
            each.number,
            each.unit,
            f"{each.due_on:%d/%m/%Y}",
            each.campaign,
        )
        for place, each in enumerate(_items(matter), start=1)
    ]
    return Annex("Phân công thực hiện nhiệm vụ", (Table(columns, tuple(rows)),), landscape=True)


def _items(matter: PlanMatter) -> list[PlannedWork]:
    return [each for _text, items in matter.groups for each in items]


def _profile(kind: OrganisationKind, *, joint: bool) -> Profile:
    """Members have clerical rules of their own, which are close to the State's; those of the Front are the Front's."""
    if kind is OrganisationKind.FRONT:
        return Profile.FRONT
    return Profile.POLICE if kind is OrganisationKind.POLICE and not joint else Profile.STATE


def _signature(agency: Agency, level: Level) -> Signature:
    if agency.kind is OrganisationKind.POLICE:
        return police_signature() if level is Level.PROVINCE else commune_police_signature()
    if agency.kind is OrganisationKind.FRONT:
        return front_signature()
    return collective_signature("Ban Thường vụ", "Bí thư" if agency.kind is OrganisationKind.YOUTH else "Chủ tịch")


def _recipients(matter: PlanMatter) -> list[str]:
    place = {Level.PROVINCE: "Tỉnh ủy, UBND tỉnh", Level.DISTRICT: "Huyện ủy, UBND huyện"}
    above = [each.parent for each in matter.agencies if each.parent]
    below = ["Công an, Ủy ban MTTQ cấp dưới"] if matter.level is not Level.COMMUNE else []
    return [*above, f"Thường trực {place.get(matter.level, 'Đảng ủy, UBND')}", "Các tổ chức thành viên", *below]
