"""The pool: good, faulty, dying and endless tasks at once, and workers that start quickly."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import pytest

from pipeline.report.preload import PRELOADED
from pipeline.stage.pool import Crashed, Done, TimedOut, run_tasks

# Far longer than a task that does nothing takes, on a machine however busy.
LIMIT = 6.0


def do(what: object) -> tuple[object, int]:
    if what == "hang":
        time.sleep(600)
    if what == "die":
        os._exit(9)
    if what == "fault":
        raise ValueError("不该出现的值")
    return what, os.getpid()


def loaded(module: object) -> bool:
    return module in sys.modules


def value_of(end: Done | Crashed | TimedOut) -> Any:
    """What a task gave that ended well."""
    assert isinstance(end, Done)
    return end.value


def test_every_task_has_an_end_of_its_own() -> None:
    ends = {
        end.index: end
        for end in run_tasks(
            do, ["a", "hang", "die", "fault", "b"], workers=2, time_limit=LIMIT, preload=PRELOADED
        )
    }
    assert len(ends) == 5
    for index, what in ((0, "a"), (4, "b")):
        assert value_of(ends[index])[0] == what
    assert isinstance(ends[1], TimedOut)
    died, faulty = ends[2], ends[3]
    assert isinstance(died, Crashed) and died.detail == "exit code 9"
    assert isinstance(faulty, Done) and faulty.error == "ValueError: 不该出现的值"


def test_no_task_runs_in_this_process_and_a_worker_takes_more_than_one() -> None:
    answers = [
        value_of(end)[1]
        for end in run_tasks(do, list("abcd"), workers=1, time_limit=60.0, preload=PRELOADED)
    ]
    assert os.getpid() not in answers
    assert len(set(answers)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="workers are spawned there")
def test_workers_come_with_what_they_need_and_without_what_starts_threads() -> None:
    modules = ["pipeline.report.extraction", "polars", "pandera", "scipy", "duckdb", "dagster"]
    ends = run_tasks(loaded, modules, workers=1, time_limit=60.0, preload=PRELOADED)
    assert [value_of(end) for end in sorted(ends, key=lambda end: end.index)] == [True] + [
        False
    ] * 5
