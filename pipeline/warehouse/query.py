"""Read-only questions to the published warehouse.

SQL given by a user reaches no other file and no network: the connection attaches the warehouse
read-only, then external access is switched off and the settings are locked.

Belongs here: opening, running a query, the few questions the command line asks.
Does not belong here: printing, building.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.config import Home
from pipeline.errors import UserError
from schemas.ddl import literal
from schemas.views import VIEWS

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, object]

ANALYST_VIEWS: tuple[str, ...] = tuple(view.name for view in VIEWS)
"""The views for analysts; each has a Chinese twin."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
}
_LOCK_DOWN = (
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET lock_configuration = true",
)


class NoWarehouse(UserError):
    """There is no warehouse at that place yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no warehouse at {path}: run `qingzhang ingest` first")


class WarehouseUnreadable(UserError):
    """The file is there but is no warehouse."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path} cannot be opened as a warehouse ({detail}): "
            "remove it and run `qingzhang ingest` again, the staged reports are kept"
        )


class QueryError(UserError):
    """The SQL of the user does not run; the message is DuckDB's."""


class NotFound(UserError):
    """What was asked for is not in the warehouse."""


def open_readonly(home: Home) -> duckdb.DuckDBPyConnection:
    """A sandboxed read-only connection to the warehouse as it is now.

    Each call opens the file anew: a connection that is still open on a former version neither
    disturbs nor is disturbed. Raises `NoWarehouse` and `WarehouseUnreadable`.
    """
    if not home.warehouse.exists():
        raise NoWarehouse(home.warehouse)
    connection = duckdb.connect(":memory:", config=_SETTINGS)
    try:
        connection.execute(f"ATTACH {literal(str(home.warehouse))} AS budget (READ_ONLY)")
        connection.execute("USE budget")
        connection.execute("SELECT fingerprint FROM build_info")
        for statement in _LOCK_DOWN:
            connection.execute(statement)
    except duckdb.Error as error:
        connection.close()
        raise WarehouseUnreadable(home.warehouse, str(error).splitlines()[0]) from error
    return connection


def run_query(home: Home, sql: str) -> pl.DataFrame:
    """Run a user's SQL and return its answer as a frame; money stays decimal.

    Raises `QueryError` with DuckDB's message. A statement that answers nothing gives an empty frame.
    """
    import polars as pl

    with open_readonly(home) as connection:
        try:
            cursor = connection.execute(sql)
            return cursor.pl() if cursor is not None and cursor.description else pl.DataFrame()
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[object] | None = None
) -> list[Row]:
    cursor = connection.execute(sql, parameters or [])
    columns = [str(column[0]) for column in cursor.description or []]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _answer(home: Home, sql: str) -> list[Row]:
    with open_readonly(home) as connection:
        return _rows(connection, sql)


def coverage_rows(home: Home) -> list[Row]:
    """The view `coverage`, with `missing` rows for what other bodies of the city published."""
    return _answer(home, "SELECT * FROM coverage")


def outcome_rows(home: Home) -> list[Row]:
    """Every file at its latest content: path, sha256, outcome, reason_code, reason, report_key."""
    return _answer(
        home,
        "SELECT f.path, f.sha256, f.outcome, f.reason_code, f.reason, f.report_key, r.grade, "
        "r.entity_name, r.fiscal_year, r.document_kind "
        "FROM source_file f LEFT JOIN dim_report r USING (report_key) "
        "WHERE f.is_latest ORDER BY f.path, f.sha256",
    )


def first_suspects(home: Home) -> list[Row]:
    """The likeliest wrong numbers of each report: the first, and those wrong together with it."""
    return _answer(
        home,
        "SELECT * FROM suspects WHERE alternative = 1 "
        "QUALIFY fault = arg_min(fault, rank) OVER (PARTITION BY report_key) "
        "ORDER BY file_name, report_key, rank",
    )


def stale_reviews(home: Home) -> list[Row]:
    """Decisions of reviewers that take no effect, or are about a version no longer current."""
    return _answer(
        home, "SELECT * FROM reviews WHERE state <> 'applied' ORDER BY file_name, rule, rule_scope"
    )


@dataclass(frozen=True, slots=True)
class ReportExplanation:
    """A report with its files, statements, equations that are not exact, suspects, reviews, signals."""

    report: Row
    files: list[Row]
    statements: list[Row]
    totals: list[Row]
    equations: list[Row]
    suspects: list[Row]
    reviews: list[Row]
    signals: list[Row]


