"""Every printed cell as a row, numbers with their value in yuan: the audit layer, never summed.

Belongs here: printed cells of statements and of tables nobody identified, observed codes.
Does not belong here: facts (`facts`), rules, storage.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.derive.facts import CellKey, FactRow
from pipeline.domain.amounts import UnparsedNumber, parse_amount
from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import is_amount_like
from pipeline.grid.printed_table import GridCell, PrintedTable
from pipeline.interpret.caption import read_caption
from pipeline.interpret.codes import coded_rows
from pipeline.interpret.header import find_header, header_paths
from pipeline.interpret.logical_table import logical_table
from pipeline.interpret.statement import Statement

UNKNOWN = "UNKNOWN"
PATH_SEPARATOR = " / "


def statement_cells(statement: Statement, cell_key: CellKey) -> list[FactRow]:
    """All non-empty cells of a statement, rows of `printed_cell` (without `report_key`)."""
    labels: dict[int, list[str]] = {}
    for (row, _), (label, _) in statement.printed.items():
        names = labels.setdefault(row, [])
        if label and label not in names:
            names.append(label)
    for logical in statement.rows:
        if logical.label and not labels.get(logical.grid_row):
            labels[logical.grid_row] = [logical.label]
    rows: list[FactRow] = []
    for cell in statement.table.cells():
        if not cell.text:
            continue
        label, amount = statement.printed.get((cell.row, cell.column), ("", None))
        row_label = label or " ".join(labels.get(cell.row, []))
        rows.append(
            _cell_row(
                statement.table,
                statement.kind,
                statement.title,
                cell,
                column_path=PATH_SEPARATOR.join(statement.paths.get(cell.column, ())),
                row_label=row_label,
                value=amount.printed if amount else None,
                currency_unit=statement.currency_unit if amount else None,
                yuan=amount.yuan if amount and statement.currency_factor is not None else None,
                key=cell_key(statement, cell),
            )
        )
    return rows


def unidentified_cells(table: PrintedTable, lexicon: Lexicon, report_key: str) -> list[FactRow]:
    """All non-empty cells of a table that is no known statement; numbers without yuan."""
    view = logical_table(table)
    paths = header_paths(view, find_header(view, lexicon), lexicon)
    title = read_caption(view, lexicon).title
    rows: list[FactRow] = []
    for grid_row in table.rows:
        label = next(
            (c.text for c in grid_row.cells if c and c.text and not is_amount_like(c.text)), ""
        )
        for cell in grid_row.cells:
            if cell is None or not cell.text:
                continue
            value: Decimal | None = None
            if is_amount_like(cell.text):
                try:
                    value = parse_amount(cell.text, lexicon.blank_amounts)
                except UnparsedNumber:
                    value = None
            rows.append(
                _cell_row(
                    table,
                    UNKNOWN,
                    title,
                    cell,
                    column_path=PATH_SEPARATOR.join(paths[view.column_of[cell.column]]),
                    row_label=label,
                    value=value,
                    currency_unit=None,
                    yuan=None,
                    key=make_cell_key(report_key, table, cell),
                )
            )
    return rows


def make_cell_key(report_key: str, table: PrintedTable, cell: GridCell) -> str:
    """`report:table:row:column`: stable over rebuilds, so a quoted number stays explainable."""
    return f"{report_key}:{table.ordinal}:{cell.row}:{cell.column}"


def _cell_row(
    table: PrintedTable,
    statement: str,
    title: str,
    cell: GridCell,
    *,
    column_path: str,
    row_label: str,
    value: Decimal | None,
    currency_unit: str | None,
    yuan: Decimal | None,
    key: str,
) -> FactRow:
    return {
        "cell_key": key,
        "table_ordinal": table.ordinal,
        "statement": statement,
        "table_title": title,
        "page_number": cell.page_number,
        "row_index": cell.row,
        "column_index": cell.column,
        "column_path": column_path,
        "row_label": row_label,
        "raw_text": cell.raw_text,
        "value": value,
        "unit": currency_unit,
        "amount_yuan": yuan,
        "x0": cell.box.x0,
        "top": cell.box.top,
        "x1": cell.box.x1,
        "bottom": cell.box.bottom,
    }


def code_observations(statement: Statement, cell_key: CellKey, lexicon: Lexicon) -> list[FactRow]:
    """Codes as printed with their names, rows of `code_observation` (without `report_key`)."""
    return [
        {
            "scheme": row.scheme,
            "code": row.code,
            "name": row.name,
            "cell_key": cell_key(statement, row.label_cell),
        }
        for row in coded_rows(statement, lexicon)
        if row.label_cell
    ]
