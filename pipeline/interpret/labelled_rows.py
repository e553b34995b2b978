"""The rows of a printed table below its header: labels, codes and amounts.

Belongs here: which cells name a row, codes in one column or three or glued to a name, numbers to
yuan.
Does not belong here: what the rows are to each other (`hierarchy`, `side_by_side`, `row_roles`),
words (lexicons), rules that must hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.domain.amounts import UnparsedNumber, decimals, parse_amount
from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.header import Header
from pipeline.interpret.logical_table import LogicalRow, LogicalTable, is_numbering
from pipeline.interpret.statement import GENERIC, Amount, Column, Label, Row, Signal
from schemas.vocabulary import ColumnRole, Dimension, LabelKind, RowRole, SignalSeverity

_BRACKETED = re.compile(r"^[\[【](?P<code>\d{3,9})[\]】](?P<name>.*)$", re.DOTALL)
_GLUED = re.compile(
    r"^(?P<code>\d{3}(?:\d{2}){0,4}|\d{6})[-—_－、.．\s]*(?P<name>[^\d\s.,，%．年月].*)$", re.DOTALL
)
_CODE = re.compile(r"^\d{3}(\d{2}){0,3}$")
_ANY_CODE = re.compile(r"^[A-Z]?\d{1,12}$")
_PART = re.compile(r"^\d{1,3}$")
_HEADING = re.compile(r"^[类款项]$")
_LEAD = re.compile(r"^[\s　]+")
# What names that are merged over several rows are of.
_MERGED_NAMES = (LabelKind.UNIT, LabelKind.FUNCTION, LabelKind.PROJECT)
OWNERS = (LabelKind.UNIT, LabelKind.PROJECT)
FULL_CODE, SHORT_CODE = 7, 2


def read_rows(
    table: LogicalTable,
    header: Header,
    columns: Sequence[Column],
    lexicon: Lexicon,
    currency_factor: Decimal | None,
) -> tuple[list[Row], list[Signal]]:
    """Rows of a table body, one for each panel of a line that holds anything, not yet classified.

    `currency_factor` is the yuan in one currency unit; with None amounts are read all the same, their yuan
    being the printed number (the caller holds such a statement back). Every number that cannot be
    read comes back as an error signal.
    """
    signals: list[Signal] = []
    rows: list[Row] = []
    values: list[tuple[Row, int, GridCell, Decimal]] = []
    parts: dict[int, list[str]] = {}
    panels = sorted({column.panel for column in columns})
    for number, line in enumerate(table.rows[header.count :], start=header.count):
        if line.is_repeated_header or (is_numbering(line.cells) and number == header.count):
            continue
        if _is_note(line, lexicon):
            continue
        for panel in panels:
            own = [column for column in columns if column.panel == panel]
            row = _row(line, own, len(rows), panel, parts.setdefault(panel, ["", "", ""]), lexicon)
            printed = []
            for column in own:
                cell = line.cells[column.index]
                if cell is None or not squeeze(cell.text):
                    continue
                if column.role == ColumnRole.TEXT:
                    row.texts[column.index] = cell
                if column.role not in (ColumnRole.AMOUNT, ColumnRole.UNKNOWN, ColumnRole.MEMO):
                    continue
                if number == header.mixed and not is_amount_like(cell.text):
                    continue
                try:
                    value = parse_amount(cell.text, lexicon.blank_amounts)
                except UnparsedNumber:
                    if column.role == ColumnRole.AMOUNT:
                        signals.append(_unparsed(table, column, row, cell))
                    continue
                if value is not None:
                    printed.append((row, column.index, cell, value))
            if row.label or printed or row.texts:
                rows.append(row)
                values.extend(printed)
    _complete_codes(rows)
    _put_amounts(values, currency_factor)
    return rows, signals


def _complete_codes(rows: Sequence[Row]) -> None:
    """Groups printed by their last two digits below their class, where items print all seven."""
    for panel in {row.panel for row in rows}:
        panel_rows = [row for row in rows if row.panel == panel]
        for of in {of for row in panel_rows for of in row.labels}:
            labels = [row.labels[of] for row in panel_rows if of in row.labels]
            if not any(len(label.code or "") == FULL_CODE for label in labels):
                continue
            stem = ""
            for row in panel_rows:
                label = row.labels.get(of)
                if label is None or not (label.code or "").isdigit():
                    continue
                code = label.code or ""
                if len(code) == SHORT_CODE and stem:
                    row.labels[of] = replace(label, code=stem + code)
                elif len(code) >= len("201"):
                    stem = code[:3]


def _is_note(line: LogicalRow, lexicon: Lexicon) -> bool:
    """A line that is one note over the whole width."""
    filled = line.filled()
    return len(filled) == 1 and bool(lexicon.patterns["note"].match(squeeze(filled[0].text)))


def split_code(text: str) -> tuple[str | None, str]:
    """A code glued to its name (`[20108]审计事务`, `2010801-行政运行`) apart; no code: None."""
    bare = squeeze(text)
    for pattern in (_BRACKETED, _GLUED):
        match = pattern.match(bare)
        if match:
            return match["code"], match["name"]
    return None, bare


def _code_and_name(cell: GridCell) -> tuple[str | None, str]:
    """Code and name of a cell; the end of the name above, left over at a page's top, taken off."""
    code, name = split_code(cell.text)
    lines = [squeeze(line) for line in cell.raw_text.split("\n")]
    if code is not None or len(lines) < 2 or any(c.isdigit() for c in lines[0]):
        return code, name
    for start in range(1, len(lines)):
        later, rest = split_code("".join(lines[start:]))
        if later is not None:
            return later, rest
    return code, name


