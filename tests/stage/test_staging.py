"""Many files: only what is new, in processes, each with an outcome."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import PROJECT_ROOT, Home
from pipeline.stage.ledger import all_sources
from pipeline.stage.staged_report import FileResult, all_staged
from pipeline.stage.staging import file_sha256, stage_files
from tests.stage.fabricate import VERSION, extract_text


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.of(tmp_path / "wh" / "budget.duckdb")


def put(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    files = []
    for name, text in texts.items():
        file = folder / f"{name}.txt"
        file.write_text(text)
        files.append(file)
    return files


def stage(home: Home, files: Sequence[Path], **more: Any) -> list[FileResult]:
    version = more.pop("extractor_version", VERSION)
    more = {"extract": extract_text, "version_for": lambda _: version, "workers": 2, **more}
    return stage_files(home, files, **more)


def test_good_and_bad_files_each_have_an_outcome(home: Home, tmp_path: Path) -> None:
    files = put(
        tmp_path / "raw",
        good="entity=甲局",
        again="entity=甲局",
        dies="die",
        faulty="fault",
        hangs="hang",
        other="entity=乙局",
    )
    missing = tmp_path / "raw" / "gone.txt"
    seen: list[tuple[int, int, str]] = []
    # The endless file by itself: no limit that stops it soon is long enough for others on any
    # machine. What a limit does to the tasks beside it, `test_pool` shows.
    (hangs,) = (file for file in files if file.stem == "hangs")
    (stopped,) = stage(home, [hangs], time_limit=1.0)
    assert (stopped.reason_code, stopped.was_read) == ("timed_out", True)
    results = stage(home, [*files, missing], on_progress=lambda *step: seen.append(step))
    by_name = {result.path.stem: (result.outcome, result.reason_code) for result in results}
    assert by_name == {
        "good": ("accepted", "ok"),
        "again": ("duplicate", "same_bytes"),
        "dies": ("quarantined", "worker_crashed"),
        "faulty": ("quarantined", "internal_error"),
        "hangs": ("quarantined", "timed_out"),
        "other": ("accepted", "ok"),
        "gone": ("quarantined", "unreadable_file"),
    }
    assert [result.path.stem for result in results] == [f.stem for f in (*files, missing)]
    assert "不该出现的值" in next(r.reason for r in results if r.path.stem == "faulty")
    assert seen[-1][:2] == (7, 7)
    assert len(list(all_staged(home))) == 5
    assert len(list(all_sources(home))) == 7

    again = stage(home, [*files, missing])
    assert not any(result.was_read for result in again)
    assert {r.path.stem: (r.outcome, r.reason_code) for r in again} == by_name


def test_only_what_is_new_is_read(home: Home, tmp_path: Path) -> None:
    first, second = put(tmp_path / "raw", a="entity=甲局", b="entity=乙局")
    assert [r.was_read for r in stage(home, [first, second])] == [True, True]
    assert [r.was_read for r in stage(home, [first, second])] == [False, False]
    second.write_text("entity=乙局\nbasic=70.00")
    changed = stage(home, [first, second])
    assert [r.was_read for r in changed] == [False, True]
    assert len([s for s in all_sources(home) if s.path == str(second)]) == 2
    assert [r.was_read for r in stage(home, [first], extractor_version="test+2")] == [True]


def test_the_version_may_differ_by_file(home: Home, tmp_path: Path) -> None:
    """What reviewers decide about one file has that file read again, and no other."""
    first, second = put(tmp_path / "raw", a="entity=甲局", b="entity=乙局")
    stage(home, [first, second])
    decided = file_sha256(second)

    def version_for(sha256: str) -> str:
        return "test+2" if sha256 == decided else VERSION

    again = stage(home, [first, second], version_for=version_for)
    assert [r.was_read for r in again] == [False, True]


_KILLED = """
from pathlib import Path
import sys
from pipeline.config import Home
from pipeline.stage.staging import stage_files
from tests.stage.fabricate import VERSION, extract_text

if __name__ == "__main__":
    home, raw = Home.of(Path(sys.argv[1])), Path(sys.argv[2])
    stage_files(home, sorted(raw.iterdir()), workers=2, extract=extract_text,
                version_for=lambda _: VERSION, force=True,
                on_progress=lambda done, total, name: print(done, flush=True))
"""


@pytest.mark.parametrize("after", [1, 7])
def test_killed_while_staging_every_report_is_whole_and_the_next_run_finishes(
    home: Home, tmp_path: Path, after: int
) -> None:
    raw = tmp_path / "raw"
    files = put(raw, **{f"f{i}": f"entity=第{i}局\nextra_rows=300" for i in range(12)})
    script = tmp_path / "killed.py"
    script.write_text(textwrap.dedent(_KILLED))
    with subprocess.Popen(
        [sys.executable, str(script), str(home.warehouse), str(raw)],
        stdout=subprocess.PIPE,
        cwd=PROJECT_ROOT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= after:
                break
        os.killpg(process.pid, signal.SIGKILL)
    for staged in all_staged(home):
        for table in staged.tables:
            file = staged.file(table)
            assert file is not None and file.stat().st_size > 0
    results = stage(home, files)
    assert [r.reason for r in results if r.outcome != "accepted"] == []
    assert sum(not result.was_read for result in results) >= after - 1
    assert len(list(all_staged(home))) == 12
