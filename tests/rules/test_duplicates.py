import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.organisations.duplicates import Likeness, appearance, block_keys, compare, normalised_name

CODE, OTHER_CODE = "91350100M000100Y43", "91110105MA0000007L"
names = st.text(st.sampled_from("晨光朝阳三里屯东西第一二物业科技管理有限公司党支部（）北京 AB12"), min_size=2, max_size=16)


def likeness(one: tuple[str, str | None], other: tuple[str, str | None]) -> Likeness | None:
    return compare(appearance(*one), appearance(*other))


def reasons(one: str, other: str, code: str | None = None, other_code: str | None = None) -> tuple[str, ...]:
    found = likeness((one, code), (other, other_code))
    return found.reasons if found else ()


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("北京市朝阳区晨光物业管理有限公司", "晨光物业管理有限责任公司", "NAME"),
        ("晨光（北京）科技有限公司", "北京晨光科技公司", "NAME"),
        ("三里屯幸福一村社区居民委员会", "三里屯幸福一村居委会", "NAME"),
        ("ＡＢＣ 科技有限公司", "abc科技有限公司", "NAME"),
        ("宏远商贸有限公司", "鸿远商贸有限公司", "PINYIN"),
        ("团结湖图书馆", "团结胡图书馆", "PINYIN"),
        ("晨光物业", "北京晨光物业管理有限公司", "NAME_SIMILAR"),
        ("三里屯社区卫生服务中心", "三里屯设区卫生服务中心", "PINYIN"),
        ("花家地南里社区图书馆", "花家地南里社区图馆", "NAME_SIMILAR"),
        ("酒仙桥社区图书馆", "酒桥仙社区图书馆", "NAME_SIMILAR"),
    ],
)
def test_two_names_of_one_unit_are_suggested(one: str, other: str, reason: str) -> None:
    assert reason in reasons(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三里屯第一小学", "三里屯第二小学"),
        ("安慧里东社区党委", "安慧里西社区党委"),
        ("劲松二区居委会", "劲松三区居委会"),
        ("三里屯派出所", "三里屯司法所"),
        ("中国工商银行北京朝阳支行", "中国建设银行北京朝阳支行"),
        ("晨光科技有限公司", "晨光商贸有限公司"),
        ("三里屯街道党委", "三里屯街道党支部"),
        ("北京小学", "北京市朝阳区小学"),
    ],
)
def test_units_that_differ_on_purpose_are_not(one: str, other: str) -> None:
    assert reasons(one, other) == ()


def test_the_same_code_is_the_strongest_reason() -> None:
    found = likeness(("晨光物业管理有限公司", CODE), ("全新名称服务有限公司", CODE.lower()))

    assert found is not None
    assert (found.score, found.reasons) == (100, ("USCC",))


def test_different_codes_leave_only_an_equal_name_and_lower_the_score() -> None:
    assert reasons("宏远商贸有限公司", "鸿远商贸有限公司", CODE, OTHER_CODE) == ()
    found = likeness(("宏远商贸有限公司", CODE), ("宏远商贸有限责任公司", OTHER_CODE))
    assert found is not None
    assert found.reasons == ("NAME",)
    assert found.score < 80


def test_a_name_keeps_what_would_leave_nothing_to_compare() -> None:
    assert normalised_name("朝阳区") == "朝阳区"
    assert normalised_name("北京小学") == "北京小学"
    assert normalised_name("北京公司") == "北京"


@given(names, names, st.sampled_from([None, CODE, OTHER_CODE]), st.sampled_from([None, CODE, OTHER_CODE]))
def test_likeness_does_not_depend_on_the_order(one: str, other: str, code: str | None, other_code: str | None) -> None:
    assert likeness((one, code), (other, other_code)) == likeness((other, other_code), (one, code))


@given(names, st.data())
def test_whatever_looks_alike_shares_a_key(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    added = data.draw(st.sampled_from(["", "朝", "晨", "物业", "北京"]))
    other = name[:place] + added + name[place + data.draw(st.integers(0, 1)) :]

    if likeness((name, None), (other, None)):
        assert set(block_keys(name)) & set(block_keys(other))


@given(st.text(max_size=200))
def test_keys_are_few_short_and_marked(name: str) -> None:
    keys = block_keys(name, CODE)

    assert 2 <= len(keys) <= 24
    assert all(key.startswith("d:") and len(key) == 10 for key in keys)


def test_a_remark_behind_the_name_is_no_part_of_it() -> None:
    found = likeness(("朝外示范科技公司（样例）", None), ("朝外示范科技有限公司（样例）", None))
    assert found is not None
    assert found.reasons[0] == "NAME"
