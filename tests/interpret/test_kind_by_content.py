"""Tables under titles nobody knows: recognised by what they hold, or left alone."""

from __future__ import annotations

from pipeline.domain.lexicon import load_lexicon
from pipeline.grid.assembly import assemble
from pipeline.report.interpretation import interpret_tables
from tests.page_layouts import Texts, captioned, raw_table

OVERVIEW: Texts = [
    ["收入", "", "支出", ""],
    ["项目", "金额", "项目", "金额"],
    ["一般公共预算拨款", "8.00", "一般公共服务支出", "7.00"],
    ["政府性基金拨款", "1.00", "教育支出", "2.00"],
    ["事业收入", "1.00", "住房保障支出", "1.00"],
    ["收入总计", "10.00", "支出总计", "10.00"],
]
INCOME: Texts = [
    ["科目编码", "科目名称", "合计", "一般公共预算", "政府性基金预算", "事业收入"],
    ["", "合计", "10.00", "8.00", "1.00", "1.00"],
    ["201", "一般公共服务支出", "7.00", "7.00", "", ""],
    ["20101", "人大事务", "7.00", "7.00", "", ""],
    ["2010101", "行政运行", "7.00", "7.00", "", ""],
    ["205", "教育支出", "3.00", "1.00", "1.00", "1.00"],
]
SPENDING: Texts = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出"],
    ["", "合计", "10.00", "8.00", "2.00", ""],
    ["201", "一般公共服务支出", "7.00", "7.00", "", ""],
    ["20101", "人大事务", "7.00", "7.00", "", ""],
    ["205", "教育支出", "3.00", "1.00", "2.00", ""],
]
PUBLIC: Texts = [
    ["项目", "金额"],
    ["“三公”经费合计", "5.00"],
    ["因公出国（境）费", "1.00"],
    ["公务接待费", "1.00"],
    ["公务用车购置及运行费", "3.00"],
    ["其中：公务用车购置费", "1.00"],
    ["公务用车运行费", "2.00"],
]


def kinds(*tables: Texts) -> list[str]:
    """Kinds read from tables under a title nobody knows."""
    document = assemble([captioned(n, "附页", raw_table(t)) for n, t in enumerate(tables, start=1)])
    statements, _, signals = interpret_tables(document, load_lexicon())
    assert [s.signal for s in signals] == ["kind_by_content"] * len(statements)
    return [statement.kind for statement in statements]


def test_known_by_content_and_told() -> None:
    assert kinds(OVERVIEW, INCOME, SPENDING, PUBLIC) == [
        "BUDGET_OVERVIEW",
        "REVENUE_OVERVIEW",
        "EXPENDITURE_OVERVIEW",
        "THREE_PUBLIC",
    ]


def test_purchases_by_source_are_no_income() -> None:
    rows = [["采购目录" if text == "科目名称" else text for text in row] for row in INCOME]
    assert kinds(OVERVIEW, rows) == ["BUDGET_OVERVIEW"]


def test_sources_that_are_not_all_income_stay_unknown() -> None:
    rows = [[text and text.replace("10.00", "9.00") for text in row] for row in INCOME]
    assert kinds(OVERVIEW, rows) == ["BUDGET_OVERVIEW"]
    assert kinds(INCOME) == []


def test_basic_and_project_alone_leave_the_fund_open() -> None:
    assert kinds(OVERVIEW, [row[:5] for row in SPENDING]) == ["BUDGET_OVERVIEW"]
