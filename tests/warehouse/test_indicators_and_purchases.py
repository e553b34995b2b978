"""Indicators and procurement in the warehouse: keys resolve, views show them, held tables do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb

from pipeline.config import Home
from pipeline.report.staged_rows import Tables
from pipeline.warehouse.build import build_warehouse
from tests.schemas.rows import row_of
from tests.warehouse.load_report import Load


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def add(tables: Tables) -> None:
    """A form of a project, one of the whole department, and two purchases."""
    known = tables["project_objective"][0]
    place = {key: known[key] for key in ("report_key", "page_number", "table_ordinal", "cell_key")}
    tables["project_objective"] += [
        {
            **known,
            "project_name": "设备更新",
            "unit_name": "外单位试验站",
            "source": "TARGET_FORM",
            "objective_text": "更新设备",
        },
        {**known, "project_name": None, "unit_name": None, "source": "WHOLE_DEPARTMENT"},
    ]
    indicator = row_of(
        "performance_indicator",
        **place,
        unit_name="外单位试验站",
        project_name="设备更新",
        level1="产出指标",
        level2="数量指标",
        indicator_name="台数",
        target_text="≥3台",
        operator="≥",
        target_value=Decimal("3"),
        target_unit="台",
        weight=Decimal("10"),
    )
    whole = {"source": "WHOLE_DEPARTMENT", "unit_name": None, "project_name": None}
    tables["performance_indicator"] = [indicator, {**indicator, **whole}]
    bought = row_of(
        "procurement",
        **place,
        category="GOODS",
        item_name="计算机",
        item_path="货物 / 计算机",
        amount_yuan=Decimal("1.00"),
        precision_yuan=Decimal("0.01"),
        table_total_yuan=Decimal("3.00"),
    )
    more = {"category": None, "fund": "ALL", "amount_yuan": Decimal("2.00")}
    tables["procurement"] = [bought, {**bought, **more}]


def test_indicators_and_purchases_are_shown(home: Home, load: Load) -> None:
    load(change=add)
    build_warehouse(home)
    query = "SELECT 项目名称, 指标名称, 比较符, 数值, 单位 FROM 绩效指标 ORDER BY 1"
    assert rows(home, query) == [
        ("不适用", "台数", "≥", Decimal("3"), "不适用"),
        ("设备更新", "台数", "≥", Decimal("3"), "外单位试验站"),
    ]
    assert rows(home, "SELECT 类别, 资金来源, 金额_元 FROM 政府采购 ORDER BY 3")[0][0] == "货物"
    assert rows(home, "SELECT sum(金额_元), max(表合计_元) FROM 政府采购") == [(3, 3)]
    sources = "SELECT 来源 FROM 绩效目标 WHERE 项目名称 = '不适用'"
    assert rows(home, sources) == [("部门整体绩效目标表",)]


def test_a_held_table_shows_none(home: Home, load: Load) -> None:
    def hold(tables: Tables) -> None:
        add(tables)
        ordinal = tables["project_objective"][0]["table_ordinal"]
        for row in tables["statement"]:
            if row["table_ordinal"] == ordinal:
                row |= {"is_published": False, "held_reason": "勾稽不符"}
        tables["report"][0] |= {"outcome": "partial", "reason_code": "statements_held_back"}

    load(change=hold)
    build_warehouse(home)
    assert rows(home, "SELECT * FROM 绩效指标") == []
    assert rows(home, "SELECT * FROM 政府采购") == []
