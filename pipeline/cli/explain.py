"""From a number or a report to the paper, in words and pictures, on the screen.

Belongs here: laying out what the warehouse knows of a cell or a report.
Does not belong here: the questions themselves (`pipeline.warehouse.query`), drawing (`page_picture`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.cli.console import shown
from pipeline.cli.review_lines import HEADER, acceptance_lines
from pipeline.config import Home, acceptances_file
from pipeline.warehouse.query import ReportExplanation, Row
from pipeline.warehouse.query import explain_cell as cell_of
from pipeline.warehouse.query import explain_report as reports_of

# Equations and signals listed for a report before pointing to SQL.
MAX_LISTED = 15


def explain_cell(home: Home, cell_key: str, picture: Path | None, out: Console) -> None:
    """Show where a printed cell stands and what uses it; write the page with the cell marked."""
    known = cell_of(home, cell_key)
    cell, report = known.cell, known.report
    kind = f"{report['fiscal_year']} {report['document_kind']}（{report['outcome']}）"
    facts = {
        "报告": f"{report['entity_name']} {kind}",
        "文件": "；".join(str(row["path"]) for row in known.files),
        "表": f"第{cell['table_ordinal']}张 {cell['table_title']}",
        "页": f"第{cell['page_number']}页",
        "行": cell["row_label"],
        "列": cell["column_path"],
        "印出的文字": cell["raw_text"],
        "数值": f"{cell['value']} {cell['unit']}" if cell["value"] is not None else "（文字）",
        "金额（元）": cell["amount_yuan"],
        "位置（点）": (
            f"x {cell['x0']:.1f}–{cell['x1']:.1f}，y {cell['top']:.1f}–{cell['bottom']:.1f}"
        ),
    }
    _list(f"单元格 {cell_key}", ("项", "内容"), facts.items(), out)
    if known.facts:
        used = [
            (row["fact"], row["perspective"], _members(row), row["amount_yuan"])
            for row in known.facts
        ]
        _list("用到它的事实", ("事实", "口径", "科目", "金额（元）"), used, out)
    if known.equations:
        _equations(known.equations, out, "它参与的勾稽")
    _picture(known.files, cell, picture, out)


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


def _picture(files: list[Row], cell: Row, picture: Path | None, out: Console) -> None:
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
        return
    from pipeline.cli.page_picture import mark_cell
    from pipeline.read.carrier import Carrier, sniff

    if sniff(original) is not Carrier.PDF:
        out.print(_where_in_file(original, cell), soft_wrap=True)
        return
    target = picture or Path(str(cell["cell_key"]).replace(":", "-") + ".png")
    x0, top, x1, bottom = (float(str(cell[name])) for name in ("x0", "top", "x1", "bottom"))
    mark_cell(original, int(str(cell["page_number"])), (x0, top, x1, bottom), target)
    out.print(f"图: {escape(str(target))}")


# What a carrier without pages of its own is called; a new one wants its word here.
CARRIER_ZH: Mapping[str, str] = {
    "xlsx": "工作簿",
    "xls": "工作簿",
    "docx": "Word 文档",
    "html": "网页",
}


def _where_in_file(file: Path, cell: Row) -> str:
    """Where to look in a file that has no pages of its own. Raises `KeyError` for a PDF."""
    from pipeline.read.carrier import sniff

    name = CARRIER_ZH[sniff(file).value]
    table = (
        f"第{cell['table_ordinal']}张表“{shown(cell['table_title'])}”"
        f"第{int(str(cell['row_index'])) + 1}行第{int(str(cell['column_index'])) + 1}列"
    )
    if name == "工作簿":
        return (
            f"原件是{name}，没有版面可画图；请打开原件看第{cell['page_number']}个工作表（含隐藏的），"
            f"{table}（表内行列，自表头第一行起数）"
        )
    return (
        f"原件是{name}，没有固定的版面可画图；请打开原件看{table}（表内行列，自表头第一行起数，"
        "页码为顺序分页，不是打印页码）"
    )


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
        _report_facts(known, out)
        _statements(known.statements, out)
        if known.equations:
            _equations(known.equations, out, "不完全相等的勾稽")
        if known.suspects:
            show_suspects(known.suspects, out, "疑点：改动它就能使不符的勾稽式成立")
        if known.reviews:
            show_reviews(known.reviews, out)
        _review_lines(known.report, known.equations, known.suspects, out)
        if known.signals:
            signals = _columns(known.signals[:MAX_LISTED], ("signal", "severity", "message"))
            _list("提示", ("提示", "轻重", "说明"), signals, out)


def _report_facts(known: ReportExplanation, out: Console) -> None:
    report = known.report
    facts = [
        *((name, report[name]) for name in _REPORT_FACTS if name in report),
        *(("path", row["path"]) for row in known.files),
        *(
            (f"总计 {row['side']}", f"{shown(row['amount_yuan'])} 元  {row['cell_key']}")
            for row in known.totals
        ),
    ]
    _list(f"报告 {report['report_key']}", ("项", "内容"), facts, out)


def _statements(rows: Sequence[Row], out: Console) -> None:
    listed = [
        (
            row["table_ordinal"],
            row["statement"],
            row["table_title"],
            f"{row['page_from']}–{row['page_to']}",
            row["grade"],
            "是" if row["is_published"] else "否",
            row["held_reason"],
        )
        for row in rows
    ]
    _list("报表", ("表", "种类", "表名", "页", "等级", "发布", "未发布原因"), listed, out)


def show_suspects(rows: Sequence[Row], out: Console, title: str, *, files: bool = False) -> None:
    """Numbers that are likely wrong: where, printed, suggested, why. `files` names their reports."""
    names = ("名次", "页", "表", "行", "列", "印出", "疑应为", "像是", "解释", "可信", "单元格")
    cells = [
        (
            *([row["file_name"]] if files else []),
            row["rank"],
            row["page_number"],
            row["table_ordinal"],
            row["row_label"],
            row["column_path"],
            row["printed_text"] or "（空白）",
            f"{row['suggested_text'] or ''} {row['unit'] or ''}",
            row["kind_name"],
            f"{row['explains']}/{row['failing']}"
            + (f"，须同改 {row['set_size']} 处" if row["set_size"] != 1 else ""),
            f"{100 * float(str(row['score'])):.0f}%",
            row["cell_key"],
        )
        for row in rows
    ]
    _list(title, ("文件", *names) if files else names, cells, out, "视图 疑点")


def show_reviews(rows: Sequence[Row], out: Console) -> None:
    """What reviewers decided and whether it takes effect."""
    names = ("文件", "决定", "效力", "规则", "对象", "理由", "审核人", "日期", "失效原因")
    keys = ("file_name", "action_name", "state_name", "rule", "rule_scope", "reason", "reviewer")
    _list("人工审核", names, _columns(rows, (*keys, "reviewed_on", "note")), out, "视图 审核")


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
    for line in (HEADER, *lines):
        out.print(line, soft_wrap=True, markup=False, highlight=False)


def _equations(rows: Sequence[Row], out: Console, title: str) -> None:
    names = ("规则", "轻重", "等级", "对象", "差额（元）", "允许（元）")
    keys = ("rule", "severity", "grade", "scope", "residual_yuan", "tolerance_yuan")
    _list(title, names, _columns(rows, keys), out, "表 reconciliation")


def _columns(rows: Sequence[Row], names: Sequence[str]) -> list[list[object]]:
    return [[row[name] for name in names] for row in rows]


def _list(
    title: str,
    names: Sequence[str],
    rows: Collection[Sequence[object]],
    out: Console,
    more: str = "",
) -> None:
    """Print rows as a table; where `more` says where all of them are, the first ones only."""
    table = Table(*names, title=title)
    for row in islice(rows, MAX_LISTED if more else None):
        table.add_row(*map(shown, row))
    out.print(table)
    if more and len(rows) > MAX_LISTED:
        out.print(f"……共 {len(rows)} 条，见{more}")
