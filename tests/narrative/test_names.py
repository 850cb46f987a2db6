"""Names of models, whatever their spelling."""

import unicodedata
from pathlib import Path

import pytest

from narrative.names import find_model_names

CATALOGUE = [
    ("MH01", ["Camera với ANTT", "Camera an ninh"]),
    ("MH02", ["Tổ tàu thuyền, bến bãi an toàn"]),
    ("MH71", ["Tổ liên gia an toàn PCCC", "Tổ liên gia an toàn phòng cháy, chữa cháy"]),
    ("MH24", ["Tổ liên gia tự quản"]),
    ("MH82", ["Tổ phụ nữ xây dựng gia đình 5 không, 3 sạch"]),
    ("MH12", ["Dòng họ tự quản", "Dòng họ an toàn về ANTT"]),
    ("MH99", ["Kẻng"]),
]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mô hình “Camera với an ninh, trật tự”", "MH01"),
        ("CAMERA VỚI ANTT", "MH01"),
        ('"Tổ tàu thuyền - bến bãi an toàn"', "MH02"),
        ("Tổ liên gia an toàn phòng cháy chữa cháy", "MH71"),
        ("tổ phụ nữ xây dựng gia đình “năm không, ba sạch”", "MH82"),
        ("Dòng họ an toàn về an ninh trật tự", "MH12"),
        (unicodedata.normalize("NFD", "Tổ liên gia tự quản"), "MH24"),
        ("mô hình “Kẻng” của thôn", "MH99"),
    ],
)
def test_a_name_is_known_in_each_of_its_spellings(text, code):
    assert [mention.code for mention in find_model_names(text, CATALOGUE)] == [code]


def test_mentions_quote_their_place_and_the_longest_name_wins():
    text = "Có “Tổ liên gia an toàn PCCC” và Tổ liên gia tự quản."

    found = find_model_names(text, CATALOGUE)

    assert [(it.code, text[it.start : it.end]) for it in found] == [
        ("MH71", "Tổ liên gia an toàn PCCC"),
        ("MH24", "Tổ liên gia tự quản"),
    ]


@pytest.mark.parametrize("text", ["", "tổ liên gia", "tiếng kẻng vang", "camera của nhà dân"])
def test_words_that_are_no_name_are_left(text):
    assert find_model_names(text, CATALOGUE) == ()


TYPES = Path(__file__).parents[2] / "chungtay" / "registry" / "data" / "model_types.psv"


def _types():
    _head, *lines = TYPES.read_text("utf-8").splitlines()
    for line in lines:
        code, name, aliases = line.split("|")
        yield code, (name, *filter(None, aliases.split(";")))


def test_each_type_of_the_catalogue_has_many_spellings_and_each_is_its_own():
    catalogue = list(_types())

    assert min(len(spellings) for _code, spellings in catalogue) >= 4
    mistaken = {
        spelling: found
        for code, spellings in catalogue
        for spelling in spellings
        if (found := [it.code for it in find_model_names(f"Mô hình “{spelling}” ở 3 thôn.", catalogue)]) != [code]
    }
    assert mistaken == {}


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức tuần tra nhân dân 120 lượt, liên kết các lực lượng bảo đảm an toàn về ANTT.",
        "Nhân dân nói không với ma túy, khu dân cư an toàn, con đường an toàn hơn trước.",
        "Các đoàn thể tuyên truyền pháp luật tại nhà trọ, chợ và trường học.",
    ],
)
def test_what_people_do_is_no_name_of_a_model(text):
    assert find_model_names(text, list(_types())) == ()


def test_names_stand_behind_the_word_model_and_in_capitals():
    text = "Duy trì mô hình kẻng an ninh; ra mắt Zalo an ninh và mô hình KDC tự quản."

    found = find_model_names(text, list(_types()))

    assert [it.code for it in found] == ["LMH018", "LMH087", "LMH032"]
