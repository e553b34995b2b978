from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfplumber.page import Page
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import (
    DamagedDocument,
    EmptyFile,
    NotADocument,
    PasswordRequired,
    ReadError,
    is_watermark_char,
    open_pdf,
)
from pipeline.read.pdf.lattice import Edges, cells_of, group_cells, merge
from tests.read import drawings
from tests.read.drawings import Make

NEAR = 0.5

Box = tuple[float, float, float, float]
# Of each table of a page, rows of cells by box, and the texts of its rows.
Facts = list[tuple[list[list[tuple[float, ...] | None]], list[list[str | None]]]]
# A line: where it lies, from and to.
Span = tuple[float, float, float]

LAYOUTS = {
    "ruled": drawings.ruled,
    "thin rectangles": drawings.thin_rects,
    "doubled hairlines": drawings.doubled,
    "cell rectangles": drawings.cell_rects,
    "merged cells": drawings.merged,
    "form": drawings.in_form,
    "turned 90": drawings.turned_page(90),
    "turned 180": drawings.turned_page(180),
    "turned 270": drawings.turned_page(270),
    "watermark": drawings.watermarked,
    "curves": drawings.circle,
}


def facts(page: Page) -> Facts:
    return [
        ([[c and tuple(round(v, 1) for v in c) for c in r.cells] for r in t.rows], t.extract())
        for t in page.find_tables()
    ]


def near(a: Sequence[float] | float, b: Sequence[float] | float) -> bool:
    return bool(np.allclose(a, b, atol=NEAR))


def same_tables(ours: Facts, theirs: Facts) -> None:
    assert len(ours) == len(theirs)
    for (rows_a, text_a), (rows_b, text_b) in zip(ours, theirs, strict=True):
        assert text_a == text_b
        assert [[c is None for c in r] for r in rows_a] == [[c is None for c in r] for r in rows_b]
        for row_a, row_b in zip(rows_a, rows_b, strict=True):
            for a, b in zip(row_a, row_b, strict=True):
                assert a is None or (b is not None and near(a, b))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tables_are_those_of_pdfplumber(make: Make, layout: str) -> None:
    path = make(LAYOUTS[layout])
    with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
        page = ours.page(0)
        plain = theirs.pages[0]
        assert isinstance(page, Page)
        assert near(page.bbox, plain.bbox)
        expected = facts(plain)
        assert expected
        same_tables(facts(page), expected)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_objects_are_those_of_pdfplumber(make: Make, layout: str) -> None:
    path = make(LAYOUTS[layout])
    with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
        page, plain = ours.page(0), theirs.pages[0]
        for kind in ("lines", "rects", "curves", "edges"):
            a, b = getattr(page, kind), getattr(plain, kind)
            assert len(a) == len(b), kind
            for x, y in zip(sorted(a, key=corner), sorted(b, key=corner), strict=True):
                assert near(box(x), box(y)), kind
        chars = sorted(page.chars, key=corner)
        plain_chars = sorted((c for c in plain.chars), key=corner)
        assert [c["text"] for c in chars] == [c["text"] for c in plain_chars]
        for x, y in zip(chars, plain_chars, strict=True):
            assert near(box(x), box(y)), (x, y)
            assert x["upright"] == y["upright"]
            assert near(x["matrix"], y["matrix"])


def box(o: dict[str, Any]) -> Box:
    return (o["x0"], o["top"], o["x1"], o["bottom"])


def corner(o: dict[str, Any]) -> tuple[object, ...]:
    return (*tuple(round(v) for v in box(o)), o.get("text", ""))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("strategy", ["lines_strict", "text"])
def test_other_strategies(make: Make, layout: str, strategy: str) -> None:
    path = make(LAYOUTS[layout])
    table_settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
        a = ours.page(0).extract_tables(table_settings)
        b = theirs.pages[0].extract_tables(table_settings)
    assert a == b


def test_page_behaves_as_pdfplumbers(make: Make) -> None:
    path = make(drawings.ruled)
    with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
        page, plain = ours.page(0), theirs.pages[0]
        assert page.extract_text() == plain.extract_text()
        assert [w["text"] for w in page.extract_words()] == [
            w["text"] for w in plain.extract_words()
        ]
        area = (50, 90, 560, 160)
        assert page.crop(area).extract_text() == plain.crop(area).extract_text()
        assert page.crop(area).extract_tables() == plain.crop(area).extract_tables()
        assert page.within_bbox(area).extract_text() == plain.within_bbox(area).extract_text()
        assert page.filter(lambda o: o["object_type"] != "char").extract_text() == ""
        assert page.extract_table() == plain.extract_table()
        assert page.to_image().original.size == plain.to_image().original.size
        assert page.annots == [] and page.hyperlinks == []
        assert page.structure_tree == plain.structure_tree
        assert page.rotation == 0 and page.page_number == 1


