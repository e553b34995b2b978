"""Tables joined over pages: geometry and sameness of text only."""

from __future__ import annotations

from pipeline.domain.text import is_amount_like, join_lines
from pipeline.grid.assembly import assemble
from tests.page_layouts import captioned, line, page, raw_table

HEAD = ["项目", "预算"]


def test_table_goes_on_with_repeated_header() -> None:
    first = captioned(1, "收支总表", raw_table([HEAD, ["合计", "3.00"], ["甲", "1.00"]]))
    second = page(2, raw_table([HEAD, ["乙", "2.00"]], top=36.0))
    document = assemble([first, second])
    (table,) = document.tables
    assert [row.texts() for row in table.rows] == [
        ("项目", "预算"),
        ("合计", "3.00"),
        ("甲", "1.00"),
        ("项目", "预算"),
        ("乙", "2.00"),
    ]
    assert [row.is_repeated_header for row in table.rows] == [False, False, False, True, False]
    assert table.page_numbers == [1, 2]


def test_table_goes_on_without_repeated_header() -> None:
    first = captioned(1, "收支总表", raw_table([HEAD, ["甲", "1.00"]]))
    document = assemble([first, page(2, raw_table([["乙", "2.00"]], top=36.0))])
    assert len(document.tables) == 1


def test_a_note_or_a_title_between_ends_the_table() -> None:
    table = raw_table([HEAD, ["甲", "1.00"]])
    noted = assemble(
        [
            captioned(1, "表一", table, note="注：无。"),
            page(2, raw_table([HEAD, ["乙", "2.00"]], top=36.0)),
        ]
    )
    titled = assemble(
        [captioned(1, "表一", table), captioned(2, "表二", raw_table([HEAD, ["乙", "2.00"]]))]
    )
    assert len(noted.tables) == 2
    assert len(titled.tables) == 2
    assert [text.text for text in noted.tables[0].below] == ["注：无。"]


def test_page_numbers_do_not_end_a_table() -> None:
    first = captioned(1, "表一", raw_table([HEAD, ["甲", "1.00"]]))
    first.lines.append(line("- 1 -", 575.0))
    document = assemble(
        [first, page(2, raw_table([["乙", "2.00"]], top=36.0), lines=[line("- 2 -", 575.0)])]
    )
    assert len(document.tables) == 1
    assert document.pages[0].lines[-1].is_furniture


def test_columns_a_little_wider_on_the_next_page_stay_the_same_columns() -> None:
    first = captioned(
        1,
        "表一",
        raw_table([["项目", "合计", "基本"], ["甲", "3.00", "1.00"]], edges=[40, 300, 500, 800]),
    )
    second = page(
        2,
        raw_table(
            [["项目", "合计", "基本"], ["乙", "4.00", "2.00"]], top=36.0, edges=[40, 306, 509, 800]
        ),
    )
    (table,) = assemble([first, second]).tables
    assert table.column_count == 3
    assert table.rows[-1].texts() == ("乙", "4.00", "2.00")


def test_row_cut_by_the_page_end_is_one_row() -> None:
    head = ["项目", "金额", "目标"]
    first = captioned(1, "表一", raw_table([head, ["甲", "1.00", "做好前半"]]))
    second = page(2, raw_table([head, ["", "", "和后半。"], ["乙", "2.00", "别的"]], top=36.0))
    (table,) = assemble([first, second]).tables
    assert table.rows[1].texts() == ("甲", "1.00", "做好前半和后半。")
    assert [row.index for row in table.rows] == list(range(len(table.rows)))
    assert all(cell.row == row.index for row in table.rows for cell in row.cells if cell)


def test_label_cut_by_the_page_end_needs_a_table_where_every_row_has_numbers() -> None:
    head = ["项目", "金额"]
    cut = assemble(
        [
            captioned(1, "表一", raw_table([head, ["甲项目", "1.00"], ["乙项目的前半", "2.00"]])),
            page(2, raw_table([["后半", ""], ["丙", "3.00"]], top=36.0)),
        ]
    )
    assert [row.texts()[0] for row in cut.tables[0].rows] == [
        "项目",
        "甲项目",
        "乙项目的前半后半",
        "丙",
    ]
    kept = assemble(
        [
            captioned(1, "表一", raw_table([head, ["某单位", ""], ["乙项目", "2.00"]])),
            page(2, raw_table([["另一单位", ""], ["丙", "3.00"]], top=36.0)),
        ]
    )
    assert [row.texts()[0] for row in kept.tables[0].rows] == [
        "项目",
        "某单位",
        "乙项目",
        "另一单位",
        "丙",
    ]


def test_title_at_the_end_of_the_page_before_belongs_to_the_table() -> None:
    first = page(1, lines=[line("文字", 300.0), line("表3", 500.0), line("支出总表", 520.0)])
    document = assemble([first, page(2, raw_table([HEAD, ["甲", "1.00"]], top=36.0))])
    assert [item.text for item in document.tables[0].above][-1] == "支出总表"


def test_amount_like() -> None:
    assert all(
        is_amount_like(text) for text in ("1,234.56", "0.00", "-1.2", "（1.20）", "12%", "1 234")
    )
    assert not any(is_amount_like(text) for text in ("", "一、", "2026年", "[301]工资", "1-2"))


def test_lines_of_a_cell_join_without_a_break() -> None:
    assert join_lines("机关事业\n单位") == "机关事业单位"


def test_a_page_number_in_words_is_furniture_wherever_the_page_ends() -> None:
    first = captioned(1, "表一", raw_table([HEAD, ["甲", "1.00"]]))
    first.lines.append(line("第 1 页", 300.0))
    document = assemble([first, page(2, raw_table([["乙", "2.00"]], top=36.0))])
    assert len(document.tables) == 1
    assert document.pages[0].lines[-1].is_furniture
