"""Refusals: a sentence for a person, a code for a machine."""

import pytest

from chungtay.core.errors import ChungTayError, InputRefused, ManyProblems, NotPermitted, require
from chungtay.core.scanner import ForbiddenMatter, require_clean


def test_require_raises_what_it_is_given_and_nothing_otherwise() -> None:
    require(True)

    with pytest.raises(NotPermitted):
        require(False)
    with pytest.raises(InputRefused):
        require(False, InputRefused(field="name"))


def test_many_problems_keeps_each_one_with_its_field() -> None:
    refusal = ManyProblems([InputRefused(field="a"), InputRefused(field="b")])

    assert [problem.field for problem in refusal.problems] == ["a", "b"]
    assert refusal.data == {"count": 2}


def test_sentence_is_filled_from_data() -> None:
    class Refused(ChungTayError):
        code = "test.refused"
        message = "%(unit)s has %(count)s reports"

    assert Refused(unit="Đông Thọ", count=3).sentence == "Đông Thọ has 3 reports"


def test_forbidden_matter_names_the_kind_and_never_the_words() -> None:
    with pytest.raises(ForbiddenMatter) as refusal:
        require_clean("Liên hệ ông A, số điện thoại 0912 345 678", field="note")

    assert refusal.value.field == "note"
    assert "0912" not in str(refusal.value)


def test_clean_text_comes_back_as_it_was() -> None:
    text = "Tuyên truyền phòng, chống tội phạm cho đối tượng chính sách"

    assert require_clean(text, field="title") == text
