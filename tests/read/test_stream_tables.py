"""Tables without ruling lines, read as the ruled ones of the same report.

Belongs here: pages of generated reports drawn with and without lines, and hand-drawn ones of what
those do not have. Does not belong here: what the tables mean.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import RawTable, open_pdf
from tests.generate.layout_samples import PLAIN, SPECS
from tests.generate.layouts import write
from tests.read.drawings import Make

Cells = list[tuple[tuple[int, str], ...]]


def tables(path: Path) -> list[RawTable]:
    with open_pdf(path) as document:
        return [table for page in document.pages() for table in page.read_layout().tables]


def printed(table: RawTable) -> Cells:
    """Row by row the texts with their columns; a total in the middle of the label columns stands in
    any of them."""
    rows = []
    for row in table.rows:
        cells = [(k, cell.text) for k, cell in enumerate(row) if cell is not None and cell.text]
        is_total = len(cells) > 1 and cells[0][1] in ("合计", "栏次") and cells[0][0] < 2
        rows.append(tuple([(0, cells[0][1]), *cells[1:]] if is_total else cells))
    return rows


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Cells]]:
    folder = tmp_path_factory.mktemp("ruled")
    return {
        form: [printed(t) for t in tables(write(SPECS[form](), PLAIN, folder / f"{form}.pdf"))]
        for form in ("central", "codes")
    }


@pytest.mark.parametrize(
    ("form", "rules"),
    [
        ("central", "none"),
        ("central", "level"),
        ("codes", "head"),
        ("codes", "frame"),
        ("codes", "upright"),
    ],
)
def test_cells_are_those_of_the_ruled_table(
    form: str, rules: str, ruled: dict[str, list[Cells]], tmp_path: Path
) -> None:
    path = write(SPECS[form](), replace(PLAIN, rules=rules), tmp_path / "made.pdf")
    assert [printed(table) for table in tables(path)] == ruled[form]


def test_amounts_in_the_middle_of_their_cells(
    ruled: dict[str, list[Cells]], tmp_path: Path
) -> None:
    layout = replace(PLAIN, rules="none", align="centre")
    path = write(SPECS["codes"](), layout, tmp_path / "made.pdf")
    assert [printed(table) for table in tables(path)] == ruled["codes"]


def grid(path: Path) -> list[list[str | None]]:
    (table,) = tables(path)
    return [[None if cell is None else cell.text for cell in row] for row in table.rows]


def _row(c: Canvas, y: float, *texts: tuple[float, str]) -> None:
    """Texts centred at their places."""
    for x, text in texts:
        c.drawCentredString(x, y, text)


def _three_public(c: Canvas) -> None:
    """One row of amounts below headings in two rows."""
    c.drawString(40, 760, "单位名称：某市某局")
    c.drawRightString(560, 760, "单位：万元")
    _row(c, 738, (430, "公务用车购置及运行费"))
    _row(c, 730, (100, "合计"), (210, "因公出国（境）费"))
    _row(c, 722, (320, "小计"), (430, "购置费"), (520, "运行费"))
    _row(c, 700, (100, "45.60"), (210, "12.00"), (320, "33.60"), (520, "33.60"))


def test_one_row_of_amounts_under_headings_is_a_table(make: Make) -> None:
    assert grid(make(_three_public)) == [
        ["合计", "因公出国（境）费", "公务用车购置及运行费", None, None],
        [None, None, "小计", "购置费", "运行费"],
        ["45.60", "12.00", "33.60", "", "33.60"],
    ]


def test_amounts_that_no_heading_is_over_are_no_table(make: Make) -> None:
    def draw(c: Canvas) -> None:
        _row(c, 730, (100, "附表"), (210, "说明"))
        _row(c, 700, (100, "合计"), (320, "12.00"), (430, "13.00"))

    assert tables(make(draw)) == []


def test_form_left_blank_is_a_table_under_its_caption(make: Make) -> None:
    def draw(c: Canvas) -> None:
        c.drawRightString(560, 760, "单位：万元")
        _row(c, 740, (100, "科目编码"), (210, "科目名称"), (320, "基本支出"), (500, "项目支出"))
        _row(c, 720, (155, "合计"))
        c.drawString(40, 700, "注：本部门没有此项支出。")

    found = grid(make(draw))
    assert found[0] == ["科目编码", "科目名称", "基本支出", "项目支出"]
    assert [text for text in found[1] if text] == ["合计"]
    assert len(found) == 2


def test_words_side_by_side_without_a_caption_are_no_table(make: Make) -> None:
    def draw(c: Canvas) -> None:
        _row(c, 740, (100, "负责人"), (210, "审核人"), (320, "填表人"), (500, "电话"))
        _row(c, 720, (155, "某某"))

    assert tables(make(draw)) == []


def test_page_number_near_a_table_is_no_row(make: Make) -> None:
    def draw(c: Canvas) -> None:
        _three_public(c)
        _row(c, 680, (300, "- 4 -"))

    path = make(draw)
    assert len(grid(path)) == 3
    with open_pdf(path) as document:
        assert "- 4 -" in [line.text for line in document.page(0).read_layout().lines]


def test_box_of_running_text_stays_a_cell(make: Make) -> None:
    lines = ["本年支出 12.50 万元， 其中基本支出 3.20 万元。", "项目支出 9.30 万元， 比上年增加。"]

    def draw(c: Canvas) -> None:
        c.rect(40, 600, 500, 100)
        c.rect(40, 580, 500, 20)
        for k, text in enumerate(lines):
            c.drawString(50, 680 - 16 * k, text)

    (table,) = tables(make(draw))
    assert [[cell.text for cell in row if cell] for row in table.rows] == [["\n".join(lines)], [""]]


def test_every_character_is_in_one_cell_or_line(make: Make) -> None:
    """Those of a frame that are not in its table become lines."""

    def draw(c: Canvas) -> None:
        c.rect(30, 640, 540, 140)
        _three_public(c)
        c.drawString(40, 650, "注：本表反映本年预算安排情况。")

    with open_pdf(make(draw)) as document:
        layout = document.page(0).read_layout()
    texts = [cell.text for t in layout.tables for row in t.rows for cell in row if cell]
    texts += [line.text for line in layout.lines]
    assert sum(len("".join(text.split())) for text in texts) == layout.char_count
    assert "注：本表反映本年预算安排情况。" in texts


def _list(c: Canvas, rows: list[tuple[float, str, str]]) -> None:
    """Labels at the left and amounts at the right of their cells, at heights."""
    for y, label, amount in rows:
        c.drawString(60, y, label)
        c.drawRightString(400, y, amount)


def test_totals_set_apart_are_the_last_rows(make: Make) -> None:
    """Rows that a form leaves empty stand between."""

    def draw(c: Canvas) -> None:
        _row(c, 740, (150, "项目"), (380, "预算数"))
        names = ("教育支出", "卫生健康支出", "农林水支出", "住房保障支出")
        _list(c, [(720 - 18 * k, name, f"{k + 1}.00") for k, name in enumerate(names)])
        _list(c, [(540, "本 年 支 出 合 计", "10.00"), (522, "支 出 总 计", "10.00")])

    found = grid(make(draw))
    assert found[-2:] == [["本年支出合计", "10.00"], ["支出总计", "10.00"]]
    assert len(found) == 7


def test_table_goes_on_over_the_page_in_its_columns(make: Make) -> None:
    """The next page has no headings, and nothing in a column of the first."""

    def first(c: Canvas) -> None:
        _row(c, 740, (110, "科目名称"), (270, "基本支出"), (370, "项目支出"))
        for k in range(4):
            c.drawString(60, 720 - 18 * k, f"第{k}项支出")
            c.drawRightString(300, 720 - 18 * k, f"1{k}.00")
            c.drawRightString(400, 720 - 18 * k, f"2{k}.00")

    def second(c: Canvas) -> None:
        _list(c, [(760 - 18 * k, f"第{k + 4}项支出", f"3{k}.00") for k in range(2)])

    with open_pdf(make(first, second)) as document:
        one = document.page(0).read_layout()
        two = document.page(1).read_layout(one)
        alone = document.page(1).read_layout()
    (table,) = two.tables
    assert printed(table) == [((0, f"第{k + 4}项支出"), (2, f"3{k}.00")) for k in range(2)]
    assert alone.tables == []


def test_first_line_of_a_label_belongs_to_the_amounts_below(make: Make) -> None:
    """One line of a label above its amounts and one below, close to the row before."""

    def draw(c: Canvas) -> None:
        _row(c, 730, (150, "单位名称"), (380, "合计"))
        _list(c, [(700, "某市第一学校", "5.00"), (676, "", "7.00"), (652, "某市第二学校", "9.00")])
        c.drawString(60, 682, "某市机电职业技术")
        c.drawString(60, 670, "学校")

    assert grid(make(draw))[1:] == [
        ["某市第一学校", "5.00"],
        ["某市机电职业技术\n学校", "7.00"],
        ["某市第二学校", "9.00"],
    ]


def test_spaced_heading_over_one_column_is_one(make: Make) -> None:
    def draw(c: Canvas) -> None:
        _row(c, 748, (150, "科 目"))
        _row(c, 730, (70, "编码"), (140, "科"), (165, "目"), (190, "名"), (215, "称"))
        _row(c, 739, (380, "合计"))
        for k, code in enumerate(("205", "20502", "2050201")):
            c.drawString(60, 710 - 18 * k, code)
            c.drawString(120, 710 - 18 * k, "教育支出与其他各项社会事业")
            c.drawRightString(400, 710 - 18 * k, f"{k}1.00")

    header = grid(make(draw))[1]
    assert [text and text.replace(" ", "") for text in header] == ["编码", "科目名称", None]
