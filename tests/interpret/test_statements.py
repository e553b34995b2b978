"""Statements by title and header; meaning of columns and rows; trees."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.grid.assembly import assemble
from pipeline.report.interpretation import interpret, interpret_tables, listed_statements
from schemas.vocabulary import RowRole
from tests.interpret.statements_from_tables import EXPENDITURE, LEXICON, read
from tests.page_layouts import UP, Texts, captioned, line, page, raw_table


def test_expenditure_overview() -> None:
    statement = read("本年支出总体情况表", raw_table(EXPENDITURE))
    assert statement.kind == "EXPENDITURE_OVERVIEW"
    assert statement.header_rows == 2
    assert statement.currency_unit == "万元"
    assert statement.entity_printed == "岭南市试验局"
    assert [column.role for column in statement.columns] == [
        "code",
        "label",
        "amount",
        "amount",
        "amount",
    ]
    assert statement.columns[2].sum_of == (3, 4)
    assert statement.columns[3].members == {"nature": "BASIC"}
    row = next(row for row in statement.rows if row.code == "20103")
    assert row is not None
    assert row.name == "政府办公厅（室）及相关机构事务"
    assert [child.code for child in statement.children(row)] == ["2010301", "2010302"]
    assert row.amounts[2].yuan == Decimal(300000)
    assert row.amounts[2].quantum_yuan == Decimal(100)
    total = statement.rows_by_role(RowRole.TOTAL)[0]
    assert [child.code for child in statement.children(total)] == ["201"]


def test_nested_totals_add_up_their_own_group() -> None:
    rows: Texts = [
        ["支出项目类别（资金使用单位）", "总计", "财政拨款", None, None, "财政专户拨款"],
        [None, None, "合计", "一般公共预算", "政府性基金预算", None],
        ["合计", "3.00", "2.00", "1.00", "1.00", "1.00"],
        ["岭南市试验局", "3.00", "2.00", "1.00", "1.00", "1.00"],
        ["工资福利支出", "3.00", "2.00", "1.00", "1.00", "1.00"],
    ]
    statement = read("部门预算基本支出预算表", raw_table(rows, indents={4: 20.0}))
    columns = {column.path: column for column in statement.columns}
    assert columns[("总计",)].sum_of == (2, 5)
    assert columns[("财政拨款", "合计")].sum_of == (3, 4)
    assert columns[("财政拨款", "合计")].members == {"fund": "FISCAL_APPROPRIATION"}
    assert [row.role for row in statement.rows] == ["total", "unit", "code"]
    assert (statement.rows[2].scheme, statement.rows[2].code) == ("department", "301")
    assert statement.rows[2].spending_unit == "岭南市试验局"


def test_two_lists_side_by_side_add_up_by_position() -> None:
    rows: Texts = [
        ["收入", None, "支出", None],
        ["项目", "预算", "项目", "预算"],
        ["一、预算拨款", "5.00", "一、一般公共服务支出", "4.00"],
        ["", "", "二十四、对附属单位补助支出", "1.00"],
        ["本年收入合计", "5.00", "本年支出合计", "5.00"],
        ["上年结转结余", "1.00", "结转结余下年", "1.00"],
        ["收入总计", "6.00", "支出总计", "6.00"],
    ]
    statement = read("收支总体情况表", raw_table(rows))
    income = statement.row_by_item("INCOME_TOTAL")
    spent = statement.row_by_item("CURRENT_YEAR_EXPENDITURE")
    assert income is not None
    assert spent is not None
    assert [row.item for row in statement.children(income)] == [
        "CURRENT_YEAR_INCOME",
        "CARRIED_OVER",
    ]
    assert [row.item for row in statement.children(spent)] == ["FUNCTION_CLASS", "TO_SUBORDINATE"]
    assert statement.children(spent)[0].code == "201"


def test_code_and_name_in_one_cell() -> None:
    rows = [
        ["部门预算支出经济科目", "预算"],
        ["合计", "3.00"],
        ["[301]工资福利支出", "3.00"],
        ["[30101]基本工资", "3.00"],
    ]
    statement = read("一般公共预算基本支出情况表（按经济分类科目）", raw_table(rows))
    assert [(row.code, row.name, row.scheme) for row in statement.rows_by_role(RowRole.CODE)] == [
        ("301", "工资福利支出", "department"),
        ("30101", "基本工资", "department"),
    ]


def test_three_public_items_have_their_own_tree() -> None:
    rows = [
        ["项目", "合计", "一般公共预算", "政府性基金预算"],
        ["行政经费", "9.00", "9.00", "0.00"],
        ["“三公”经费", "3.00", "3.00", "0.00"],
        ["其中：（一）因公出国（境）支出", "0.00", "0.00", "0.00"],
        ["（二）公务用车购置及运行维护支出", "2.00", "2.00", "0.00"],
        ["1.公务用车购置费", "0.00", "0.00", "0.00"],
        ["2.公务用车运行维护费", "2.00", "2.00", "0.00"],
        ["（三）公务接待费支出", "1.00", "1.00", "0.00"],
    ]
    statement = read("财政拨款安排的行政经费及“三公”经费预算表", raw_table(rows))
    top = statement.row_by_item("THREE_PUBLIC")
    vehicle = statement.row_by_item("VEHICLE")
    assert top is not None
    assert vehicle is not None
    assert [row.item for row in statement.children(top)] == ["ABROAD", "VEHICLE", "RECEPTION"]
    assert [row.item for row in statement.children(vehicle)] == [
        "VEHICLE_PURCHASE",
        "VEHICLE_OPERATION",
    ]


def test_a_bodys_row_stands_left_of_its_projects() -> None:
    rows: Texts = [
        ["支出项目类别（资金使用单位）", "总计", "一般公共预算", "政府性基金预算", "绩效目标"],
        ["合计", "3.00", "3.00", "0.00", ""],
        ["岭南市试验局", "3.00", "3.00", "0.00", ""],
        ["岭南市试验局运维项目", "3.00", "3.00", "0.00", "保障\n运行"],
    ]
    statement = read(
        "部门预算项目支出及其他支出预算表", raw_table(rows, indents={1: 90.0, 2: 4.0, 3: 25.0})
    )
    assert [row.role for row in statement.rows] == ["total", "unit", "project"]
    assert [cell.text for cell in statement.rows[2].texts.values()] == ["保障运行"]


def test_title_without_its_header_is_not_believed() -> None:
    document = assemble(
        [captioned(1, "支出总体情况表", raw_table([["项目", "说明"], ["甲", "乙"]]))]
    )
    statements, unidentified, signals = interpret_tables(document, LEXICON)
    assert not statements
    assert len(unidentified) == 1
    assert [signal.signal for signal in signals] == ["header_mismatch"]


@pytest.mark.parametrize(
    ("printed", "severity"),
    [("30.00", "warning"), ("31.00", "warning"), ("36.00", "error")],
    ids=["sums hold without it", "sums hold with it", "sums do not hold"],
)
def test_unknown_column_with_money_is_judged_by_the_sums(printed: str, severity: str) -> None:
    rows = [[*EXPENDITURE[0], "神秘"], [*EXPENDITURE[1], UP]]
    for row in EXPENDITURE[2:]:
        more = "1.00" if row[2] == "30.00" else "0.00"
        rows.append([*row[:2], printed if row[2] == "30.00" else row[2], *row[3:], more])
    statement = read("支出总体情况表", raw_table(rows))
    (signal,) = [s for s in statement.signals if s.signal == "unknown_column"]
    assert signal.severity == severity
    assert "神秘" in signal.message


def test_number_that_cannot_be_read_is_an_error_with_its_cell() -> None:
    rows = [list(row) for row in EXPENDITURE]
    rows[5][3] = "10.0O"
    statement = read("支出总体情况表", raw_table(rows))
    (signal,) = [s for s in statement.signals if s.signal == "unparsed_number"]
    assert signal.cell is not None
    assert signal.cell.raw_text == "10.0O"


def test_unit_missing_is_an_error_and_yuan_is_not_guessed() -> None:
    statement = read("支出总体情况表", raw_table(EXPENDITURE), unit="（见说明）")
    assert statement.currency_factor is None
    assert "unit_missing" in [signal.signal for signal in statement.signals]


def test_unit_of_the_table_counts() -> None:
    statement = read("支出总体情况表", raw_table(EXPENDITURE), unit="元")
    assert statement.rows[0].amounts[2].yuan == Decimal(30)


def test_empty_note() -> None:
    rows = [*EXPENDITURE[:2], ["", "合计", "0.00", "0.00", "0.00"]]
    document = assemble(
        [captioned(1, "政府性基金预算支出情况表", raw_table(rows), note="注：本表本年无发生额。")]
    )
    (statement,), _, _ = interpret_tables(document, LEXICON)
    assert statement.is_empty_declared


def test_identity_from_cover_and_captions() -> None:
    cover = page(
        1, lines=[line("2026年", 200.0), line("广州市试验局部门预算", 240.0)], width=595, height=842
    )
    table = captioned(2, "支出总体情况表", raw_table(EXPENDITURE), entity="广州市试验局")
    identity = interpret(assemble([cover, table]), LEXICON).identity
    assert (identity.entity_name, identity.city, identity.region_code) == (
        "广州市试验局",
        "广州市",
        "440100",
    )
    assert (identity.fiscal_year, identity.document_kind, identity.scope) == (
        2026,
        "budget",
        "department",
    )


def test_contents_page_lists_statements() -> None:
    contents = page(
        1,
        lines=[
            line("一、收支总体情况表", 100.0),
            line("二、收入总体情况表", 120.0),
            line("三、本年支出总体情况表", 140.0),
        ],
    )
    assert list(listed_statements(assemble([contents]), LEXICON)) == [
        "BUDGET_OVERVIEW",
        "REVENUE_OVERVIEW",
        "EXPENDITURE_OVERVIEW",
    ]


def test_known_code_with_another_name_is_a_signal() -> None:
    rows = [list(row) for row in EXPENDITURE]
    rows[3][1] = "教育支出"
    report = interpret(assemble([captioned(1, "支出总体情况表", raw_table(rows))]), LEXICON)
    assert "code_name_conflict" in [signal.signal for signal in report.signals]
