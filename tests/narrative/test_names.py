"""Names of models, whatever their spelling."""

import unicodedata

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
