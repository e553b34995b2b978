"""Income and spending as lists: subtotals above and below, nesting, panels, totals for several."""

from __future__ import annotations

from decimal import Decimal

from pipeline.interpret.statement import Row, Statement
from tests.interpret.statements_from_tables import by_name, errors, read
from tests.page_layouts import LEFT

HEAD = [["收入", LEFT, "支出", LEFT], ["项目", "预算数", "项目", "预算数"]]
OVERVIEW = "部门收支总表"


def item(statement: Statement, name: str) -> Row:
    row = statement.row_by_item(name)
    assert row is not None
    return row


def below(statement: Statement, name: str) -> list[str | None]:
    return [child.item for child in statement.children(item(statement, name))]


def test_subtotals_below() -> None:
    statement = read(
        OVERVIEW,
        [
            *HEAD,
            ["一、一般公共预算拨款收入", "6.00", "一、公共安全支出", "7.00"],
            ["二、事业收入", "2.00", "二、住房保障支出", "1.50"],
            ["本年收入合计", "8.00", "本年支出合计", "8.50"],
            ["上年结转", "1.00", "结转下年", "0.50"],
            ["收入总计", "9.00", "支出总计", "9.00"],
        ],
    )
    assert below(statement, "INCOME_TOTAL") == ["CURRENT_YEAR_INCOME", "CARRIED_OVER"]
    assert below(statement, "EXPENDITURE_TOTAL") == ["CURRENT_YEAR_EXPENDITURE", "CARRY_FORWARD"]
    assert not errors(statement)


def test_subtotals_on_top() -> None:
    statement = read(
        "财政拨款收支总表",
        [
            *HEAD,
            ["一、本年收入", "8.00", "一、本年支出", "8.60"],
            ["（一）一般公共预算拨款", "6.00", "（一）公共安全支出", "7.10"],
            ["（二）政府性基金预算拨款", "2.00", "（二）住房保障支出", "1.50"],
            ["二、上年结转", "1.00", "二、结转下年", "0.40"],
            ["（一）一般公共预算拨款", "1.00", "", ""],
            ["收入总计", "9.00", "支出总计", "9.00"],
        ],
    )
    income = item(statement, "CURRENT_YEAR_INCOME")
    assert [c.item for c in statement.children(income)] == ["GENERAL_PUBLIC", "GOV_FUND"]
    assert [c.code for c in statement.children(item(statement, "CURRENT_YEAR_EXPENDITURE"))] == [
        "204",
        "221",
    ]
    assert not errors(statement)


def test_total_first() -> None:
    statement = read(
        OVERVIEW,
        [
            *HEAD,
            ["合计", "9.00", "合计", "9.00"],
            ["一般公共预算拨款收入", "7.00", "公共安全支出", "7.50"],
            ["其他收入", "2.00", "住房保障支出", "1.50"],
        ],
    )
    assert below(statement, "INCOME_TOTAL") == ["GENERAL_PUBLIC", "OTHER_INCOME"]
    assert not errors(statement)


def test_parts_under_an_item() -> None:
    statement = read(
        OVERVIEW,
        [
            *HEAD,
            ["一、财政拨款收入", "6.00", "一、教育支出", "8.00"],
            ["其中：一般公共预算", "5.00", "", ""],
            ["二、事业收入", "2.00", "", ""],
            ["收入总计", "8.00", "支出总计", "8.00"],
        ],
    )
    assert below(statement, "INCOME_TOTAL") == ["FISCAL_APPROPRIATION", "BUSINESS_INCOME"]
    assert not errors(statement)


