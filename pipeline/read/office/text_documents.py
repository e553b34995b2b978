"""Text documents (Word files, web pages) to pages: their second reading, and tables as grids.

Belongs here: what both kinds of text document share.
Does not belong here: either file format (`word`, `webpage`), coordinates on paper (`typeset`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.read.office.second_reading import texts_by_page
from pipeline.read.office.sheet_blocks import Sheet, SheetCell
from pipeline.read.office.typeset import LEADING, Paper, indent_of
from pipeline.read.reading import Reading, ReadNote

# Width of a column about which nothing is known, in points.
USUAL_WIDTH = 72.0
_PAD = 4.0
# An outer table with so many filled cells beside its nested ones holds data, not layout.
_DATA_CELLS = 6
MOST_COLUMNS = 256
# Numbers named in a note.
_NAMED = 8
_BLANKS = re.compile(r"[ \t\u00a0]+")


def reading_of(paper: Paper, second: str) -> Reading:
    """The reading of a document set on `paper`; `second` is the text of the whole document by the
    second reading, without running headers and footers."""
    bare = paper.layouts(furniture=False)
    result = Reading(layouts=paper.layouts())
    result.page_count = len(result.layouts)
    texts, strays = texts_by_page(bare, second)
    for page, text in texts.items():
        result.texts[page] = "\n".join([text, *paper.furniture_of(page)])
    if strays:
        shown = "、".join(run for _, run in strays[:_NAMED])
        words = f"用另一种方法再读，正文中多出{len(strays)}个数字：{shown}"
        result.notes = (ReadNote("second_reading", strays[0][0], words),)
    return result


def grid_sheet(cells: Sequence[SheetCell], widths: Sequence[float], *, is_table: bool) -> Sheet:
    """A grid whose rows are as high as their texts; `widths` may be short, 0 where unknown."""
    rows = max((c.row + c.row_span for c in cells), default=0)
    columns = max((c.column + c.column_span for c in cells), default=0)
    heights = [LEADING + _PAD] * rows
    for cell in cells:
        if cell.row_span == 1:
            need = (cell.text.count("\n") + 1) * LEADING + _PAD
            heights[cell.row] = max(heights[cell.row], need)
    known = [widths[c] if c < len(widths) else 0.0 for c in range(columns)]
    return Sheet([width or USUAL_WIDTH for width in known], heights, list(cells), is_table)


def text_cell(
    row: int,
    column: int,
    text: str,
    *,
    row_span: int = 1,
    column_span: int = 1,
    indent: float = 0.0,
    align: str = "",
    ruled: bool = False,
) -> SheetCell:
    """A cell of a text document; the blanks its text begins with become indent."""
    lines = [_BLANKS.sub(" ", line).strip(" \u3000") for line in text.split("\n")]
    return SheetCell(
        row,
        column,
        "\n".join(line for line in lines if line),
        max(row_span, 1),
        max(column_span, 1),
        indent + indent_of(text.lstrip("\n")),
        align,
        ruled,
    )


def is_layout(cells: Sequence[SheetCell]) -> bool:
    """Whether a table that holds other tables only arranges them; `cells` are those without one."""
    filled = [cell for cell in cells if cell.text]
    return len(filled) < _DATA_CELLS or not any(cell.is_number for cell in filled)
