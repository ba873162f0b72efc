"""The running product works out a plan, also when its worker is killed over it."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from api.embedded.postgres import Postgres
from tests.system.tree import Tree, eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")

ASK = """
insert into plan (area_id, area_path, first_day, last_day, account_id, weights)
select a.id, a.path, current_date, current_date + 200, (select min(id) from account), (select max(id) from plan_weights)
from area a where a.code = '110105002' returning id
"""


def test_a_plan_is_worked_out_by_the_worker_that_comes_after_the_killed_one(start: Callable[..., Tree], data: Path) -> None:
    tree = start("demo", GONGZHI_ARGON2_TIME="1", GONGZHI_ARGON2_MEMORY="64")
    eventually(lambda: len(tree.parts()) == 4 and tree.answers(), tree)
    url = Postgres.under(data).url()
    with psycopg.connect(url, autocommit=True) as seen, psycopg.connect(url) as holding:
        holding.execute("lock table match_weights in access exclusive mode")
        [plan] = seen.execute(ASK).fetchall()

        def stands(status: str) -> Callable[[], bool]:
            return lambda: seen.execute("select status from plan where id = %s", plan).fetchall() == [(status,)]

        eventually(stands("READING"), tree)
        killed = tree.parts()["worker"]
        os.kill(killed, signal.SIGKILL)
        holding.rollback()
        eventually(lambda: tree.parts().get("worker", killed) != killed, tree)
        eventually(stands("DRAFT"), tree)
        told = seen.execute("select count(*) from event where verb = 'plan.drafted' and subject_id = %s", plan).fetchone()
        assert told == (1,)
        assert seen.execute("select count(*) > 0 from plan_line where plan_id = %s", plan).fetchone() == (True,)
    assert tree.stop() == 0, tree.said()
