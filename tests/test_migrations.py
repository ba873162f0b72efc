"""Migrations: they give the shape that schema.sql shows, once, whoever runs them."""

import re
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from api import migrate as migrations
from api.database import PUBLIC_ROLE, open_pool
from api.migrate import FOLDER, migrate, pending
from api.shape import describe
from api.trouble import CannotRun


def shape(url: str) -> str:
    with psycopg.connect(url) as connection:
        return describe(connection, PUBLIC_ROLE)


@pytest.mark.check
def test_a_replay_gives_what_schema_sql_shows(database: str) -> None:
    shown = (FOLDER / "schema.sql").read_text()
    assert shape(database) == shown, "run: gongzhi migrate --dump"


@pytest.mark.check
def test_schema_sql_can_be_executed_and_gives_itself(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute((FOLDER / "schema.sql").read_bytes())
    assert shape(empty_database) == (FOLDER / "schema.sql").read_text()


@pytest.mark.check
def test_no_two_migrations_have_the_same_number() -> None:
    names = sorted(file.name for file in FOLDER.glob("*.sql") if file.name != "schema.sql")
    assert all(re.fullmatch(r"[0-9]{4}_[a-z0-9_]+[.]sql", name) for name in names)
    assert len({name[:4] for name in names}) == len(names)


def test_a_second_run_finds_nothing_to_do(empty_database: str) -> None:
    assert pending(empty_database) == migrate(empty_database)
    assert pending(empty_database) == []
    assert migrate(empty_database) == []


def test_of_several_at_once_one_works_and_the_others_wait(empty_database: str) -> None:
    done: list[list[str]] = []
    together = [threading.Thread(target=lambda: done.append(migrate(empty_database))) for _ in range(3)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert sorted(map(len, done)) == [0, 0, len(list(FOLDER.glob("[0-9]*.sql")))]


def test_several_databases_of_one_server_can_be_migrated_at_once(new_database: Callable[[str], str]) -> None:
    urls = [new_database("template0") for _ in range(3)]
    together = [threading.Thread(target=migrate, args=[url]) for url in urls]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert [pending(url) for url in urls] == [[], [], []]


def test_a_database_newer_than_the_program_is_refused(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("update _yoyo_migration set migration_id = '9999_later' where migration_id like '0001%'")
    with pytest.raises(CannotRun, match="newer than this program: it has 9999_later"):
        migrate(database)


def test_a_migration_that_fails_is_undone_and_can_be_tried_again(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "FOLDER", tmp_path)
    (tmp_path / "0001_good.sql").write_text("create table good (id int);")
    (tmp_path / "0002_bad.sql").write_text("create table half (id int); select 1 / 0;")
    with pytest.raises(CannotRun, match="0002_bad failed and was undone: division by zero"):
        migrate(empty_database)
    assert pending(empty_database) == ["0002_bad"]
    (tmp_path / "0002_bad.sql").write_text("create table half (id int);")
    assert migrate(empty_database) == ["0002_bad"]


def test_an_unreachable_database_is_a_sentence() -> None:
    with pytest.raises(CannotRun, match="cannot be reached"):
        migrate("postgresql://nobody@127.0.0.1:1/nothing")


async def test_the_public_selects_areas_but_neither_contacts_nor_people(database: str) -> None:
    async with await open_pool(database, 1, public=True) as pool:
        assert await pool.fetchval("select current_user") == PUBLIC_ROLE
        assert await pool.fetchval("show timezone") == "Asia/Shanghai"
        for table in ("area", "area_class", "area_parentage", "area_overlap", "organisation", "committee", "zone"):
            assert await pool.fetchval(f"select count(*) from {table}") is not None
        for table in ("contact", "person", "account", "session", "token", "event", "event_2026", "membership", "seat", "answer"):
            with pytest.raises(Exception, match="permission denied"):
                await pool.fetch(f"select * from {table}")
        with pytest.raises(Exception, match="permission denied"):
            await pool.execute("update area set name = ''")
