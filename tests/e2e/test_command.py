"""The real command, from files to answers, as a user runs it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.config import Home
from tests.e2e.run_command import ROOT, SAMPLE, command, query, real_command
from tests.generate import noise
from tests.generate.guangdong import default_spec, mixed_funds_spec, mutate_amount
from tests.generate.printing import render_report


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of two reports, one with a wrong table, and noise; and its warehouse."""
    folder = tmp_path_factory.mktemp("city")
    raw = folder / "raw"
    raw.mkdir()
    shutil.copy(SAMPLE, raw / "样例.pdf")
    shutil.copy(SAMPLE, raw / "样例-副本.pdf")
    render_report(mixed_funds_spec(), raw / "mixed.pdf")
    noise.write_all(raw)
    warehouse = folder / "city.duckdb"
    real_command("ingest", raw, "-w", warehouse, "-n", "2")
    return raw, warehouse


def test_every_file_has_an_outcome_with_a_reason(city: tuple[Path, Path]) -> None:
    raw, warehouse = city
    rows = query(
        warehouse, "SELECT path, outcome, reason_code, reason FROM source_file WHERE is_latest"
    )
    assert {Path(str(row["path"])).name for row in rows} == {file.name for file in raw.iterdir()}
    assert all(row["reason"] for row in rows)
    assert sorted(str(row["outcome"]) for row in rows).count("accepted") == 2
    assert [
        row["outcome"] for row in rows if "副本" in str(row["path"]) or "样例" in str(row["path"])
    ] in (
        ["accepted", "duplicate"],
        ["duplicate", "accepted"],
    )


def test_views_add_up_to_the_printed_totals(city: tuple[Path, Path]) -> None:
    _, warehouse = city
    rows = query(
        warehouse,
        "SELECT e.report_key, sum(e.amount_yuan) AS spent, any_value(c.amount_yuan) AS printed "
        "FROM fact_expenditure e JOIN printed_cell c ON c.report_key = e.report_key AND c.statement = 'EXPENDITURE_OVERVIEW' "
        "AND c.row_label = '合计' AND c.column_path = '合计' WHERE e.perspective = 'FUNCTION_ALL' GROUP BY ALL",
    )
    assert len(rows) == 2
    assert all(Decimal(str(row["spent"])) == Decimal(str(row["printed"])) for row in rows)


def test_second_run_does_nothing(city: tuple[Path, Path]) -> None:
    raw, warehouse = city
    before = warehouse.stat()
    text = command("ingest", raw, "-w", warehouse)
    assert "读取 0 份" in text
    assert (warehouse.stat().st_mtime_ns, warehouse.stat().st_ino) == (
        before.st_mtime_ns,
        before.st_ino,
    )


def test_changed_file_is_a_new_version(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "a.duckdb"
    raw.mkdir()
    spec = default_spec()
    render_report(spec, raw / "report.pdf")
    command("ingest", raw, "-w", warehouse)
    objective = spec.narrative
    assert objective is not None
    render_report(mutate_amount(spec, 12, "合计", "总计", "+0.01"), raw / "report.pdf")
    command("ingest", raw, "-w", warehouse)
    rows = query(
        warehouse,
        "SELECT version, is_current, supersedes_report_key FROM dim_report ORDER BY version",
    )
    assert [(row["version"], row["is_current"]) for row in rows] == [(1, False), (2, True)]
    assert rows[1]["supersedes_report_key"]


def test_sql_reaches_no_file(city: tuple[Path, Path]) -> None:
    _, warehouse = city
    assert "disabled by configuration" in command(
        "sql", "SELECT * FROM read_csv('/etc/passwd')", "-w", warehouse, code=1
    )
    assert "错误" in command("sql", "DELETE FROM fact_expenditure", "-w", warehouse, code=1)


def test_status_doctor_and_export(city: tuple[Path, Path], tmp_path: Path) -> None:
    _, warehouse = city
    assert "岭南市政务服务数据管理局" in command("status", "-w", warehouse)
    assert "正常" in command("doctor", "-w", warehouse)
    command("export", tmp_path / "out", "--format", "parquet", "-w", warehouse)
    assert (tmp_path / "out" / "expenditure_by_function.parquet").stat().st_size > 0


def test_explain_goes_from_number_to_marked_page(city: tuple[Path, Path], tmp_path: Path) -> None:
    _, warehouse = city
    (row,) = query(
        warehouse, "SELECT cell_key FROM expenditure_by_function ORDER BY amount_yuan DESC LIMIT 1"
    )
    picture = tmp_path / "page.png"
    text = command("explain", str(row["cell_key"]), "-o", picture, "-w", warehouse)
    assert "印出的文字" in text
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "收支总体情况表" in command("explain", "岭南市", "-w", warehouse)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ingest", "nowhere"), "check the spelling"),
        (("sql", "SELECT 1", "-w", "nowhere.duckdb"), "qingzhang ingest"),
        (("explain", "0123456789abcdef:1:1:1", "-w", "nowhere.duckdb"), "qingzhang ingest"),
    ],
)
def test_errors_say_what_to_do(arguments: tuple[str, ...], words: str) -> None:
    assert words in " ".join(command(*arguments, code=1).split())


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_a_stopped_run_says_how_to_go_on_and_nothing_is_lost(
    sent: signal.Signals, tmp_path: Path
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "a.duckdb"
    raw.mkdir()
    count = 3
    for number in range(count):
        (raw / f"{number}.pdf").write_bytes(SAMPLE.read_bytes() + b"\n%%%d" % number)
    arguments = ["ingest", str(raw), "-w", str(warehouse), "-n", "1"]
    staged = Home.of(warehouse).reports
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli.app", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        while not list(staged.glob("[0-9a-f]*")) and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, sent)
        text, _ = process.communicate()
    assert process.returncode == 130, text
    assert "再次运行同一命令会接着做" in text
    assert "Traceback" not in text
    assert not warehouse.exists()
    kept = len(list(staged.glob("[0-9a-f]*")))
    assert 1 <= kept < count
    assert f"读取 {count - kept} 份，沿用 {kept} 份" in command(*arguments)
