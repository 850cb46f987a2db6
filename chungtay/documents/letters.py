"""The letter of correction (công văn đính chính) as an official document. Pure; its words are Vietnamese by law.

It puts right the form, the layout or the procedure of an issued document, never its content: a wrong figure is mended
by a document that replaces it. Source: Nghị định 30/2020/NĐ-CP, Art. 18(3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chungtay.documents.codes import FormPart
from officialdoc import Document as Paper
from officialdoc import Rendering, cited_day, clause, paragraph

PART_WORDS = {
    FormPart.AGENCY: "tên cơ quan ban hành",
    FormPart.NUMBER: "số, ký hiệu",
    FormPart.DATE: "địa danh và thời gian ban hành",
    FormPart.TITLE: "tên loại và trích yếu",
    FormPart.SIGNATURE: "chức vụ, quyền hạn của người ký",
    FormPart.RECIPIENTS: "nơi nhận",
    FormPart.LAYOUT: "chính tả, kỹ thuật trình bày trong nội dung",
}
# Where numbers are form themselves; anywhere else a number is content.
PARTS_OF_NUMBERS = (FormPart.NUMBER, FormPart.DATE)


@dataclass(frozen=True)
class Mistake:
    """A mistake of form: in which part, what is printed there, and what it should say."""

    part: FormPart
    printed: str
    right: str

    @property
    def is_of_form(self) -> bool:
        """Whether only form is put right: outside number and date, every number stays what it was."""
        return self.part in PARTS_OF_NUMBERS or _numbers(self.printed) == _numbers(self.right)


def letter_of_correction(corrected: Paper, *, number: str, dated: date, mistakes: Sequence[Mistake]) -> Paper:
    """The letter of the agencies that issued `corrected` under `number` ("12/BC-CAT-MTTQ") and date.

    It goes to whom the document went. As a công văn it has no title, and its symbol names no type.
    """
    kind = corrected.type_name or "Công văn"
    named = f"{kind} số {number} {cited_day(dated)}"
    agencies = " và ".join(issuer.name for issuer in corrected.issuers)
    return replace(
        corrected,
        type_name=None,
        # Without the number: a symbol would break at its hyphens in the narrow column under the agencies.
        subject=f"đính chính thể thức {kind} {cited_day(dated)}",
        symbol=symbol_of_letter(corrected),
        number=None,
        issued_on=None,
        expected_on=None,
        blocks=(
            paragraph(f"{agencies} đã ban hành {named}: {corrected.subject}."),
            paragraph(f"Sau khi rà soát, {agencies} đính chính thể thức, kỹ thuật trình bày của {kind} như sau:"),
            *(clause(_sentence(each)) for each in mistakes),
            paragraph(
                f"Số liệu và các nội dung khác của {kind} không thay đổi. Đề nghị các cơ quan, đơn vị nhận {kind} "
                "biết và thực hiện."
            ),
        ),
        annexes=(),
        sources=(),
        addressees=corrected.addressees or corrected.recipients,
        recipients=(),
        rendering=Rendering.CLEAN,
        page_line=None,
    )


def symbol_of_letter(corrected: Paper) -> str:
    """The agencies of the document's own symbol: "BC-CAT-MTTQ" gives "CAT-MTTQ"."""
    return corrected.symbol.partition("-")[2] if corrected.type_name else corrected.symbol


def _sentence(mistake: Mistake) -> str:
    return f"Tại phần {PART_WORDS[mistake.part]}: đã ghi “{mistake.printed}”, nay sửa là “{mistake.right}”."


def _numbers(words: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", words)
