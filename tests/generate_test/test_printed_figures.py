"""The generated figures: consistent by construction, off by rounding only, and real where given."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.generate.guangdong import (
    PrintedTable,
    default_spec,
    mixed_funds_spec,
    printed_tables,
    seed_like_spec,
)
from tests.generate.spec import ReportSpec

CENT = Decimal("0.01")
SPECS = [default_spec(), mixed_funds_spec()]


def tables_of(spec: ReportSpec) -> dict[int, PrintedTable]:
    return {table.number: table for table in printed_tables(spec)}


def amount(table: PrintedTable, key: str, column: str) -> Decimal:
    row = table.find_row(key)
    return Decimal(row.cells[table.find_column(column, row, key)].replace(",", ""))


def children(table: PrintedTable, code: str, column: str) -> list[Decimal]:
    """Amounts of the codes one step below `code` ('' for the classes)."""
    length = len(code) + 2 if code else 3
    codes = sorted({key for row in table.rows for key in row.keys if key.isdigit()})
    return [
        amount(table, key, column) for key in codes if len(key) == length and key.startswith(code)
    ]


def bound(terms: list[Decimal]) -> Decimal:
    """How far rounded terms may be off their rounded sum."""
    return CENT * ((sum(1 for term in terms if term) + 1) // 2)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.entity)
def test_trees_add_up_but_for_rounding(spec: ReportSpec) -> None:
    tables = tables_of(spec)
    residuals = []
    for number, column in ((3, "合计"), (5, "小计"), (6, "预算"), (7, "预算"), (9, "小计")):
        table = tables[number]
        for code in ["", *{k for r in table.rows for k in r.keys if k.isdigit()}]:
            parts = children(table, code, column)
            if parts:
                residual = amount(table, code or "合计", column) - sum(parts)
                assert abs(residual) <= bound(parts), (number, code)
                residuals.append(residual)
    assert any(residuals), "figures in cents should leave rounding residuals"
    assert max(map(abs, residuals)) <= 3 * CENT


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.entity)
def test_tables_agree_with_each_other(spec: ReportSpec) -> None:
    t = tables_of(spec)
    total = amount(t[1], "收入总计", "收入/预算")
    assert total == amount(t[1], "支出总计", "支出/预算")
    assert total == amount(t[2], "合计", "合计") == amount(t[3], "合计", "合计")
    assert amount(t[5], "合计", "其中：基本支出") == amount(t[6], "合计", "预算")
    assert amount(t[5], "合计", "项目支出") == amount(t[7], "合计", "预算")
    assert amount(t[3], "合计", "基本支出") == amount(t[11], "合计", "总计")
    assert amount(t[9], "合计", "小计") == amount(t[4], "政府性基金预算", "收入/预算")
    assert amount(t[12], "合计", "政府性基金预算") == amount(t[9], "合计", "项目支出")
    assert amount(t[12], "合计", "一般公共预算") == amount(t[7], "合计", "预算")


def test_default_spec_has_two_units_and_government_fund_money() -> None:
    tables = tables_of(default_spec())
    assert [row.cells[0] for row in tables[2].rows] == [
        "合计",
        "岭南市政务服务数据管理局",
        "岭南市政务服务中心",
    ]
    assert amount(tables[9], "合计", "小计") > 0


def test_mixed_funds_spec_has_every_kind_of_money() -> None:
    table = tables_of(mixed_funds_spec())[2]
    row = table.find_row("合计")
    named = {"/".join(table.columns[index]): row.cells[index] for index in table.amounts}
    assert [name for name, text in named.items() if text == "0.00"] == ["附属单位上缴收入"]


@pytest.mark.reports
def test_seed_like_spec_prints_every_cell_of_the_published_report(seed_cells: Path) -> None:
    data = json.loads(seed_cells.read_text(encoding="utf-8"))
    printed = printed_tables(seed_like_spec(seed_cells))
    assert [table.title for table in printed] == [table["title"] for table in data["tables"]]
    for ours, theirs in zip(printed, data["tables"], strict=True):
        assert [list(path) for path in ours.columns] == theirs["columns"]
        assert [row.cells for row in ours.rows] == [
            [cell or "" for cell in row] for row in theirs["rows"]
        ]
