"""Statements made by hand for tests of the rules: from small rows, or from the seed's cells.

Test-only, and on purpose not the interpretation of the pipeline: the rules are tested on the
model as described, whatever reads it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.grid.printed_table import Box, GridCell, GridRow, PrintedTable
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import (
    Amount,
    Column,
    Identity,
    Row,
    Statement,
)
from pipeline.narrative.metrics import NarrativeMetric
from schemas.vocabulary import (
    ColumnRole,
    DocumentKind,
    Item,
    RowAxis,
    RowRole,
    Scheme,
    Scope,
    StatementKind,
)

WAN = Decimal(10000)
ZERO_BOX = Box(0.0, 0.0, 1.0, 1.0)
Cells = Sequence[str | None]


def seed_folder() -> Path:
    """Where the report the project was created from lies (absent outside the workshop)."""
    reports = os.environ.get("QINGZHANG_REPORTS")
    base = Path(reports).parent if reports else Path(__file__).parents[3] / "shared"
    return base / "seed"


def metric(
    code: str,
    value: str,
    change: str | None = None,
    percent: str | None = None,
    *,
    base_is_zero: bool = False,
    unit: str = "万元",
    as_of: date | None = None,
) -> NarrativeMetric:
    """A figure of the running text."""
    return NarrativeMetric(
        code,
        Decimal(value),
        unit,
        "",
        1,
        change_value=None if change is None else Decimal(change),
        change_pct=None if percent is None else Decimal(percent),
        base_is_zero=base_is_zero,
        as_of=as_of,
    )


def column(
    index: int,
    path: str,
    role: str = "amount",
    panel: int = 0,
    sum_of: Sequence[int] = (),
    **members: str,
) -> Column:
    return Column(index, tuple(path.split("/")), ColumnRole(role), panel, members, tuple(sum_of))


def report(
    statements: Sequence[Statement], entity: str = "某市某局", year: int = 2024
) -> InterpretedReport:
    identity = Identity(entity, None, None, year, DocumentKind.BUDGET, Scope.DEPARTMENT)
    return InterpretedReport(identity, list(statements), [], [])


_LABEL = re.compile(r"^\[(\d+)\](.*)$")
_ORDINAL = re.compile(r"^(其中：)?(（[一二三]）|[一二三四五六七八九十]+、|\d\.)")


def build(
    kind: str,
    columns: Sequence[Column],
    lines: Sequence[Cells],
    *,
    ordinal: int = 1,
    title: str = "",
    unit: str = "万元",
    factor: Decimal | None = WAN,
    note: str = "",
    empty: bool = False,
    entity: str | None = None,
    page: int = 1,
) -> Statement:
    """A statement of printed lines; each cell text or None. Rows and tree follow from the kind."""
    grid: list[GridRow] = []
    rows: list[Row] = []
    places = 2
    for number, line in enumerate(lines):
        cells = tuple(
            None if text is None else _cell(number, index, text, page)
            for index, text in enumerate(line)
        )
        grid.append(GridRow(number, page, cells))
        for panel in sorted({c.panel for c in columns}):
            own = [c for c in columns if c.panel == panel]
            row = _row(number, panel, own, cells, len(rows), factor, places)
            if row is not None:
                rows.append(row)
    table = PrintedTable(ordinal, grid, len(columns))
    statement = Statement(
        kind=StatementKind(kind),
        title=title or kind,
        table=table,
        currency_unit=unit,
        currency_factor=factor,
        entity_printed=entity,
        columns=list(columns),
        rows=rows,
        header_rows=0,
        title_kind=StatementKind(kind),
        axis=axis_of(kind),
        is_empty_declared=empty,
        note=note,
    )
    _roles(statement)
    if statement.axis == RowAxis.LISTS:
        _list_tree(statement)
    else:
        _tree(statement)
    return statement


def axis_of(kind: str) -> RowAxis:
    """What the rows of the hand-made statements of a kind are."""
    if kind in (StatementKind.BUDGET_OVERVIEW, StatementKind.FISCAL_OVERVIEW):
        return RowAxis.LISTS
    if kind == StatementKind.THREE_PUBLIC:
        return RowAxis.ITEM
    if kind in (StatementKind.PROJECT_BY_UNIT, StatementKind.KEY_PROJECTS):
        return RowAxis.PROJECT
    by_econ = "ECON" in kind or kind == StatementKind.BASIC_BY_UNIT
    return RowAxis.ECON if by_econ else RowAxis.FUNCTION


def _cell(row: int, index: int, text: str, page: int) -> GridCell:
    return GridCell(page, row, index, 1, 1, text, text, ZERO_BOX)


def _row(
    number: int,
    panel: int,
    columns: Sequence[Column],
    cells: Sequence[GridCell | None],
    position: int,
    factor: Decimal | None,
    places: int,
) -> Row | None:
    labels = [c for col in columns if col.role == "label" and (c := cells[col.index]) is not None]
    label = labels[0].text if labels else ""
    codes = [
        c for col in columns if col.role == ColumnRole.CODE and (c := cells[col.index]) is not None
    ]
    code = codes[0].text.strip() if codes else ""
    row = Row(
        position=position,
        grid_row=number,
        panel=panel,
        page_number=1,
        role=RowRole.UNKNOWN,
        label=label.strip(),
        label_cell=labels[0] if labels else None,
        name=re.sub(r"\s", "", label),
        code=code or None,
    )
    row.level = len(label) - len(label.lstrip("　"))
    for col in columns:
        cell = cells[col.index]
        if col.role == "text" and cell is not None and cell.text:
            row.texts[col.index] = cell
        if col.role != "amount" or cell is None or not cell.text.strip():
            continue
        printed = Decimal(cell.text.replace(",", ""))
        row.amounts[col.index] = Amount(
            number,
            col.index,
            cell,
            printed,
            printed * (factor or 1),
            (factor or Decimal(1)).scaleb(-places),
        )
    return row if row.label or row.code or row.amounts else None


CLASS_CODES = {
    "一般公共服务支出": "201",
    "外交支出": "202",
    "国防支出": "203",
    "公共安全支出": "204",
    "教育支出": "205",
    "科学技术支出": "206",
    "文化旅游体育与传媒支出": "207",
    "社会保障和就业支出": "208",
    "卫生健康支出": "210",
    "节能环保支出": "211",
    "城乡社区支出": "212",
    "农林水支出": "213",
    "交通运输支出": "214",
    "资源勘探工业信息等支出": "215",
    "商业服务业等支出": "216",
    "金融支出": "217",
    "援助其他地区支出": "219",
    "自然资源海洋气象等支出": "220",
    "住房保障支出": "221",
    "粮油物资储备支出": "222",
    "国有资本经营预算支出": "223",
    "灾害防治及应急管理支出": "224",
    "其他支出": "229",
}
ITEMS = {
    "预算拨款": "FISCAL_APPROPRIATION",
    "财政专户拨款": "SPECIAL_ACCOUNT",
    "其他资金": "OTHER_FUND",
    "一般公共预算": "GENERAL_PUBLIC",
    "政府性基金预算": "GOV_FUND",
    "国有资本经营预算": "STATE_CAPITAL",
    "上级补助收入": "SUPERIOR_SUBSIDY",
    "附属单位上缴收入": "SUBORDINATE_REMIT",
    "用事业基金弥补收支差额": "USE_OF_FUND_BALANCE",
    "上年结转结余": "CARRIED_OVER",
    "本年收入合计": "CURRENT_YEAR_INCOME",
    "收入总计": "INCOME_TOTAL",
    "对附属单位补助支出": "TO_SUBORDINATE",
    "上缴上级支出": "TO_SUPERIOR",
    "结转下年": "CARRY_FORWARD",
    "本年支出合计": "CURRENT_YEAR_EXPENDITURE",
    "支出总计": "EXPENDITURE_TOTAL",
    "行政经费": "AGENCY_OPERATING",
    "“三公”经费": "THREE_PUBLIC",
    "因公出国（境）支出": "ABROAD",
    "公务用车购置及运行维护支出": "VEHICLE",
    "公务用车购置费": "VEHICLE_PURCHASE",
    "公务用车运行维护费": "VEHICLE_OPERATION",
    "公务接待费支出": "RECEPTION",
}
CATEGORIES = {
    "工资和福利支出": "301",
    "工资福利支出": "301",
    "商品和服务支出": "302",
    "对个人和家庭的补助": "303",
    "资本性支出": "310",
}
SUMS = frozenset(
    ("CURRENT_YEAR_INCOME", "INCOME_TOTAL", "CURRENT_YEAR_EXPENDITURE", "EXPENDITURE_TOTAL")
)
PARENT_ITEM = {
    "ABROAD": "THREE_PUBLIC",
    "VEHICLE": "THREE_PUBLIC",
    "RECEPTION": "THREE_PUBLIC",
    "VEHICLE_PURCHASE": "VEHICLE",
    "VEHICLE_OPERATION": "VEHICLE",
}


def _roles(statement: Statement) -> None:
    unit: str | None = None
    for row in statement.rows:
        match = _LABEL.match(row.name)
        if match:
            row.code, row.name = match[1], match[2]
        bare = _ORDINAL.sub("", _ORDINAL.sub("", row.name))
        if row.code:
            row.role = RowRole.CODE
            row.scheme = Scheme.DEPARTMENT if "ECON" in statement.kind else Scheme.FUNCTION
        elif bare in ("合计", "总计"):
            row.role, row.item = RowRole.TOTAL, Item.TOTAL
        elif bare in ITEMS:
            row.role, row.item = RowRole.ITEM, ITEMS[bare]
        elif bare in CLASS_CODES and row.panel == 1:
            row.role, row.item, row.code, row.scheme = (
                RowRole.ITEM,
                "FUNCTION_CLASS",
                CLASS_CODES[bare],
                Scheme.FUNCTION,
            )
        elif statement.kind == StatementKind.BASIC_BY_UNIT and bare in CATEGORIES:
            row.role, row.code, row.scheme = RowRole.CATEGORY, CATEGORIES[bare], Scheme.DEPARTMENT
            row.spending_unit = unit
        elif statement.kind == StatementKind.PROJECT_BY_UNIT and row.level:
            row.role, row.project_name, row.spending_unit = RowRole.PROJECT, row.name, unit
        elif statement.kind == StatementKind.KEY_PROJECTS:
            row.role, row.project_name = RowRole.PROJECT, row.name
        elif statement.kind in (
            StatementKind.BASIC_BY_UNIT,
            StatementKind.PROJECT_BY_UNIT,
            StatementKind.REVENUE_OVERVIEW,
        ):
            row.role, row.spending_unit = RowRole.UNIT, row.name
            unit = row.name


def _tree(statement: Statement) -> None:
    total = next((row for row in statement.rows if row.role == RowRole.TOTAL), None)
    codes: dict[str, Row] = {}
    unit: Row | None = None
    items: dict[str, Row] = {}
    for row in statement.rows:
        parent: Row | None = None
        if row.role == RowRole.CODE and row.code:
            parent = next((codes[row.code[:n]] for n in (5, 3) if row.code[:n] in codes), total)
            codes.setdefault(row.code, row)
        elif row.role == RowRole.UNIT:
            unit, parent = row, total
        elif row.role in (RowRole.CATEGORY, RowRole.PROJECT):
            parent = unit or total
        elif row.role == RowRole.ITEM and row.item:
            parent = items.get(PARENT_ITEM.get(row.item, ""))
            items[row.item] = row
        if parent is not None:
            row.parent = parent.position
            parent.children.append(row.position)


def _list_tree(statement: Statement) -> None:
    """A subtotal adds up what stands above it, the total the subtotal and what stands between."""
    for panel in sorted({row.panel for row in statement.rows}):
        pending: list[Row] = []
        for row in (r for r in statement.rows if r.panel == panel):
            if row.item in SUMS:
                row.children = [other.position for other in pending]
                for other in pending:
                    other.parent = row.position
                pending = []
            pending.append(row)


# --- the seed -----------------------------------------------------------------------------------

LISTS = [
    column(0, "收入/项目", "label"),
    column(1, "收入/预算"),
    column(2, "支出/项目", "label", 1),
    column(3, "支出/预算", panel=1),
]
FUNDS = [
    "GENERAL_PUBLIC",
    "GOV_FUND",
    "STATE_CAPITAL",
    "EDU_FEE",
    "OTHER_SPECIAL",
    "BUSINESS_INCOME",
    "OPERATING_INCOME",
    "OTHER_INCOME",
    "SUPERIOR_SUBSIDY",
    "SUBORDINATE_REMIT",
    "USE_OF_FUND_BALANCE",
]
NATURES = ["BASIC", "PROJECT", "BUSINESS", "TO_SUBORDINATE", "TO_SUPERIOR", "CARRY_FORWARD"]
CODE_LABEL = [column(0, "科目编码", "code"), column(1, "科目名称", "label")]
NAMES = {
    "BASIC": "基本支出",
    "PROJECT": "项目支出",
    "GENERAL_PUBLIC": "一般公共预算",
    "GOV_FUND": "政府性基金预算",
    "STATE_CAPITAL": "国有资本经营预算",
    "SPECIAL_ACCOUNT": "财政专户拨款",
    "OTHER_FUND": "其他资金",
}


def funds(start: int, *members: str) -> list[Column]:
    return [column(start + i, NAMES.get(m, m), fund=m) for i, m in enumerate(members)]


def natures(start: int, *members: str) -> list[Column]:
    return [column(start + i, NAMES.get(m, m), nature=m) for i, m in enumerate(members)]


def total(index: int, parts: Sequence[int], path: str = "合计", **members: Any) -> Column:
    return column(index, path, sum_of=parts, **members)


def unit_columns(extra: Sequence[Column] = ()) -> list[Column]:
    return [
        column(0, "支出项目类别", "label"),
        total(1, [2, 6, 7], "总计"),
        total(2, [3, 4, 5], "财政拨款/合计", fund="FISCAL_APPROPRIATION"),
        *funds(3, "GENERAL_PUBLIC", "GOV_FUND", "STATE_CAPITAL", "SPECIAL_ACCOUNT", "OTHER_FUND"),
        *extra,
    ]


def by_nature(codes: bool) -> list[Column]:
    lead = CODE_LABEL if codes else [column(0, "功能科目名称", "label")]
    at = len(lead)
    return [*lead, total(at, [at + 1, at + 2], "小计"), *natures(at + 1, "BASIC", "PROJECT")]


SEED: dict[int, tuple[str, list[Column]]] = {
    1: ("BUDGET_OVERVIEW", LISTS),
    2: ("REVENUE_OVERVIEW", [*CODE_LABEL, total(2, range(3, 14)), *funds(3, *FUNDS)]),
    3: ("EXPENDITURE_OVERVIEW", [*CODE_LABEL, total(2, range(3, 9)), *natures(3, *NATURES)]),
    4: ("FISCAL_OVERVIEW", LISTS),
    5: ("GENERAL_BY_FUNCTION", by_nature(False)),
    6: ("GENERAL_BASIC_BY_ECON", [column(0, "经济科目", "label"), column(1, "预算")]),
    7: ("GENERAL_PROJECT_BY_ECON", [column(0, "经济科目", "label"), column(1, "预算")]),
    8: (
        "THREE_PUBLIC",
        [
            column(0, "项目", "label"),
            total(1, [2, 3, 4]),
            *funds(2, "GENERAL_PUBLIC", "GOV_FUND", "STATE_CAPITAL"),
        ],
    ),
    9: ("FUND_BY_FUNCTION", by_nature(True)),
    10: ("CAPITAL_BY_FUNCTION", by_nature(True)),
    11: ("BASIC_BY_UNIT", unit_columns()),
    12: ("PROJECT_BY_UNIT", unit_columns([column(8, "绩效目标", "text")])),
}


def seed_report(units: dict[int, tuple[str, Decimal]] | None = None) -> InterpretedReport:
    """The seed's twelve statements; `units` overrides the unit of a table by its number."""
    data: dict[str, Any] = json.loads((seed_folder() / "cells.json").read_text(encoding="utf-8"))
    statements = []
    for table in data["tables"]:
        kind, columns = SEED[table["no"]]
        unit, factor = (units or {}).get(table["no"], ("万元", WAN))
        note = table.get("note") or ""
        statements.append(
            build(
                kind,
                columns,
                table["rows"],
                ordinal=table["no"],
                title=table["title"],
                unit=unit,
                factor=factor,
                note=note,
                empty="本年无发生额" in note,
                entity=table["entity"],
                page=table["no"],
            )
        )
    return report(statements, data["entity"], data["fiscal_year"])