def test_items_nested_without_any_mark_are_nested_by_the_sums() -> None:
    statement = read(
        OVERVIEW,
        [
            *HEAD,
            ["财政拨款", "6.30", "教育支出", "8.40"],
            ["一般公共预算", "5.20", "", ""],
            ["政府性基金预算", "1.10", "", ""],
            ["事业收入", "2.10", "", ""],
            ["收入总计", "8.40", "支出总计", "8.40"],
        ],
    )
    assert below(statement, "FISCAL_APPROPRIATION") == ["GENERAL_PUBLIC", "GOV_FUND"]
    assert below(statement, "INCOME_TOTAL") == ["FISCAL_APPROPRIATION", "BUSINESS_INCOME"]
    assert not errors(statement)


FOUR = [
    ["收入", LEFT, "支出", LEFT, LEFT, LEFT, LEFT, LEFT],
    [
        "项目",
        "预算数",
        "支出功能分类科目",
        "预算数",
        "支出部门经济分类科目",
        "预算数",
        "支出政府经济分类科目",
        "预算数",
    ],
]


def test_spending_in_three_panels() -> None:
    statement = read(
        OVERVIEW,
        [
            *FOUR,
            [
                "一、财政拨款",
                "9.00",
                "一、一般公共服务支出",
                "9.00",
                "1、工资福利支出",
                "5.00",
                "1、机关工资福利支出",
                "5.00",
            ],
            ["", "", "", "", "2、商品和服务支出", "4.00", "2、机关商品和服务支出", "4.00"],
            ["收入总计", "9.00", "支出总计", "9.00", "支出总计", "9.00", "支出总计", "9.00"],
        ],
    )
    assert len([r for r in statement.rows if r.item == "EXPENDITURE_TOTAL"]) == 3
    assert [r.code for r in statement.rows if r.item == "FUNCTION_CLASS"] == ["201"]
    assert not errors(statement)


def test_wrong_total_in_the_third_panel_is_seen() -> None:
    statement = read(
        OVERVIEW,
        [
            *FOUR,
            [
                "一、财政拨款",
                "9.00",
                "一、一般公共服务支出",
                "9.00",
                "1、工资福利支出",
                "5.00",
                "1、机关工资福利支出",
                "5.00",
            ],
            ["", "", "", "", "2、商品和服务支出", "4.30", "2、机关商品和服务支出", "4.00"],
            ["收入总计", "9.00", "支出总计", "9.00", "支出总计", "9.00", "支出总计", "9.00"],
        ],
    )
    assert errors(statement)


def test_total_printed_once_for_two_panels() -> None:
    statement = read(
        OVERVIEW,
        [
            ["收入", LEFT, "支出", LEFT, LEFT, LEFT],
            ["项目", "预算数", "项目（按功能分类）", "预算数", "项目（按支出性质）", "预算数"],
            ["一、财政拨款", "7.00", "一、交通运输支出", "7.00", "一、基本支出", "4.50"],
            ["", "", "", "", "二、项目支出", "2.50"],
            ["收入总计", "7.00", "支出总计", LEFT, LEFT, "7.00"],
        ],
    )
    assert not errors(statement)


def test_funds_side_by_side_on_the_spending_side() -> None:
    statement = read(
        "财政拨款收支总表",
        [
            ["收入", LEFT, "支出", LEFT, LEFT, LEFT, LEFT],
            [
                "项目",
                "金额",
                "项目",
                "合计",
                "一般公共预算财政拨款",
                "政府性基金预算财政拨款",
                "国有资本经营预算财政拨款",
            ],
            ["一、一般公共预算财政拨款", "6.00", "一、城乡社区支出", "8.00", "6.00", "2.00", ""],
            ["二、政府性基金预算财政拨款", "2.00", "", "", "", "", ""],
            ["本年收入合计", "8.00", "本年支出合计", "8.00", "6.00", "2.00", ""],
            ["总计", "8.00", "总计", "8.00", "6.00", "2.00", ""],
        ],
    )
    assert statement.columns[3].sum_of == (4, 5, 6)
    assert not errors(statement)


