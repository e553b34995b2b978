"""What the reading layer hands on: plain values, no objects of any library.

Belongs here: frozen data classes, and cells set in rows. Does not belong here: how a carrier fills
them.
All coordinates are points from the top left corner of the page as a viewer shows it (page rotation
applied), the same as pdfplumber's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell of a table with its text as printed.

    `text` joins the lines of the cell with a newline; `first_x0` is the left
    edge of the first printed character (its indent), None in an empty cell.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    first_x0: float | None


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table; `rows` have None where a merged cell covers.

    `is_ruled`: a lattice table, its cells drawn by lines; else a stream table, found by where its
    words stand.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[list[RawCell | None]]
    is_ruled: bool = True

    @property
    def column_count(self) -> int:
        """Number of grid columns."""
        return len(self.rows[0]) if self.rows else 0


def in_rows(cells: Iterable[RawCell]) -> list[list[RawCell | None]]:
    """Cells in rows by their tops and in columns by their left edges; None where no cell starts."""
    rows: dict[float, dict[float, RawCell]] = {}
    for cell in cells:
        rows.setdefault(cell.top, {})[cell.x0] = cell
    lefts = sorted({left for row in rows.values() for left in row})
    return [[rows[top].get(left) for left in lefts] for top in sorted(rows)]


def table_of_cells(cells: Collection[RawCell]) -> RawTable:
    """The ruled table that its cells make up."""
    return RawTable(
        min(cell.x0 for cell in cells),
        min(cell.top for cell in cells),
        max(cell.x1 for cell in cells),
        max(cell.bottom for cell in cells),
        in_rows(cells),
    )


@dataclass(frozen=True, slots=True)
class TextLine:
    """A run of text outside all tables.

    `watermark` marks text a reader would call a watermark; `upright` is False
    for text not set level; `hidden` marks text that is written in the file but
    cut off from view.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    upright: bool = True
    watermark: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Everything read from one page.

    Of the `char_count` printed characters `unreadable_count` cannot be read as what they show
    (`pipeline.read.pdf.legible`), `private_use_count` of them for being private-use characters.
    """

    page_number: int
    width: float
    height: float
    rotation: int
    tables: list[RawTable]
    lines: list[TextLine]
    char_count: int
    image_area_ratio: float
    private_use_count: int
    unreadable_count: int = 0
