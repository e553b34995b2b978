"""Printed tables: what stands where on the paper, joined over pages.

Belongs here: cells with page, box and text; the lines of text around a table.
Does not belong here: what a title, column or row *means* (that is `pipeline.interpret`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points, origin top left."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of running text (outside tables), look-alike characters repaired.

    `is_furniture` marks page numbers and headers or footers that run over the pages.
    """

    page_number: int
    text: str
    box: Box
    is_furniture: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell; `row`/`column` are those of its top left corner in the joined table (0-based).

    `raw_text` is as printed (lines joined by a newline), `text` the same after repair of
    look-alike characters with the lines joined without a break. `indent` is the distance in
    points from the cell's left edge to its first character (hierarchy), None when empty.
    """

    page_number: int
    row: int
    column: int
    row_span: int
    column_span: int
    raw_text: str
    text: str
    box: Box
    indent: float | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A printed row: one entry a column; None where a merged cell from the left or above covers.

    `is_repeated_header` marks header rows printed again at the top of a following page.
    """

    index: int
    page_number: int
    cells: tuple[GridCell | None, ...]
    is_repeated_header: bool = False

    def texts(self) -> tuple[str, ...]:
        """Cell texts, an empty string where covered or empty."""
        return tuple("" if cell is None else cell.text for cell in self.cells)


@dataclass(slots=True)
class PrintedTable:
    """A table as printed, joined over the pages it runs over.

    `above` are the lines between the previous table (or page start) and this one: title, unit,
    entity stand there. `below` are the lines after it up to the next table or part heading on
    the same page (notes).
    """

    ordinal: int
    rows: list[GridRow]
    column_count: int
    above: list[PageLine] = field(default_factory=list)
    below: list[PageLine] = field(default_factory=list)

    @property
    def page_numbers(self) -> list[int]:
        """The pages (1-based) the table stands on, in order; also those of columns put beside."""
        pages = {row.page_number for row in self.rows}
        return sorted(pages | {cell.page_number for cell in self.cells()})

    def cells(self) -> Iterator[GridCell]:
        """All printed cells in reading order, repeated headers included."""
        for row in self.rows:
            for cell in row.cells:
                if cell is not None:
                    yield cell


@dataclass(slots=True)
class PageText:
    """All running-text lines of a page (outside tables), in reading order."""

    page_number: int
    width: float
    height: float
    lines: list[PageLine]
    char_count: int
    image_area_ratio: float
    table_ordinals: list[int] = field(default_factory=list)


@dataclass(slots=True)
class GridDocument:
    """A report as pages of text and joined tables, nothing interpreted."""

    page_count: int
    pages: list[PageText]
    tables: list[PrintedTable]
    unreadable_pages: list[tuple[int, str]] = field(default_factory=list)
    private_use_count: int = 0
