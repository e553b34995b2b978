"""One declaration a table: frames, DDL, comments and dictionary all say the same."""

from __future__ import annotations

import csv
import datetime as dt
import re
from decimal import Decimal
from itertools import pairwise

import duckdb
import pytest

from schemas.ddl import create_table, table_comments
from schemas.dictionary import PATH, render
from schemas.frames import empty_frame, pandera_model, to_frame, validate
from schemas.model import DECIMALS
from schemas.staged import (
    FUNDS,
    NATURES,
    PERSPECTIVES,
    REPORT_TOTAL,
    STAGED_TABLES,
    STAGES,
    THREE_PUBLIC_ITEMS,
)
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


def test_the_dictionary_is_current():
    assert PATH.read_text("utf-8") == render(), "run: uv run python -m schemas.dictionary"


@pytest.mark.parametrize("table", STAGED_TABLES, ids=lambda t: t.name)
def test_staged_frames_are_what_is_declared(table):
    frame, failures = validate(table, empty_frame(table))
    assert frame.columns == list(table.column_names)
    assert list(pandera_model(table).columns) == list(table.column_names)
    assert bool(failures) == (table.least_rows is not None)


@pytest.mark.parametrize("table", STAR_TABLES, ids=lambda t: t.name)
def test_ddl_runs_and_comments_every_column(table):
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
def test_every_column_is_described_in_both_languages(table):
    for column in table.columns:
        assert re.search(r"[\u4e00-\u9fff]", column.zh), column.name
        assert re.fullmatch(
            r"[^\u4e00-\u9fff]*[A-Za-z][^\u4e00-\u9fff]*", column.en.replace("（本级）", "")
        )
        assert (column.type in DECIMALS) or "yuan" not in column.name


def test_references_name_declared_columns():
    for table in STAR_TABLES:
        for column in table.columns:
            if column.references:
                target, name = column.references.split(".")
                STAR[target].column(name)


def test_view_names_are_distinct():
    names = [view.name for view in VIEWS] + [view.name_zh for view in VIEWS]
    assert len(set(names)) == len(names)
    for view in VIEWS:
        labels = [column.label_zh for column in view.columns if column.label_zh]
        assert len(set(labels)) == len(labels)


def test_all_failing_cases_are_shown_at_once():
    rows = [
        total(),
        total(side="loss", amount_yuan=Decimal("0.001")),
        total(report_key="XY", amount_yuan=1.5, cell_key=None),
        total(),
    ]
    frame, failures = to_frame(REPORT_TOTAL, rows)
    _, more = validate(REPORT_TOTAL, frame)
    shown = {(f.column, f.row_index, f.value) for f in (*failures, *more)}
    assert ("amount_yuan", 1, "Decimal('0.001')") in shown
    assert ("amount_yuan", 2, "1.5") in shown
    assert ("side", 1, "loss") in shown
    assert ("report_key", 2, "XY") in shown
    assert ("cell_key", 2, "空") in shown
    for index in (0, 3):
        assert ("report_key,side", index, f"{KEY}, income") in shown  # not unique


def test_money_is_never_rounded_to_fit():
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


def test_missing_and_undeclared_columns_are_failures():
    row = total(extra=1)
    del row["side"]
    _, failures = to_frame(REPORT_TOTAL, [row])
    assert {(f.column, f.check) for f in failures} == {
        ("side", "column_missing"),
        ("extra", "column_undeclared"),
    }


def test_lists_have_the_codes_of_the_declarations():
    assert {r["nature_code"] for r in rows_of("lexicon/natures.csv")} == set(NATURES)
    assert {r["fund_code"] for r in rows_of("lexicon/fund_sources.csv")} == set(FUNDS)
    assert {r["stage_code"] for r in rows_of("lexicon/stages.csv")} == set(STAGES)
    assert {r["perspective"] for r in rows_of("lexicon/perspectives.csv")} == set(PERSPECTIVES)
    assert {r["item"] for r in rows_of("lexicon/three_public_items.csv")} == set(THREE_PUBLIC_ITEMS)


@pytest.mark.parametrize(
    ("file", "scheme"), [("codes/function_codes.csv", None), ("codes/econ_codes.csv", "scheme")]
)
def test_code_lists_are_whole(file, scheme):
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
def test_renamed_codes_have_versions_that_touch(file):
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
def test_a_renamed_code_keeps_its_names_in_order(code, names):
    rows = rows_of("codes/function_codes.csv") + rows_of("codes/econ_codes.csv")
    assert [row["name"] for row in rows if row["code"] == code] == names


def test_an_alias_is_another_spelling_of_a_listed_code_and_no_name_of_another():
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
