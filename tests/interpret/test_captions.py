"""What stands over tables: title, unit and body, outside and inside the grid."""

from __future__ import annotations

from decimal import Decimal

from tests.interpret.statements_from_tables import ENTITY, errors, read_pages, read_report
from tests.page_layouts import LEFT, UP, Texts, captioned, line, page, raw_table

BODY: Texts = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["", "合计", "3.00", "2.00", "1.00"],
    ["206", "科学技术支出", "3.00", "2.00", "1.00"],
]


def test_title_unit_and_body_inside_the_grid() -> None:
    rows = [
        ["支出总表", LEFT, LEFT, LEFT, LEFT],
        ["部门名称：岭南市试验局", LEFT, LEFT, "单位：万元", LEFT],
        *BODY,
    ]
    statement = read_pages(page(1, raw_table(rows)))
    assert (statement.kind, statement.currency_unit) == ("EXPENDITURE_OVERVIEW", "万元")
    assert statement.entity_printed == "岭南市试验局"
    assert [row.role for row in statement.rows] == ["total", "code"]
    assert not errors(statement)


def test_number_of_the_table_inside_the_grid() -> None:
    rows = [
        ["公开03表", LEFT, LEFT, LEFT, LEFT],
        ["部门支出总表", LEFT, LEFT, LEFT, LEFT],
        ["", "", "", "", "单位：元"],
        *BODY,
    ]
    statement = read_pages(page(1, raw_table(rows)))
    assert (statement.title, statement.currency_unit) == ("部门支出总表", "元")


def test_unit_cut_in_two_by_a_frame() -> None:
    rows = [
        ["支出总表", LEFT, LEFT, LEFT, LEFT],
        ["", "", "", "单位：万", "元"],
        *BODY,
    ]
    statement = read_pages(page(1, raw_table(rows)))
    assert statement.currency_unit == "万元"
    assert statement.rows[0].amounts[2].yuan == Decimal(30_000)


def test_unit_in_brackets_in_the_heading() -> None:
    rows = [["科目编码", "科目名称", "合计（元）", "基本支出（元）", "项目支出（元）"], *BODY[1:]]
    statement = read_pages(page(1, raw_table(rows), lines=[line("支出总表", 80.0, 300.0)]))
    assert statement.currency_unit == "元"
    assert not errors(statement)


def test_title_in_two_lines() -> None:
    lines = [
        line("岭南市试验局二〇三二年一般公共预算", 60.0, 250.0),
        line("支出情况表", 80.0, 300.0),
        line("单位：万元", 100.0, 700.0),
    ]
    statement = read_pages(page(1, raw_table(BODY), lines=lines))
    assert statement.kind == "GENERAL_BY_FUNCTION"


def test_yuan_and_ten_thousands_in_one_report() -> None:
    public: Texts = [
        ["“三公”经费合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费"],
        ["0.0003", "0.0000", "0.0001", "0.0002"],
    ]
    report = read_report(
        captioned(1, "支出总表", raw_table(BODY), unit="元"),
        captioned(2, "“三公”经费预算表", raw_table(public), unit="万元"),
    )
    spending, items = report.statements
    assert (spending.currency_unit, items.currency_unit) == ("元", "万元")
    assert spending.rows[0].amounts[2].yuan == Decimal(3)
    total = items.row_by_item("THREE_PUBLIC")
    assert total is not None
    assert [a.yuan for a in total.amounts.values()] == [Decimal(3)]


def test_sentence_about_a_table_is_not_its_title() -> None:
    lines = [
        line("二、支出总表", 60.0, 300.0),
        line("本表反映部门本年度各项支出，收支总表另列。", 80.0),
        line("单位：万元", 100.0, 700.0),
    ]
    statement = read_pages(page(1, raw_table(BODY), lines=lines))
    assert statement.kind == "EXPENDITURE_OVERVIEW"


def test_note_that_says_nothing_happened() -> None:
    rows = [*BODY[:1], ["", "合计", "", "", ""]]
    statement = read_pages(
        captioned(
            1,
            "政府性基金预算支出表",
            raw_table(rows),
            note="注：本部门没有政府性基金预算拨款安排的支出。",
        )
    )
    assert statement.is_empty_declared
    assert not errors(statement)


def test_of_two_tables_of_one_kind_the_fuller_one_counts() -> None:
    short = [*BODY[:2], ["206", "科学技术支出", "3.00", "", ""]]
    report = read_report(
        captioned(1, "支出总表", raw_table(short)),
        captioned(
            2, "“三公”经费支出表", raw_table([["“三公”经费合计", "公务接待费"], ["1.00", "1.00"]])
        ),
        captioned(3, "本部门支出总表", raw_table(BODY)),
    )
    assert [s.is_repeat for s in report.statements] == [True, False, False]


def test_a_label_reaching_over_two_lines_names_the_second_line_too() -> None:
    rows = [
        ["部门：", "", LEFT, "", "单位：万元"],
        [UP, ENTITY, LEFT, UP, UP],
        ["合计", "基本支出", "项目支出", "单位预留机动经费", "结转下年资金"],
        ["6.00", "3.00", "2.00", "1.00", ""],
    ]
    statement = read_pages(captioned(1, "支出预算总表", raw_table(rows)))
    assert statement.entity_printed == ENTITY
    total = statement.grand_column()
    assert total is not None and total.path == ("合计",) and len(total.sum_of) == 4


def test_header_of_a_body_and_one_amount_is_no_caption() -> None:
    rows: Texts = [["单位名称", "预算数"], ["岭南市试验局", "8.00"], ["合计", "8.00"]]
    statement = read_pages(captioned(1, "机关运行经费预算情况统计表", raw_table(rows)))
    assert (statement.kind, statement.header_rows) == ("AGENCY_OPERATING", 1)
    assert statement.entity_printed == "岭南市试验局"
    assert not errors(statement)