# The seed's 22 figures of the running text that the rules use.
SEED_METRICS = [
    metric("INCOME_TOTAL", "2411.64", "24.16", "1.01"),
    metric("EXPENDITURE_TOTAL", "2411.64", "24.16", "1.01"),
    metric("THREE_PUBLIC_TOTAL", "6.6", "0", "0"),
    metric("THREE_PUBLIC_ABROAD", "0", "0", base_is_zero=True),
    metric("THREE_PUBLIC_VEHICLE", "3.6", "0", "0"),
    metric("THREE_PUBLIC_VEHICLE_PURCHASE", "0", "0"),
    metric("THREE_PUBLIC_VEHICLE_OPERATION", "3.6", "0"),
    metric("THREE_PUBLIC_RECEPTION", "3", "0", "0"),
    metric("AGENCY_OPERATING", "0", "0", base_is_zero=True),
    metric("PROCUREMENT_TOTAL", "141.6"),
    metric("PROCUREMENT_GOODS", "119.5"),
    metric("PROCUREMENT_WORKS", "0"),
    metric("PROCUREMENT_SERVICES", "22.1"),
    metric("ASSET_FIXED", "968.31", as_of=date(2024, 2, 19)),
    metric("ASSET_PLANNED_PURCHASE", "54.5"),
    metric("OFFICE_COUNT", "7", unit="个"),
]
SEED_OFFICES = [
    "办公室",
    "政务服务部",
    "效能促进部",
    "工程交易部",
    "自然资源部",
    "数据资源部",
    "运维技术部",
]