def test_label_the_grid_joined_with_the_next_rows() -> None:
    """At a page's end the label of the next row may be in the cell of the last."""
    statement = read(
        OVERVIEW,
        [
            *HEAD,
            ["一、一般公共预算拨款收入", "9.00", "一、公共安全支出\n二、外交支出", "9.00"],
            ["收入总计", "9.00", "支出总计", "9.00"],
        ],
    )
    assert [r.code for r in statement.rows if r.item == "FUNCTION_CLASS"] == ["204"]
    assert not errors(statement)


def test_item_no_list_knows_counts_when_the_sums_say_so() -> None:
    statement = read(
        OVERVIEW,
        [
            *HEAD,
            ["一、一般公共预算拨款收入", "9.00", "一、公共安全支出", "8.00"],
            ["", "", "二、彩虹计划支出", "1.00"],
            ["收入总计", "9.00", "支出总计", "9.00"],
        ],
    )
    (unlisted,) = [row for row in statement.rows if row.item == "OTHER"]
    assert unlisted.parent == item(statement, "EXPENDITURE_TOTAL").position
    assert not errors(statement)


def test_sides_that_differ_are_seen() -> None:
    statement = read(
        OVERVIEW,
        [
            *HEAD,
            ["一、一般公共预算拨款收入", "9.00", "一、公共安全支出", "8.00"],
            ["收入总计", "9.00", "支出总计", "8.00"],
        ],
    )
    assert any("收入总计应等于支出总计" in message for message in errors(statement))


def test_overview_whose_spending_is_by_nature_and_by_class_below_each_other() -> None:
    statement = read(
        "收入支出预算总表",
        [
            ["收入", LEFT, "支出", LEFT],
            ["项目", "金额", "项目", "金额"],
            ["一、财政拨款收入", "9.40", "一、基本支出", "7.40"],
            ["", "", "其中：人员经费", "6.00"],
            ["", "", "公用经费", "1.40"],
            ["", "", "二、项目支出", "2.00"],
            ["收入合计", "9.40", "支出合计", "9.40"],
        ],
    )
    assert item(statement, "EXPENDITURE_TOTAL").amounts[3].printed == Decimal("9.40")
    assert below(statement, "EXPENDITURE_TOTAL") == ["BASIC", "PROJECT"]
    assert not errors(statement)


def test_income_listed_down_the_rows() -> None:
    statement = read(
        "部门收入总表",
        [
            ["项目", "预算数"],
            ["一般公共预算拨款收入", "5.00"],
            ["政府性基金预算拨款收入", "1.00"],
            ["事业收入", "2.00"],
            ["其他收入", "0.50"],
            ["收入合计", "8.50"],
        ],
    )
    assert statement.axis == "lists"
    assert below(statement, "INCOME_TOTAL") == [
        "GENERAL_PUBLIC",
        "GOV_FUND",
        "BUSINESS_INCOME",
        "OTHER_INCOME",
    ]
    assert not errors(statement)


def test_the_same_money_by_nature_and_again_by_economic_class() -> None:
    statement = read(
        "收入支出决算总表",
        [
            ["收入", LEFT, "支出（按性质和经济分类）", LEFT],
            ["项目", "决算数", "项目", "决算数"],
            ["一、财政拨款收入", "9.00", "一、基本支出", "4.00"],
            ["", "", "　　人员经费", "3.00"],
            ["", "", "　　日常公用经费", "1.00"],
            ["", "", "二、项目支出", "4.00"],
            ["", "", "三、经营支出", "1.00"],
            ["", "", "基本支出和项目支出合计", "8.00"],
            ["", "", "　　工资福利支出", "3.00"],
            ["", "", "　　商品和服务支出", "5.00"],
            ["本年收入合计", "9.00", "本年支出合计", "9.00"],
            ["总计", "9.00", "总计", "9.00"],
        ],
    )
    again = [row.name for row in statement.rows if row.role == "of_which"]
    assert again == ["基本支出和项目支出合计", "工资福利支出", "商品和服务支出"]
    assert by_name(statement, "三、经营支出").item == "BUSINESS"
    assert not errors(statement)
