"""The order of the dictionary and search without marks."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from chungtay.core.vietnamese import fold, normalise, sort_key

IN_ORDER = ["An", "Ăn", "Ân", "Ẩn", "Ấp", "Dân", "Đông", "Nà", "Nả", "Ná", "O", "Ô", "Ơ", "Uy", "Ưng"]


def test_names_stand_in_dictionary_order() -> None:
    assert sorted(set(IN_ORDER), key=sort_key) == IN_ORDER


def test_tones_decide_only_between_the_same_letters() -> None:
    assert sorted(["ma", "má", "mà", "mạ", "mả", "mã", "mai"], key=sort_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "mai",
    ]  # fmt: skip


def test_fold_finds_marks_and_the_letter_đ() -> None:
    assert fold("Đông Thọ") == "dong tho"
    assert fold("HIẾN ĐẤT LÀM ĐƯỜNG") == "hien dat lam duong"


def test_normalise_makes_one_text_of_two_spellings() -> None:
    assert normalise(unicodedata.normalize("NFD", " Hòa\u00a0 Bình ")) == "Hòa Bình"


@given(st.text())
def test_keys_do_not_depend_on_how_a_text_is_composed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert sort_key(decomposed) == sort_key(unicodedata.normalize("NFC", text))
    assert fold(decomposed) == fold(unicodedata.normalize("NFC", text))
