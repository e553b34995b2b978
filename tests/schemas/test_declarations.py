"""One declaration a table: frames, DDL, comments and dictionary all say the same."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaError

from schemas.columns import COLUMNS, columns_of
from schemas.ddl import create_table, table_comments
from schemas.dictionary import PATH, render
from schemas.frames import empty_frame, is_sound, pandera_model, polars_schema, to_frame, validate
from schemas.model import (
    DECIMALS,
    Column,
    DeclarationError,
    Table,
    Type,
    integer,
    money,
    real,
    text,
)
from schemas.staged import REPORT_TOTAL, STAGED_TABLES
from schemas.star import STAR, STAR_TABLES
from schemas.views import VIEWS

SCHEMAS = PATH.parent.parent / "schemas"
KEY = "0123456789abcdef"


def rows_of(name: str) -> list[dict[str, str]]:
    with (SCHEMAS / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def total(**change: object) -> dict[str, object]:
    return {
        "report_key": KEY,
        "side": "income",
        "amount_yuan": Decimal("12.30"),
        "cell_key": f"{KEY}:1:2:3",
        **change,
    }


def test_the_dictionary_is_current() -> None:
    assert PATH.read_text("utf-8") == render(), "run: uv run python -m schemas.dictionary"


@pytest.mark.parametrize("table", STAGED_TABLES, ids=lambda t: t.name)
def test_staged_frames_are_what_is_declared(table: Table) -> None:
    frame = empty_frame(table)
    failures = validate(table, frame)
    assert frame.columns == list(table.column_names)
    assert list(pandera_model(table).columns) == list(table.column_names)
    assert bool(failures) == (table.least_rows is not None)


@pytest.mark.parametrize("table", STAR_TABLES, ids=lambda t: t.name)
def test_ddl_runs_and_comments_every_column(table: Table) -> None:
    with duckdb.connect() as connection:
        connection.execute(create_table(table))
        for statement in table_comments(table):
            connection.execute(statement)
        built = connection.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
            "WHERE table_name = ? ORDER BY column_index",
            [table.name],
        ).fetchall()
    assert [(c[0], c[1], c[2]) for c in built] == [
        (c.name, c.type.value, c.nullable) for c in table.columns
    ]
    assert all(comment for *_, comment in built)


@pytest.mark.parametrize("table", (*STAGED_TABLES, *STAR_TABLES), ids=lambda t: t.name)
def test_every_column_is_described_in_both_languages(table: Table) -> None:
    for column in table.columns:
        assert re.search(r"[\u4e00-\u9fff]", column.zh), column.name
        assert re.fullmatch(
            r"[^\u4e00-\u9fff]*[A-Za-z][^\u4e00-\u9fff]*", column.en.replace("（本级）", "")
        )
        assert (column.type in DECIMALS) or "yuan" not in column.name


def test_references_name_declared_columns() -> None:
    for table in STAR_TABLES:
        for column in table.columns:
            if column.references:
                target, name = column.references.split(".")
                STAR[target].column(name)


def test_a_column_named_but_not_declared_is_told_with_its_table() -> None:
    with pytest.raises(DeclarationError) as told:
        columns_of("fact_expenditure", "report_key amount_yaun")
    assert str(told.value) == (
        "fact_expenditure.amount_yaun: no such column is declared, neither in schemas/columns.py "
        "nor in the table itself; is amount_yuan meant?"
    )
    with pytest.raises(DeclarationError) as told:
        columns_of("expenditure_by_function", "nature_nam", of=STAR["fact_expenditure"])
    assert "nor in fact_expenditure; is nature_name meant?" in str(told.value)


def test_a_column_named_twice_or_a_key_not_there_is_told_with_its_table() -> None:
    with pytest.raises(DeclarationError) as told:
        columns_of("revenue", "report_key fund", "fund?")
    assert str(told.value) == "revenue.fund: the column is there twice"
    with pytest.raises(DeclarationError) as told:
        Table("revenue", "收入", "Revenue", columns_of("revenue", "fund"), key=("report_key",))
    assert str(told.value) == "table revenue has no column report_key"


def test_a_name_stands_for_the_column_of_the_carried_table_before_a_shared_one() -> None:
    (column,) = columns_of("procurement", "item_name", of=STAR["fact_procurement"])
    assert column == STAR["fact_procurement"].column("item_name") != COLUMNS["item_name"]
    (nullable,) = columns_of("revenue", "fund?")
    assert nullable == replace(COLUMNS["fund"], nullable=True)


def test_view_names_are_distinct() -> None:
    names = [view.name for view in VIEWS] + [view.name_zh for view in VIEWS]
    assert len(set(names)) == len(names)
    for view in VIEWS:
        labels = [column.label_zh for column in view.columns if column.label_zh]
        assert len(set(labels)) == len(labels)


def test_all_failing_cases_are_shown_at_once() -> None:
    rows = [
        total(),
        total(side="loss", amount_yuan=Decimal("0.001")),
        total(report_key="XY", amount_yuan=1.5, cell_key=None),
        total(),
    ]
    frame, failures = to_frame(REPORT_TOTAL, rows)
    more = validate(REPORT_TOTAL, frame)
    shown = {(f.column, f.row_index, f.value) for f in (*failures, *more)}
    assert ("amount_yuan", 1, "Decimal('0.001')") in shown
    assert ("amount_yuan", 2, "1.5") in shown
    assert ("side", 1, "loss") in shown
    assert ("report_key", 2, "XY") in shown
    assert ("cell_key", 2, "空") in shown
    for index in (0, 3):
        assert ("report_key,side", index, f"{KEY}, income") in shown  # not unique


def test_money_is_never_rounded_to_fit() -> None:
    for value, good in (
        (Decimal("1.10"), True),
        (Decimal("1.100"), True),
        (Decimal("1.101"), False),
        (Decimal("9999999999999999.99"), True),
        (Decimal("10000000000000000"), False),
        (Decimal("1E+3"), True),
        (7, True),
        (0.1, False),
        (True, False),
        ("1", False),
        (Decimal("NaN"), False),
    ):
        frame, failures = to_frame(REPORT_TOTAL, [total(amount_yuan=value)])
        assert bool(failures) is not good, value
        assert (frame["amount_yuan"][0] == value) is good, value


def test_missing_and_undeclared_columns_are_failures() -> None:
    row = total(extra=1)
    del row["side"]
    _, failures = to_frame(REPORT_TOTAL, [row])
    assert [str(f) for f in failures] == [
        "report_total.extra：行中有此列，却没有声明（全部1行）",
        "report_total.side：声明了此列，行中却没有（全部1行）",
    ]
    _, failures = to_frame(REPORT_TOTAL, [row, total(), total()])
    assert [str(f) for f in failures] == [
        "report_total.extra第1行：行中有此列，却没有声明（1）",
        "report_total.side第1行：声明了此列，行中却没有（None）",
    ]


@pytest.mark.parametrize(
    ("file", "scheme"), [("codes/function_codes.csv", None), ("codes/econ_codes.csv", "scheme")]
)
def test_code_lists_are_whole(file: str, scheme: str | None) -> None:
    rows = rows_of(file)
    codes = {(row[scheme] if scheme else "", row["code"]) for row in rows}
    for row in rows:
        code = row["code"]
        own = row[scheme] if scheme else ""
        assert row["level"] == str((len(code) - 1) // 2)
        assert re.fullmatch(r"[\u4e00-\u9fff（）、“”]{2,40}", row["name"]), row
        assert row["evidence"] and row["origin"] in ("observed", "known"), row
        assert ("reports" in row["evidence"]) == (row["origin"] == "observed"), row
        for length in (3, 5):
            assert len(code) <= length or (own, code[:length]) in codes, f"parent of {code}"
    assert len({(r.get("scheme"), r["code"], r["valid_from"]) for r in rows}) == len(rows)


@pytest.mark.parametrize("file", ["codes/function_codes.csv", "codes/econ_codes.csv"])
def test_renamed_codes_have_versions_that_touch(file: str) -> None:
    by_code: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(file):
        by_code.setdefault(row["code"], []).append(row)
    renamed = {code: rows for code, rows in by_code.items() if len(rows) > 1}
    assert renamed
    for rows in renamed.values():
        assert rows == sorted(rows, key=lambda row: row["valid_from"])
        assert len({row["name"] for row in rows}) == len(rows)
        for first, second in pairwise(rows):
            end = dt.date.fromisoformat(first["valid_to"])
            assert end + dt.timedelta(1) == dt.date.fromisoformat(second["valid_from"])


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("210", ["医疗卫生与计划生育支出", "卫生健康支出"]),
        ("20805", ["行政事业单位离退休", "行政事业单位养老支出"]),
        ("2013804", ["市场监督管理专项", "市场主体管理", "经营主体管理"]),
        ("30311", ["住房公积金", "代缴社会保险费"]),
    ],
)
def test_a_renamed_code_keeps_its_names_in_order(code: str, names: list[str]) -> None:
    rows = rows_of("codes/function_codes.csv") + rows_of("codes/econ_codes.csv")
    assert [row["name"] for row in rows if row["code"] == code] == names


def test_an_alias_is_another_spelling_of_a_listed_code_and_no_name_of_another() -> None:
    names: dict[tuple[str, str], set[str]] = {}
    for row in rows_of("codes/function_codes.csv"):
        names.setdefault(("function", row["code"]), set()).add(row["name"])
    for row in rows_of("codes/econ_codes.csv"):
        names.setdefault((row["scheme"], row["code"]), set()).add(row["name"])
    for row in rows_of("codes/code_aliases.csv"):
        key = (row["scheme"], row["code"])
        assert row["reason"] and row["alias"] not in names[key]
        assert not any(
            row["alias"] in known
            for other, known in names.items()
            if other != key and other[0] == key[0]
        ), row


NAN = float("nan")
# Values that keep and values that break the checks of declared columns, by type.
POOL: dict[Type, list[object]] = {
    Type.TEXT: [KEY, f"{KEY}:1:2:3", "a", "ab", "b", "201", "2010301", "", "income"],
    Type.INTEGER: [0, 1, -1, 7],
    Type.BIGINT: [0, 1, -1, 2**40],
    Type.BOOLEAN: [True, False],
    Type.REAL: [0.0, -1.5, 2.5, NAN],
    Type.DATE: [dt.date(2026, 1, 1)],
    Type.TIMESTAMP: [dt.datetime.fromisoformat("2026-01-01")],
    **{type_: [Decimal("0.00"), Decimal("-0.01"), Decimal("12.30")] for type_ in DECIMALS},
}
# A table with each kind of check on each type it may stand on, nullable and not.
CHECKED = Table(
    "checked",
    "校验",
    "checked",
    (
        *(
            Column(f"{type_.name.lower()}_{nullable}", "列", "column", type_, nullable=nullable)
            for type_ in Type
            for nullable in (True, False)
        ),
        text("allowed", "列", "column", nullable=True, allowed=("a", "b")),
        text("matched", "列", "column", nullable=True, pattern="^ab?$"),
        text("begun", "列", "column", nullable=True, pattern="a"),
        integer("count", "列", "column", nullable=True, at_least=0),
        real("share", "列", "column", nullable=True, at_least=0),
        money("money", "列", "column", nullable=True, at_least=Decimal("-0.01")),
    ),
    key=("allowed", "count"),
)


def pandera_finds_nothing(table: Table, frame: pl.DataFrame) -> bool:
    """Whether it accepts the frame; it may stop at the first fault."""
    try:
        pandera_model(table).validate(frame)
    except SchemaError:
        return False
    return True


def frames(table: Table, *, mostly_sound: bool) -> st.SearchStrategy[pl.DataFrame]:
    """Frames of a few rows; of a table with many checks mostly such as break few of them."""

    def values(column: Column) -> st.SearchStrategy[object]:
        pool: list[Any] = list(column.allowed) or POOL[column.type]
        if mostly_sound and column.pattern:
            pool = [v for v in pool if re.match(column.pattern, str(v))] or pool
        if mostly_sound and column.at_least is not None:
            pool = [v for v in pool if v >= column.at_least] or [column.at_least]
        sound = st.sampled_from([v for v in pool if v is not NAN])
        if column.nullable:
            sound = st.none() | sound
        return sound if mostly_sound else st.none() | st.sampled_from(POOL[column.type]) | sound

    row = st.tuples(*(values(column) for column in table.columns))
    return st.lists(row, max_size=3).map(
        lambda rows: pl.DataFrame(rows, schema=polars_schema(table), orient="row")
    )


@pytest.mark.parametrize("mostly_sound", [True, False])
def test_the_one_query_finds_what_pandera_finds(mostly_sound: bool) -> None:
    @settings(max_examples=40, deadline=None)
    @given(frames(CHECKED, mostly_sound=mostly_sound))
    def agree(frame: pl.DataFrame) -> None:
        assert is_sound(CHECKED, frame) is pandera_finds_nothing(CHECKED, frame)

    agree()


@pytest.mark.parametrize("column", CHECKED.columns, ids=lambda c: c.name)
def test_one_broken_value_is_found_by_both(column: Column) -> None:
    """Each value of the pool alone in an otherwise sound row."""
    sound = {c.name: None if c.nullable else POOL[c.type][0] for c in CHECKED.columns}
    for value in (None, *POOL[column.type]):
        frame = pl.DataFrame([{**sound, column.name: value}], schema=polars_schema(CHECKED))
        assert is_sound(CHECKED, frame) is pandera_finds_nothing(CHECKED, frame), value


@pytest.mark.parametrize("table", STAGED_TABLES, ids=lambda t: t.name)
def test_the_one_query_finds_what_pandera_finds_in_staged_tables(table: Table) -> None:
    @settings(max_examples=4, deadline=None)
    @given(frames(table, mostly_sound=True))
    def agree(frame: pl.DataFrame) -> None:
        assert is_sound(table, frame) is pandera_finds_nothing(table, frame)

    agree()


def test_a_frame_of_other_columns_or_types_is_not_sound() -> None:
    frame = empty_frame(CHECKED)
    assert is_sound(CHECKED, frame)
    assert not is_sound(CHECKED, frame.drop("begun"))
    assert not is_sound(CHECKED, frame.with_columns(pl.lit(1).alias("more")))
    assert not is_sound(CHECKED, frame.select(reversed(frame.columns)))
    assert not is_sound(CHECKED, frame.with_columns(pl.col("count").cast(pl.Int64)))
