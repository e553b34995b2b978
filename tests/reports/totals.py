"""Totals of a report that was read, and whether they and its identity are those of its label.

Belongs here: what "equal" means for a labelled report. Does not belong here: reading labels
(`labels`), counting over many reports (benchmarks).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.reports.labels import REPORT_KINDS, Label

# Yuan of one currency unit; where none is labelled the tables are in 万元.
UNIT = {"元": 1, "万元": 10000, "千元": 1000, "亿元": 100000000, "": 10000}
# Fields of `compare` that are money.
MONEY = ("income", "expenditure", "three_public", "basic", "project")


def totals_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Decimal]:
    """Totals of a report in yuan: of the facts, as printed where there are none."""
    printed: dict[str, Decimal] = {
        str(row["side"]): row["amount_yuan"] for row in tables.get("report_total", [])
    }
    totals: dict[str, Decimal] = {
        side: printed[side] for side in ("income", "expenditure") if side in printed
    }
    kind = str(tables["report"][0]["document_kind"])
    stage = "final_accounts" if kind == "final_accounts" else "initial_budget"
    for row in tables.get("three_public", []):
        if not row["is_memo"] and row["stage"] == stage:
            totals["sangong"] = totals.get("sangong", Decimal(0)) + row["amount_yuan"]
    for row in tables.get("expenditure", []):
        if row["perspective"] == "FUNCTION_ALL" and row["stage"] == stage:
            key = str(row["nature"])
            totals[key] = totals.get(key, Decimal(0)) + row["amount_yuan"]
    for key, side in (("BASIC", "basic"), ("PROJECT", "project"), ("sangong", "three_public")):
        if key not in totals and side in printed:
            totals[key] = printed[side]
    return totals


def compare(
    label: Label, report: Mapping[str, object], totals: Mapping[str, Decimal]
) -> dict[str, bool | None]:
    """Field of the label to equal, different or (None) not labelled; `totals` in yuan."""
    factor = UNIT.get(label["unit_of_main_table"], 10000)
    sangong_factor = UNIT.get(label["sangong_unit"], 10000)
    answers: dict[str, bool | None] = {
        "entity": report["entity_name"] == label["entity"],
        "year": str(report["fiscal_year"]) == label["fiscal_year"],
        "kind": report["document_kind"] == REPORT_KINDS[label["kind"]],
        "scope": report["scope"] == label["scope"],
        "city": report["city"] == label["city"],
    }
    for name, column, key, unit in (
        ("income", "total_income_printed", "income", factor),
        ("expenditure", "total_expenditure_printed", "expenditure", factor),
        ("three_public", "sangong_total_printed", "sangong", sangong_factor),
        ("basic", "basic_total_printed", "BASIC", factor),
        ("project", "project_total_printed", "PROJECT", factor),
    ):
        printed = label[column]
        if not printed:
            answers[name] = None
        else:
            total = totals.get(key)
            if total is None and Decimal(printed) == 0:
                total = Decimal(0)
            answers[name] = total is not None and total == Decimal(printed) * unit
    return answers
