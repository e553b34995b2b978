"""Printed tables to statements: which statement a table is, its unit and entity.

A table is known by its title *and* its header and rows, never by its number or place: forms add,
drop and reorder tables from year to year.

Belongs here: title, caption and requirement checks, the order in which tables are understood.
Does not belong here: the reading of columns and rows (`columns`, `rows`), identity of the report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.grid.assemble import squeeze
from pipeline.grid.model import GridDocument, PageLine, PrintedTable
from pipeline.interpret.columns import header_row_count, read_columns
from pipeline.interpret.lexicon import Lexicon, StatementSpec
from pipeline.interpret.model import Row, Signal, Statement
from pipeline.interpret.rows import read_rows

# A title is short; a longer line that contains a title's words is a sentence.
MAX_TITLE_LENGTH = 48
# The unit may stand in a heading cell of small tables.
_HEADING_ROWS = 2


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above a table: title, unit, body; each as printed."""

    title: str
    kind: str | None
    unit: str | None
    entity: str | None


def interpret_tables(
    document: GridDocument, lexicon: Lexicon
) -> tuple[list[Statement], list[PrintedTable], list[Signal]]:
    """Statements in printed order, the tables that are none, and what was not understood.

    Tables by body and project are read last: the bodies named elsewhere tell their rows apart.
    """
    signals: list[Signal] = []
    unidentified: list[PrintedTable] = []
    captions = {table.ordinal: read_caption(table, lexicon) for table in document.tables}
    known_units: set[str] = set()
    for caption in captions.values():
        if caption.entity:
            known_units.add(caption.entity)
    statements: list[Statement] = []

    def is_late(table: PrintedTable) -> bool:
        kind = captions[table.ordinal].kind
        return kind is not None and lexicon.statements[kind].row_axis == "unit_project"

    for table in sorted(document.tables, key=lambda t: (is_late(t), t.ordinal)):
        caption = captions[table.ordinal]
        if caption.kind is None:
            unidentified.append(table)
            continue
        statement = _read(table, caption, lexicon.statements[caption.kind], lexicon, known_units)
        missing = _missing(statement, lexicon.statements[caption.kind])
        if missing:
            signals.append(
                Signal(
                    signal="header_mismatch",
                    severity="error",
                    text=caption.title,
                    message=f"标题为“{caption.title}”，但表中找不到：{missing}",
                    table_ordinal=table.ordinal,
                    page_number=table.page_numbers[0],
                )
            )
            unidentified.append(table)
            continue
        statements.append(statement)
        for row in statement.rows_by_role("unit"):
            if row.unit_name:
                known_units.add(row.unit_name)
    return sorted(statements, key=lambda s: s.table.ordinal), unidentified, signals


def read_caption(table: PrintedTable, lexicon: Lexicon) -> Caption:
    """Title, unit and body printed above a table (nearest line first)."""
    title, kind = find_title((line for line in reversed(table.above)), lexicon)
    unit = entity = None
    for line in reversed(table.above):
        text = squeeze(line.text)
        unit = unit or _unit(text, lexicon)
        entity = entity or _entity(text, lexicon)
    if unit is None:
        heading = [c.text for row in table.rows[:_HEADING_ROWS] for c in row.cells if c is not None]
        unit = next((found for text in heading if (found := _unit(squeeze(text), lexicon))), None)
    return Caption(title or _nearest_text(table.above), kind, unit, entity)


def find_title(lines: Iterable[PageLine], lexicon: Lexicon) -> tuple[str, str | None]:
    """The first of `lines` that is the title of a known statement, and its kind."""
    for line in lines:
        text = squeeze(line.text)
        if len(text) > MAX_TITLE_LENGTH:
            continue
        bare = lexicon.patterns["quotes"].sub("", text)
        for pattern, kind in lexicon.titles:
            if pattern.search(bare):
                return text, kind
    return "", None


def _nearest_text(lines: list[PageLine]) -> str:
    return squeeze(lines[-1].text) if lines else ""


def _unit(text: str, lexicon: Lexicon) -> str | None:
    match = lexicon.patterns["unit"].search(text)
    return match["name"] if match else None


def _entity(text: str, lexicon: Lexicon) -> str | None:
    match = lexicon.patterns["entity"].search(text)
    if match is None or _unit(f"单位：{match['name']}", lexicon) == match["name"]:
        return None
    return match["name"]


def _read(
    table: PrintedTable,
    caption: Caption,
    spec: StatementSpec,
    lexicon: Lexicon,
    known_units: set[str],
) -> Statement:
    header_rows = header_row_count(table, lexicon)
    columns, signals = read_columns(table, header_rows, lexicon)
    factor: Decimal | None = lexicon.unit_factor(caption.unit) if caption.unit else None
    rows, row_signals = read_rows(
        table,
        header_rows,
        columns,
        spec.row_axis,
        lexicon,
        unit_factor=factor,
        known_units=known_units,
    )
    if factor is None:
        signals.append(
            Signal(
                signal="unit_missing",
                severity="error",
                text=caption.title,
                message=f"“{caption.title}”没有印出金额单位，金额不能换算为元",
                table_ordinal=table.ordinal,
                page_number=table.page_numbers[0],
            )
        )
    note = _note(table, lexicon)
    return Statement(
        kind=spec.statement,
        title=caption.title,
        table=table,
        unit=caption.unit,
        unit_factor=factor,
        entity_printed=caption.entity,
        columns=columns,
        rows=rows,
        header_rows=header_rows,
        is_empty_declared=any(pattern.search(note) for pattern in lexicon.empty_notes),
        note=note,
        signals=[*signals, *row_signals],
    )


def _note(table: PrintedTable, lexicon: Lexicon) -> str:
    """The note under a table: from the line that starts one to the next title or the page's end."""
    lines: list[str] = []
    for line in table.below:
        text = squeeze(line.text)
        if lexicon.patterns["table_number"].match(text):
            break
        if lines or lexicon.patterns["note"].match(text):
            lines.append(text)
    return "".join(lines)


def _missing(statement: Statement, spec: StatementSpec) -> str:
    """What the statement kind requires and the table does not have, in words; '' when complete."""
    absent: list[str] = []
    items = {row.item for row in statement.rows}
    columns = statement.amount_columns()
    for requirement in spec.requires:
        dimension, _, member = requirement.partition(":")
        if dimension == "item":
            fits = member in items
        elif dimension == "rows":
            fits = _has_rows(statement.rows, member) or statement.is_empty_declared
        elif dimension == "text":
            fits = any(column.role == "text" for column in statement.columns)
        elif member.isdigit():
            found = {column.members.get(dimension) for column in columns} - {None}
            fits = len(found) >= int(member)
        else:
            fits = any(column.members.get(dimension) == member for column in columns)
        if not fits:
            absent.append(requirement)
    return "、".join(absent)


def _has_rows(rows: list[Row], role: str) -> bool:
    return any(row.role == role for row in rows)