def _row(
    line: LogicalRow,
    columns: Sequence[Column],
    position: int,
    panel: int,
    carried: list[str],
    lexicon: Lexicon,
) -> Row:
    labels: dict[str, Label] = {}
    codes: dict[str, tuple[str, GridCell]] = {}
    pieces: dict[str, list[tuple[str, GridCell | None]]] = {}
    for column in columns:
        if column.role not in (ColumnRole.CODE, ColumnRole.LABEL, ColumnRole.CODE_PART):
            continue
        of = column.members.get(Dimension.OF, GENERIC)
        cell = _label_cell(line, column)
        text = squeeze(cell.text) if cell is not None else ""
        if column.role == ColumnRole.CODE_PART:
            pieces.setdefault(of, []).append((text, cell))
        elif cell is None or not text:
            continue
        elif column.role == ColumnRole.CODE and _ANY_CODE.match(text):
            codes.setdefault(of, (text, cell))
        else:
            code, name = _code_and_name(cell)
            known = labels.get(of)
            if known is not None and lexicon.patterns["total"].match(name):
                # 小计 beside the name of a group is the group itself.
                continue
            if known is None:
                labels[of] = Label(code, name, cell, _LEAD.sub("", cell.text))
            elif not known.name.endswith(name):
                labels[of] = Label(known.code or code, name, cell, _LEAD.sub("", cell.text))
    for of, found in pieces.items():
        code, cell = _joined_parts(found, carried)
        words = [
            (text, at)
            for text, at in found
            if at is not None and text and not _PART.match(text) and not _HEADING.match(text)
        ]
        if code and cell is not None:
            codes.setdefault(of, (code, cell))
        elif words:
            text, cell = words[0]
            labels.setdefault(of, Label(None, text, cell, cell.text))
    _pair(labels, codes)
    primary = next(iter(labels.values()), None)
    return Row(
        position=position,
        grid_row=line.index,
        panel=panel,
        page_number=line.page_number,
        role=RowRole.UNKNOWN,
        label=primary.printed if primary else "",
        label_cell=primary.cell if primary else None,
        labels=labels,
    )


def _pair(labels: dict[str, Label], codes: dict[str, tuple[str, GridCell]]) -> None:
    """Put a code column's code to the name beside it, which may stand under a general heading.

    Codes of classifications come first: a body's number beside them is not the name's.
    """
    for of, (code, cell) in sorted(codes.items(), key=lambda entry: entry[0] in OWNERS):
        target = of if of in labels else GENERIC if of != GENERIC and GENERIC in labels else None
        if target == GENERIC and of in OWNERS and labels[GENERIC].code is not None:
            target = None
        if target is None and of == GENERIC and labels:
            target = next((name for name in labels if labels[name].code is None), None)
        if target is None:
            labels[of] = Label(code, "", cell, cell.text)
        else:
            known = labels[target]
            merged = Label(known.code or code, known.name, known.cell, known.printed)
            del labels[target]
            labels[target if of == GENERIC else of] = merged


def _label_cell(line: LogicalRow, column: Column) -> GridCell | None:
    """The cell that names the row: its own, else the one that is merged over it."""
    cell = line.cells[column.index]
    if cell is not None and squeeze(cell.text):
        return cell
    over = line.cover[column.index]
    if over is None or over is cell or column.role != ColumnRole.LABEL or is_amount_like(over.text):
        return None
    # A name merged over the rows below it names them too; one from the left only a whole line.
    names_rows_below = column.members.get(Dimension.OF) in _MERGED_NAMES
    return over if over.row == line.index or names_rows_below else None


def _joined_parts(
    pieces_of_row: Sequence[tuple[str, GridCell | None]], carried: list[str]
) -> tuple[str | None, GridCell | None]:
    """类, 款, 项 of three columns as one code; parts left blank go on from the row above."""
    texts = [text if _PART.match(text) else "" for text, _ in pieces_of_row]
    last = max((i for i, text in enumerate(texts) if text), default=-1)
    if last < 0:
        return None, None
    whole = next((text for text in texts if len(text) > 3), None)
    pieces: list[str] = []
    for part in range(last + 1):
        text = texts[part]
        width = 3 if part == 0 else 2
        text = text.zfill(width) if text else carried[part] if part < len(carried) else ""
        if len(text) > width and pieces and text.startswith("".join(pieces)):
            text = text[len("".join(pieces)) :]
        pieces.append(text)
        if part < len(carried):
            carried[part] = text
    for part in range(last + 1, len(carried)):
        carried[part] = ""
    code = whole or "".join(pieces)
    cell = next((c for t, c in reversed(list(pieces_of_row)) if t and c is not None), None)
    return (code, cell) if _CODE.match(code) else (None, cell)


def _put_amounts(
    values: list[tuple[Row, int, GridCell, Decimal]], currency_factor: Decimal | None
) -> None:
    factor = currency_factor if currency_factor is not None else Decimal(1)
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


def _unparsed(table: LogicalTable, column: Column, row: Row, cell: GridCell) -> Signal:
    return Signal(
        signal="unparsed_number",
        severity=SignalSeverity.ERROR,
        text=cell.raw_text,
        message=f"第{cell.page_number}页“{row.label}”行“{'/'.join(column.path)}”列的“{cell.text}”不是数字",
        table_ordinal=table.table.ordinal,
        page_number=cell.page_number,
        cell=cell,
    )
