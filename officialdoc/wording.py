"""Words that the law or the practice of offices puts into a document. Vietnamese data, never translated.

Source: Nghị định 30/2020/NĐ-CP, Annex I (form of documents), Annex III (abbreviations of types).
"""

from __future__ import annotations

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NUMBER_WORD = "Số:"
ADDRESS_WORD = "Kính gửi:"
RECIPIENTS_WORD = "Nơi nhận:"
AS_ABOVE = "Như trên"
FILED_AT = "Lưu: VT"
ABOUT = "V/v"
END_MARK = "./."
ANNEX_WORD = "Phụ lục"
ENCLOSED_WORD = "Kèm theo"
SOURCES_TITLE = "Nguồn gốc số liệu"
SOURCE_COLUMNS = ("Mã", "Nội dung", "Số liệu", "Cách tính", "Nguồn")
LOOKUP_LINE = "Bản tra cứu"
NOTE_FRAME = ("[", "]")

# What a writer leaves open for the registry clerk: the number, the day, the month, the year.
BLANK = " " * 6

PART_ORDINALS = (
    "nhất",
    "hai",
    "ba",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
)

# Order of the letters of điểm: the Vietnamese alphabet, which has đ after d and neither f, j, w nor z.
POINT_LETTERS = (
    "a",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "x",
    "y",
)

# Annex III: abbreviation -> name of the type. Công văn has none.
TYPE_NAMES = {
    "NQ": "NGHỊ QUYẾT",
    "QĐ": "QUYẾT ĐỊNH",
    "CT": "CHỈ THỊ",
    "QC": "QUY CHẾ",
    "QyĐ": "QUY ĐỊNH",
    "TC": "THÔNG CÁO",
    "TB": "THÔNG BÁO",
    "HD": "HƯỚNG DẪN",
    "CTr": "CHƯƠNG TRÌNH",
    "KH": "KẾ HOẠCH",
    "PA": "PHƯƠNG ÁN",
    "ĐA": "ĐỀ ÁN",
    "DA": "DỰ ÁN",
    "BC": "BÁO CÁO",
    "BB": "BIÊN BẢN",
    "TTr": "TỜ TRÌNH",
    "HĐ": "HỢP ĐỒNG",
    "CĐ": "CÔNG ĐIỆN",
    "BGN": "BẢN GHI NHỚ",
    "BTT": "BẢN THỎA THUẬN",
    "GUQ": "GIẤY ỦY QUYỀN",
    "GM": "GIẤY MỜI",
    "GGT": "GIẤY GIỚI THIỆU",
    "GNP": "GIẤY NGHỈ PHÉP",
    "PG": "PHIẾU GỬI",
    "PC": "PHIẾU CHUYỂN",
    "PB": "PHIẾU BÁO",
}
# Joint programmes carry this customary form; the annex of the decree does not list it.
CUSTOMARY_TYPES = {"CTrPH": "CHƯƠNG TRÌNH PHỐI HỢP"}
