"""The same rows through Dagster and through the command; one run for many reports."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.automation import nightly, raw_folder
from assets.partitions import partition_key
from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.resources import Warehouse
from pipeline.run import ingest
from tests.e2e.test_command import SAMPLE
from tests.generate import noise
from tests.generate.guangdong import mixed_funds_spec, render_report

# The ledger and the build say when they were made.
TIMED = {"build_info", "source_file"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dagster")
    raw = folder / "raw" / "市 局"
    raw.mkdir(parents=True)
    shutil.copy(SAMPLE, raw)
    render_report(mixed_funds_spec(), raw / "mixed.pdf")
    noise.html_named_pdf(raw / "page.pdf")
    return folder


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [
            n
            for (n,) in connection.execute(
                "SELECT table_name FROM duckdb_tables() ORDER BY 1"
            ).fetchall()
        ]
        return {
            n: connection.execute(f'SELECT * FROM "{n}"').fetchall()
            for n in names
            if n not in TIMED
        }


def test_run_through_dagster_gives_the_same_rows(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_dagster, by_command = place / "d.duckdb", place / "c.duckdb"
    monkeypatch.setenv("QINGZHANG_RAW", str(place / "raw"))
    monkeypatch.setenv("QINGZHANG_WAREHOUSE", str(by_dagster))
    definitions = defs()
    resource = Warehouse(raw=str(place / "raw"), warehouse=str(by_dagster), workers=2)
    instance = dg.DagsterInstance.ephemeral()
    answer = raw_folder(
        dg.build_sensor_context(instance=instance, resources={"qingzhang": resource})
    )
    assert isinstance(answer, dg.SensorResult)
    assert answer.run_requests is not None
    assert len(answer.run_requests) == 1
    for request in answer.dynamic_partitions_requests or []:
        instance.add_dynamic_partitions(request.partitions_def_name, request.partition_keys)
    result = definitions.resolve_job_def("ingest_reports").execute_in_process(
        instance=instance, tags=answer.run_requests[0].tags
    )
    assert result.success
    checks = result.get_asset_check_evaluations()
    assert {check.check_name: check.passed for check in checks} == {
        "declared_columns": True,
        "declared_tables": True,
        "reconciliation": True,
        "row_counts": True,
    }
    ingest([place / "raw"], Home.of(by_command), workers=2)
    assert rows(by_dagster) == rows(by_command)


def test_sensor_is_quiet_when_nothing_changed(place: Path) -> None:
    resource = Warehouse(raw=str(place / "raw"), warehouse=str(place / "q.duckdb"))
    instance = dg.DagsterInstance.ephemeral()
    first = raw_folder(
        dg.build_sensor_context(instance=instance, resources={"qingzhang": resource})
    )
    assert isinstance(first, dg.SensorResult)
    again = raw_folder(
        dg.build_sensor_context(
            instance=instance, cursor=first.cursor, resources={"qingzhang": resource}
        )
    )
    assert isinstance(again, dg.SkipReason)


def test_nightly_asks_for_one_run_over_all(place: Path, tmp_path: Path) -> None:
    resource = Warehouse(raw=str(place / "raw"), warehouse=str(place / "q.duckdb"))
    instance = dg.DagsterInstance.local_temp(str(tmp_path))
    request = nightly(
        dg.build_schedule_context(instance=instance, resources={"qingzhang": resource})
    )
    assert isinstance(request, dg.RunRequest)
    keys = instance.get_dynamic_partitions("report")
    assert len(keys) == 3
    assert set(request.tags.values()) <= set(keys)


def test_partition_keys_hold_no_range_sign(tmp_path: Path) -> None:
    assert partition_key(tmp_path / "市" / "a...b.pdf", tmp_path) == "市/a…b.pdf"
