"""From a number or a report to the paper, in words and pictures, on the screen.

Belongs here: laying out what the warehouse knows of a cell or a report.
Does not belong here: the questions themselves (`pipeline.warehouse.query`), drawing (`picture`).
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.config import Home
from pipeline.picture import mark_cells
from pipeline.warehouse.query import Row
from pipeline.warehouse.query import explain_cell as cell_of
from pipeline.warehouse.query import explain_report as reports_of

# Equations and signals listed for a report before pointing to SQL.
MAX_LISTED = 15


def explain_cell(home: Home, cell_key: str, picture: Path | None, out: Console) -> Path | None:
    """Show where a printed cell stands and what uses it; write the page with the cell marked.

    Returns the picture's path, None when the file is no longer where it was (said on the screen).
    """
    found = cell_of(home, cell_key)
    cell, report = found.cell, found.report
    facts = Table("项", "内容", title=f"单元格 {cell_key}")
    for name, value in (
        (
            "报告",
            f"{report['entity_name']} {report['fiscal_year']} {report['document_kind']}（{report['outcome']}）",
        ),
        ("文件", "；".join(str(row["path"]) for row in found.files)),
        ("表", f"第{cell['table_ordinal']}张 {cell['table_title']}"),
        ("页", f"第{cell['page_number']}页"),
        ("行", cell["row_label"]),
        ("列", cell["column_path"]),
        ("印出的文字", cell["raw_text"]),
        ("数值", f"{cell['value']} {cell['unit']}" if cell["value"] is not None else "（文字）"),
        ("金额（元）", cell["amount_yuan"]),
        (
            "位置（点）",
            f"x {cell['x0']:.1f}–{cell['x1']:.1f}，y {cell['top']:.1f}–{cell['bottom']:.1f}",
        ),
    ):
        facts.add_row(name, _text(value))
    out.print(facts)
    if found.facts:
        used = Table("事实", "口径", "科目", "金额（元）", title="用到它的事实")
        for row in found.facts:
            used.add_row(
                _text(row["fact"]),
                _text(row["perspective"]),
                _members(row),
                _text(row["amount_yuan"]),
            )
        out.print(used)
    if found.equations:
        _equations(found.equations, out, "它参与的勾稽")
    return _picture(found.files, cell, picture, out)


def _members(row: Row) -> str:
    names = (
        "function_code",
        "function_name",
        "econ_code",
        "econ_name",
        "nature_name",
        "fund_name",
        "unit_name",
        "project_name",
        "item_name",
    )
    words = [str(row[name]) for name in names if row.get(name) not in (None, "NA", "不适用")]
    return " ".join(words) + ("（尾差）" if row.get("is_rounding") else "")


def _picture(files: list[Row], cell: Row, picture: Path | None, out: Console) -> Path | None:
    there = next(
        (
            path
            for row in files
            if (path := Path(str(row["path"]))).is_file()
            and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]
        ),
        None,
    )
    if there is None:
        out.print("原文件已不在原处或内容已改，不能画图；放回后再试，或在新位置重新 ingest")
        return None
    target = picture or Path(str(cell["cell_key"]).replace(":", "-") + ".png")
    box = (_point(cell["x0"]), _point(cell["top"]), _point(cell["x1"]), _point(cell["bottom"]))
    mark_cells(there, int(str(cell["page_number"])), [box], target)
    out.print(f"图: {escape(str(target))}")
    return target


def _point(value: object) -> float:
    return float(str(value))


def explain_report(home: Home, what: str, out: Console) -> None:
    """Show what is known of each report that `what` names."""
    for found in reports_of(home, what):
        report = found.report
        head = Table("项", "内容", title=f"报告 {report['report_key']}")
        for name in (
            "entity_name",
            "department_name",
            "city",
            "fiscal_year",
            "document_kind",
            "scope",
            "file_name",
            "page_count",
            "version",
            "is_current",
            "outcome",
            "reason",
            "grade",
            "token_count",
            "tokens_conserved",
            "equations_exact",
            "equations_rounding",
            "equations_failed",
        ):
            if name in report:
                head.add_row(name, _text(report[name]))
        for row in found.files:
            head.add_row("path", _text(row["path"]))
        for row in found.totals:
            head.add_row(
                f"总计 {row['side']}", f"{_text(row['amount_yuan'])} 元  {row['cell_key']}"
            )
        out.print(head)
        tables = Table("表", "种类", "表名", "页", "等级", "发布", "未发布原因", title="报表")
        for row in found.statements:
            tables.add_row(
                _text(row["table_ordinal"]),
                _text(row["statement"]),
                _text(row["table_title"]),
                f"{row['page_from']}–{row['page_to']}",
                _text(row["grade"]),
                "是" if row["is_published"] else "否",
                _text(row["held_reason"]),
            )
        out.print(tables)
        if found.equations:
            _equations(found.equations, out, "不完全相等的勾稽")
        if found.signals:
            signals = Table("提示", "轻重", "说明", title="提示")
            for row in found.signals[:MAX_LISTED]:
                signals.add_row(_text(row["signal"]), _text(row["severity"]), _text(row["message"]))
            out.print(signals)


def _equations(rows: list[Row], out: Console, title: str) -> None:
    table = Table("规则", "轻重", "等级", "对象", "差额（元）", "允许（元）", title=title)
    for row in rows[:MAX_LISTED]:
        table.add_row(
            *(
                _text(row[name])
                for name in (
                    "rule",
                    "severity",
                    "grade",
                    "scope",
                    "residual_yuan",
                    "tolerance_yuan",
                )
            )
        )
    out.print(table)
    if len(rows) > MAX_LISTED:
        out.print(f"……共 {len(rows)} 条，见表 reconciliation")


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, Decimal) else escape(str(value))
