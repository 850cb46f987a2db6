"""Recipients and signatures. Source: Annex I, part I, section II, 7 and 9; Art. 13."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officialdoc import wording
from officialdoc.check.anatomy import Anatomy
from officialdoc.check.folding import folded
from officialdoc.check.profiles import ProfileRules
from officialdoc.check.registry import DECREE, Breach, rule
from officialdoc.signing import FOR_THE_HEAD, ON_BEHALF, PREFIXES

SIGNING = f"{DECREE}, Mục II, khoản 7"
WHO_SIGNS = "Nghị định 30/2020/NĐ-CP, Điều 13"
RECIPIENTS = f"{DECREE}, Mục II, khoản 9"
PREFIX = re.compile(r"^(TM|KT|TL|TUQ|Q)(?=[\s.])", re.IGNORECASE)
WELL_PREFIXED = re.compile(rf"^({'|'.join(re.escape(prefix) for prefix in PREFIXES)}) \S")
POLICE_TITLE = re.compile(r"GIÁM ĐỐC|CÔNG AN")
ACADEMIC = re.compile(r"^(GS|PGS|TS|ThS|Th\.S|CN|KS|Giáo sư|Phó Giáo sư|Tiến sĩ|Thạc sĩ|Cử nhân)\b", re.IGNORECASE)
STANDING_COMMITTEE = "BAN THƯỜNG TRỰC"


@rule(
    "signature-present",
    source=SIGNING,
    wanted="Cuối văn bản có quyền hạn, chức vụ của người ký",
    mend="Ghi chức vụ người ký bên phải phần “Nơi nhận”, ví dụ GIÁM ĐỐC hoặc TM. BAN THƯỜNG TRỰC.",
)
def signature_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if not anatomy.signatures:
        yield Breach("cuối văn bản", "không thấy chức vụ người ký")


@rule(
    "signature-prefix",
    source=SIGNING,
    wanted="“TM.”, “KT.”, “TL.”, “TUQ.”, “Q.” viết hoa, có dấu chấm và một khoảng trống trước chức vụ",
    mend="Gõ lại, ví dụ “KT. GIÁM ĐỐC”.",
)
def signature_prefix(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for signature in anatomy.signatures:
        for line in signature.lines:
            if PREFIX.match(line.text) and not WELL_PREFIXED.match(line.text.upper()):
                yield Breach(line.place, line.text)


@rule(
    "signature-on-behalf",
    source=WHO_SIGNS,
    wanted="Cơ quan công an làm việc theo chế độ thủ trưởng: ký GIÁM ĐỐC hoặc KT. GIÁM ĐỐC, không ký TM.",
    mend="Bỏ dòng “TM.”; cấp phó ký thì ghi “KT. GIÁM ĐỐC” rồi “PHÓ GIÁM ĐỐC”.",
)
def signature_on_behalf(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for signature in anatomy.signatures:
        behalf = [line for line in signature.lines if folded(line.text).startswith("tm ")]
        by_police = any(POLICE_TITLE.search(line.text.upper()) for line in signature.lines)
        if behalf and (by_police or not profile.may_sign_on_behalf):
            yield Breach(behalf[0].place, behalf[0].text)


@rule(
    "signature-collective",
    source="Hướng dẫn 91/HD-MTTW-BTT; Nghị định 30/2020/NĐ-CP, Điều 13",
    wanted="Mặt trận làm việc theo chế độ tập thể: ký TM. BAN THƯỜNG TRỰC rồi chức vụ",
    mend="Thêm dòng “TM. BAN THƯỜNG TRỰC” phía trên chức vụ người ký.",
    profiles=("mat-tran",),
)
def signature_collective(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for signature in anatomy.signatures:
        chairs = [line for line in signature.lines if folded(line.text) in {"chu tich", "pho chu tich"}]
        if chairs and not any(folded(line.text).startswith("tm ") for line in signature.lines):
            yield Breach(chairs[0].place, chairs[0].text)


@rule(
    "signature-deputy",
    source=SIGNING,
    wanted="Cấp phó ký thay: dòng trên “KT.” và chức vụ cấp trưởng, dòng dưới chức vụ cấp phó",
    mend="Ghi đủ hai dòng, ví dụ “KT. GIÁM ĐỐC” và “PHÓ GIÁM ĐỐC”.",
)
def signature_deputy(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for signature in anatomy.signatures:
        texts = [line.text.upper() for line in signature.lines]
        deputy = any(text.startswith("PHÓ ") for text in texts)
        # By the first letters: whether the dot is there is another rule's question.
        instead = any(text.startswith(FOR_THE_HEAD.rstrip(".")) for text in texts)
        standing = any(text.startswith(ON_BEHALF) and STANDING_COMMITTEE in text for text in texts)
        other = any(text.startswith(("TL", "TUQ")) for text in texts)
        if instead and not deputy:
            yield Breach(signature.lines[-1].place, "“KT.” mà không có chức vụ cấp phó")
        if deputy and not (instead or standing or other):
            yield Breach(signature.lines[-1].place, f"{texts[-1]} không có “KT.”")


@rule(
    "signer-title",
    source=SIGNING,
    wanted="Trước họ tên người ký không ghi học hàm, học vị",
    mend="Xóa học hàm, học vị trước họ tên; lực lượng vũ trang có thể ghi cấp bậc.",
)
def signer_title(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for signature in anatomy.signatures:
        if signature.name is not None and ACADEMIC.match(signature.name.text):
            yield Breach(signature.name.place, signature.name.text.split(" ")[0])


@rule(
    "recipients-present",
    source=RECIPIENTS,
    wanted="Cuối văn bản, bên trái, có “Nơi nhận:”",
    mend="Thêm phần “Nơi nhận:” và danh sách nơi nhận bên trái, ngang với chữ ký.",
)
def recipients_present(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if anatomy.recipients_word is None:
        yield Breach("cuối văn bản", "không thấy “Nơi nhận:”")


@rule(
    "recipients-word-form",
    source=RECIPIENTS,
    wanted="“Nơi nhận:” trên một dòng riêng, sát lề trái, có dấu hai chấm",
    mend="Gõ lại “Nơi nhận:” (có dấu hai chấm) ở bên trái.",
)
def recipients_word_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    word = anatomy.recipients_word
    if word is None:
        return
    if word.text != wording.RECIPIENTS_WORD:
        yield Breach(word.place, word.text)
    if word.align in {"center", "right"} or (word.address is not None and word.address.column > 0):
        yield Breach(word.place, "không ở bên trái")


@rule(
    "recipients-form",
    source=RECIPIENTS,
    wanted="Mỗi nơi nhận một dòng, có gạch đầu dòng, cuối dòng có dấu chấm phẩy",
    mend="Sửa thành “- Tên nơi nhận;”.",
)
def recipients_form(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    for line in anatomy.recipients[:-1]:
        if not (line.text.startswith("- ") and line.text.endswith(";")):
            yield Breach(line.place, line.text)


@rule(
    "recipients-filed",
    source=RECIPIENTS,
    wanted="Dòng cuối của nơi nhận: “- Lưu: VT, đơn vị soạn thảo.”",
    mend="Thêm hoặc sửa dòng cuối: “- Lưu: VT, ... .” (kết thúc bằng dấu chấm).",
)
def recipients_filed(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    word = anatomy.recipients_word
    if word is None:
        return
    last = anatomy.recipients[-1] if anatomy.recipients else word
    if not re.match(profile.filed_pattern, last.text):
        yield Breach(last.place, last.text)


@rule(
    "recipients-as-above",
    source=RECIPIENTS,
    wanted="Có “Kính gửi” thì dòng đầu của nơi nhận là “- Như trên;”, không có thì không ghi",
    mend="Sửa dòng đầu của nơi nhận: “- Như trên;” khi và chỉ khi có “Kính gửi”.",
)
def recipients_as_above(anatomy: Anatomy, profile: ProfileRules) -> Iterator[Breach]:
    if not anatomy.recipients:
        return
    first = anatomy.recipients[0]
    says_so = folded(first.text).startswith(folded(wording.AS_ABOVE))
    if says_so is not bool(anatomy.addressees):
        yield Breach(first.place, first.text)
