"""Tables and views that are not as declared: what a person is told, by table or view and column."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline.config import SQL_ROOT, Home
from pipeline.report.staged_rows import Tables
from pipeline.warehouse.build import build_warehouse
from pipeline.warehouse.declared import check_filled, fill_tables, make_views
from schemas.ddl import create_table
from schemas.model import DeclarationError, Type, boolean
from schemas.star import STAR, STAR_TABLES
from schemas.views import COUNTED_REPORT, EXPENDITURE_BY_FUNCTION, THREE_PUBLIC
from tests.warehouse.load_report import load_report

INVENTED = boolean("is_invented", "臆造", "In no table")
FILES = [SQL_ROOT / "views" / f"{name}.sql" for name in ("counted_report", "three_public")]
NATURE = STAR["dim_nature"]

WriteSql = Callable[..., Path]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        for table in STAR_TABLES:
            opened.execute(create_table(table))
        yield opened


@pytest.fixture
def sql(tmp_path: Path) -> WriteSql:
    """Writes a file of SQL."""

    def write(text: str, name: str = "50_facts.sql") -> Path:
        file = tmp_path / name
        file.write_text(text, "utf-8")
        return file

    return write


def told(act: Callable[..., object], *arguments: object) -> list[str]:
    with pytest.raises(DeclarationError) as error:
        act(*arguments)
    return str(error.value).splitlines()


def test_a_column_the_query_of_a_view_lacks(connection: duckdb.DuckDBPyConnection) -> None:
    view = replace(THREE_PUBLIC, columns=(*THREE_PUBLIC.columns, INVENTED))
    assert told(make_views, connection, [COUNTED_REPORT, view], FILES) == [
        "three_public.is_invented: declared, but three_public.sql gives no such column"
    ]


def test_a_column_the_query_of_a_view_gives_twice(
    connection: duckdb.DuckDBPyConnection, sql: WriteSql
) -> None:
    file = sql(
        "FROM fact_three_public JOIN counted_report USING (report_key) "
        "JOIN dim_stage USING (stage) JOIN dim_fund_source f USING (fund_key) "
        "JOIN dim_fund_source g ON g.fund_key = f.parent_fund_key",
        "three_public.sql",
    )
    assert told(make_views, connection, [COUNTED_REPORT, THREE_PUBLIC], [FILES[0], file]) == [
        "three_public.fund_name: declared, but three_public.sql gives more than one such column"
    ]


def test_a_column_a_view_computes_from_what_its_query_lacks(
    connection: duckdb.DuckDBPyConnection, sql: WriteSql
) -> None:
    file = sql(
        "SELECT * EXCLUDE (fund_key) FROM fact_three_public JOIN counted_report USING (report_key) "
        "JOIN dim_stage USING (stage) JOIN dim_fund_source USING (fund_key)",
        "three_public.sql",
    )
    problem, *_ = told(make_views, connection, [COUNTED_REPORT, THREE_PUBLIC], [FILES[0], file])
    assert problem.startswith("three_public: a column cannot be computed: ")
    assert 'Referenced column "fund_key" not found' in problem


def test_a_column_of_a_view_in_another_type(connection: duckdb.DuckDBPyConnection) -> None:
    columns = tuple(
        replace(column, type=Type.NUMBER) if column.name == "amount_yuan" else column
        for column in THREE_PUBLIC.columns
    )
    view = replace(THREE_PUBLIC, columns=columns)
    assert told(make_views, connection, [COUNTED_REPORT, view], FILES) == [
        "three_public.amount_yuan: declared DECIMAL(24,6), is DECIMAL(18,2)"
    ]


def test_a_view_without_a_file_and_a_file_without_a_view(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert told(make_views, connection, [COUNTED_REPORT, EXPENDITURE_BY_FUNCTION], FILES) == [
        "expenditure_by_function: declared, but there is no expenditure_by_function.sql",
        "three_public: three_public.sql is there, but no such view is declared",
    ]


def test_a_column_of_a_table_that_nothing_fills(
    connection: duckdb.DuckDBPyConnection, sql: WriteSql
) -> None:
    file = sql("-- Natures.\nINSERT INTO dim_nature BY NAME SELECT 'ALL' AS nature_key, 1 AS sort")
    tables = {"dim_nature": replace(NATURE, columns=(*NATURE.columns, INVENTED))}
    connection.execute("DROP TABLE dim_nature; CREATE TABLE dim_nature (nature_key TEXT, sort INT)")
    filled = [fill_tables(connection, file, tables)]
    assert told(check_filled, tables, filled, "warehouse/build") == [
        "dim_nature.nature_name: declared, but nothing in warehouse/build fills it",
        "dim_nature.is_invented: declared, but nothing in warehouse/build fills it",
    ]


def test_a_column_filled_but_not_declared(
    connection: duckdb.DuckDBPyConnection, sql: WriteSql
) -> None:
    file = sql("INSERT INTO dim_nature BY NAME SELECT 'ALL' AS nature_key, true AS is_invented")
    assert told(fill_tables, connection, file, {"dim_nature": NATURE}) == [
        "dim_nature.is_invented: 50_facts.sql fills it, but it is not declared"
    ]


def test_rows_that_are_inserted_by_position(
    connection: duckdb.DuckDBPyConnection, sql: WriteSql
) -> None:
    file = sql("INSERT INTO dim_nature SELECT 'ALL', '合计', 1")
    assert told(fill_tables, connection, file, {"dim_nature": NATURE}) == [
        "50_facts.sql: INSERT INTO dim_nature is not BY NAME"
    ]


def test_a_build_that_is_not_as_declared_leaves_the_published_file(
    changeable: Home, tmp_path: Path
) -> None:
    before = changeable.warehouse.read_bytes()
    root = shutil.copytree(SQL_ROOT, tmp_path / "sql", ignore=shutil.ignore_patterns("data"))
    (root / "views" / "projects.sql").write_text("FROM fact_expenditure", "utf-8")
    with pytest.raises(
        DeclarationError, match=r"projects\.stage_name: declared, but projects\.sql"
    ):
        build_warehouse(changeable, sql_root=root)
    assert changeable.warehouse.read_bytes() == before
    assert [file.name for file in changeable.warehouse.parent.glob(".*")] == []


def test_rows_of_a_fixture_that_are_not_as_declared(home: Home, tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        tables["revenue"][0]["is_invented"] = True

    with pytest.raises(AssertionError, match=r"revenue\.is_invented：行中有此列，却没有声明"):
        load_report(home, tmp_path, change=change)
