"""Tiny consistent reports of invented bodies, as extractions: no PDF, no reading.

Each has an overview, spending by function with a rounding row, basic spending by economic class,
projects, the three public items and revenue, in 万元 with two decimals.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.report.extracted import Extraction
from tests.schemas.rows import row_of

VERSION = "test+1"
YUAN = 10_000
QUANTUM = Decimal(100)

OVERVIEW, SPENDING, ECON, PROJECT, THREE_PUBLIC, REVENUE = range(1, 7)
_TITLES = {
    OVERVIEW: ("BUDGET_OVERVIEW", "收支总体情况表", None),
    SPENDING: ("EXPENDITURE_OVERVIEW", "支出总体情况表", "FUNCTION_ALL"),
    ECON: ("GENERAL_BASIC_BY_ECON", "一般公共预算基本支出情况表", "ECON_BASIC"),
    PROJECT: ("PROJECT_BY_UNIT", "项目支出预算表", "PROJECT"),
    THREE_PUBLIC: ("THREE_PUBLIC", "三公经费预算表", None),
    REVENUE: ("REVENUE_OVERVIEW", "收入总体情况表", None),
}


class _Printer:
    """Collects printed cells of one report."""

    def __init__(self, report_key: str) -> None:
        self.report_key = report_key
        self.cells: list[dict[str, object]] = []
        self.rows: dict[int, int] = {}

    def put(self, ordinal: int, label: str, wan: str) -> tuple[str, Decimal]:
        """One row with a label and an amount in 万元; returns the amount's cell and its yuan."""
        row = self.rows.get(ordinal, 0)
        self.rows[ordinal] = row + 1
        self._cell(ordinal, row, 0, label, label, None)
        value = Decimal(wan)
        return self._cell(ordinal, row, 1, label, wan, value), value * YUAN

    def _cell(
        self, ordinal: int, row: int, column: int, label: str, text: str, value: Decimal | None
    ) -> str:
        key = f"{self.report_key}:{ordinal}:{row}:{column}"
        statement, title, _ = _TITLES[ordinal]
        printed = (
            {"value": value, "unit": "万元", "amount_yuan": value * YUAN}
            if value is not None
            else {}
        )
        self.cells.append(
            row_of(
                "printed_cell",
                **printed,
                cell_key=key,
                report_key=self.report_key,
                table_ordinal=ordinal,
                statement=statement,
                table_title=title,
                page_number=ordinal,
                row_index=row,
                column_index=column,
                column_path="预算" if column else "项目",
                row_label=label,
                raw_text=text,
                top=100.0 + 12 * row,
                bottom=112.0 + 12 * row,
            )
        )
        return key


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fabricate(
    data: bytes = b"one",
    *,
    entity: str = "岭南市测试局",
    city: str | None = "岭南市",
    year: int | None = 2024,
    kind: str = "budget",
    scope: str | None = "department",
    region: str = "449900",
    outcome: str = "accepted",
    basic: str = "60.01",
    unit: str | None = None,
    code: str = "2010301",
    code_name: str = "行政运行",
    content_hash: str | None = None,
    version: str = VERSION,
    extra_rows: int = 0,
) -> Extraction:
    """A report of the bytes `data`; `basic` 万元 of basic spending make its total 100.02 + basic - 60.01.

    Printed: 类 201 is 0.01 less than its two leaves, so there is one rounding row.
    """
    sha256 = sha_of(data)
    key = sha256[:16]
    stage = "final_accounts" if kind == "final_accounts" else "initial_budget"
    printer = _Printer(key)
    spent = Decimal(basic) + Decimal("40.02")
    total = str(spent - Decimal("0.01"))
    unit = unit or entity

    income_cell, _ = printer.put(OVERVIEW, "收入总计", total)
    spending_cell, _ = printer.put(OVERVIEW, "支出总计", total)

    def fact(
        perspective: str, ordinal: int, cell: str, yuan: Decimal, **more: object
    ) -> dict[str, object]:
        return row_of(
            "expenditure",
            **{"nature": "ALL", "fund": "ALL", **more},
            report_key=key,
            perspective=perspective,
            stage=stage,
            amount_yuan=yuan,
            precision_yuan=QUANTUM,
            table_ordinal=ordinal,
            cell_key=cell,
        )

    expenditure: list[dict[str, object]] = []
    top, _ = printer.put(SPENDING, "合计", total)
    printer.put(SPENDING, "201 一般公共服务支出", total)
    cell, yuan = printer.put(SPENDING, f"{code} {code_name}", basic)
    expenditure.append(
        fact(
            "FUNCTION_ALL",
            SPENDING,
            cell,
            yuan,
            function_code=code,
            function_name=code_name,
            nature="BASIC",
        )
    )
    cell, yuan = printer.put(SPENDING, "2010399 其他支出", "40.02")
    expenditure.append(
        fact(
            "FUNCTION_ALL",
            SPENDING,
            cell,
            yuan,
            function_code="2010399",
            function_name="其他政府办公厅（室）及相关机构事务支出",
            nature="PROJECT",
        )
    )
    expenditure.append(
        fact(
            "FUNCTION_ALL",
            SPENDING,
            top,
            Decimal(-100),
            function_code="201",
            function_name="一般公共服务支出",
            is_rounding=True,
        )
    )
    printer.put(ECON, "合计", basic)
    cell, yuan = printer.put(ECON, "30101 基本工资", basic)
    expenditure.append(
        fact(
            "ECON_BASIC",
            ECON,
            cell,
            yuan,
            econ_scheme="department",
            econ_code="30101",
            econ_name="基本工资",
            nature="BASIC",
            fund="GENERAL_PUBLIC",
        )
    )
    printer.put(PROJECT, "合计", "40.02")
    cell, yuan = printer.put(PROJECT, "信息系统运维", "40.02")
    expenditure.append(
        fact(
            "PROJECT",
            PROJECT,
            cell,
            yuan,
            nature="PROJECT",
            fund="GENERAL_PUBLIC",
            unit_name=unit,
            project_name="信息系统运维",
        )
    )
    objective = row_of(
        "project_objective",
        report_key=key,
        unit_name=unit,
        project_name="信息系统运维",
        amount_yuan=yuan,
        objective_text="系统全年可用",
        page_number=PROJECT,
        table_ordinal=PROJECT,
        cell_key=cell,
    )
    three_public: list[dict[str, object]] = []
    for item, label, wan in (
        ("ABROAD", "因公出国", "0.00"),
        ("RECEPTION", "公务接待", "3.00"),
        ("AGENCY_OPERATING", "行政经费", "9.00"),
    ):
        cell, yuan = printer.put(THREE_PUBLIC, label, wan)
        three_public.append(
            row_of(
                "three_public",
                report_key=key,
                stage=stage,
                item=item,
                fund="GENERAL_PUBLIC",
                amount_yuan=yuan,
                is_memo=item == "AGENCY_OPERATING",
                table_ordinal=THREE_PUBLIC,
                cell_key=cell,
            )
        )
    cell, yuan = printer.put(REVENUE, "合计", total)
    revenue = row_of(
        "revenue",
        report_key=key,
        stage=stage,
        function_code=code,
        function_name=code_name,
        fund="GENERAL_PUBLIC",
        amount_yuan=yuan,
        precision_yuan=QUANTUM,
        table_ordinal=REVENUE,
        cell_key=cell,
    )
    for index in range(extra_rows):
        printer.put(OVERVIEW, f"附行{index}", "0.00")
    statements = [
        row_of(
            "statement",
            report_key=key,
            table_ordinal=ordinal,
            statement=statement,
            table_title=title,
            unit="万元",
            entity_printed=entity,
            page_from=ordinal,
            page_to=ordinal,
            row_count=printer.rows[ordinal],
            column_count=2,
            cell_count=2 * printer.rows[ordinal],
            numeric_count=printer.rows[ordinal],
            perspective=perspective,
            grade="exact",
            is_published=True,
        )
        for ordinal, (statement, title, perspective) in _TITLES.items()
    ]
    equation = row_of(
        "reconciliation",
        report_key=key,
        rule="W1",
        scope="表1 收入总计=支出总计",
        left_yuan=Decimal(total) * YUAN,
        right_yuan=Decimal(total) * YUAN,
        residual_yuan=Decimal(0),
        tolerance_yuan=QUANTUM,
        table_ordinal=OVERVIEW,
        left_cells=income_cell,
        right_cells=spending_cell,
        message="相等",
    )
    if outcome == "quarantined":
        equation |= {
            "grade": "failed",
            "residual_yuan": Decimal(50_000),
            "message": "收入总计与支出总计不等",
        }
    report = row_of(
        "report",
        report_key=key,
        sha256=sha256,
        file_name=f"{entity}{year}.pdf",
        city=city,
        region_code=region,
        entity_name=entity,
        fiscal_year=year,
        document_kind=kind,
        scope=scope,
        page_from=1,
        page_count=6,
        outcome=outcome,
        reason_code="ok",
        reason="6张表全部通过校验",
        grade="rounding",
        content_hash=content_hash or sha256,
        extractor_version=version,
        unit_of_main_table="万元",
        token_count=20,
        tokens_conserved=20,
        equations_exact=1,
        equations_rounding=1,
    )
    metric = row_of(
        "narrative_metric",
        report_key=key,
        metric="EXPENDITURE_TOTAL",
        value=Decimal(total),
        unit="万元",
        sentence=f"支出预算{total}万元",
        page_number=7,
    )
    totals = [
        row_of(
            "report_total",
            report_key=key,
            side=side,
            amount_yuan=Decimal(total) * YUAN,
            cell_key=cell,
        )
        for side, cell in (("income", income_cell), ("expenditure", spending_cell))
    ]
    observation = row_of(
        "code_observation",
        report_key=key,
        scheme="function",
        code=code,
        name=code_name,
        cell_key=top,
    )
    return Extraction(
        sha256,
        {
            "report": [report],
            "statement": statements,
            "printed_cell": printer.cells,
            "expenditure": expenditure,
            "revenue": [revenue],
            "three_public": three_public,
            "project_objective": [objective],
            "narrative_metric": [metric],
            "report_total": totals,
            "reconciliation": [equation],
            "signal": [],
            "code_observation": [observation],
        },
    )


def extract_text(path: Path) -> Extraction:
    """An extraction for tests of staging: a file's text says what to do.

    `hang`, `die` and `fault` misbehave; `key=value` lines are arguments of `fabricate`.
    """
    import os
    import time

    data = path.read_bytes()
    text = data.decode()
    if text.startswith("hang"):
        time.sleep(600)
    if text.startswith("die"):
        os._exit(9)
    if text.startswith("fault"):
        raise ValueError("不该出现的值")
    arguments: dict[str, Any] = {}
    for line in text.splitlines():
        name, found, value = line.partition("=")
        if found:
            arguments[name] = int(value) if name in ("year", "extra_rows") else value
    return fabricate(data, **arguments)
