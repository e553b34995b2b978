"""The reading layer on real reports: a sample of pages of every file."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest

from pipeline.read import open_pdf

pytestmark = pytest.mark.reports

NEAR = 0.5
EVERY = 12


def squeeze(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def sample(reports: Path) -> list[Path]:
    files = sorted(reports.rglob("*.pdf"))
    assert files
    return files


def test_every_character_is_in_one_cell_or_one_line(reports: Path) -> None:
    for path in sample(reports):
        with open_pdf(path) as pdf:
            for index in range(0, pdf.page_count, 5):
                page = pdf.page(index)
                layout = page.read_layout()
                cells = [c.text for t in layout.tables for row in t.rows for c in row if c]
                placed = cells + [line.text for line in layout.lines]
                there = "".join(page.content.glyphs.text)
                assert sorted(squeeze("".join(placed))) == sorted(squeeze(there)), (path, index)
                assert len(squeeze(there)) == layout.char_count


def test_layout_holds_the_same_text_as_the_tables(reports: Path) -> None:
    for path in sample(reports)[::4]:
        with open_pdf(path) as pdf:
            page = pdf.page(pdf.page_count // 2)
            layout = page.read_layout()
            if any(line.watermark for line in layout.lines):
                continue
            tables = [[[c and c.text for c in row] for row in t.rows] for t in layout.tables]
            assert tables == [t.extract() for t in page.find_tables()], path


def test_tables_are_those_of_pdfplumber(reports: Path) -> None:
    """A thin sample; `benchmarks/read_identity.py` compares every page."""
    for path in sample(reports)[::EVERY]:
        with open_pdf(path) as ours, pdfplumber.open(path) as theirs:
            index = ours.page_count // 3
            a, b = ours.page(index).find_tables(), theirs.pages[index].find_tables()
            assert len(a) == len(b), path
            for x, y in zip(a, b, strict=True):
                for row_x, row_y in zip(x.rows, y.rows, strict=True):
                    for cell_x, cell_y in zip(row_x.cells, row_y.cells, strict=True):
                        assert (cell_x is None) == (cell_y is None), path
                        if cell_x:
                            assert cell_x == pytest.approx(cell_y, abs=NEAR), path
                assert [[squeeze(t) for t in r] for r in x.extract()] == [
                    [squeeze(t) for t in r] for r in y.extract()
                ], path
