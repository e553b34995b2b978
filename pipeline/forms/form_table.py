"""A printed table as a form is read in it: the cells over each row and the neighbours of a cell.

Belongs here: geometry of cells. Does not belong here: what a cell says.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.grid.printed_table import GridCell, PrintedTable
from pipeline.interpret.form_values import StatementCell
from pipeline.interpret.statement import Statement

# Left and right edge of a heading on its page, in points.
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FormTable:
    """A printed table; `rows` are the cells that cover each row, left to right."""

    statement: Statement
    rows: list[list[GridCell]]

    @classmethod
    def of(cls, statement: Statement) -> FormTable:
        """The table of a statement."""
        rows = covering_cells(statement.table)
        return cls(statement, [sorted(cells, key=lambda cell: cell.column) for cells in rows])

    def starting(self, row: int) -> list[GridCell]:
        """Cells that begin in a row, not those merged into it from above."""
        return [cell for cell in self.rows[row] if cell.row == row]

    def at(self, cell: GridCell) -> StatementCell:
        """A cell with its statement."""
        return StatementCell(self.statement, cell)

    def right_of(self, row: int, cell: GridCell) -> GridCell | None:
        """The cell right of a cell, in one of its rows."""
        end = cell.column + cell.column_span
        return next((c for c in self.rows[row] if c.column >= end), None)

    def left_of(self, row: int, cell: GridCell) -> GridCell | None:
        """The cell left of a cell, in one of its rows."""
        return next((c for c in reversed(self.rows[row]) if c.column < cell.column), None)

    def below(self, cell: GridCell) -> GridCell | None:
        """The cell below a cell, at its left edge."""
        row = cell.row + cell.row_span
        beneath = self.rows[row] if row < len(self.rows) else []
        return next(
            (c for c in beneath if c.column <= cell.column < c.column + c.column_span), None
        )

    def under(self, row: int, span: Span | None) -> GridCell | None:
        """The cell of a row that lies under a heading most; None without a heading."""
        if span is None:
            return None
        widths = [(min(c.box.x1, span[1]) - max(c.box.x0, span[0]), c) for c in self.rows[row]]
        width, cell = max(widths, key=lambda pair: pair[0], default=(0.0, None))
        return cell if width > 0 else None


def covering_cells(table: PrintedTable) -> list[list[GridCell]]:
    """The cells that cover each row of a table, merged ones in every row they reach."""
    rows: list[list[GridCell]] = [[] for _ in table.rows]
    for cell in table.cells():
        for cells in rows[cell.row : cell.row + cell.row_span]:
            cells.append(cell)
    return rows


def span_of(cell: GridCell) -> Span:
    """Left and right edge of a cell."""
    return cell.box.x0, cell.box.x1
