import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.people.masks import MESSAGES, mask_name, mask_phone, normalise_phone, phone_parameters, phone_problem


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳", "欧*"),
        ("爱新觉罗文", "爱新觉罗*"),
        (" 李　四 ", "李*"),
        ("王", "*"),
        ("阿依古丽·买买提", "阿***·***"),
        ("John Smith", "J*** S***"),
        ("", ""),
    ],
)
def test_a_name_shows_the_surname_only(name: str, mask: str) -> None:
    assert mask_name(name) == mask


@pytest.mark.parametrize(
    ("typed", "stored", "mask"),
    [
        ("13800000000", "13800000000", "138****0000"),
        ("１３８　０００0-0000", "13800000000", "138****0000"),
        ("+86 138 0000 0000", "13800000000", "138****0000"),
        ("8613800000000", "13800000000", "138****0000"),
        ("010-64001234", "010-64001234", "010-****1234"),
        ("（010）6400 1234", "010-64001234", "010-****1234"),
        ("+86 10 64001234", "010-64001234", "010-****1234"),
        ("+86 (0631) 5201234", "0631-5201234", "0631-***1234"),
        ("06315201234", "0631-5201234", "0631-***1234"),
        ("0631—5201234转8001", "0631-5201234-8001", "0631-***1234-*"),
        ("010-64001234-801", "010-64001234-801", "010-****1234-*"),
        ("400-800-1234", "4008001234", "400***1234"),
        ("4008001234 分机 6", "4008001234-6", "400***1234-*"),
    ],
)
def test_a_number_is_stored_in_one_form_and_shown_with_stars(typed: str, stored: str, mask: str) -> None:
    assert normalise_phone(typed) == stored
    assert mask_phone(typed) == mask


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("13800000000/010-64001234", "PHONE_SEVERAL"),
        ("13800000000 13900000000", "PHONE_SEVERAL"),
        ("1380000000", "PHONE_MOBILE"),
        ("138000000001", "PHONE_MOBILE"),
        ("64001234", "PHONE_AREA_CODE"),
        ("010-12345", "PHONE_UNKNOWN"),
        ("无", "PHONE_UNKNOWN"),
    ],
)
def test_what_is_not_one_number_says_why(typed: str, code: str) -> None:
    assert phone_problem(typed) == code
    assert "{" not in MESSAGES[code].format(**phone_parameters(typed))


mobiles = st.from_regex(r"1[3-9]\d{9}", fullmatch=True).filter(str.isascii)
landlines = st.from_regex(r"(010|02[0-9]|0[3-9][0-9]{2})-?[2-8][0-9]{6,7}(-[0-9]{1,4})?", fullmatch=True)


@given(mobiles | landlines)
def test_a_normal_number_has_no_problem_and_normalising_it_again_changes_nothing(number: str) -> None:
    assert phone_problem(number) is None
    assert normalise_phone(normalise_phone(number)) == normalise_phone(number)


@given(mobiles | landlines)
def test_a_mask_never_shows_more_than_the_area_code_and_four_digits(number: str) -> None:
    subscriber = mask_phone(number)[len("138") :]

    assert sum(map(str.isdigit, subscriber)) <= 5


def test_a_mask_of_a_name_that_is_but_a_dot_hides_it() -> None:
    assert mask_name("·") == "*"
    assert mask_name("张·") == "**"


@given(st.text(max_size=40))
def test_a_mask_of_any_text_hides_something(text: str) -> None:
    assert "*" in mask_name(text) or not text.strip()
    assert "*" in mask_phone(text) or not text.strip()
