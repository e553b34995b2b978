"""The body of a printed table to logical rows with amounts.

Belongs here: labels to codes, names and lexicon items; the tree of rows; numbers to yuan.
Does not belong here: words (lexicon), which statement a table is, rules that must hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from pipeline.grid.assemble import squeeze
from pipeline.grid.model import GridCell, GridRow, PrintedTable
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.model import Amount, Column, Row, Signal
from pipeline.interpret.numbers import UnparsedNumber, decimals, parse_amount

_BRACKETED = re.compile(r"^[\[【](?P<code>\d{3}(?:\d{2}){0,2})[\]】](?P<name>.*)$", re.DOTALL)
_GLUED = re.compile(r"^(?P<code>\d{3}(?:\d{2}){0,2})[-—\s]*(?P<name>[^\d\s.,%].*)$", re.DOTALL)
_CODE = re.compile(r"^\d{3}(\d{2}){0,2}$")
_LEAD = re.compile(r"^[\s　]+")

# Two indents nearer than this are the same level (an ideographic space is 8 to 12 points wide).
INDENT_STEP = 5.0

LIST_SIDES = ("income", "expenditure")


def read_rows(
    table: PrintedTable,
    header_rows: int,
    columns: list[Column],
    axis: str,
    lexicon: Lexicon,
    *,
    unit_factor: Decimal | None,
    known_units: Collection[str] = (),
) -> tuple[list[Row], list[Signal]]:
    """Logical rows of a table body, with their tree.

    `axis` is the `row_axis` of the statement kind. `unit_factor` is yuan in one printed unit; with
    None amounts are still read, their yuan being the printed number (the caller holds such a
    statement back). `known_units` are names of spending bodies, to tell a body's row from a
    project's. Every number that cannot be read comes back as an error signal.
    """
    signals: list[Signal] = []
    panels = sorted({column.panel for column in columns})
    rows: list[Row] = []
    values: list[tuple[Row, int, GridCell, Decimal]] = []
    for grid_row in table.rows[header_rows:]:
        if grid_row.is_repeated_header:
            continue
        for panel in panels:
            own = [column for column in columns if column.panel == panel]
            row = _row(grid_row, own, len(rows), panel)
            if row is None:
                continue
            for column in own:
                cell = grid_row.cells[column.index]
                if cell is None:
                    continue
                if column.role == "text" and cell.text:
                    row.texts[column.index] = cell
                if column.role not in ("amount", "unknown"):
                    continue
                try:
                    value = parse_amount(cell.text, lexicon.blank_amounts)
                except UnparsedNumber:
                    signals.append(_unparsed(table, column, row, cell))
                    continue
                if value is not None:
                    values.append((row, column.index, cell, value))
            if row.label or any(value[0] is row for value in values) or row.texts:
                rows.append(row)
    _put_amounts(values, unit_factor)
    _classify(rows, columns, axis, lexicon, known_units)
    _tree(rows, axis, lexicon)
    signals.extend(_unknown_rows(table, rows))
    return rows, signals


def _row(grid_row: GridRow, columns: list[Column], position: int, panel: int) -> Row | None:
    label_cell: GridCell | None = None
    code: str | None = None
    label = ""
    for column in columns:
        cell = grid_row.cells[column.index]
        if cell is None:
            continue
        if column.role == "code" and _CODE.match(squeeze(cell.text)):
            code = squeeze(cell.text)
            label_cell = label_cell or cell
        elif column.role == "code" and cell.text and not label:
            label, label_cell = cell.text, cell
        elif column.role == "label" and cell.text:
            label, label_cell = label or cell.text, cell
    if all(grid_row.cells[column.index] is None for column in columns):
        return None
    return Row(
        position=position,
        grid_row=grid_row.index,
        panel=panel,
        page_number=grid_row.page_number,
        role="unknown",
        label=_LEAD.sub("", label),
        label_cell=label_cell,
        code=code,
    )


def _put_amounts(
    values: list[tuple[Row, int, GridCell, Decimal]], unit_factor: Decimal | None
) -> None:
    factor = unit_factor if unit_factor is not None else Decimal(1)
    places = max((decimals(value) for *_, value in values), default=0)
    quantum = factor * Decimal(1).scaleb(-places)
    for row, index, cell, value in values:
        row.amounts[index] = Amount(
            row_index=cell.row,
            column_index=index,
            cell=cell,
            printed=value,
            yuan=value * factor,
            quantum_yuan=quantum,
        )


def _unparsed(table: PrintedTable, column: Column, row: Row, cell: GridCell) -> Signal:
    return Signal(
        signal="unparsed_number",
        severity="error",
        text=cell.raw_text,
        message=f"第{cell.page_number}页“{row.label}”行“{'/'.join(column.path)}”列的“{cell.text}”不是数字",
        table_ordinal=table.ordinal,
        page_number=cell.page_number,
        cell=cell,
    )


def _classify(
    rows: list[Row],
    columns: list[Column],
    axis: str,
    lexicon: Lexicon,
    known_units: Collection[str],
) -> None:
    by_indent = _indent_levels(rows, lexicon) if axis in ("unit_project", "unit_category") else {}
    sides = {
        panel: LIST_SIDES[panel] if panel < len(LIST_SIDES) else "expenditure"
        for panel in {row.panel for row in rows}
    }
    unit: str | None = None
    for row in rows:
        row.name = squeeze(row.label)
        if not row.code:
            for pattern in (_BRACKETED, _GLUED):
                match = pattern.match(row.name)
                if match and axis in ("function", "econ", "function_or_unit", "lists"):
                    row.code, row.name = match["code"], match["name"]
                    break
        bare = lexicon.bare(row.name)
        if not row.code and lexicon.patterns["total"].match(bare):
            row.role, row.item = "total", "TOTAL"
        elif row.code:
            row.role = "code"
            row.scheme = _scheme(row.code, axis)
            row.level = (len(row.code) - 1) // 2
        elif axis == "lists":
            _classify_list_row(row, bare, sides[row.panel], lexicon)
        elif axis == "item":
            rule = lexicon.item(bare, "item")
            if rule:
                row.role, row.item = "item", rule.item
        elif axis == "function_or_unit" and row.name:
            row.role, row.unit_name, row.level = "unit", row.name, 1
        elif axis == "unit_category" and row.name:
            code = lexicon.category(row.name)
            if code:
                row.role, row.code, row.scheme, row.level = "category", code, "department", 2
                row.unit_name = unit
            else:
                row.role, row.unit_name, row.level = "unit", row.name, 1
                unit = row.name
        elif axis == "unit_project" and row.name:
            if _is_unit(row, by_indent, known_units):
                row.role, row.unit_name, row.level = "unit", row.name, 1
                unit = row.name
            else:
                row.role, row.project_name, row.level = "project", row.name, 2
                row.unit_name = unit
        elif axis == "project" and row.name:
            if not row.amounts and not row.texts:
                row.role, row.unit_name, row.level = "unit", row.name, 1
                unit = row.name
            else:
                row.role, row.project_name, row.level = "project", row.name, 1
                row.unit_name = unit


def _scheme(code: str, axis: str) -> str:
    if axis == "econ":
        return "government" if code.startswith("5") else "department"
    return "function"


def _classify_list_row(row: Row, bare: str, side: str, lexicon: Lexicon) -> None:
    rule = lexicon.item(bare, side)
    if rule:
        row.role, row.item = "item", rule.item
        return
    code = lexicon.class_by_name.get(bare) if side == "expenditure" else None
    if code is None and side == "expenditure":
        code = lexicon.class_by_name.get(squeeze(lexicon.patterns["ordinal"].sub("", row.name)))
    if code:
        row.role, row.item, row.code, row.scheme, row.level = (
            "item",
            "FUNCTION_CLASS",
            code,
            "function",
            1,
        )


def _indent_levels(rows: list[Row], lexicon: Lexicon) -> dict[int, int]:
    """Row position to indent level (0 outermost), by distance from the cell's left edge.

    Total rows are centred and do not count.
    """
    indents = {
        row.position: row.label_cell.indent
        for row in rows
        if row.label_cell is not None
        and row.label_cell.indent is not None
        and not lexicon.patterns["total"].match(squeeze(row.label))
    }
    levels: list[float] = []
    for indent in sorted(set(indents.values())):
        if not levels or indent - levels[-1] >= INDENT_STEP:
            levels.append(indent)
    return {
        position: max(i for i, level in enumerate(levels) if indent >= level)
        for position, indent in indents.items()
    }


def _is_unit(row: Row, by_indent: dict[int, int], known_units: Collection[str]) -> bool:
    """A body's row stands further left than its projects; a name known as a body decides else."""
    if len(set(by_indent.values())) > 1:
        return by_indent.get(row.position, 1) == 0
    return row.name in known_units


