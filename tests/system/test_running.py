"""The process tree of one machine: it starts from nothing, stops without a trace, and comes back after any part is killed."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system.tree import PATIENCE, Tree, alive, eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


def test_it_comes_back_after_any_part_is_killed_and_stops_without_a_trace(start: Callable[..., Tree]) -> None:
    tree = start("serve")
    eventually(tree.answers, tree)
    for name in ("web", "PostgreSQL", "Valkey"):
        before = tree.parts()
        os.kill(before[name], signal.SIGKILL)
        eventually(lambda: tree.parts().get(name, before[name]) != before[name], tree)  # noqa: B023 (called before the next round)
        eventually(tree.answers, tree)
    last = tree.parts()
    assert sorted(last) == ["PostgreSQL", "Valkey", "web"]
    assert tree.stop() == 0, tree.said()
    assert not any(map(alive, last.values()))


def test_after_the_supervisor_is_killed_nothing_is_left_and_the_next_start_finds_the_data(
    start: Callable[..., Tree], data: Path
) -> None:
    tree = start("serve")
    eventually(tree.answers, tree)
    key = (data / "secret.key").read_text()
    parts = tree.parts()
    tree.stop(signal.SIGKILL)
    again = start("serve")
    eventually(again.answers, again)
    assert not any(map(alive, parts.values()))
    assert (data / "secret.key").read_text() == key
    assert again.stop(signal.SIGTERM) == 0


def test_when_the_owner_of_the_servers_stops_another_command_takes_them_over(start: Callable[..., Tree]) -> None:
    owner = start("serve")
    eventually(owner.answers, owner)
    other = start("serve", "--workers", "2")
    eventually(other.answers, other)
    assert "PostgreSQL" not in other.parts()
    assert owner.stop() == 0
    eventually(lambda: {"PostgreSQL", "Valkey"} <= set(other.parts()), other)
    eventually(other.answers, other)
    assert "starting them here" in other.said()
    assert other.stop() == 0


def test_a_lock_file_that_names_somebody_elses_process_does_not_keep_postgresql_from_starting(
    start: Callable[..., Tree], data: Path
) -> None:
    tree = start("migrate")
    assert tree.process.wait(PATIENCE) == 0, tree.said()
    lock = data / "postgres/cluster/postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n")
    again = start("migrate")
    assert again.process.wait(PATIENCE) == 0, again.said()
    assert "up to date" in again.said()


def test_a_folder_too_deep_for_a_socket_is_no_obstacle(start: Callable[..., Tree], data: Path) -> None:
    deep = data.joinpath(*["a-folder-with-quite-a-long-name"] * 4)
    tree = start("migrate", GONGZHI_DATA=str(deep))
    assert tree.process.wait(PATIENCE) == 0, tree.said()


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_a_sentence_and_nothing_is_started(command: str, start: Callable[..., Tree], data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        tree = start(command, GONGZHI_PORT=str(taken.getsockname()[1]))
        assert tree.process.wait(PATIENCE) == 1

    assert "is in use by another program" in tree.said()
    assert "Traceback" not in tree.said()
    assert not (data / "postgres/cluster").exists()


def test_an_unusable_data_folder_is_a_sentence(start: Callable[..., Tree], data: Path) -> None:
    data.write_text("a file where the folder should be")
    tree = start("serve")
    assert tree.process.wait(PATIENCE) == 1
    assert "Set GONGZHI_DATA to a folder" in tree.said()
    assert "Traceback" not in tree.said()


def test_the_doctor_finds_a_fresh_machine_well_once_it_is_migrated(start: Callable[..., Tree]) -> None:
    first = start("doctor")
    assert first.process.wait(PATIENCE) == 1
    assert "pending, from 0001_areas" in first.said()
    assert start("migrate").process.wait(PATIENCE) == 0
    again = start("doctor")
    assert again.process.wait(PATIENCE) == 0, again.said()


def test_the_doctor_says_what_to_do_about_a_database_that_does_not_answer(start: Callable[..., Tree]) -> None:
    tree = start("doctor", GONGZHI_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert tree.process.wait(PATIENCE) == 1
    assert "is GONGZHI_DATABASE_URL right?" in tree.said()
