"""Tables and lines of pages as the layout gives them, beyond what pdfplumber finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import PageLayout, open_pdf
from pipeline.read.pdf.reference_text import plain_text
from tests.read import drawings
from tests.read.drawings import Make


def read(path: Path) -> PageLayout:
    with open_pdf(path) as document:
        return document.page(0).read_layout()


def grid(path: Path) -> list[list[str | None]]:
    (table,) = read(path).tables
    return [[None if cell is None else cell.text for cell in row] for row in table.rows]


def test_row_cut_by_the_page_end_is_closed(make: Make) -> None:
    rows = grid(make(drawings.cut_by_page_end))
    assert rows[-1] == [f"第3行{k}列" for k in range(4)]


def test_outer_columns_without_outer_lines_are_closed(make: Make) -> None:
    rows = grid(make(drawings.open_outer_columns))
    assert rows == [[f"第{r}行{k}列" for k in range(4)] for r in range(4)]


def test_margins_without_text_are_not_closed(make: Make) -> None:
    path = make(lambda c: drawings._rule(c, drawings.XS[1:-1], drawings.YS, [(60, 540)] * 5))
    (table,) = read(path).tables
    assert table.column_count == 2


def test_number_over_an_edge_stays_whole(make: Make) -> None:
    assert grid(make(drawings.number_over_an_edge))[0] == ["", "267.80", "", ""]


def test_numbers_that_touch_are_two(make: Make) -> None:
    (line,) = read(make(drawings.touching_numbers)).lines
    assert line.text == "12.50 13.75"


def test_number_broken_at_the_point_reads_whole(make: Make) -> None:
    cell = grid(make(drawings.broken_at_the_point))[0][1]
    assert cell is not None
    assert cell.replace("\n", "") == "174,900.64"


def test_clipped_rest_of_a_label_is_in_no_cell(make: Make) -> None:
    layout = read(make(drawings.clipped_label))
    (table,) = layout.tables
    texts = [cell.text for cell in table.rows[0] if cell is not None]
    assert texts[1:] == ["8.00", "", ""]
    (rest,) = layout.lines
    assert rest.hidden
    assert texts[0] + rest.text == "机关事业单位基本养老保险缴费支出"


def test_what_is_beyond_the_page_is_not_printed(make: Make) -> None:
    layout = read(make(drawings.beyond_the_page))
    cells = [c.text for t in layout.tables for row in t.rows for c in row if c is not None]
    assert "看得见" in cells
    assert not any("看不见" in text for text in cells)
    assert [(line.text, line.hidden) for line in layout.lines] == [("看不见", True)]


@pytest.mark.parametrize("box", [(0, 0, 600, 800), (40, 30, 580, 780)])
def test_shifted_boxes_hide_nothing_that_is_seen(make: Make, box: tuple[int, ...]) -> None:
    layout = read(make(drawings.ruled, boxes={"Crop": box}))
    assert not any(line.hidden for line in layout.lines)
    assert len(layout.tables[0].rows) == 4


def test_plain_text_of_lines_that_pdfium_takes_for_columns(make: Make) -> None:
    with open_pdf(make(drawings.read_down)) as document:
        page = document.page(0)
        page.read_layout()
        text = plain_text(page)
    assert "第0行0列" in text


def test_digits_of_a_font_of_impossible_depth_stay_in_their_row(tmp_path: Path) -> None:
    path = tmp_path / "deep.pdf"
    fonts = b"/F 5 0 R /D 6 0 R"
    data = drawings.hand_written(drawings.DEEP_ROWS, fonts, drawings.HELVETICA, drawings.DEEP_FONT)
    path.write_bytes(data)
    assert grid(path) == [["one", "11"], ["two", "22"]]


TABLE = [
    ["科目名称", "合计", "基本支出", "项目支出"],
    ["一般公共服务支出", "1,234.56", "1,000.00", "234.56"],
    ["教育支出", "20.00", "", "20.00"],
    ["合计", "1,254.56", "1,000.00", "254.56"],
]


@pytest.mark.parametrize("draw", [drawings.only_level_lines, drawings.unruled])
def test_table_without_columns_drawn_is_found_by_its_amounts(
    make: Make, draw: Callable[..., None]
) -> None:
    path = make(draw)
    assert grid(path) == TABLE
    others = [line.text for line in read(path).lines]
    assert others[:2] == ["支出总表", "单位：万元"]


def test_ruled_table_beside_is_left_alone(make: Make) -> None:
    def draw(c: Canvas) -> None:
        drawings.ruled(c)
        c.translate(0, -300)
        drawings.unruled(c)

    ruled, aligned = read(make(draw)).tables
    assert [len(ruled.rows), len(aligned.rows)] == [4, 4]


def test_broken_label_is_one_row(make: Make) -> None:
    def draw(c: Canvas) -> None:
        for k, text in enumerate(("1.00", "2.00", "3.00", "4.00")):
            y = 700 - 40 * k
            c.drawString(60, y + 6, f"第{k}项机关事业单位")
            c.drawString(60, y - 6, "养老保险缴费")
            c.drawRightString(400, y, text)

    assert grid(make(draw)) == [
        [f"第{k}项机关事业单位\n养老保险缴费", f"{k + 1}.00"] for k in range(4)
    ]


def test_running_text_with_amounts_is_no_table(make: Make) -> None:
    def draw(c: Canvas) -> None:
        for k in range(8):
            c.drawString(
                60, 700 - 20 * k, f"{'本年' * (k % 3)}支出 {k}12.50 万元，其中 {k}3.20 万元"
            )

    assert read(make(draw)).tables == []


def test_digits_set_a_little_lower_in_a_large_title_are_of_its_line(make: Make) -> None:
    def draw(c: Canvas) -> None:
        c.setFont(drawings.FONT, 20)
        c.drawString(100, 700, "2026")
        c.drawString(145, 702.5, "年部门收支总表")

    (line,) = read(make(draw)).lines
    assert line.text.replace(" ", "") == "2026年部门收支总表"


def test_headings_of_unruled_columns_stand_over_their_own(make: Make) -> None:
    """Headings in the middle of columns, amounts at their ends; one column is empty, one group of
    headings stands over two columns, labels at the left and the total in the middle are one column."""

    def draw(c: Canvas) -> None:
        for text, x, y in (
            ("项目", 110, 700),
            ("合计", 235, 700),
            ("一般公共预算", 315, 700),
            ("政府性基金", 395, 700),
            ("其他收入", 475, 700),
            ("上年执行数", 155, 709),
        ):
            c.drawCentredString(x if text != "上年执行数" else 180, y, text)
        for k, (label, *amounts) in enumerate(
            (
                ("教育支出", "9.00", "1.00", "1.00"),
                ("卫生健康支出", "8.00", "2.00", "2.00"),
                ("农林水支出", "7.00", "3.00", "3.00"),
            )
        ):
            c.drawString(60, 680 - 20 * k, label)
            for x, amount in zip((205, 265, 350), amounts, strict=True):
                c.drawRightString(x, 680 - 20 * k, amount)
        c.drawCentredString(142, 620, "合计")
        for x, amount in zip((205, 265, 350), ("24.00", "6.00", "6.00"), strict=True):
            c.drawRightString(x, 620, amount)

    found = grid(make(draw))
    assert found[-1] == ["合计", "24.00", "6.00", "6.00", "", ""]
    assert found[-5][0] == "项目"
    assert found[-5][2:] == ["合计", "一般公共预算", "政府性基金", "其他收入"]
    assert "上年执行数" in [row[1] for row in found[:2]]
