"""How forms head their columns: years, changes, parts of parts, money carried over, frames."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.interpret.statement import Statement
from tests.interpret.statements_from_tables import by_name, column_under, errors, read, roles
from tests.page_layouts import FUND_FLOW_HEAD, LEFT, UP, Texts, raw_table


def column_totals(statement: Statement) -> dict[str, tuple[int, ...]]:
    return {"/".join(c.path): c.sum_of for c in statement.columns if c.is_total}


def test_two_years_side_by_side() -> None:
    statement = read(
        "一般公共预算支出表",
        [
            ["科目编码", "科目名称", "2031年预算数", None, None, "2032年预算数", None, None],
            [UP, UP, *["合计", "基本支出", "项目支出"] * 2],
            ["", "合计", "5.00", "4.00", "1.00", "6.10", "4.10", "2.00"],
            ["213", "农林水支出", "5.00", "4.00", "1.00", "6.10", "4.10", "2.00"],
        ],
    )
    assert roles(statement)[2:] == ["memo"] * 3 + ["amount"] * 3
    assert column_totals(statement) == {"2032年预算数/合计": (6, 7)}
    assert statement.columns[6].members == {"nature": "BASIC"}
    assert not errors(statement)


def test_last_years_column_is_read_but_not_summed() -> None:
    statement = read(
        "一般公共预算支出表",
        [
            ["科目编码", "科目名称", "上年执行数", "合计", "基本支出", "项目支出"],
            ["", "合计", "4.40", "6.10", "4.10", "2.00"],
            ["213", "农林水支出", "4.40", "6.10", "4.10", "2.00"],
        ],
    )
    assert statement.columns[2].role == "memo"
    assert by_name(statement, "农林水支出").amounts[2].printed == Decimal("4.40")
    assert column_totals(statement) == {"合计": (4, 5)}


def test_changes_and_percentages_are_no_money() -> None:
    statement = read(
        "一般公共预算支出表",
        [
            ["科目编码", "科目名称", "2031年执行数", "2032年预算数", LEFT, LEFT, "增减额", "增减%"],
            [UP, UP, UP, "小计", "基本支出", "项目支出", UP, UP],
            ["", "合计", "5.00", "6.00", "4.00", "2.00", "1.00", "20.00%"],
            ["213", "农林水支出", "5.00", "6.00", "4.00", "2.00", "1.00", "20.00"],
        ],
    )
    assert roles(statement)[2:] == ["memo", "amount", "amount", "amount", "memo", "memo"]
    assert not errors(statement)


def test_of_which_column_is_a_part_of_a_part() -> None:
    """其中：财政拨款 within 基本支出: the total is that of the parts, not of their parts."""
    statement = read(
        "支出总表",
        [
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "其中：政府采购"],
            ["", "合计", "9.00", "5.00", "4.00", "1.30"],
            ["208", "社会保障和就业支出", "9.00", "5.00", "4.00", "1.30"],
        ],
    )
    assert column_totals(statement) == {"合计": (3, 4)}
    assert statement.columns[5].role == "memo"
    assert not errors(statement)


def test_of_which_column_is_left_out_where_the_sums_say_so() -> None:
    statement = read(
        "收入总表",
        [
            ["单位名称", "合计", "一般公共预算", "事业收入", "其中：教育收费", "其他收入"],
            ["合计", "10.00", "6.00", "3.00", "2.50", "1.00"],
            ["岭南市试验局", "10.00", "6.00", "3.00", "2.50", "1.00"],
        ],
    )
    assert column_totals(statement) == {"合计": (2, 3, 5)}
    assert not errors(statement)


def test_money_carried_over_has_a_group_of_its_own() -> None:
    funds = ["小计", "一般公共预算", "政府性基金预算", "其他收入"]
    statement = read(
        "收入总表",
        [
            ["单位名称", "合计", "本年收入", LEFT, LEFT, LEFT, "上年结转结余", LEFT, LEFT, LEFT],
            [UP, UP, *funds, "小计", "一般公共预算", "政府性基金预算", "单位资金"],
            ["合计", "20.00", "17.00", "12.00", "3.00", "2.00", "3.00", "1.50", "0.50", "1.00"],
            [
                "岭南市试验局",
                "20.00",
                "17.00",
                "12.00",
                "3.00",
                "2.00",
                "3.00",
                "1.50",
                "0.50",
                "1.00",
            ],
        ],
    )
    assert column_totals(statement) == {
        "合计": (2, 6),
        "本年收入/小计": (3, 4, 5),
        "上年结转结余/小计": (7, 8, 9),
    }
    assert [c.members.get("fund") for c in statement.columns[7:]] == ["CARRIED_OVER"] * 3
    assert statement.columns[3].members["fund"] == "GENERAL_PUBLIC"
    assert not errors(statement)


@pytest.mark.parametrize(
    "numbers",
    [["栏次", LEFT, "1", "2", "3"], ["**", "**", "1", "2", "3"], ["1", "2", "3", "4", "5"]],
    ids=["栏次", "stars", "plain"],
)
def test_row_that_numbers_the_columns(numbers: list[str]) -> None:
    statement = read(
        "支出总表",
        [
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            numbers,
            ["", "合计", "3.00", "2.00", "1.00"],
            ["206", "科学技术支出", "3.00", "2.00", "1.00"],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "code"]
    assert not errors(statement)


def test_columns_that_number_the_rows() -> None:
    statement = read(
        "收入支出决算总表",
        [
            ["收入", LEFT, LEFT, "支出", LEFT, LEFT],
            ["项目", "行次", "决算数", "项目", "行次", "决算数"],
            ["栏次", "", "1", "栏次", "", "2"],
            ["一、一般公共预算财政拨款收入", "1", "8.00", "一、一般公共服务支出", "31", "7.50"],
            ["二、其他收入", "2", "1.00", "二、住房保障支出", "32", "1.00"],
            ["本年收入合计", "27", "9.00", "本年支出合计", "57", "8.50"],
            ["年初结转和结余", "28", "0.50", "年末结转和结余", "58", "1.00"],
            ["总计", "30", "9.50", "总计", "60", "9.50"],
        ],
    )
    assert roles(statement) == ["label", "ignore", "amount"] * 2
    top = statement.row_by_item("EXPENDITURE_TOTAL")
    assert top is not None
    assert [child.item for child in statement.children(top)] == [
        "CURRENT_YEAR_EXPENDITURE",
        "CARRY_FORWARD",
    ]
    assert not errors(statement)


def test_columns_of_staff_and_public_cost_make_basic_spending() -> None:
    statement = read(
        "一般公共预算基本支出表",
        [
            ["部门预算支出经济分类科目", LEFT, "基本支出", LEFT, LEFT],
            ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
            ["", "合计", "6.50", "5.00", "1.50"],
            ["301", "工资福利支出", "5.00", "5.00", ""],
            ["30101", "基本工资", "5.00", "5.00", ""],
            ["302", "商品和服务支出", "1.50", "", "1.50"],
            ["30201", "办公费", "1.50", "", "1.50"],
        ],
    )
    assert column_totals(statement) == {"基本支出/合计": (3, 4)}
    assert statement.columns[4].members == {"nature": "BASIC", "cost_group": "PUBLIC"}
    assert not errors(statement)


def test_unlisted_column_that_the_sums_confirm_is_money() -> None:
    statement = read(
        "收入总表",
        [
            ["单位名称", "合计", "一般公共预算", "彩虹计划"],
            ["合计", "10.00", "7.00", "3.00"],
            ["岭南市试验局", "6.00", "4.00", "2.00"],
            ["岭南市试验中心", "4.00", "3.00", "1.00"],
        ],
    )
    column = column_under(statement, "彩虹计划")
    assert (column.role, column.members) == ("amount", {"unlisted": "UNLISTED"})
    assert [s.severity for s in statement.signals if s.signal == "unknown_column"] == ["warning"]
    assert not errors(statement)


def test_unlisted_column_outside_the_sums_is_a_memo() -> None:
    statement = read(
        "收入总表",
        [
            ["单位名称", "合计", "一般公共预算", "彩虹计划"],
            ["合计", "10.00", "10.00", "3.00"],
            ["岭南市试验局", "10.00", "10.00", "3.00"],
        ],
    )
    assert column_under(statement, "彩虹计划").role == "memo"
    assert [s.severity for s in statement.signals if s.signal == "unknown_column"] == ["warning"]
    assert not errors(statement)


def test_unlisted_column_that_no_sum_explains_is_an_error() -> None:
    statement = read(
        "收入总表",
        [
            ["单位名称", "合计", "一般公共预算", "彩虹计划"],
            ["合计", "11.00", "10.00", "3.00"],
            ["岭南市试验局", "11.00", "10.00", "3.00"],
        ],
    )
    assert [s.severity for s in statement.signals if s.signal == "unknown_column"] == ["error"]


def test_government_fund_that_flows_from_year_to_year() -> None:
    statement = read(
        "政府性基金预算财政拨款收入支出决算表",
        [
            *FUND_FLOW_HEAD,
            ["合计", LEFT, "1.20", "5.00", "4.70", "0.00", "4.70", "1.50"],
            ["212", "城乡社区支出", "1.20", "5.00", "4.70", "0.00", "4.70", "1.50"],
        ],
    )
    assert [c.members.get("flow") for c in statement.columns[2:4]] == ["OPENING", "INCOME"]
    assert statement.columns[7].members == {"flow": "CLOSING"}
    assert not errors(statement)


def test_government_fund_that_does_not_flow_is_seen() -> None:
    statement = read(
        "政府性基金预算财政拨款收入支出决算表",
        [
            *FUND_FLOW_HEAD,
            ["合计", LEFT, "1.20", "5.00", "4.70", "0.00", "4.70", "1.60"],
            ["212", "城乡社区支出", "1.20", "5.00", "4.70", "0.00", "4.70", "1.60"],
        ],
    )
    assert any("年初结转" in message for message in errors(statement))


# Frames drawn thick: each column of the paper is three of the grid, the outer ones without text.
FRAMED: Texts = [
    ["", "科目编码", "", "", "科目名称", "", "", "合计", "", "", "基本支出", ""],
    ["", "", "", "", "合计", "", "", "3.00", "", "", "3.00", ""],
    ["", "219", "", "", "援助其他地区支出", "", "", "3.00", "", "", "3.00", ""],
]


def test_columns_cut_by_thick_frames() -> None:
    edges = [40.0]
    for _ in range(4):
        edges += [edges[-1] + 2.0, edges[-1] + 178.0, edges[-1] + 180.0]
    statement = read("支出总表", raw_table(FRAMED, edges=edges))
    assert [c.role for c in statement.columns if c.role != "ignore"] == [
        "code",
        "label",
        "amount",
        "amount",
    ]
    assert not errors(statement)


def test_rows_cut_by_frames() -> None:
    """A label over two lines of the grid whose numbers stand in the first: one row."""
    statement = read(
        "支出总表",
        [
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["", "合计", "3.00", "2.00", "1.00"],
            ["203", "国防支出", "3.00", "", ""],
            [UP, UP, "", "2.00", "1.00"],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "code"]
    assert not errors(statement)


def test_one_of_which_column_alone_breaks_its_total_not_down() -> None:
    statement = read(
        "收入决算表",
        [
            ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "事业收入", LEFT],
            [UP, UP, UP, UP, "小计", "其中：教育收费"],
            ["", "合计", "9.00", "5.00", "4.00", "1.00"],
            ["205", "教育支出", "9.00", "5.00", "4.00", "1.00"],
        ],
    )
    assert roles(statement)[2:] == ["amount"] * 3 + ["memo"]
    assert column_totals(statement) == {"本年收入合计": (3, 4)}
    assert not errors(statement)


def test_income_and_balances_by_nature_are_no_spending() -> None:
    statement = read(
        "一般公共预算财政拨款收入支出决算表",
        [
            [
                "科目编码",
                "科目名称",
                "年初结转和结余",
                "本年收入",
                LEFT,
                LEFT,
                "本年支出",
                LEFT,
                LEFT,
            ],
            [UP, UP, UP, *["合计", "基本支出", "项目支出"] * 2],
            ["", "合计", "1.00", "5.00", "4.00", "1.00", "6.00", "4.00", "2.00"],
            ["205", "教育支出", "1.00", "5.00", "4.00", "1.00", "6.00", "4.00", "2.00"],
        ],
    )
    grand = statement.grand_column()
    assert grand is not None and grand.path == ("本年支出", "合计")
    assert [c.path for c in statement.columns_of("nature", "BASIC")] == [("本年支出", "基本支出")]
    assert not errors(statement)


def test_row_that_says_which_columns_a_column_adds_up_is_no_data() -> None:
    statement = read(
        "支出总表",
        [
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["**", "**", "1=2+3", "2", "3"],
            ["", "合计", "3.00", "2.00", "1.00"],
            ["206", "科学技术支出", "3.00", "2.00", "1.00"],
        ],
    )
    assert [row.role for row in statement.rows] == ["total", "code"]
    assert not errors(statement)


def test_total_of_one_nature_beside_the_total_of_all() -> None:
    statement = read(
        "支出总表",
        [
            ["科目编码", "科目名称（类/款/项）", "合计", "基本支出", "项目支出合计"],
            ["", "合计：", "3.00", "2.00", "1.00"],
            ["206", "科学技术支出", "3.00", "2.00", "1.00"],
        ],
    )
    assert column_totals(statement) == {"合计": (3, 4)}
    assert statement.columns[4].members == {"nature": "PROJECT"}
    assert not errors(statement)
