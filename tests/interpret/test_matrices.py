"""Spending by function with economic classes across, beside the tables the facts come from."""

from __future__ import annotations

from pipeline.read.layout import PageLayout
from tests.interpret.statements_from_tables import read_report
from tests.page_layouts import Texts, captioned, raw_table

ROWS: Texts = [["201", "一般公共服务支出"], ["20103", "政府办公厅"], ["2010301", "行政运行"]]


def _table(
    title: str, number: int, heads: list[str], amounts: list[str], rows: Texts = ROWS
) -> PageLayout:
    body = [[*row, *amounts] for row in rows]
    grid: Texts = [["科目编码", "科目名称", *heads], *body, ["合计", "", *amounts]]
    return captioned(number, title, raw_table(grid))


def _kinds(*pages: PageLayout) -> list[tuple[str, bool]]:
    return [(s.kind, s.is_repeat) for s in read_report(*pages).statements]


NATURES = ("部门支出总表", ["合计", "基本支出", "项目支出"], ["5.00", "3.00", "2.00"])
CLASSES = (
    "支出预算分类汇总表（按部门预算经济分类）",
    ["总计", "工资福利支出", "商品和服务支出", "资本性支出"],
    ["5.00", "3.00", "1.00", "1.00"],
)
GOVERNMENT = (
    "支出预算分类汇总表（按政府预算经济分类）",
    ["总计", "机关工资福利支出", "机关商品和服务支出", "对事业单位经常性补助"],
    ["5.00", "2.00", "1.00", "2.00"],
)


def test_the_table_by_nature_counts_though_matrices_print_more() -> None:
    pages = [
        _table(title, number, heads, amounts)
        for number, (title, heads, amounts) in enumerate((NATURES, CLASSES, GOVERNMENT), 1)
    ]
    assert _kinds(*pages) == [
        ("EXPENDITURE_OVERVIEW", False),
        ("SPENDING_MATRIX", False),
        ("SPENDING_MATRIX", False),
    ]


def test_a_matrix_alone_is_the_table_of_its_kind() -> None:
    title, heads, amounts = CLASSES
    assert _kinds(_table(title, 1, heads, amounts)) == [("EXPENDITURE_OVERVIEW", False)]


def test_a_matrix_of_other_money_is_no_detail() -> None:
    title, heads, _ = CLASSES
    other = _table(title, 2, heads, ["9.00", "3.00", "5.00", "1.00"])
    name, natures, amounts = NATURES
    assert ("SPENDING_MATRIX", False) not in _kinds(_table(name, 1, natures, amounts), other)


def test_basic_spending_shared_out_over_a_table_a_class() -> None:
    econ = [["301", "工资福利支出"], ["30101", "基本工资"]]
    basic = _table("一般公共预算基本支出表", 1, ["合计", "人员经费"], ["3.00", "3.00"], econ)
    title = "一般公共预算基本支出表—人员经费（{}）（按部门预算经济分类）"
    parts = [
        captioned(
            number,
            title.format(name),
            raw_table(
                [
                    ["科目编码", "科目名称", "总计", name, None],
                    [None, None, None, *items],
                    *[[*row, amount, amount, ""] for row in ROWS],
                    ["合计", "", amount, amount, ""],
                ]
            ),
        )
        for number, (name, items, amount) in enumerate(
            (
                ("工资福利支出", ["基本工资", "奖金"], "2.00"),
                ("对个人和家庭的补助", ["退休费", "抚恤金"], "1.00"),
            ),
            2,
        )
    ]
    report = read_report(basic, *parts)
    assert [s.kind for s in report.statements] == [
        "GENERAL_BASIC_BY_ECON",
        "SPENDING_MATRIX",
        "SPENDING_MATRIX",
    ]
    assert not [x for s in report.statements for x in s.signals if x.severity == "error"]
