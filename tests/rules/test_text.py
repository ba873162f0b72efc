import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.engine.text import KEY_LENGTH, WORDS, index_words, initials, name_key, query_words

NAMES = [
    "朝阳区",
    "东城区",
    "三里屯街道幸福一村社区居委会",
    "北京市朝阳区晨光物业管理有限公司",
    "中国银行（北京）重庆路支行",
    "长营乡卫生院",
    "SOHO现代城2号院业主委员会",
    "朝阳门街道第12社区",
]
names = st.text(st.sampled_from("朝阳区东城三里屯街道社区银行重庆长乐第一二十AaBb12 （）-"), min_size=1, max_size=14)


def found(query: str, *texts: str) -> bool:
    return set(query_words(query)) <= set(index_words(*texts))


def test_lists_sort_as_a_chinese_reader_expects() -> None:
    assert sorted(["东城区", "朝阳区", "安贞", "ABC中心"], key=name_key) == ["ABC中心", "安贞", "朝阳区", "东城区"]


def test_numbers_sort_by_value_in_figures_and_in_characters() -> None:
    for written in (["第2社区", "第10社区"], ["第二社区", "第十社区"], ["劲松一区", "劲松二区", "劲松三区", "劲松十四区"]):
        backwards = written[::-1]
        assert sorted(backwards, key=name_key) == written


def test_a_numeral_that_is_part_of_a_name_is_read_aloud() -> None:
    assert name_key("三里屯") == "san1 li3 tun2"
    assert name_key("十八里店") == "shi2 ba1 li3 dian4"


def test_a_surname_is_read_as_a_surname_in_the_name_of_a_person() -> None:
    assert name_key("单雄", person=True).startswith("shan4 ")
    assert name_key("单店").startswith("dan1 ")


def test_the_key_of_a_local_name_follows_local_reading() -> None:
    assert name_key("朝阳") == "chao2 yang2"
    assert name_key("劲松") == "jin4 song1"


def test_initials_are_the_letters_people_type() -> None:
    assert initials("朝阳区（全民）2号") == "cyqqm2h"
    assert initials("SOHO现代城") == "sohoxdc"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("朝", NAMES[0]),
        ("里屯街道", NAMES[2]),
        ("幸福 三里屯", NAMES[2]),
        ("slt", NAMES[2]),
        ("SLTJD", NAMES[2]),
        ("ｓｌｔ", NAMES[2]),
        ("sanlit", NAMES[2]),
        ("litun", NAMES[2]),
        ("chaoy", NAMES[3]),
        ("zhaoyang", NAMES[3]),
        ("cgwy", NAMES[3]),
        ("中国银行北京", NAMES[4]),
        ("中国银行(北京)", NAMES[4]),
        ("chongqing", NAMES[4]),
        ("yinhang", NAMES[4]),
        ("cql", NAMES[4]),
        ("changying", NAMES[5]),
        ("zhangying", NAMES[5]),
        ("soho", NAMES[6]),
        ("oho现代", NAMES[6]),
        ("sohoxdc", NAMES[6]),
        ("2号院", NAMES[6]),
        ("第12社区", NAMES[7]),
        ("朝阳门 12", NAMES[7]),
    ],
)
def test_a_name_is_found_by(query: str, name: str) -> None:
    assert found(query, name)


@pytest.mark.parametrize(
    ("query", "name"), [("阳朝", NAMES[0]), ("yqc", NAMES[0]), ("东城", NAMES[0]), ("屯里三", NAMES[2]), ("13", NAMES[7])]
)
def test_a_name_is_not_found_by(query: str, name: str) -> None:
    assert not found(query, name)


def test_one_letter_finds_what_begins_with_it() -> None:
    assert found("c", "朝阳区")
    assert not found("y", "朝阳区")


def test_a_unit_is_found_by_its_credit_code_or_the_beginning_of_it() -> None:
    code = "91350100M000100Y43"

    for query in (code, code.lower(), "9135", "91350100", "91350100m0", "91350100 M000 100Y"):
        assert found(query, "晨光物业", code)
    assert not found("91350101", "晨光物业", code)
    assert not found("m000100", "晨光物业", code)


def test_numbers_and_letters_that_stand_apart_are_found_as_they_are_typed() -> None:
    assert found("1 2", "1 2")
    assert found("a b", "a b")
    assert found("c y", "朝阳")


def test_nothing_typed_asks_for_nothing() -> None:
    assert query_words("  ") == query_words("（）") == []


def test_every_part_of_every_area_name_is_found_and_little_else(area_names: list[str]) -> None:
    indexed = {name: set(index_words(name)) for name in area_names}
    answers = right = 0
    for name in area_names[::20]:
        for part in {name[start : start + length] for length in (2, 3, 4) for start in range(len(name) - length + 1)}:
            asked = set(query_words(part))
            hits = [other for other, words in indexed.items() if asked <= words]
            assert name in hits
            answers += len(hits)
            right += sum(part in hit for hit in hits)

    assert right / answers > 0.99


@given(names, st.data())
def test_any_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    if not any(map(str.isdigit, name)):
        # One letter alone asks for names that begin with it; signs beside it say nothing.
        letters = "".join(filter(str.isalnum, part))
        assert (len(letters) == 1 and letters.isascii()) or found(part, name)


@given(names)
def test_any_name_is_found_by_itself_and_by_its_initials(name: str) -> None:
    letters = initials(name)

    assert found(name, name)
    assert not letters.isalpha() or found(letters, name)


@given(st.text(max_size=300))
def test_any_text_has_a_bounded_key_in_ascii_and_bounded_words(text: str) -> None:
    key = name_key(text)

    assert key.isascii() and key == key.lower() and len(key) <= KEY_LENGTH
    assert len(index_words(text)) <= WORDS
    assert all(word and len(word) <= 18 for word in index_words(text) + query_words(text))


@pytest.fixture(scope="module")
def area_names() -> list[str]:
    """Some six hundred names of the form that subdistricts and communities have."""
    places = "幸福 光明 望京 花家地 三里屯 左家庄 柳芳 团结湖 水碓子 甘露园 安慧 慧忠 芍药居 樱花园 朝阳门 劲松"
    sides = ["", "东", "西", "南", "北", "东里", "西里", "南里", "北里", "一村", "二村", "西园三区"]
    return [f"{place}{side}{end}" for place in places.split() for side in sides for end in ("街道", "社区居委会", "村委会")]