def test_crop_box_and_media_box_offset(make: Make) -> None:
    path = make(drawings.ruled, boxes={"Crop": (30, 40, 590, 790)})
    with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
        page, plain = ours.page(0), theirs.pages[0]
        assert near(page.cropbox, plain.cropbox)
        same_tables(facts(page), facts(plain))


def test_moved_media_box(make: Make) -> None:
    path = make(drawings.ruled)
    data = path.read_bytes().replace(
        b"/MediaBox [ 0 0 600 800 ]", b"/MediaBox [ 9 8 590 790 ]"[:25]
    )
    path.write_bytes(data)
    with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
        page, plain = ours.page(0), theirs.pages[0]
        assert near(page.bbox, plain.bbox) and page.bbox[0] == 9
        same_tables(facts(page), facts(plain))
        assert near(page.chars[0]["top"], plain.chars[0]["top"])


def inherited(path: Path) -> bytes:
    """Move the media box from the page to the page tree, where it is inherited."""
    data = path.read_bytes()
    box = b"/MediaBox [ 0 0 600 800 ]"
    assert data.count(box) == 1
    data = data.replace(box, b" " * len(box))
    return data.replace(b"/Type /Pages", b"/Type /Pages " + box)


def test_inherited_media_box(make: Make) -> None:
    path = make(drawings.ruled)
    path.write_bytes(inherited(path))
    with open_pdf(path) as ours:
        assert near(ours.page(0).bbox, (0, 0, 600, 800))
        assert len(ours.page(0).find_tables()) == 1


def test_layout_of_a_page(make: Make) -> None:
    with open_pdf(make(drawings.ruled)) as pdf:
        layout = pdf.page(0).read_layout()
    assert (layout.page_number, layout.width, layout.height, layout.rotation) == (1, 600, 800, 0)
    [table] = layout.tables
    assert [[c and c.text for c in row] for row in table.rows] == [
        [f"第{r}行{k}列" for k in range(4)] for r in range(4)
    ]
    cell = table.rows[1][2]
    assert cell is not None and cell.first_x0 == pytest.approx(drawings.XS[2] + 4, abs=0.1)
    box = (table.x0, table.top, table.x1, table.bottom)
    assert near(box, (60, 100, 540, 220)) and table.column_count == 4
    assert [line.text for line in layout.lines] == [
        "收入支出预算总表",
        "单位：万元",
        "注：本表按收支平衡编制。",
    ]
    assert layout.lines[1].x1 == pytest.approx(540, abs=0.1)
    assert layout.image_area_ratio == 0 and layout.private_use_count == 0
    assert layout.char_count == 16 * 5 + 8 + 5 + 12


def test_merged_cells_and_lines_in_a_cell(make: Make) -> None:
    with open_pdf(make(drawings.merged)) as pdf:
        [table] = pdf.page(0).read_layout().tables
    texts = [[c and c.text for c in row] for row in table.rows]
    assert texts[0] == ["科目", "本年预算数", None, ""]
    assert texts[1] == [None, "基本支出", "项目支出", ""]
    assert texts[2][:2] == ["行政运行", "第一行\n第二行"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages_read_level(make: Make, degrees: int) -> None:
    with open_pdf(make(drawings.turned_page(degrees))) as pdf:
        page = pdf.page(0)
        layout = page.read_layout()
        assert all(c["upright"] for c in page.chars)
    assert (layout.width, layout.height) == (600, 800)
    assert layout.rotation == degrees
    assert [line.text for line in layout.lines][1] == "单位：万元"
    assert [[c and c.text for c in row] for row in layout.tables[0].rows][3][3] == "第3行3列"


def test_watermark_stays_out_of_cells(make: Make) -> None:
    with open_pdf(make(drawings.watermarked)) as pdf:
        page = pdf.page(0)
        layout = page.read_layout()
        marked = "".join(c["text"] for c in page.chars if is_watermark_char(c))
    assert marked == "内部资料"
    assert [line.text for line in layout.lines if line.watermark] == ["内部资料"]
    cells = "".join(c.text for t in layout.tables for r in t.rows for c in r if c)
    assert "内" not in cells and "第3行3列" in cells


def test_large_light_level_text_is_a_watermark(make: Make) -> None:
    def page(c: Canvas) -> None:
        drawings.ruled(c)
        c.setFillGray(0.85)
        c.setFont(drawings.FONT, 60)
        c.drawString(120, 620, "样张")

    with open_pdf(make(page)) as pdf:
        layout = pdf.page(0).read_layout()
        assert sum(is_watermark_char(c, 10) for c in pdf.page(0).chars) == 2
    assert [line.text for line in layout.lines if line.watermark] == ["样张"]


def test_image_share_and_private_use(make: Make) -> None:
    from PIL import Image as Picture
    from reportlab.lib.utils import ImageReader

    picture = io.BytesIO()
    Picture.new("L", (8, 8), 128).save(picture, "PNG")

    def page(c: Canvas) -> None:
        c.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, 600, 400)

    with open_pdf(make(page)) as pdf:
        p = pdf.page(0)
        layout = p.read_layout()
        assert p.images[0]["srcsize"] == (8, 8)
    assert layout.image_area_ratio == pytest.approx(0.5)
    assert layout.char_count == 0 and layout.lines == [] and layout.tables == []


