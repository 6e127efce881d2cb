"""The INSZ: check digits of both centuries, and no other ground on which a number is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import nn
from stdnum.exceptions import InvalidChecksum

from sluis.domain import insz

# Published examples: a registered person of each century, BIS numbers, unknown and impossible dates.
PUBLISHED = [
    "85073003328", "17073003384", "98472899765", "01490700185", "00000100166", "00000100195", "00000000128",
    "00010000135", "85073500107",
]  # fmt: skip

first_nine = st.integers(0, 999_999_999)
centuries = st.booleans()


def number(first_nine: int, born_from_2000: bool) -> str:
    return f"{first_nine:09d}{insz.check_digits(first_nine, born_from_2000=born_from_2000):02d}"


@pytest.mark.parametrize("published", PUBLISHED)
def test_published_examples_are_valid(published: str) -> None:
    assert insz.is_valid(published)
    assert insz.is_valid(insz.bare(insz.display(published)))


@pytest.mark.parametrize(
    "text",
    [
        "12345678901",
        "",
        "8507300332",
        "850730033280",
        "+5073003328",
        "8507300332 ",
        "85_73003328",
        "８５０７３００３３２８",
    ],
)
def test_what_is_no_insz(text: str) -> None:
    assert not insz.is_valid(text)


def test_display_form_and_back() -> None:
    assert insz.display("85073003328") == "85.07.30-033.28"
    assert insz.bare(" 85.07.30-033.28 ") == insz.bare("85 07 30 033\N{NO-BREAK SPACE}28") == "85073003328"


@given(first_nine, centuries)
def test_any_nine_digits_with_their_check_are_valid_whatever_the_date(nine: int, born_from_2000: bool) -> None:
    assert insz.is_valid(number(nine, born_from_2000))


@given(first_nine, st.integers(0, 99))
def test_exactly_the_two_right_checks_are_valid(nine: int, check: int) -> None:
    right = {97 - nine % 97, 97 - (nine + 2_000_000_000) % 97}
    assert len(right) == 2
    assert insz.is_valid(f"{nine:09d}{check:02d}") == (check in right)


# To the library a birth from 2000 on is possible up to the present year only; years up to 20 are compared.
@given(st.integers(0, 209_999_999), st.data())
def test_an_independent_library_agrees_on_the_check_digits(nine: int, data: st.DataObject) -> None:
    rights = [insz.check_digits(nine, born_from_2000=from_2000) for from_2000 in (False, True)]
    text = f"{nine:09d}{data.draw(st.sampled_from(rights) | st.integers(0, 99)):02d}"
    try:
        # It also judges dates, which we never do; only what it says of the check digits is compared.
        nn._checksum(text)
        agrees = True
    except InvalidChecksum:
        agrees = False
    assert insz.is_valid(text) == agrees


@given(first_nine, centuries, st.integers(0, 10), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed(nine: int, born_from_2000: bool, place: int, by: int) -> None:
    right = number(nine, born_from_2000)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    # The other century's check may be one digit away: then the mistake cannot be seen, by anyone.
    other = number(int(wrong[:9]), not born_from_2000)
    assert insz.is_valid(wrong) == (wrong == other)
