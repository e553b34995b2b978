"""Forms of a report are read once more where a reviewer corrected a number of theirs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from pipeline.reconcile.acceptances import CORRECT, Acceptance, Acceptances
from pipeline.report.extraction import extract_report
from pipeline.report.staged_rows import Tables

# The text and the table differ by a misprint in both cells of the table.
PAGE = """<html><body><h1>2026年岭南市试验局部门预算</h1>
<p>（七）政府采购情况说明</p><p>2026年政府采购安排5.00万元。</p>
<p>政府采购预算表</p><p>单位：万元</p><table border="1">
<tr><td>采购类别</td><td>金额</td></tr>
<tr><td>货物</td><td>4.00</td></tr>
<tr><td>合计</td><td>4.00</td></tr>
</table></body></html>"""


def corrected(file: Path, *rows: int) -> Tables:
    """What is extracted when the amounts of these rows are corrected to 5.00."""
    tables = extract_report(file).tables
    key = str(tables["report"][0]["report_key"])
    guard = ("P3", "", Decimal(50000), Decimal(40000), CORRECT)
    decided = ("原件如此", "张三", dt.date(2026, 3, 1))
    entries = [
        Acceptance(line, key, 1, *guard, f"{key}:1:{row}:1", Decimal("5.00"), *decided)
        for line, row in enumerate(rows, start=2)
    ]
    return extract_report(file, acceptances=Acceptances({key: entries})).tables


def grades(tables: Tables) -> list[object]:
    return [row["grade"] for row in tables["reconciliation"] if row["rule"] == "P3"]


def test_facts_and_rules_take_the_corrected_numbers(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(PAGE, encoding="utf-8")
    assert grades(corrected(file)) == ["failed"]
    tables = corrected(file, 1, 2)
    assert grades(tables) == ["exact"]
    assert [row["amount_yuan"] for row in tables["procurement"]] == [Decimal(50000)]


def test_a_table_that_no_longer_adds_up_has_no_facts(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(PAGE, encoding="utf-8")
    tables = corrected(file, 2)
    assert (grades(tables), tables["procurement"]) == ([], [])
    assert "procurement_unread" in {row["signal"] for row in tables["signal"]}
