"""Parts of a statement that are printed but not read with it are errors of that statement."""

from __future__ import annotations

from pipeline.interpret.statement import Statement
from tests.interpret.statements_from_tables import read, read_report
from tests.page_layouts import Texts, captioned, page, raw_table

TITLE = "一般公共预算基本支出表（按部门经济科目）"
LISTS: Texts = [
    ["人员经费", None, None, "公用经费", None],
    ["科目编码", "科目名称", "预算数", "科目编码", "科目名称"],
    ["301", "工资福利支出", "3.00", "302", "商品和服务支出"],
    ["30101", "基本工资", "2.00", "30201", "办公费"],
    ["30102", "津贴补贴", "1.00", "30202", "印刷费"],
    ["人员经费合计", None, "3.00", "公用经费合计", None],
]
AMOUNTS = [["余下各栏", "又一栏"], ["5.00", "1.00"], ["2.00", "1.00"]]


def errors(statement: Statement) -> set[str]:
    return {s.signal for s in statement.signals if s.severity == "error"}


def test_a_list_without_any_column_of_amounts_is_an_error() -> None:
    assert "labels_without_amounts" in errors(read(TITLE, LISTS))
    whole = [[*row, text] for row, text in zip(LISTS, ["", "预算数", *["1.00"] * 4], strict=True)]
    assert "labels_without_amounts" not in errors(read(TITLE, whole))


def test_amounts_on_the_next_page_without_a_title_are_an_error() -> None:
    first = [[*row, "" if k else "预算数"] for k, row in enumerate(LISTS)]
    pages = [
        captioned(1, TITLE, raw_table(first)),
        page(2, raw_table(AMOUNTS, edges=(250.0, 370.0, 450.0))),
    ]
    (statement,) = read_report(*pages).statements
    assert "amounts_without_title" in errors(statement)


def test_amounts_under_a_title_of_their_own_are_another_table() -> None:
    first = [[*row, "" if k else "预算数"] for k, row in enumerate(LISTS)]
    pages = [captioned(1, TITLE, raw_table(first)), captioned(2, "无名附表", raw_table(AMOUNTS))]
    statement = read_report(*pages).statements[0]
    assert "amounts_without_title" not in errors(statement)
