from hypothesis import given
from hypothesis import strategies as st

from schema.organisations.uscc import (
    ALPHABET,
    MESSAGES,
    PROVINCES,
    UsccProblem,
    body_check_character,
    check_character,
    normalise,
    problem,
)

VALID = "91350100M000100Y43"
"""The worked example of GB 32100-2015."""


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Valid codes of any authority, division and body."""
    start = draw(st.sampled_from(["11", "12", "13", "51", "52", "53", "91", "92", "93", "N1"]))
    division = draw(st.sampled_from(sorted(PROVINCES))) + draw(st.text("0123456789", min_size=4, max_size=4))
    body = draw(st.text(ALPHABET, min_size=8, max_size=8).filter(lambda body: body_check_character(body) in ALPHABET))
    code = start + division + body + body_check_character(body)
    return code + check_character(code)


def test_the_standards_own_example_is_accepted() -> None:
    assert problem(VALID) is None


def test_a_wrong_check_character_is_named_with_the_right_one() -> None:
    assert problem("91350100M000100Y4Y") == UsccProblem("USCC_CHECK", 18, "Y", "3")


def test_the_letter_z_is_refused_where_the_worked_example_is_often_miscopied() -> None:
    assert problem("91350100M000100Y4Z") == UsccProblem("USCC_LOOK_ALIKE", 18, "Z", "2")


def test_the_letter_o_is_named_with_its_place_and_not_silently_mended() -> None:
    assert problem("9135O100M000100Y43") == UsccProblem("USCC_LOOK_ALIKE", 5, "O", "0")
    assert normalise("9135O100M000100Y43") == "9135O100M000100Y43"


def test_a_character_that_no_code_has_is_named() -> None:
    assert problem("91350100M000100号43") == UsccProblem("USCC_CHARACTER", 16, "号")


def test_a_code_of_the_wrong_length_says_how_long_it_is() -> None:
    assert problem(VALID[:-1]) == UsccProblem("USCC_LENGTH", 17, "17")
    assert problem(VALID + "3") == UsccProblem("USCC_LENGTH", 18, "19")
    assert problem("") == UsccProblem("USCC_LENGTH", 1, "0")


def test_an_unknown_authority_is_named() -> None:
    assert problem("0" + VALID[1:]) == UsccProblem("USCC_AUTHORITY", 1, "0")


def test_a_letter_in_the_division_is_named() -> None:
    assert problem("9135A100M000100Y43") == UsccProblem("USCC_DIVISION", 5, "A")


def test_a_division_in_no_province_is_named() -> None:
    assert problem("91990100M000100Y43") == UsccProblem("USCC_PROVINCE", 3, "99")


def test_a_mistake_within_the_body_is_located_there() -> None:
    assert problem("91350100M000200Y43") == UsccProblem("USCC_BODY", 17, "4", body_check_character("M000200Y"))


def test_full_width_lower_case_and_spaces_are_read_as_they_are_meant() -> None:
    assert normalise(" ９１３５０１００ m000-100y 43\u3000") == VALID
    assert problem("９１３５０１００ m000 100y 43") is None


def test_every_problem_has_a_sentence_that_its_parameters_fill() -> None:
    for code, sentence in MESSAGES.items():
        assert "{" not in sentence.format(**UsccProblem(code, 3, "A", "B").parameters)  # type: ignore[arg-type]


@given(codes())
def test_every_well_made_code_is_accepted(code: str) -> None:
    assert problem(code) is None


@given(codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_change_of_one_character_is_refused(code: str, place: int, character: str) -> None:
    changed = code[:place] + character + code[place + 1 :]

    assert (problem(changed) is None) == (changed == code)


@given(codes(), st.integers(0, 17), st.integers(0, 17))
def test_every_swap_of_two_characters_is_refused_unless_it_is_the_first_with_the_last(code: str, one: int, other: int) -> None:
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]

    if {one, other} != {0, 17}:
        assert (problem("".join(swapped)) is None) == ("".join(swapped) == code)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    found = problem(text)

    assert found is None or 1 <= found.position <= max(18, len(normalise(text)))
