"""Tables without ruling lines, read as the ruled ones of the same report.

Belongs here: pages of generated reports drawn with and without lines, and hand-drawn ones of what
those do not have. Does not belong here: what the tables mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import RawTable, open_pdf
from tests.generate.layout_samples import PLAIN, SPECS
from tests.generate.layouts import write

Make = Callable[..., Path]
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
