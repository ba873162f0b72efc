"""The command line on a configured database: the same schema as pages and apps use, by whoever runs the server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api import cli
from api.settings import Settings, settings

DIVISIONS = """code,level,name,short_name,parent_code,kind
110105000000,district,朝阳区,朝阳区,110100000000,district
110105002000,street,朝外街道,朝外街道,110105000000,subdistrict
110105002001,community,吉庆里社区,吉庆里社区,110105002000,community
"""
UNITS = """单位名称,类别,统一社会信用代码
朝外示范文具有限公司（样例）,企业,
朝外示范书画院（样例）,社会组织,91110105MA0000000X
"""

Gongzhi = Callable[..., Result]


@pytest.fixture
def gongzhi(database: str, servers: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gongzhi]:
    """Runs a command on a migrated database."""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("GONGZHI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GONGZHI_DATABASE_URL", database)
    monkeypatch.setenv("GONGZHI_REDIS_URL", servers.redis_url or "")
    monkeypatch.setenv("GONGZHI_ARGON2_TIME", "1")
    monkeypatch.setenv("GONGZHI_ARGON2_MEMORY", "64")
    settings.cache_clear()
    yield lambda *arguments, given="": CliRunner().invoke(cli.gongzhi, [str(one) for one in arguments], input=given)
    settings.cache_clear()


def test_an_account_and_its_token_are_made_and_only_the_secrets_printed(gongzhi: Gongzhi) -> None:
    opened = gongzhi("account", "create", "fang", "--name", "方既明", "--administrator")
    assert (opened.exit_code, opened.stderr) == (0, "")
    assert len(opened.stdout.split()) == 1
    token = gongzhi("token", "create", "--account", "fang", "--scope", "areas:write")
    assert (token.exit_code, token.stderr) == (0, "")
    assert token.stdout.startswith("gz_")
    assert len(token.stdout.split()) == 1


def test_what_is_refused_is_a_sentence_and_an_exit_code(gongzhi: Gongzhi) -> None:
    nobody = gongzhi("token", "create", "--account", "nobody", "--scope", "areas:write")
    assert (nobody.exit_code, nobody.stdout, nobody.stderr) == (1, "", "Error: There is no account nobody.\n")
    misnamed = gongzhi("account", "create", "X", "--name", "方既明")
    assert (misnamed.exit_code, misnamed.stdout) == (1, "")
    assert "账号名" in misnamed.stderr


def test_areas_and_organisations_are_brought_in_and_again_without_change(gongzhi: Gongzhi, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(DIVISIONS)
    (tmp_path / "units.csv").write_text(UNITS)
    assert "Bring in the areas first" in gongzhi("import", "organisations", tmp_path / "units.csv").stderr
    assert gongzhi("import", "areas", tmp_path / "areas.csv").stdout == "朝阳区: 3 new, 0 renamed, 0 unchanged\n"
    assert gongzhi("import", "areas", tmp_path / "areas.csv").stdout == "朝阳区: 0 new, 0 renamed, 3 unchanged\n"

    refused = gongzhi("import", "organisations", tmp_path / "units.csv")
    assert refused.exit_code == 1
    assert "Row 3: 统一社会信用代码" in refused.stdout
    assert "Nothing was changed" in refused.stderr
    good = gongzhi("import", "organisations", tmp_path / "units.csv", "--good-rows")
    assert (good.exit_code, good.stdout.splitlines()[-2:]) == (0, ["1 new, 0 changed, 0 unchanged, 1 wrong", "Done."])
    again = gongzhi("import", "organisations", tmp_path / "units.csv", "--preview")
    assert again.stdout.splitlines()[-1] == "0 new, 0 changed, 1 unchanged, 1 wrong"


def test_a_query_is_explained_and_a_mistake_in_it_told(gongzhi: Gongzhi) -> None:
    explained = gongzhi("explain", "-", given="{ areas(first: 1) { nodes { name } } }")
    assert explained.stdout.startswith("select ")
    assert "Execution Time" in explained.stdout
    assert "nope" in gongzhi("explain", "-", "--public", given="{ nope }").stderr
    assert "this is a mutation" in gongzhi("explain", "-", given="mutation { signOut(input: {}) { refusals { code } } }").stderr