def test_pages_are_released_one_by_one(make: Make) -> None:
    path = make(drawings.ruled, drawings.merged, drawings.thin_rects)
    with open_pdf(path) as pdf:
        assert pdf.page_count == 3
        seen = list(pdf.pages(1))
        assert [p.page_number for p in seen] == [2, 3]
        with pytest.raises(ReadError, match="page 2: the page has been released"):
            _ = seen[0].chars
        assert [p.page_number for p in pdf.pages(0, 1)] == [1]
        assert pdf.page(2).initial_doctop == 1600
        with pytest.raises(ReadError, match="no page 4"):
            pdf.page(3)
        assert "Producer" in pdf.metadata


def test_encrypted(make: Make) -> None:
    path = make(drawings.ruled, password="secret")
    with pytest.raises(PasswordRequired, match="a password is required"):
        open_pdf(path)
    with pytest.raises(PasswordRequired, match="wrong"):
        open_pdf(path, "guess")
    with open_pdf(path, "secret") as pdf:
        assert len(pdf.page(0).find_tables()) == 1


def test_truncated(make: Make) -> None:
    path = make(*[drawings.ruled] * 4)
    data = path.read_bytes()
    cut = path.with_name("cut.pdf")
    cut.write_bytes(data[: len(data) * 6 // 10])
    damaged: list[DamagedDocument] = []
    try:
        with open_pdf(cut) as pdf:
            assert pdf.damage == ["the file has no end marker, it looks cut off"]
            for page in pdf.pages(on_damaged=damaged.append):
                page.read_layout()
    except DamagedDocument as error:
        assert "cut off" in str(error)


def test_a_page_that_cannot_be_loaded_leaves_the_others(make: Make) -> None:
    path = make(drawings.ruled, drawings.ruled, drawings.ruled)
    data = path.read_bytes()
    # The second page's entry in the page tree points nowhere.
    start = data.index(b"/Kids [")
    end = data.index(b"]", start)
    kids = data[start + 7 : end].split()
    assert kids[5] == b"R"
    broken = data[start + 7 : end].replace(kids[3] + b" 0 R", b"9" * len(kids[3]) + b" 0 R")
    path.write_bytes(data[: start + 7] + broken + data[end:])
    damaged: list[DamagedDocument] = []
    with open_pdf(path) as pdf:
        read = [p.read_layout().char_count for p in pdf.pages(on_damaged=damaged.append)]
        assert len(read) == 2 and all(read)
        assert len(damaged) == 1
        bad = damaged[0].page
        pages = pdf.pages()
        for number in range(1, 4):
            if number == bad:
                with pytest.raises(DamagedDocument, match=f"page {number}: PDFium cannot load"):
                    next(pages)
            else:
                assert next(pages).page_number == number


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"<!DOCTYPE html><html><body>404</body></html>", NotADocument),
        (b"%PDF-1.7\nnothing else", DamagedDocument),
    ],
)
def test_not_a_pdf(tmp_path: Path, data: bytes, error: type[ReadError]) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        open_pdf(path)
    assert str(path) in str(caught.value)
    if error is NotADocument:
        assert isinstance(caught.value, NotADocument) and caught.value.looks_like == "html"


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "written.pdf"
    path.write_bytes(
        drawings.hand_written(
            content,
            b"/F 5 0 R /T3 6 0 R /U 8 0 R",
            drawings.HELVETICA,
            drawings.TYPE3,
            drawings.TYPE3_GLYPH,
            drawings.UNKNOWN_FONT,
            drawings.UNICODE_MAP,
        )
    )
    return path


