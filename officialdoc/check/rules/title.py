"""Type name, subject, bases, addressees. Source: Annex I, part I, section II, 5, 6 and 9."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officialdoc import wording
from officialdoc.check.anatomy import Anatomy
from officialdoc.check.folding import folded
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, Breach, rule
from officialdoc.check.rules.head import rule_share

SOURCE = f"{DECREE}, Mục II, khoản 5"
BASES = f"{DECREE}, Mục II, khoản 6"
ADDRESS = f"{DECREE}, Mục II, khoản 9"
SENT_UP = {"to trinh", "bao cao"}


@rule(
    "type-name-present",
    source=SOURCE,
    wanted="Tên loại văn bản (BÁO CÁO, KẾ HOẠCH ...) ở giữa, dưới số và ký hiệu; riêng công văn ghi “V/v” dưới số",
    mend="Ghi tên loại bằng chữ in hoa, đậm, canh giữa, trước trích yếu.",
)
def type_name_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.type_name is None and not anatomy.is_letter:
        yield Breach("sau phần đầu trang 1", "không thấy tên loại văn bản")


@rule(
    "letter-without-title",
    source=SOURCE,
    wanted="Công văn không có tên loại; trích yếu “V/v ...” ghi dưới số và ký hiệu",
    mend="Xóa dòng tên loại của công văn.",
)
def letter_without_title(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.is_letter and anatomy.type_name is not None:
        yield Breach(anatomy.type_name.place, anatomy.type_name.text)


@rule(
    "subject-present",
    source=SOURCE,
    wanted="Trích yếu nội dung ngay dưới tên loại",
    mend="Ghi trích yếu (một câu ngắn về nội dung) ngay dưới tên loại.",
)
def subject_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.type_name is not None and not anatomy.subject and not anatomy.is_letter:
        yield Breach(anatomy.type_name.place, "không có trích yếu")


@rule(
    "subject-rule",
    source=SOURCE,
    wanted="Dưới trích yếu có đường kẻ ngang, nét liền",
    mend="Kẻ một đường thẳng nét liền dưới trích yếu, dài 1/3 đến 1/2 dòng chữ, đặt cân đối.",
)
def subject_rule(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.subject and not any(line.rule_lengths for line in anatomy.subject_rules):
        yield Breach(anatomy.subject[-1].place, "không có đường kẻ")


@rule(
    "subject-rule-length",
    source=SOURCE,
    wanted="Đường kẻ dưới trích yếu dài từ 1/3 đến 1/2 dòng chữ",
    mend="Chỉnh đường kẻ cho dài 1/3 đến 1/2 dòng trích yếu.",
)
def subject_rule_length(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.subject:
        yield from rule_share(anatomy.subject_rules, anatomy.subject)


@rule(
    "about-form",
    source=SOURCE,
    wanted="Trích yếu công văn mở đầu bằng “V/v”",
    mend="Gõ lại: “V/v ...”.",
)
def about_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in anatomy.about[:1]:
        if not line.text.startswith(f"{wording.ABOUT} "):
            yield Breach(line.place, line.text.split(" ")[0])


@rule(
    "basis-end",
    source=BASES,
    wanted="Mỗi căn cứ một dòng, cuối dòng có dấu chấm phẩy, dòng cuối cùng có dấu chấm",
    mend="Kết thúc mỗi căn cứ bằng “;”, căn cứ cuối cùng bằng “.”.",
)
def basis_end(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for place, line in enumerate(anatomy.bases, start=1):
        wanted = "." if place == len(anatomy.bases) else ";"
        if not line.text.endswith(wanted):
            yield Breach(line.place, f"kết thúc bằng “{line.text[-1]}”")


@rule(
    "basis-apart",
    source=BASES,
    wanted="Mỗi căn cứ trình bày trên một dòng riêng",
    mend="Xuống dòng trước mỗi căn cứ.",
)
def basis_apart(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in anatomy.bases:
        if re.search(r"[;,.] (Căn cứ|Theo đề nghị|Xét đề nghị) ", line.text):
            yield Breach(line.place, "nhiều căn cứ trên một dòng")


@rule(
    "address-form",
    source=ADDRESS,
    wanted="“Kính gửi:” có dấu hai chấm; gửi một nơi thì ghi trên cùng dòng, kết thúc bằng dấu chấm",
    mend="Gõ lại: “Kính gửi: Tên cơ quan.”; gửi nhiều nơi thì xuống dòng, mỗi nơi một gạch đầu dòng.",
)
def address_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if not anatomy.addressees:
        return
    first, *others = anatomy.addressees
    well_begun = first.text.startswith(wording.ADDRESS_WORD)
    alone = first.text == wording.ADDRESS_WORD
    if not well_begun or (alone and len(others) < 2) or (not alone and not others and not first.text.endswith(".")):
        yield Breach(first.place, first.text)


@rule(
    "address-list",
    source=ADDRESS,
    wanted="Gửi nhiều nơi: mỗi nơi một dòng, có gạch đầu dòng, cuối dòng có dấu chấm phẩy, dòng cuối có dấu chấm",
    mend="Sửa dấu ở cuối dòng: “;” cho mỗi nơi, “.” cho nơi cuối cùng.",
)
def address_list(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    listed = anatomy.addressees[1:]
    for place, line in enumerate(listed, start=1):
        wanted = "." if place == len(listed) else ";"
        if not (line.text.startswith("- ") and line.text.endswith(wanted)):
            yield Breach(line.place, line.text)


@rule(
    "address-kind",
    source=ADDRESS,
    wanted="“Kính gửi” chỉ dùng cho công văn, tờ trình và báo cáo gửi cấp trên",
    mend="Bỏ dòng “Kính gửi”; ghi nơi nhận ở phần cuối văn bản.",
)
def address_kind(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    kind = anatomy.type_name
    if anatomy.addressees and kind is not None and not anatomy.is_letter and folded(kind.text) not in SENT_UP:
        yield Breach(anatomy.addressees[0].place, f"{kind.text} có “Kính gửi”")


@rule(
    "address-present",
    source=ADDRESS,
    wanted="Công văn có “Kính gửi”",
    mend="Thêm dòng “Kính gửi: Tên cơ quan.” trước nội dung.",
)
def address_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.is_letter and not anatomy.addressees:
        yield Breach("trước nội dung", "công văn không có “Kính gửi”")
