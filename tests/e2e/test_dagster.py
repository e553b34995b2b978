"""The same rows through Dagster and through the command; one run for many reports."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.automation import RANGE_END, RANGE_START, nightly, raw_folder
from assets.partitions import partition_key
from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.ingest import ingest
from pipeline.reconcile.acceptances import COLUMNS
from pipeline.resources import Warehouse
from pipeline.stage.ledger import record_source
from tests.e2e.run_command import SAMPLE
from tests.generate import noise
from tests.generate.guangdong import mixed_funds_spec
from tests.generate.printing import render_report

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


class Watch:
    """The sensor over a folder, tick by tick, as the daemon keeps its cursor and run keys."""

    def __init__(self, folder: Path) -> None:
        self.resource = Warehouse(raw=str(folder / "raw"), warehouse=str(folder / "w.duckdb"))
        self.instance = dg.DagsterInstance.ephemeral()
        self.cursor: str | None = None
        self.run_keys: set[str | None] = set()

    def tick(self) -> set[str]:
        """Partitions asked for; none when the sensor skips."""
        answer = raw_folder(
            dg.build_sensor_context(
                instance=self.instance, cursor=self.cursor, resources={"qingzhang": self.resource}
            )
        )
        if isinstance(answer, dg.SkipReason):
            return set()
        assert isinstance(answer, dg.SensorResult)
        self.cursor = answer.cursor
        for added in answer.dynamic_partitions_requests or []:
            self.instance.add_dynamic_partitions(added.partitions_def_name, added.partition_keys)
        (request,) = answer.run_requests or []
        assert request.run_key not in self.run_keys
        self.run_keys.add(request.run_key)
        keys = list(self.instance.get_dynamic_partitions("report"))
        first, last = (keys.index(request.tags[tag]) for tag in (RANGE_START, RANGE_END))
        return set(keys[first : last + 1])


def decisions(folder: Path, *lines: str) -> None:
    (folder / "raw" / "acceptances.csv").write_text(
        "\n".join([",".join(COLUMNS), *lines, ""]), encoding="utf-8"
    )


def test_sensor_asks_for_the_reports_that_were_decided_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGZHANG_HOME", str(tmp_path))
    raw = tmp_path / "raw"
    raw.mkdir()
    keys: dict[str, str] = {}
    watch = Watch(tmp_path)
    for name in ("a", "b", "c"):
        file = raw / f"{name}.pdf"
        file.write_bytes(name.encode())
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        record_source(watch.resource.home(), file, sha256)
        keys[name] = sha256[:16]
    line = "{},,O1,表1,1.00,2.00,accept,,,{},张三,2026-03-01".format
    assert watch.tick() == {"a.pdf", "b.pdf", "c.pdf"}
    assert watch.tick() == set()

    decisions(tmp_path, line(keys["b"], "原件如此"))
    assert watch.tick() == {"b.pdf"}
    assert watch.tick() == set()
    # Other words are another decision; the same one in another place is not.
    decisions(tmp_path, line(keys["b"], "原件印错"))
    assert watch.tick() == {"b.pdf"}
    decisions(tmp_path, line(keys["c"], "原件如此"), line(keys["b"], "原件印错"))
    assert watch.tick() == {"c.pdf"}
    # One that cannot be used is told and waited for, one that is taken back counts.
    decisions(tmp_path, line(keys["c"], ""))
    assert watch.tick() == set()
    decisions(tmp_path, line(keys["c"], "原件如此"))
    assert watch.tick() == {"b.pdf"}
    # Of a report that was not read yet, nothing is asked for until it was.
    later = hashlib.sha256(b"d").hexdigest()
    decisions(tmp_path, line(keys["c"], "原件如此"), line(later[:16], "原件如此"))
    assert watch.tick() == set()
    (raw / "d.pdf").write_bytes(b"d")
    assert watch.tick() == {"d.pdf"}
    record_source(watch.resource.home(), raw / "d.pdf", later)
    assert watch.tick() == {"d.pdf"}
    assert watch.tick() == set()


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
