"""What a request's headers say about who asks."""

import pytest

from api.visitor import cookie, device, language, visitor_of


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        ("", "zh_Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_Hans"),
        ("zh-TW,zh;q=0.9", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant-MO", "zh_Hant"),
        ("zh-Hans-HK", "zh_Hans"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("en;q=0.2, zh-TW;q=0.7", "zh_Hant"),
        ("de,fr;q=0.9", "zh_Hans"),
        ("de,en;q=0.5", "en"),
        ("en;q=0", "zh_Hans"),
        ("en;q=nonsense,*;q=0.1", "zh_Hans"),
        (";;;,,,=", "zh_Hans"),
        ("EN", "en"),
    ],
)
def test_the_language_liked_best_is_found(accepts: str, expected: str) -> None:
    assert language(accepts.encode()) == expected


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0", "微信 · Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, expected: str) -> None:
    assert device(agent.encode()) == expected


def test_a_cookie_is_found_in_any_header_and_the_first_counts() -> None:
    headers = [b"a=1; gongzhi2=no", b" gongzhi=yes;gongzhi=later"]

    assert cookie(headers, "gongzhi") == "yes"
    assert cookie(headers, "gong") is None
    assert cookie([], "gongzhi") is None


def test_a_peer_that_is_unknown_has_no_address() -> None:
    assert visitor_of({"headers": []}).address == ""
    assert visitor_of({"headers": [], "client": ("::1", 1)}).address == "::1"
