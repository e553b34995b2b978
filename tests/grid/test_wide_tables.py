"""Sheets with the columns a spreadsheet could not print beside the others."""

from __future__ import annotations

from pipeline.grid.assembly import assemble
from tests.page_layouts import Texts, captioned, line, page, raw_table

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
    left: Texts = [
        ["2024年预算数", None, None],
        ["合计", "公务接待费", "因公出国"],
        ["3", "1", "2"],
    ]
    right: Texts = [
        ["2025年预算数", None, None],
        ["合计", "公务接待费", "因公出国"],
        ["5", "2", "3"],
    ]
    document = assemble([captioned(1, "三公经费表", raw_table(left)), page(2, raw_table(right))])
    (table,) = document.tables
    assert table.rows[2].texts() == ("3", "1", "2", "5", "2", "3")


def test_labels_again_are_columns_too() -> None:
    again = [[*own[:2], *more] for own, more in zip(LEFT, RIGHT, strict=True)]
    document = assemble([captioned(1, "支出总表", raw_table(LEFT)), page(2, raw_table(again))])
    (table,) = document.tables
    assert table.rows[1].texts() == (*LEFT[1], "2.00", "", "201", "一般公共服务支出")


def test_a_cell_that_the_edge_of_the_sheet_cut_is_one() -> None:
    """Three lists in a row: the label of a total, merged over columns, ends one sheet."""
    left: Texts = [
        ["人员经费", None, None, "公用经费", None],
        ["科目编码", "科目名称", "决算数", "科目编码", "科目名称"],
        ["301", "工资福利支出", "3.00", "302", "商品和服务支出"],
        ["30101", "基本工资", "2.00", "30201", "办公费"],
        ["30102", "津贴补贴", "1.00", "30202", "印刷费"],
        ["30103", "奖金", "", "30203", "咨询费"],
        ["人员经费合计", None, "3.00", "公用经费合计", None],
    ]
    more: Texts = [
        ["公用经费", None],
        ["决算数", "备注数"],
        ["2.00", ""],
        ["1.50", ""],
        ["0.50", ""],
        ["", ""],
        ["公用经费合计", "2.00"],
    ]
    again = [[*own[:2], *rest] for own, rest in zip(left, more, strict=True)]
    for right in (more, again):
        document = assemble(
            [captioned(1, "基本支出决算表", raw_table(left)), page(2, raw_table(right))]
        )
        (table,) = document.tables
        labels = list(filter(None, table.rows[6].texts()))
        assert labels[:4] == ["人员经费合计", "3.00", "公用经费合计", "2.00"]
        assert table.rows[2].texts()[5] == "2.00"


def test_a_title_in_the_grid_begins_a_table_though_its_rows_are_the_same() -> None:
    first: Texts = [["支出总表", None, None, None], *LEFT]
    second: Texts = [
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


def test_columns_that_are_blank_go_beside_with_their_labels() -> None:
    right = [["上缴上级支出", "经营支出"], *[["", ""]] * 4]
    again = [[*own[:2], *more] for own, more in zip(LEFT, right, strict=True)]
    document = assemble([captioned(1, "支出总表", raw_table(LEFT)), page(2, raw_table(again))])
    (table,) = document.tables
    assert table.rows[0].texts() == (*LEFT[0], *right[0], *LEFT[0][:2])
