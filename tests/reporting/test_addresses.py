"""Printed codes of figures: there and back, and no typing mistake goes unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.organisations.codes import Line
from chungtay.reporting.addresses import CodeUnreadable, FigureAddress, address_of

addresses = st.builds(
    FigureAddress,
    unit_id=st.integers(1, 200_000),
    period_id=st.integers(1, 50_000),
    line=st.sampled_from(Line),
    cell=st.integers(0, 5_000),
    consolidation_id=st.none() | st.integers(1, 100_000),
)


@given(addresses)
def test_code_leads_back_to_its_address(address: FigureAddress) -> None:
    assert address_of(address.code) == address


@given(addresses)
def test_code_is_read_as_people_type_it(address: FigureAddress) -> None:
    typed = address.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert address_of(typed) == address


@given(addresses, st.data())
def test_one_wrong_letter_is_refused_or_leads_nowhere_else(address: FigureAddress, data: st.DataObject) -> None:
    letters = list(address.code)
    place = data.draw(st.sampled_from([i for i, letter in enumerate(letters) if i > 2 and letter != "-"]))
    wrong = data.draw(st.sampled_from([c for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if c != letters[place]]))
    letters[place] = wrong

    try:
        found = address_of("".join(letters))
    except CodeUnreadable:
        return
    assert found != address


@pytest.mark.parametrize("typed", ["", "SL", "SL-", "xin chào", "SL-UUUU", "SL-" + "A" * 100, "' OR 1=1"])
def test_nonsense_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(CodeUnreadable) as refusal:
        address_of(typed)

    assert refusal.value.field == "code"
