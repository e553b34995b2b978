"""Sheets with the columns a spreadsheet could not print beside the others."""

from __future__ import annotations

from pipeline.grid.assemble import assemble
from tests.layouts import captioned, line, page, raw_table

LEFT = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["201", "一般公共服务支出", "5.00", "3.00"],
    ["20103", "政府办公厅", "5.00", "3.00"],
    ["208", "社会保障和就业支出", "2.00", "2.00"],
    ["合计", "", "7.00", "5.00"],
]
RIGHT = [["项目支出", "经营支出"], ["2.00", ""], ["2.00", ""], ["", ""], ["2.00", ""]]


def test_columns_without_labels_go_beside() -> None:
    document = assemble([captioned(1, "支出总表", raw_table(LEFT)), page(2, raw_table(RIGHT))])
    (table,) = document.tables
    assert table.rows[0].texts() == (*LEFT[0], *RIGHT[0])
    assert table.rows[4].texts() == ("合计", "", "7.00", "5.00", "2.00", "")
    assert table.page_numbers == [1, 2]


def test_one_row_of_items_goes_beside_what_the_year_before_printed() -> None:
    left = [["2024年预算数", None, None], ["合计", "公务接待费", "因公出国"], ["3", "1", "2"]]
    right = [["2025年预算数", None, None], ["合计", "公务接待费", "因公出国"], ["5", "2", "3"]]
    document = assemble([captioned(1, "三公经费表", raw_table(left)), page(2, raw_table(right))])
    (table,) = document.tables
    assert table.rows[2].texts() == ("3", "1", "2", "5", "2", "3")


def test_labels_again_are_columns_too() -> None:
    again = [[*own[:2], *more] for own, more in zip(LEFT, RIGHT, strict=True)]
    document = assemble([captioned(1, "支出总表", raw_table(LEFT)), page(2, raw_table(again))])
    (table,) = document.tables
    assert table.rows[1].texts() == (*LEFT[1], "201", "一般公共服务支出", "2.00", "")


def test_a_title_in_the_grid_begins_a_table_though_its_rows_are_the_same() -> None:
    first = [["支出总表", None, None, None], *LEFT]
    second = [
        ["一般公共预算支出表", None, None, None],
        ["科目编码", "科目名称", "小计", "人员经费"],
        *LEFT[1:],
    ]
    document = assemble([page(1, raw_table(first)), page(2, raw_table(second))])
    assert len(document.tables) == 2


def test_a_title_above_begins_a_table_though_its_rows_are_the_same() -> None:
    again = [[*own[:2], *more] for own, more in zip(LEFT, RIGHT, strict=True)]
    second = page(2, raw_table(again), lines=[line("一般公共预算支出表", 60.0)])
    document = assemble([captioned(1, "支出总表", raw_table(LEFT)), second])
    assert len(document.tables) == 2


def test_the_next_page_of_a_list_goes_below_it() -> None:
    more = [LEFT[0], ["210", "卫生健康支出", "1.00", "1.00"], *LEFT[2:]]
    document = assemble([captioned(1, "支出总表", raw_table(LEFT)), page(2, raw_table(more))])
    (table,) = document.tables
    assert len(table.rows) == 10


def test_a_form_filled_in_again_is_a_table_of_its_own() -> None:
    def form(name: str, amount: str, indicator: str) -> list[list[str | None]]:
        return [
            ["项目名称", name, None],
            ["项目资金", "年度资金总额", amount],
            ["", "其中：财政拨款", amount],
            ["绩效指标", "数量指标", indicator],
            ["", "质量指标", "100%"],
            ["", "时效指标", "及时"],
        ]

    first = captioned(1, "项目支出绩效目标表", raw_table(form("甲", "3.00", "≥3次")))
    document = assemble([first, page(2, raw_table(form("乙", "5.00", "≥5次"), top=120.0))])
    assert len(document.tables) == 2


def test_a_title_at_the_foot_of_the_page_before_begins_a_table() -> None:
    again = [[*own[:2], *more] for own, more in zip(LEFT, RIGHT, strict=True)]
    first = captioned(1, "支出总表", raw_table(LEFT), note="一般公共预算支出表")
    document = assemble([first, page(2, raw_table(again))])
    assert len(document.tables) == 2