def explain_report(home: Home, what: str) -> list[ReportExplanation]:
    """Reports that `what` names: a report_key or its beginning, or part of a body's or file's name.

    Ordered by body, year, kind and version. Raises `NotFound` when there is none.
    """
    with open_readonly(home) as connection:
        found = _rows(
            connection,
            "SELECT r.*, d.department_name FROM dim_report r JOIN dim_department d "
            "USING (department_key) "
            "WHERE starts_with(r.report_key, lower($1)) OR contains(r.entity_name, $1) "
            "OR contains(r.file_name, $1) OR contains(d.department_name, $1) OR r.sha256 = lower($1) "
            "ORDER BY d.department_name, r.fiscal_year, r.document_kind, r.scope, r.version, "
            "r.report_key",
            [what],
        )
        if not found or not what:
            raise NotFound(
                f"no report matches {what!r}: give a report_key, or part of a body's or file's "
                "name; `qingzhang status` lists them"
            )
        return [_explain(connection, report) for report in found]


def _explain(connection: duckdb.DuckDBPyConnection, report: Row) -> ReportExplanation:
    key: list[object] = [report["report_key"]]
    return ReportExplanation(
        report=report,
        files=_rows(
            connection,
            "SELECT * FROM source_file WHERE sha256 = $1 ORDER BY path",
            [report["sha256"]],
        ),
        statements=_rows(
            connection,
            "SELECT s.*, d.statement_name FROM statement s LEFT JOIN dim_statement d "
            "USING (statement) WHERE report_key = $1 ORDER BY table_ordinal",
            key,
        ),
        totals=_rows(
            connection, "SELECT * FROM report_total WHERE report_key = $1 ORDER BY side DESC", key
        ),
        equations=_rows(
            connection,
            "SELECT * FROM reconciliation WHERE report_key = $1 AND grade <> 'exact' "
            "ORDER BY grade, severity, rule, scope",
            key,
        ),
        suspects=_rows(
            connection, "SELECT * FROM suspects WHERE report_key = $1 ORDER BY rank", key
        ),
        reviews=_rows(connection, "SELECT * FROM reviews WHERE report_key = $1 ORDER BY ALL", key),
        signals=_rows(
            connection,
            "SELECT * FROM signal WHERE report_key = $1 ORDER BY severity, table_ordinal, "
            "page_number, signal, text",
            key,
        ),
    )


@dataclass(frozen=True, slots=True)
class CellExplanation:
    """A printed cell: where it stands, what it says, which facts and equations use it."""

    cell: Row
    report: Row
    files: list[Row]
    facts: list[Row]
    equations: list[Row]


_FACTS_OF_CELL = """
SELECT 'fact_expenditure' AS fact, perspective, stage, function_code, function_name, econ_code,
  econ_name, nature_name, fund_name, unit_name, project_name, NULL AS item_name, amount_yuan,
  is_rounding
FROM fact_expenditure
JOIN dim_function_code USING (function_key) JOIN dim_econ_code USING (econ_key)
JOIN dim_nature USING (nature_key) JOIN dim_fund_source USING (fund_key)
JOIN dim_unit USING (unit_key) JOIN dim_project USING (project_key)
WHERE report_key = $1 AND cell_key = $2
UNION ALL BY NAME
SELECT 'fact_revenue' AS fact, stage, function_code, function_name, fund_name, unit_name,
  amount_yuan, is_rounding
FROM fact_revenue
JOIN dim_function_code USING (function_key) JOIN dim_fund_source USING (fund_key)
JOIN dim_unit USING (unit_key)
WHERE report_key = $1 AND cell_key = $2
UNION ALL BY NAME
SELECT 'fact_three_public' AS fact, stage, fund_name, item_name, amount_yuan, is_rounding
FROM fact_three_public JOIN dim_fund_source USING (fund_key)
WHERE report_key = $1 AND cell_key = $2
UNION ALL BY NAME
SELECT 'report_total' AS fact, side AS item_name, amount_yuan, false AS is_rounding
FROM report_total WHERE report_key = $1 AND cell_key = $2
ORDER BY ALL
"""


def explain_cell(home: Home, cell_key: str) -> CellExplanation:
    """Everything known of one printed cell. Raises `NotFound`."""
    report_key = cell_key.split(":", 1)[0]
    with open_readonly(home) as connection:
        cells = _rows(
            connection,
            "SELECT * FROM printed_cell WHERE report_key = $1 AND cell_key = $2",
            [report_key, cell_key],
        )
        if not cells:
            raise NotFound(
                f"there is no cell {cell_key}: a cell_key is report:table:row:column, as in the "
                "column cell_key of the views"
            )
        reports = _rows(
            connection,
            "SELECT r.*, d.department_name FROM dim_report r JOIN dim_department d "
            "USING (department_key) WHERE report_key = $1",
            [report_key],
        )
        return CellExplanation(
            cell=cells[0],
            report=reports[0],
            files=_rows(
                connection,
                "SELECT * FROM source_file WHERE sha256 = $1 ORDER BY path",
                [reports[0]["sha256"]],
            ),
            facts=_rows(connection, _FACTS_OF_CELL, [report_key, cell_key]),
            equations=_rows(
                connection,
                "SELECT * FROM reconciliation WHERE report_key = $1 AND list_contains("
                "string_split(left_cells || ' ' || right_cells, ' '), $2) "
                "ORDER BY rule, scope",
                [report_key, cell_key],
            ),
        )
