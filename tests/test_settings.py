"""What may be configured, and what a wrong value is told."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.secret import key_file, purpose_key, secret_key
from api.settings import Misconfigured, Settings, settings


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.cache_clear()
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GONGZHI_{name.upper()}", raising=False)
    yield
    settings.cache_clear()


def test_nothing_has_to_be_configured() -> None:
    found = settings()
    assert (found.port, found.host, found.database_url, found.redis_url) == (8000, "127.0.0.1", None, None)
    assert found.data == Path.cwd() / "data"
    assert found.address == "http://127.0.0.1:8000"


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGZHI_DATABASE_URL", "")
    monkeypatch.setenv("GONGZHI_PORT", "")
    assert settings().database_url is None
    assert settings().port == 8000


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "eighty", "integer"),
        ("PORT", "70000", "65535"),
        ("DATABASE_URL", "mysql://host/database", "postgresql://"),
        ("REDIS_URL", "queue:6379", "redis://"),
        ("SECRET_KEY", "hunter2", "at least 32 characters"),
        ("SMTP_URL", "mail.example:25", "smtp://"),
        ("SMTP_URL", "http://user:geheim@mail.example", "smtp://"),
        ("MAIL_FROM", "the office", "no-reply@"),
        ("PUBLIC_URL", "unit.example", "https://"),
        ("PUBLIC_URL", "https://unit.example/there", "without a path"),
    ],
)
def test_a_wrong_value_is_named_but_not_repeated(name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"GONGZHI_{name}", value)
    with pytest.raises(Misconfigured) as failure:
        settings()
    assert str(failure.value).startswith(f"GONGZHI_{name}: ")
    assert told in str(failure.value)
    assert value not in str(failure.value)


def test_host_names_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGZHI_HOSTS", "gongzhi.example, [::1] ,")
    assert settings().hosts == ("gongzhi.example", "::1")


def test_the_address_listened_on_is_an_allowed_host_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGZHI_HOST", "192.0.2.7")
    assert settings().hosts == ("localhost", "127.0.0.1", "::1", "192.0.2.7")
    assert settings().address == "http://192.0.2.7:8000"


def test_a_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    here = Settings(data=tmp_path / "data")
    key = secret_key(here)
    assert len(key) >= 32
    assert secret_key(here) == key
    assert stat.S_IMODE(key_file(here).stat().st_mode) == 0o600
    assert [file.name for file in here.data.iterdir()] == ["secret.key"]


def test_a_configured_key_leaves_no_file(tmp_path: Path) -> None:
    here = Settings.model_validate({"data": tmp_path, "secret_key": "k" * 32})
    assert secret_key(here) == "k" * 32
    assert not key_file(here).exists()


def test_a_damaged_key_file_is_not_replaced_by_a_new_key(tmp_path: Path) -> None:
    here = Settings(data=tmp_path)
    key_file(here).write_text("")
    with pytest.raises(Misconfigured, match="Restore it from a backup"):
        secret_key(here)


def test_a_lost_key_is_not_replaced_when_there_is_data_sealed_with_it(tmp_path: Path) -> None:
    here = Settings(data=tmp_path)
    (tmp_path / "postgres").mkdir()
    with pytest.raises(Misconfigured, match="is missing"):
        secret_key(here)


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    here = Settings(data=tmp_path)
    assert len(purpose_key(here, "seal")) == 32
    assert purpose_key(here, "seal") != purpose_key(here, "sign")


def test_a_mail_server_needs_a_sender_and_an_address_for_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGZHI_SMTP_URL", "smtp://user:geheim@mail.example")
    with pytest.raises(Misconfigured, match="needs GONGZHI_MAIL_FROM and GONGZHI_PUBLIC_URL") as failure:
        settings()
    assert "geheim" not in str(failure.value)
    settings.cache_clear()
    monkeypatch.setenv("GONGZHI_MAIL_FROM", "共治 <no-reply@gongzhi.example>")
    monkeypatch.setenv("GONGZHI_PUBLIC_URL", "https://gongzhi.example/")
    assert settings().public_url == "https://gongzhi.example"
    assert "geheim" not in repr(settings())
