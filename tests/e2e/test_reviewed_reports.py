"""A reviewer's decision, from the ready-made line of `explain` to the published warehouse and on."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.reconcile.acceptances import COLUMNS
from tests.generate.guangdong import (
    ReportSpec,
    default_spec,
    mixed_funds_spec,
    mutate_amount,
)
from tests.generate.printing import render_report

Ask = Callable[[str], list[dict[str, object]]]


class Office:
    """A folder of reports, a file of decisions, a warehouse, and the command over them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.raw = folder / "raw"
        self.raw.mkdir()
        self.warehouse = folder / "city.duckdb"
        monkeypatch.setenv("QINGZHANG_HOME", str(folder))
        self.decisions = self.raw / "acceptances.csv"

    def run(self, *arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, [*arguments, "-w", str(self.warehouse)])
        assert result.exit_code == code, result.output
        return result.output

    def print(self, spec: ReportSpec) -> None:
        render_report(spec, self.raw / "report.pdf")

    def ingest(self) -> str:
        return self.run("ingest", str(self.raw))

    def ask(self, sql: str) -> list[dict[str, object]]:
        answer: list[dict[str, object]] = json.loads(self.run("sql", sql, "--format", "json"))
        return answer

    def report(self) -> dict[str, object]:
        (row,) = self.ask(
            "SELECT outcome, reason_code, reason, grade FROM dim_report "
            "WHERE file_name = 'report.pdf' ORDER BY version DESC LIMIT 1"
        )
        return row

    def offered(self, action: str) -> list[dict[str, str]]:
        """The lines that `explain` offers, as rows without reason, reviewer and date."""
        lines = self.run("explain", "report.pdf").splitlines()
        first = lines.index(",".join(COLUMNS))
        rows = csv.DictReader(
            [lines[first], *(line for line in lines[first:] if f",{action}," in line)]
        )
        return [row for row in rows if row["action"] == action]

    def decide(self, rows: list[dict[str, str]], **more: str) -> None:
        told = {"reason": "原件如此", "reviewer": "张三", "date": "2026-03-01", **more}
        with self.decisions.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, COLUMNS)
            writer.writeheader()
            writer.writerows({**row, **told} for row in rows)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


def printed_wrong() -> ReportSpec:
    """One figure of the table by function, of which the others are right."""
    return mutate_amount(default_spec(), 5, "2010301", "其中：基本支出", "digit")


def test_a_source_that_contradicts_itself_is_published_once_accepted(office: Office) -> None:
    office.print(printed_wrong())
    render_report(mixed_funds_spec(), office.raw / "other.pdf")
    office.ingest()
    assert office.report()["outcome"] == "partial"
    assert "疑点" in office.run("status")

    office.decide(office.offered("accept"))
    assert "读取 1 份，沿用 1 份" in office.ingest()
    report = office.report()
    assert (report["outcome"], report["reason_code"], report["grade"]) == (
        "accepted",
        "accepted_by_review",
        "failed",
    )
    assert "经人工审核（张三）" in str(report["reason"])
    assert office.ask("SELECT count(*) AS n FROM statement WHERE NOT is_published") == [{"n": 0}]
    failing = office.ask(
        "SELECT accepted_by FROM reconciliation WHERE grade = 'failed' AND severity = 'hard'"
    )
    assert failing and all(row["accepted_by"] == "张三" for row in failing)

    # The difference is a row of its own, and the table adds up to its printed total.
    (row,) = office.ask(
        "SELECT count(*) FILTER (is_discrepancy) AS differences, sum(amount_yuan) AS spent "
        "FROM fact_expenditure SEMI JOIN (FROM review) USING (report_key) "
        "WHERE perspective = 'FUNCTION_GENERAL'"
    )
    (top,) = office.ask(
        "SELECT amount_yuan FROM printed_cell SEMI JOIN (FROM review) USING (report_key) "
        "WHERE table_ordinal = 5 AND row_label = '合计' AND amount_yuan IS NOT NULL "
        "ORDER BY column_index LIMIT 1"
    )
    assert row["differences"] == 1
    assert Decimal(str(row["spent"])) == Decimal(str(top["amount_yuan"]))

    # The body mends its report: the decision about the former version did its work.
    office.print(default_spec())
    office.ingest()
    report = office.report()
    assert (report["outcome"], report["reason_code"]) == ("accepted", "ok"), report["reason"]
    assert {row["state"] for row in office.ask("SELECT state FROM reviews")} == {"superseded"}
    assert "已有新版本" in office.run("status")
    assert "已过时" in office.run("doctor")


def test_a_cell_is_corrected_and_keeps_its_printed_text(office: Office) -> None:
    office.print(printed_wrong())
    office.ingest()
    (line,) = office.offered("correct")
    office.decide([line])
    office.ingest()
    report = office.report()
    assert (report["outcome"], report["grade"]) == ("accepted", "rounding"), report["reason"]
    (cell,) = office.ask(
        f"SELECT raw_text, amount_yuan FROM printed_cell WHERE cell_key = '{line['cell_key']}'"
    )
    (fact,) = office.ask(
        "SELECT amount_yuan, is_corrected FROM fact_expenditure "
        f"WHERE cell_key = '{line['cell_key']}' AND NOT is_rounding"
    )
    assert fact["is_corrected"] is True
    assert Decimal(str(fact["amount_yuan"])) == Decimal(line["value"].replace(",", "")) * 10000
    assert cell["raw_text"] != line["value"]
    assert Decimal(str(cell["amount_yuan"])) != Decimal(str(fact["amount_yuan"]))
    assert office.ask("SELECT 决定, 效力, 审核人 FROM 审核") == [
        {"决定": "更正单元格", "效力": "生效", "审核人": "张三"}
    ]

    # With other figures in its guard the same decision does nothing, and says so.
    office.decide([{**line, "left_yuan": "1.00"}])
    office.ingest()
    assert office.report()["outcome"] == "partial"
    (signal,) = office.ask("SELECT message FROM signal WHERE signal = 'stale_acceptance'")
    assert "第2行（张三 2026-03-01）未生效" in str(signal["message"])
    assert "失效" in office.run("status")
    assert "未生效" in office.run("doctor", code=1)

    office.decide([line], reason="")
    text = office.run("ingest", str(office.raw), code=1)
    assert "acceptances.csv" in text and "line 2: reason is empty" in text
