"""Publishing by rename: readers, rivals, kills."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time

import duckdb
import pytest

from pipeline.config import PROJECT_ROOT, Home
from pipeline.warehouse.build import build_warehouse
from pipeline.warehouse.lock import WarehouseBusy, build_lock
from pipeline.warehouse.query import open_readonly, run_query
from tests.warehouse.load_report import Load

COUNT = "SELECT count(*) FROM dim_report"


def start_build(home: Home, **environment: str) -> subprocess.Popen[str]:
    code = (
        "import sys\nfrom pathlib import Path\nfrom pipeline.config import Home\n"
        "from pipeline.warehouse.build import build_warehouse\n"
        "build_warehouse(Home.of(Path(sys.argv[1])), force=True,"
        " on_step=lambda step: print(step, flush=True))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(home.warehouse)],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT), **environment},
    )


def test_a_reader_keeps_its_file_while_two_more_are_published(changeable: Home, load: Load) -> None:
    home = changeable
    reader = open_readonly(home)
    plain = duckdb.connect(str(home.warehouse), read_only=True)
    for number in (2, 3):
        load(bytes([number]), entity=f"岭南市{number}局")
        build_warehouse(home)
        assert reader.execute(COUNT).fetchone() == (1,)
        assert plain.execute("SELECT count(*) FROM expenditure_by_function").fetchone() == (3,)
        with open_readonly(home) as fresh:
            assert fresh.execute(COUNT).fetchone() == (number,)
    reader.close()
    plain.close()


def test_a_stale_log_of_the_former_file_is_not_played_into_the_new_one(changeable: Home) -> None:
    home = changeable
    wal = home.warehouse.with_name(home.warehouse.name + ".wal")
    wal.write_bytes(b"left by somebody")
    build_warehouse(home, force=True)
    assert not wal.exists()
    assert run_query(home, COUNT).item() == 1


def test_a_second_build_waits_for_the_first(home: Home, load: Load) -> None:
    load()
    said: list[str] = []
    done: list[bool] = []

    def second() -> None:
        done.append(build_warehouse(home, on_wait=said.append).published)

    with build_lock(home, wait_seconds=0, on_wait=None):
        thread = threading.Thread(target=second)
        thread.start()
        while not said:
            time.sleep(0.01)
        assert not done and str(os.getpid()) in said[0]
    thread.join()
    assert done == [True]


def test_a_build_that_waits_too_long_says_who_holds_the_warehouse(changeable: Home) -> None:
    home = changeable
    with (
        build_lock(home, wait_seconds=0, on_wait=None),
        pytest.raises(WarehouseBusy, match=f"process {os.getpid()} on"),
    ):
        build_warehouse(home, force=True, wait_seconds=0)
    assert run_query(home, COUNT).item() == 1


def test_two_builds_at_once_both_end_well(home: Home, load: Load) -> None:
    for index in range(3):
        load(bytes([index]), entity=f"岭南市{index}局")
    rivals = [start_build(home), start_build(home)]
    for rival in rivals:
        rival.communicate(timeout=120)
    assert [rival.returncode for rival in rivals] == [0, 0]
    assert run_query(home, COUNT).item() == 3


def test_killed_at_any_moment_the_published_file_stays_whole(changeable: Home, load: Load) -> None:
    home = changeable
    load(b"2", entity="岭南市二局")
    chance = random.Random(7)
    for _ in range(3):
        steps = chance.randrange(1, 9)
        with start_build(home) as process:
            assert process.stdout is not None
            for _ in range(steps):
                process.stdout.readline()
            time.sleep(chance.random() / 50)
            process.send_signal(signal.SIGKILL)
        assert run_query(home, "SELECT count(*) FROM 支出_按功能").item() in (3, 6)
    build_warehouse(home, force=True)
    assert run_query(home, "SELECT count(*) FROM 支出_按功能").item() == 6
    assert list(home.warehouse.parent.glob(".building-*")) == []