def test_boxes_under_every_text_state(tmp_path: Path) -> None:
    path = written(tmp_path, drawings.TEXT_STATES)
    with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
        # PDFium runs blanks together; all else is as pdfplumber has it, in its order.
        a = [c for c in ours.page(0).chars if not c["text"].isspace()]
        b = [c for c in theirs.pages[0].chars if not c["text"].isspace()]
    assert "".join(c["text"] for c in a) == "".join(c["text"] for c in b)
    for x, y in zip(a, b, strict=True):
        assert near(box(x), box(y)), (x["text"], box(x), box(y))
        assert x["upright"] == y["upright"]


def test_text_without_glyphs_and_private_use_planes(tmp_path: Path) -> None:
    with open_pdf(written(tmp_path, drawings.TEXT_STATES)) as pdf:
        layout = pdf.page(0).read_layout()
    assert "预" in "".join(line.text for line in layout.lines)
    assert layout.private_use_count == 1


def test_glyph_of_unknown_character(tmp_path: Path) -> None:
    content = b"BT /F 12 Tf 50 40 Td (a) Tj ET BT /U 12 Tf 80 40 Td <0033> Tj ET"
    with open_pdf(written(tmp_path, content)) as pdf:
        assert [line.text for line in pdf.page(0).read_layout().lines] == ["a", "\ufffd"]


def test_imitated_bold_is_read_once(tmp_path: Path) -> None:
    content = b"BT /F 12 Tf 50 40 Td (bold) Tj ET BT /F 12 Tf 50.3 40 Td (bold) Tj ET"
    with open_pdf(written(tmp_path, content)) as pdf:
        assert pdf.page(0).extract_text() == "bold"


# The array code against pdfplumber's own functions, on random lines.

positions = st.integers(0, 30).map(lambda v: v * 2.5)
spans = st.tuples(positions, positions, positions)


@settings(max_examples=150, deadline=None)
@given(st.lists(spans, max_size=25), st.lists(spans, max_size=25))
@example(
    [(0.0, 0.0, 2.5), (0.0, 0.0, 2.5), (2.5, 2.5, 5.0), (7.5, 0.0, 5.0), (12.5, 0.0, 5.0)],
    [(0.0, 0.0, 10.0), (5.0, 10.0, 0.0)],
)
def test_table_logic_is_pdfplumbers(v_spans: list[Span], h_spans: list[Span]) -> None:
    from pdfplumber.table import (
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )
    from pdfplumber.utils.geometry import filter_edges

    v_spans = [(x, min(a, b), max(a, b)) for x, a, b in v_spans if abs(a - b) >= 1]
    h_spans = [(y, min(a, b), max(a, b)) for y, a, b in h_spans if abs(a - b) >= 1]
    # In fractions: where three lines are moved to their mean, floats leave them a rounding apart, and
    # pdfplumber then takes them for different lines.
    exact = [[[Fraction(value) for value in span] for span in kind] for kind in (v_spans, h_spans)]
    edges = [
        {
            "object_type": "line",
            "orientation": "v",
            "x0": x,
            "x1": x,
            "top": a,
            "bottom": b,
            "doctop": a,
            "width": 0,
            "height": b - a,
        }
        for x, a, b in exact[0]
    ] + [
        {
            "object_type": "line",
            "orientation": "h",
            "x0": a,
            "x1": b,
            "top": y,
            "bottom": y,
            "doctop": y,
            "width": b - a,
            "height": 0,
        }
        for y, a, b in exact[1]
    ]
    plain = filter_edges(merge_edges(edges, 3, 3, 3, 3), min_length=3)
    crossings = edges_to_intersections(plain, 3, 3)
    expected = cells_to_tables(intersections_to_cells(crossings)) if crossings else []

    v, h = (np.array(s, dtype=float).reshape(len(s), 3) for s in (v_spans, h_spans))
    ours = group_cells(
        cells_of(merge(Edges(*v.T), 3, 3, 3), merge(Edges(*h.T), 3, 3, 3), 3, 3)
        if len(v) and len(h)
        else []
    )

    def rounded(tables: Sequence[Sequence[Sequence[float]]]) -> list[list[tuple[float, ...]]]:
        return [sorted(tuple(round(float(x), 6) for x in cell) for cell in t) for t in tables]

    assert rounded(ours) == rounded(expected)
