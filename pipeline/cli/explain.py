"""From a number or a report to the paper, in words and pictures, on the screen.

Belongs here: laying out what the warehouse knows of a cell or a report.
Does not belong here: the questions themselves (`pipeline.warehouse.query`), drawing (`page_picture`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.cli.review_lines import acceptance_lines, header
from pipeline.config import Home, acceptances_file
from pipeline.warehouse.query import ReportExplanation, Row
from pipeline.warehouse.query import explain_cell as cell_of
from pipeline.warehouse.query import explain_report as reports_of

# Equations and signals listed for a report before pointing to SQL.
MAX_LISTED = 15


def explain_cell(home: Home, cell_key: str, picture: Path | None, out: Console) -> Path | None:
    """Show where a printed cell stands and what uses it; write the page with the cell marked.

    Returns the picture's path, None when the file is no longer where it was (said on the screen).
    """
    known = cell_of(home, cell_key)
    cell, report = known.cell, known.report
    facts = Table("项", "内容", title=f"单元格 {cell_key}")
    for name, value in (
        (
            "报告",
            f"{report['entity_name']} {report['fiscal_year']} {report['document_kind']}（{report['outcome']}）",
        ),
        ("文件", "；".join(str(row["path"]) for row in known.files)),
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
    if known.facts:
        used = Table("事实", "口径", "科目", "金额（元）", title="用到它的事实")
        for row in known.facts:
            used.add_row(
                _text(row["fact"]),
                _text(row["perspective"]),
                _members(row),
                _text(row["amount_yuan"]),
            )
        out.print(used)
    if known.equations:
        _equations(known.equations, out, "它参与的勾稽")
    return _picture(known.files, cell, picture, out)


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
    original = next(
        (
            path
            for row in files
            if (path := Path(str(row["path"]))).is_file()
            and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]
        ),
        None,
    )
    if original is None:
        out.print("原文件已不在原处或内容已改，不能画图；放回后再试，或在新位置重新 ingest")
        return None
    from pipeline.cli.page_picture import has_pages, mark_cells

    if not has_pages(original):
        out.print(_where_in_file(original, cell), soft_wrap=True)
        return None
    target = picture or Path(str(cell["cell_key"]).replace(":", "-") + ".png")
    box = (_point(cell["x0"]), _point(cell["top"]), _point(cell["x1"]), _point(cell["bottom"]))
    mark_cells(original, int(str(cell["page_number"])), [box], target)
    out.print(f"图: {escape(str(target))}")
    return target


def _where_in_file(file: Path, cell: Row) -> str:
    """Where to look in a file that has no pages of its own."""
    where = (
        f"第{cell['table_ordinal']}张表“{_text(cell['table_title'])}”"
        f"第{int(str(cell['row_index'])) + 1}行第{int(str(cell['column_index'])) + 1}列"
    )
    from pipeline.read.carrier import Carrier, sniff

    kind = sniff(file)
    if kind in (Carrier.XLSX, Carrier.XLS):
        return (
            f"原件是工作簿，没有版面可画图；请打开原件看第{cell['page_number']}个工作表（含隐藏的），"
            f"{where}（表内行列，自表头第一行起数）"
        )
    name = "网页" if kind is Carrier.HTML else "Word 文档"
    return (
        f"原件是{name}，没有固定的版面可画图；请打开原件看{where}（表内行列，自表头第一行起数，"
        "页码为顺序分页，不是打印页码）"
    )


def _point(value: object) -> float:
    return float(str(value))


# Columns of `dim_report` shown of a report, in this order.
_REPORT_FACTS = (
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
)


def explain_report(home: Home, what: str, out: Console) -> None:
    """Show what is known of each report that `what` names."""
    for known in reports_of(home, what):
        out.print(_report_facts(known))
        out.print(_statements(known.statements))
        if known.equations:
            _equations(known.equations, out, "不完全相等的勾稽")
        if known.suspects:
            show_suspects(known.suspects, out, "疑点：改动它就能使不符的勾稽式成立")
        if known.reviews:
            show_reviews(known.reviews, out)
        _review_lines(known.report, known.equations, known.suspects, out)
        if known.signals:
            signals = Table("提示", "轻重", "说明", title="提示")
            for row in known.signals[:MAX_LISTED]:
                signals.add_row(_text(row["signal"]), _text(row["severity"]), _text(row["message"]))
            out.print(signals)


def _report_facts(known: ReportExplanation) -> Table:
    report = known.report
    table = Table("项", "内容", title=f"报告 {report['report_key']}")
    for name in _REPORT_FACTS:
        if name in report:
            table.add_row(name, _text(report[name]))
    for row in known.files:
        table.add_row("path", _text(row["path"]))
    for row in known.totals:
        table.add_row(f"总计 {row['side']}", f"{_text(row['amount_yuan'])} 元  {row['cell_key']}")
    return table


def _statements(rows: Sequence[Row]) -> Table:
    table = Table("表", "种类", "表名", "页", "等级", "发布", "未发布原因", title="报表")
    for row in rows:
        table.add_row(
            _text(row["table_ordinal"]),
            _text(row["statement"]),
            _text(row["table_title"]),
            f"{row['page_from']}–{row['page_to']}",
            _text(row["grade"]),
            "是" if row["is_published"] else "否",
            _text(row["held_reason"]),
        )
    return table


def show_suspects(rows: Sequence[Row], out: Console, title: str, *, files: bool = False) -> None:
    """Numbers that are likely wrong: where, printed, suggested, why. `files` names their reports."""
    names = ("名次", "页", "表", "行", "列", "印出", "疑应为", "像是", "解释", "可信", "单元格")
    table = Table(*(("文件", *names) if files else names), title=title)
    for row in rows[:MAX_LISTED]:
        together = f"，须同改 {row['set_size']} 处" if row["set_size"] != 1 else ""
        cells = [
            _text(row["rank"]),
            _text(row["page_number"]),
            _text(row["table_ordinal"]),
            _text(row["row_label"]),
            _text(row["column_path"]),
            _text(row["printed_text"]) or "（空白）",
            f"{_text(row['suggested_text'])} {_text(row['unit'])}",
            _text(row["kind_name"]),
            f"{row['explains']}/{row['failing']}{together}",
            f"{100 * float(str(row['score'])):.0f}%",
            _text(row["cell_key"]),
        ]
        table.add_row(*([_text(row["file_name"]), *cells] if files else cells))
    out.print(table)
    if len(rows) > MAX_LISTED:
        out.print(f"……共 {len(rows)} 条，见视图 疑点")


def show_reviews(rows: Sequence[Row], out: Console) -> None:
    """What reviewers decided and whether it takes effect."""
    names = ("文件", "决定", "效力", "规则", "对象", "理由", "审核人", "日期", "失效原因")
    table = Table(*names, title="人工审核")
    keys = ("file_name", "action_name", "state_name", "rule", "rule_scope", "reason", "reviewer")
    for row in rows[:MAX_LISTED]:
        table.add_row(*(_text(row[key]) for key in (*keys, "reviewed_on", "note")))
    out.print(table)
    if len(rows) > MAX_LISTED:
        out.print(f"……共 {len(rows)} 条，见视图 审核")


def _report_of(report: Row) -> str:
    """What an entry names a report by: the file's hash, or the key of a further report in it."""
    key, sha256 = str(report["report_key"]), str(report["sha256"])
    return sha256 if sha256.startswith(key) else key


def _review_lines(
    report: Row, equations: Sequence[Row], suspects: Sequence[Row], out: Console
) -> None:
    """Lines a reviewer may paste, one below the other and not wrapped."""
    lines = acceptance_lines(_report_of(report), equations, suspects)
    if not lines:
        return
    out.print(
        f"原件自身有误时，把下面的一行贴入 {escape(str(acceptances_file()))}，"
        "填上 reason、reviewer、date 后重新 ingest（accept 按原样接受，correct 更正单元格）；首行须为："
    )
    for line in (header(), *lines):
        out.print(line, soft_wrap=True, markup=False, highlight=False)


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
