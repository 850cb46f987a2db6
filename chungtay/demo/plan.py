"""The joint plan of the story's past, issued at the beginning of its year: the annual report lists it."""

from __future__ import annotations

from datetime import date, datetime

from chungtay.documents.actions import Draft, NewFile, draft_document
from chungtay.documents.codes import FileFormat, PaperKind, Rendering
from chungtay.documents.models import Document
from chungtay.organisations.models import Membership, Organisation
from officialdoc import Document as Paper
from officialdoc import (
    Heading,
    Issuer,
    Profile,
    fingerprint,
    front_signature,
    paragraph,
    police_signature,
    render_docx,
    render_pdf,
    to_data,
)

CONTENTS = (
    ("Mục đích, yêu cầu", "Phát huy vai trò của Nhân dân trong giữ gìn bình yên ở từng khu dân cư; nội dung phối hợp "
     "thiết thực, phân công rõ cơ quan chủ trì, cơ quan phối hợp và thời hạn hoàn thành."),
    ("Nội dung phối hợp", "Tuyên truyền, phổ biến pháp luật; củng cố, nhân rộng mô hình tự quản; tổ chức Ngày hội Toàn "
     "dân bảo vệ an ninh Tổ quốc; hòa giải ở cơ sở; biểu dương, khen thưởng điển hình tiên tiến."),
    ("Tổ chức thực hiện", "Công an và Ủy ban Mặt trận Tổ quốc các cấp căn cứ Kế hoạch này xây dựng kế hoạch của cấp "
     "mình; báo cáo kết quả theo kỳ báo cáo của Chương trình phối hợp."),
)  # fmt: skip


def draft_plan(year: int, police: Organisation, front: Organisation, *, by: Membership, now: datetime) -> Document:
    """Draft the joint plan of a year, led by the police."""
    paper = _paper(year, police, front)
    files = [
        NewFile(Rendering.FOR_SIGNATURE, format_, f"ke-hoach-phoi-hop-{year}.{format_.value}", content)
        for format_, content in ((FileFormat.DOCX, render_docx(paper)), (FileFormat.PDF, render_pdf(paper)))
    ]
    return draft_document(
        kind=PaperKind.PLAN,
        title=paper.subject,
        lead=police,
        partner=front,
        source=f"plan:{year}",
        symbol=paper.symbol,
        draft=Draft(tuple(files), fingerprint(paper), dict(to_data(paper))),
        by=by,
        now=now,
    )


def _paper(year: int, police: Organisation, front: Organisation) -> Paper:
    blocks = [block for title, words in CONTENTS for block in (Heading(1, title), paragraph(words))]
    return Paper(
        profile=Profile.STATE,
        issuers=(Issuer(police.name, parent="Bộ Công an"), Issuer(front.name)),
        symbol="KH-CAT-MTTQ",
        place="Thanh Hóa",
        expected_on=date(year, 1, 1),
        type_name="Kế hoạch",
        subject=f"Phối hợp thực hiện phong trào Toàn dân bảo vệ an ninh Tổ quốc năm {year}",
        blocks=tuple(blocks),
        signatures=(front_signature(), police_signature()),
        recipients=("Thường trực Tỉnh ủy, UBND tỉnh", "Các tổ chức thành viên", "Công an, Ủy ban MTTQ cấp dưới"),
        filed_by="PV05",
    )
