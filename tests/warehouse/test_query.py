"""Questions: sandboxed, and from a number back to the paper."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.config import Home
from pipeline.warehouse.build import build_warehouse
from pipeline.warehouse.query import (
    NotFound,
    NoWarehouse,
    QueryError,
    WarehouseUnreadable,
    coverage_rows,
    explain_cell,
    explain_report,
    open_readonly,
    outcome_rows,
    run_query,
)
from tests.warehouse.load_report import Load


@pytest.fixture
def key(published: Home) -> str:
    (report,) = run_query(published, "SELECT report_key FROM dim_report").rows()
    return str(report[0])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "COPY dim_report TO '/tmp/out.csv'",
        "EXPORT DATABASE '/tmp/out'",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('https://example.com/a.csv')",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SELECT * FROM sandbox_probe",
        "CREATE TABLE t AS SELECT 1",
        "DELETE FROM dim_report",
        "DROP VIEW 支出_按功能",
        "SELEKT 1",
    ],
)
def test_sql_reaches_nothing_but_the_warehouse(published: Home, sql: str) -> None:
    sandbox_probe = run_query(published, "SELECT 1 AS a")  # a frame in reach of a Python caller
    with pytest.raises(QueryError):
        run_query(published, sql)
    assert sandbox_probe.item() == 1


def test_no_warehouse_yet_and_no_warehouse_at_all(home: Home, tmp_path: Path) -> None:
    with pytest.raises(NoWarehouse, match="ingest"):
        run_query(home, "SELECT 1")
    home.warehouse.parent.mkdir()
    home.warehouse.write_text("this is no database")
    with pytest.raises(WarehouseUnreadable):
        open_readonly(home)


def test_a_file_that_is_no_warehouse_is_replaced(home: Home, load: Load) -> None:
    load()
    home.warehouse.parent.mkdir(exist_ok=True)
    home.warehouse.write_text("this is no database")
    assert build_warehouse(home).published


def test_outcomes_and_coverage(published: Home, key: str) -> None:
    (row,) = outcome_rows(published)
    assert (row["outcome"], row["report_key"], row["entity_name"]) == (
        "accepted",
        key,
        "岭南市测试局",
    )
    (row,) = coverage_rows(published)
    assert (row["outcome"], row["version"], row["document_kind"]) == ("accepted", 1, "budget")


@pytest.mark.parametrize("what", ["KEY", "KEY8", "测试局", "岭南市测试局2024.pdf"])
def test_a_report_is_found_by_key_its_beginning_or_name(
    published: Home, key: str, what: str
) -> None:
    what = {"KEY": key.upper(), "KEY8": key[:8]}.get(what, what)
    (found,) = explain_report(published, what)
    assert found.report["report_key"] == key
    assert len(found.statements) == 6 and len(found.totals) == 2 and len(found.files) == 1
    assert found.equations == [] and found.signals == []


def test_a_cell_leads_to_page_box_text_facts_and_equations(published: Home, key: str) -> None:
    found = explain_cell(published, f"{key}:2:2:1")
    assert (found.cell["page_number"], found.cell["raw_text"]) == (2, "60.01")
    assert str(found.files[0]["path"]).endswith(".pdf")
    (fact,) = found.facts
    assert (fact["function_name"], fact["amount_yuan"]) == ("行政运行", Decimal("600100.00"))
    total = explain_cell(published, f"{key}:1:0:1")
    assert [equation["rule"] for equation in total.equations] == ["W1"]


@pytest.mark.parametrize("what", ["没有这个局", "ffff", ""])
def test_what_is_not_there_is_said(published: Home, key: str, what: str) -> None:
    with pytest.raises(NotFound):
        explain_report(published, what)
    with pytest.raises(NotFound):
        explain_cell(published, f"{key}:9:9:9")
