"""Which table of a page goes on with the table of the page before."""

from __future__ import annotations

from dataclasses import replace

from pipeline.grid.assembly import assemble
from pipeline.read.layout import PageLayout
from tests.page_layouts import Texts, captioned, line, page, raw_table

HEAD = ["项目", "预算"]
WIDE = [40, 300, 500, 800]


def test_title_row_inside_the_grid_is_not_printed_again_with_the_header() -> None:
    first = page(1, raw_table([["支出总表", None, None], ["项目", "合计", "基本"]], edges=WIDE))
    first.tables[0].rows.extend(raw_table([["甲", "1.00", "1.00"]], edges=WIDE, top=130).rows)
    second = page(2, raw_table([["项目", "合计", "基本"], ["乙", "2.00", "2.00"]], edges=WIDE))
    (table,) = assemble([first, second]).tables
    assert [row.is_repeated_header for row in table.rows] == [False, False, False, True, False]


def test_header_printed_again_with_other_line_breaks() -> None:
    first = captioned(1, "表一", raw_table([["项 目", "预算\n数"], ["甲", "1.00"]]))
    second = page(2, raw_table([["项目", "预\n算数"], ["乙", "2.00"]], top=36.0))
    (table,) = assemble([first, second]).tables
    assert [row.is_repeated_header for row in table.rows] == [False, False, True, False]


def test_title_row_inside_the_grid_begins_a_table_of_its_own() -> None:
    def form(number: int, title: str) -> PageLayout:
        rows: Texts = [[title, None, None], ["项目", "合计", "基本"], ["甲", "1.00", "1.00"]]
        return page(number, raw_table(rows, edges=WIDE, top=36.0))

    assert len(assemble([form(1, "收入总表"), form(2, "支出总表")]).tables) == 2


def test_the_same_form_filled_in_again_is_another_table() -> None:
    def form(number: int, name: str) -> PageLayout:
        return page(number, raw_table([["项目名称", name], ["目标", "做好"]], top=36.0))

    assert len(assemble([form(1, "甲项目"), form(2, "乙项目")]).tables) == 2


def test_margin_strip_of_the_first_page_is_no_column() -> None:
    first = captioned(
        1,
        "表一",
        raw_table([["", "项目", "预算"], ["", "甲", "1.00"]], edges=[33, 40, 400, 800]),
    )
    second = page(2, raw_table([["乙", "2.00"]], edges=[40, 400, 800], top=36.0))
    (table,) = assemble([first, second]).tables
    assert table.column_count == 2
    assert [row.texts() for row in table.rows] == [("项目", "预算"), ("甲", "1.00"), ("乙", "2.00")]


def test_whole_table_moved_on_the_other_side_of_the_sheet() -> None:
    first = captioned(1, "表一", raw_table([HEAD, ["甲", "1.00"]], edges=[53, 409, 780]))
    second = page(2, raw_table([["乙", "2.00"]], edges=[44, 400, 771], top=36.0))
    (table,) = assemble([first, second]).tables
    assert table.column_count == 2


def test_title_printed_again_with_a_mark_that_it_goes_on() -> None:
    first = captioned(1, "支出总表", raw_table([HEAD, ["甲", "1.00"]]))
    second = captioned(2, "支出总表（续表）", raw_table([HEAD, ["乙", "2.00"]]))
    third = page(3, raw_table([["丙", "3.00"]], top=60.0), lines=[line("续表", 30.0)])
    (table,) = assemble([first, second, third]).tables
    assert [row.texts()[0] for row in table.rows] == ["项目", "甲", "项目", "乙", "丙"]


def test_same_columns_with_another_header_under_the_same_unit_line_is_another_table() -> None:
    first = captioned(1, "表一", raw_table([HEAD, ["甲", "1.00"]]))
    second = captioned(2, "表一", raw_table([["科目", "决算"], ["乙", "2.00"]]))
    assert len(assemble([first, second]).tables) == 2


def test_blank_page_between_does_not_end_a_table() -> None:
    first = captioned(1, "表一", raw_table([HEAD, ["甲", "1.00"]]))
    third = page(3, raw_table([HEAD, ["乙", "2.00"]], top=36.0))
    assert len(assemble([first, page(2), third]).tables) == 1


def test_the_rest_of_a_name_cut_by_the_page_end_goes_back_to_its_cell() -> None:
    first = captioned(
        1, "表一", raw_table([["项目", "预算"], ["甲", "1.00"], ["十七、国土海洋气象等支", ""]])
    )
    second = page(
        2, raw_table([["出", "3.00"], ["十八、住房保障支出", None], ["乙", "2.00"]], top=36.0)
    )
    amount = second.tables[0].rows[0][1]
    label = second.tables[0].rows[1][0]
    assert amount is not None and label is not None
    second.tables[0].rows[0][1] = replace(amount, bottom=label.bottom)
    (table,) = assemble([first, second]).tables
    assert [row.texts() for row in table.rows[2:]] == [
        ("十七、国土海洋气象等支出", ""),
        ("十八、住房保障支出", "3.00"),
        ("乙", "2.00"),
    ]
    assert [row.index for row in table.rows] == [0, 1, 2, 3, 4]


def test_names_merged_over_rows_of_a_form_make_no_cut_cell() -> None:
    first = captioned(1, "表一", raw_table([["指标", "名称", "值"], ["产出", "甲", "≥1"]]))
    second = page(2, raw_table([["效益", "乙", "≥2"], [None, "丙", "≥3"]], top=36.0))
    (table,) = assemble([first, second]).tables
    assert [row.texts()[1] for row in table.rows] == ["名称", "甲", "乙", "丙"]