def _tree(rows: list[Row], axis: str, lexicon: Lexicon) -> None:
    if axis == "lists":
        _list_tree(rows, lexicon)
    elif axis == "item":
        _item_tree(rows, lexicon)
    else:
        _level_tree(rows)


def _adopt(parent: Row, children: list[Row]) -> None:
    for child in children:
        child.parent = parent.position
        parent.children.append(child.position)


def _list_tree(rows: list[Row], lexicon: Lexicon) -> None:
    """In a list a subtotal adds up what stands above it, the total the subtotal and what follows.

    By position, not by ordinal: forms move items above or below 本年支出合计 from year to year.
    """
    for panel in sorted({row.panel for row in rows}):
        pending: list[Row] = []
        for row in (row for row in rows if row.panel == panel):
            kind = _item_kind(row, lexicon)
            if kind in ("subtotal", "total"):
                _adopt(row, pending)
                pending = [row]
            elif row.role == "item":
                pending.append(row)


def _item_kind(row: Row, lexicon: Lexicon) -> str | None:
    if row.role == "total":
        return "total"
    for rule in lexicon.items:
        if rule.item == row.item:
            return rule.kind
    return None


def _item_tree(rows: list[Row], lexicon: Lexicon) -> None:
    parents = {rule.item: rule.parent for rule in lexicon.items if rule.side == "item"}
    for row in rows:
        wanted = parents.get(row.item or "")
        if wanted is None:
            continue
        above = [other for other in rows[: row.position] if other.item == wanted]
        if above:
            _adopt(above[-1], [row])


