"""Hand-made tables to statements, and short ways to say what was read of them.

Belongs here: helpers of the tests of forms. Does not belong here: any form.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.domain.lexicon import load_lexicon
from pipeline.grid.assembly import assemble
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Column, Row, Statement
from pipeline.read.layout import PageLayout, RawTable
from pipeline.reconcile.engine import reconcile
from pipeline.report.interpretation import interpret, interpret_tables
from schemas.vocabulary import DocumentKind, Scope
from tests.page_layouts import UP, Texts, captioned, raw_table

LEXICON = load_lexicon()
ENTITY = "岭南市试验局"

# Spending by function code and nature, the simplest of all tables.
EXPENDITURE: Texts = [
    ["功能分类科目", None, "合计", "基本支出", "项目支出"],
    ["科目编码", "科目名称", UP, UP, UP],
    ["", "合计", "30.00", "10.00", "20.00"],
    ["201", "一般公共服务支出", "30.00", "10.00", "20.00"],
    ["20103", "政府办公厅（室）及相关\n机构事务", "30.00", "10.00", "20.00"],
    ["2010301", "行政运行", "10.00", "10.00", "0.00"],
    ["2010302", "一般行政管理事务", "20.00", "0.00", "20.00"],
]


def read(title: str, rows: Texts | RawTable, **caption: Any) -> Statement:
    """The one statement a captioned page with this table gives."""
    table = rows if isinstance(rows, RawTable) else raw_table(rows)
    return read_pages(captioned(1, title, table, **caption))


def read_pages(*pages: PageLayout) -> Statement:
    """The one statement of these pages."""
    statements, unidentified, _ = interpret_tables(assemble(list(pages)), LEXICON)
    assert not unidentified
    (statement,) = statements
    return statement


def read_report(*pages: PageLayout) -> InterpretedReport:
    """All that is understood of these pages."""
    return interpret(assemble(list(pages)), LEXICON)


def codes(statement: Statement) -> list[str | None]:
    """Codes of the rows that have one or should have one, in printed order."""
    return [row.code for row in statement.rows if row.role == "code"]


def parents(statement: Statement) -> dict[str, str | None]:
    """Name of each row to the name of the row it breaks down (names must be unique)."""
    names = [row.name or row.label for row in statement.rows]
    assert len(set(names)) == len(names), names
    return {
        name: None if row.parent is None else names[row.parent]
        for name, row in zip(names, statement.rows, strict=True)
    }


def by_name(statement: Statement, name: str) -> Row:
    """The one row of this name."""
    (row,) = [row for row in statement.rows if name in (row.name, row.label)]
    return row


def items(statement: Statement) -> dict[str, dict[str, Decimal]]:
    """Item to printed amount by the words of its column's members ('' for none)."""
    found: dict[str, dict[str, Decimal]] = {}
    columns = {column.index: column for column in statement.columns}
    for row in statement.rows:
        if row.role == "item" and row.item:
            found[row.item] = {
                " ".join(sorted(columns[i].members.values())): a.printed
                for i, a in row.amounts.items()
                if columns[i].role == "amount"
            }
    return found


def roles(statement: Statement) -> list[str]:
    """Roles of the columns."""
    return [column.role for column in statement.columns]


def column_under(statement: Statement, *path: str) -> Column:
    """The one column under these headings."""
    (column,) = [c for c in statement.columns if c.path == path]
    return column


def errors(statement: Statement) -> list[str]:
    """Messages of what is wrong: signals that hold the statement back, hard rules that fail."""
    from pipeline.interpret.statement import Identity

    identity = Identity(ENTITY, None, None, None, DocumentKind.BUDGET, Scope.DEPARTMENT)
    report = InterpretedReport(identity, [statement], [], list(statement.signals))
    outcome = reconcile(report)
    return [s.message for s in statement.signals if s.severity == "error"] + [
        r.message for r in outcome.results if r.failed and r.severity == "hard"
    ]
