"""Letters that were given up: an administrator's first page says how many and why, never to whom."""

from tests.story import Story
from tests.views.house import House

_GIVEN_UP = (
    "insert into letter (key, kind, language, error, given_up_at, address_sealed) select 'late/' || n, 'digest', 'zh_Hans', $1,"
    " now() - $2 * interval '1 day', $3 from generate_series(1, $4::int) n returning id"
)


async def test_an_administrator_sees_how_many_and_why(house: House, story: Story) -> None:
    address = house.engine.services.seal.close("lu@unit.example", "letter.address")
    await house.value(_GIVEN_UP, "SMTPRecipientsRefused 550", 1, address, 3)

    told = (await (await house.visitor("admin")).see("/")).tree.text

    assert "未能送达的邮件" in told and "提醒邮件" in told and "收件地址被拒收 550" in told and "3 封" in told
    assert "unit.example" not in told
    assert "未能送达的邮件" not in (await (await house.visitor("chaowai")).see("/")).tree.text


async def test_what_was_given_up_long_ago_is_no_longer_told(house: House, story: Story) -> None:
    await house.value(_GIVEN_UP, "TimeoutError", 31, None, 1)

    assert "未能送达的邮件" not in (await (await house.visitor("admin")).see("/")).tree.text