def _level_tree(rows: list[Row]) -> None:
    total = next((row for row in rows if row.role == "total"), None)
    unit: Row | None = None
    by_code: dict[str, Row] = {}
    for row in rows:
        parent: Row | None = None
        if row.role == "code" and row.code:
            parent = next(
                (
                    by_code[row.code[:n]]
                    for n in (5, 3)
                    if n < len(row.code) and row.code[:n] in by_code
                ),
                total,
            )
            by_code.setdefault(row.code, row)
        elif row.role == "unit":
            unit, parent = row, total
        elif row.role in ("category", "project"):
            parent = unit or total
        if parent is not None and parent is not row:
            _adopt(parent, [row])


def _unknown_rows(table: PrintedTable, rows: list[Row]) -> list[Signal]:
    return [
        Signal(
            signal="unknown_row",
            severity="error" if any(a.printed for a in row.amounts.values()) else "warning",
            text=row.label,
            message=f"第{row.page_number}页“{row.label or '（无名称）'}”行不在词表中"
            + ("，该行有金额" if any(a.printed for a in row.amounts.values()) else ""),
            table_ordinal=table.ordinal,
            page_number=row.page_number,
            cell=row.label_cell,
        )
        for row in rows
        if row.role == "unknown" and (row.label or row.amounts)
    ]
