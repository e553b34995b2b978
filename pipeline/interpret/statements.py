"""Which statement each printed table is, with its currency unit and entity.

A table is known by its title *and* its header and rows, never by its number or position: forms add,
drop and reorder tables from year to year, and a title that leaves open whether its rows are
functions or economic classes is settled by the rows.

Belongs here: the order in which a table is understood, requirement checks.
Does not belong here: captions (`caption`), headers and columns (`header`, `column_roles`), rows
(`labelled_rows`, `row_roles`), their hierarchy; identity of the report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.domain.lexicon import FREE, Lexicon, StatementSpec
from pipeline.grid.printed_table import PrintedTable
from pipeline.interpret.caption import Caption, note_under
from pipeline.interpret.column_roles import read_columns, unknown_signals
from pipeline.interpret.column_sums import fit_sums
from pipeline.interpret.header import Header, find_header, header_paths
from pipeline.interpret.kind_by_content import kind_by_content, title_rows
from pipeline.interpret.labelled_rows import read_rows
from pipeline.interpret.logical_table import LogicalTable
from pipeline.interpret.repeated_tables import mark_repeats
from pipeline.interpret.row_roles import classify
from pipeline.interpret.side_by_side import read_lists
from pipeline.interpret.statement import Amount, Column, Row, Signal, Statement
from pipeline.interpret.three_public import read_items, set_counts_apart, sums_of_bodies
from pipeline.interpret.unread_parts import tell_remainders
from schemas.vocabulary import (
    ColumnRole,
    Dimension,
    Item,
    ItemSide,
    RowAxis,
    RowRole,
    SignalSeverity,
    Stage,
    StatementKind,
)

# Kinds that forms print in another currency unit than their other tables.
PRINTED_APART = frozenset(
    {
        StatementKind.THREE_PUBLIC,
        StatementKind.PERFORMANCE_TARGETS,
        StatementKind.PROCUREMENT,
        StatementKind.DETAIL,
        StatementKind.KEY_PROJECTS,
    }
)
# So many rows named like sources of income make a list of income.
MIN_INCOME_ITEMS = 3
# A table by body that tells basic from project spending is still the overview of spending.
BY_UNIT = StatementKind.EXPENDITURE_BY_UNIT
# A table known by its content alone must show the overview's total of its side.
OVERVIEW = StatementKind.BUDGET_OVERVIEW
WHOLE_OF: Mapping[str, Item] = {
    StatementKind.REVENUE_OVERVIEW: Item.INCOME_TOTAL,
    StatementKind.EXPENDITURE_OVERVIEW: Item.EXPENDITURE_TOTAL,
}
BUDGET, FINAL = Stage.INITIAL_BUDGET, Stage.FINAL_ACCOUNTS
PUBLIC, DETAIL = StatementKind.THREE_PUBLIC, StatementKind.DETAIL


def read_statements(
    tables: Sequence[PrintedTable],
    views: Mapping[int, LogicalTable],
    captions: dict[int, Caption],
    lexicon: Lexicon,
) -> tuple[list[Statement], list[PrintedTable], list[Signal]]:
    """Statements in printed order, the tables that are none, and what was not understood.

    `views` and `captions` are by ordinal of the table; captions of tables whose content tells their
    kind are renewed there. Tables by body and project are read last: the bodies named elsewhere
    tell their rows apart.
    """
    signals: list[Signal] = []
    unidentified: list[PrintedTable] = []
    known_bodies = {c.entity for c in captions.values() if c.entity}
    statements: list[Statement] = []

    def is_late(table: PrintedTable) -> bool:
        kind = captions[table.ordinal].kind
        return kind is not None and lexicon.statements[kind].row_axis == RowAxis.PROJECT

    for table in sorted(tables, key=lambda t: (is_late(t), t.ordinal)):
        caption = captions[table.ordinal]
        if caption.kind is None:
            unidentified.append(table)
            continue
        spec = lexicon.statements[caption.kind]
        statement = read_statement(views[table.ordinal], caption, spec, lexicon, known_bodies)
        missing = _missing(statement, lexicon.statements[statement.kind])
        if missing:
            signals.append(_header_mismatch(table, caption, spec, missing))
            unidentified.append(table)
            continue
        statements.append(statement)
        known_bodies.update(
            r.spending_unit for r in statement.rows_by_role(RowRole.UNIT) if r.spending_unit
        )
    signals += _add_by_content(statements, unidentified, views, captions, lexicon)
    signals += _items_of_sheets(statements, views, captions, lexicon)
    statements.sort(key=lambda s: s.table.ordinal)
    _soften_mismatches(signals, statements, captions)
    for position, statement in enumerate(statements):
        currency_unit = _currency_unit_of_others(statement, statements)
        if currency_unit is not None:
            caption = replace(captions[statement.table.ordinal], currency_unit=currency_unit)
            spec = lexicon.statements[statement.title_kind or statement.kind]
            view = views[statement.table.ordinal]
            read_again = read_statement(view, caption, spec, lexicon, known_bodies)
            read_again.signals.append(
                read_again.signal_on_table(
                    "unit_taken_over",
                    SignalSeverity.WARNING,
                    f"没有印出金额单位，按其他各表的{currency_unit}换算，靠表间勾稽核对",
                )
            )
            statements[position] = read_again
    mark_repeats(statements, lexicon)
    tell_remainders(statements, unidentified, lexicon)
    return statements, unidentified, signals


def _header_mismatch(
    table: PrintedTable, caption: Caption, spec: StatementSpec, missing: str
) -> Signal:
    return Signal(
        signal="header_mismatch",
        severity=SignalSeverity.INFO if spec.is_free else SignalSeverity.ERROR,
        text=caption.title,
        message=f"标题为“{caption.title}”，但表中找不到：{missing}",
        table_ordinal=table.ordinal,
        page_number=table.page_numbers[0],
    )


def _add_by_content(
    statements: list[Statement],
    unidentified: list[PrintedTable],
    views: Mapping[int, LogicalTable],
    captions: dict[int, Caption],
    lexicon: Lexicon,
) -> list[Signal]:
    """Take up tables with an unknown title whose content is that of a kind no title named."""
    signals: list[Signal] = []
    named = {statement.kind for statement in statements}
    recognised: list[tuple[bool, PrintedTable, Caption]] = []
    for table in unidentified:
        caption, view = captions[table.ordinal], views[table.ordinal]
        if caption.kind is not None:
            continue
        count = title_rows(view, caption.rows)
        shown = kind_by_content(view, count, lexicon)
        if shown is not None and shown not in named:
            is_part = shown in WHOLE_OF
            recognised.append((is_part, table, replace(caption, kind=shown, rows=count)))
    # The overview first: the others must show its totals.
    for _, table, caption in sorted(recognised, key=lambda entry: (entry[0], entry[1].ordinal)):
        kind = caption.kind or ""
        view = views[table.ordinal]
        statement = read_statement(view, caption, lexicon.statements[kind], lexicon)
        if _missing(statement, lexicon.statements[statement.kind]):
            continue
        if kind in WHOLE_OF and not _shows_total(statement, statements, WHOLE_OF[kind]):
            continue
        captions[table.ordinal] = caption
        statements.append(statement)
        unidentified.remove(table)
        name = lexicon.statements[kind].name_zh
        signals.append(
            statement.signal_on_table(
                "kind_by_content",
                SignalSeverity.INFO,
                f"标题“{caption.title}”不在词表中，按表头和各行认作“{name}”",
            )
        )
    return signals


def _items_of_sheets(
    statements: list[Statement],
    views: Mapping[int, LogicalTable],
    captions: Mapping[int, Caption],
    lexicon: Lexicon,
) -> list[Signal]:
    """A sheet of several subjects is the table of the three public items where a report has no other
    and all of the sheet's money is understood as such."""
    if any(statement.kind == PUBLIC for statement in statements):
        return []
    for position, sheet in enumerate(statements):
        caption, view = captions[sheet.table.ordinal], views[sheet.table.ordinal]
        if sheet.kind != DETAIL or kind_by_content(view, caption.rows, lexicon) != PUBLIC:
            continue
        spec = lexicon.statements[PUBLIC]
        statement = read_statement(view, replace(caption, kind=PUBLIC), spec, lexicon)
        if _missing(statement, spec) or any(
            s.severity == SignalSeverity.ERROR for s in statement.signals
        ):
            continue
        statements[position] = statement
        return [
            statement.signal_on_table(
                "kind_by_content", SignalSeverity.INFO, f"列有三公经费各项，认作“{spec.name_zh}”"
            )
        ]
    return []


def _shows_total(statement: Statement, others: Sequence[Statement], item: str) -> bool:
    """Whether a statement's total row prints the overview's grand total of a side."""
    whole = {
        amount.yuan
        for other in others
        if other.kind == OVERVIEW
        for row in other.rows
        if row.item == item
        for amount in row.amounts.values()
    }
    totals = {
        a.yuan for row in statement.rows if row.role == RowRole.TOTAL for a in row.amounts.values()
    }
    return bool({yuan for yuan in whole & totals if yuan})


def _soften_mismatches(
    signals: Sequence[Signal], statements: Sequence[Statement], captions: Mapping[int, Caption]
) -> None:
    """A table in the running text may borrow the title of a statement that is printed elsewhere."""
    kinds = {s.kind for s in statements} | {s.title_kind for s in statements}
    for signal in signals:
        caption = captions.get(signal.table_ordinal or 0)
        if (
            signal.severity == SignalSeverity.ERROR
            and caption is not None
            and caption.kind in kinds
        ):
            signal.severity = SignalSeverity.WARNING


def _currency_unit_of_others(statement: Statement, statements: Sequence[Statement]) -> str | None:
    """The currency unit of a statement that prints none: the one all others of its sort print."""
    needs_none = statement.currency_unit is not None or statement.axis == FREE
    if needs_none or not any(True for _ in statement.amounts()):
        return None
    apart = statement.kind in PRINTED_APART
    units = {
        other.currency_unit
        for other in statements
        if other.currency_unit is not None and (apart or other.kind not in PRINTED_APART)
    }
    return units.pop() if len(units) == 1 else None


def read_statement(
    view: LogicalTable,
    caption: Caption,
    spec: StatementSpec,
    lexicon: Lexicon,
    known_bodies: Collection[str] = (),
) -> Statement:
    """One table as the statement its caption names, or the variant of it that its rows make it."""
    body = replace(view, rows=view.rows[caption.rows :])
    header = find_header(body, lexicon)
    columns = read_columns(body, header, lexicon)
    note = note_under(view.table, lexicon)
    columns = _with_stages(_without_fund(columns, spec.fund), note, lexicon)
    factor = lexicon.currency_factor(caption.currency_unit) if caption.currency_unit else None
    rows, row_signals = read_rows(body, header, columns, lexicon, factor)
    if spec.row_axis == RowAxis.ITEM:
        set_counts_apart(rows, lexicon)
    printed = _printed(rows)
    content = _content(rows, columns, spec, lexicon, known_bodies, view.table.page_numbers[0])
    kind = spec.variants.get(content.axis) or spec.statement
    if kind == BY_UNIT and any(Dimension.NATURE in column.members for column in content.columns):
        kind = spec.statement
    statement = Statement(
        kind=StatementKind(kind),
        title=caption.title,
        table=view.table,
        currency_unit=caption.currency_unit,
        currency_factor=factor,
        entity_printed=caption.entity,
        columns=content.columns,
        rows=content.rows,
        header_rows=header.count,
        title_kind=StatementKind(spec.statement),
        axis=content.axis,
        paths=_grid_paths(body, header, lexicon),
        printed=printed,
    )
    if content.sums_of_bodies:
        statement.signals.append(_no_total_of_bodies(statement, content.sums_of_bodies))
    statement.note = note
    statement.is_empty_declared = any(pattern.search(note) for pattern in lexicon.empty_notes)
    if not lexicon.statements[kind].is_free:
        statement.signals += row_signals
        statement.signals += unknown_signals(content.columns, body, content.severities)
        statement.signals += unknown_rows(statement)
        if factor is None and any(True for _ in statement.amounts()):
            statement.signals.append(
                statement.signal_on_table(
                    "unit_missing", SignalSeverity.ERROR, "没有印出金额单位，金额不能换算为元"
                )
            )
    return statement


@dataclass(frozen=True, slots=True)
class _Content:
    """What the rows and columns of a table mean together.

    `severities` weigh the columns no heading explained, by index. `sums_of_bodies` are the sums of
    three-public amounts, by heading, that a table by body prints no total of.
    """

    rows: list[Row]
    columns: list[Column]
    axis: RowAxis
    severities: Mapping[int, SignalSeverity]
    sums_of_bodies: Mapping[str, Decimal]


def _content(
    rows: list[Row],
    columns: list[Column],
    spec: StatementSpec,
    lexicon: Lexicon,
    known_bodies: Collection[str],
    first_page: int,
) -> _Content:
    """Roles and parents of the rows, sums of the columns, and with them the axis of the table."""
    if spec.row_axis == RowAxis.ITEM:
        sums = sums_of_bodies(rows, columns, lexicon)
        items, across = read_items(rows, columns, lexicon, first_page)
        return _Content(items, across, RowAxis.ITEM, {}, sums)
    expected = RowAxis(spec.row_axis)
    is_list = _is_list(columns) or _is_income_list(rows, columns, spec, lexicon)
    fitted, severities = fit_sums(columns, rows)
    if is_list or expected == RowAxis.LISTS:
        read_lists(rows, fitted, lexicon)
        return _Content(rows, fitted, RowAxis.LISTS, severities, {})
    axis = classify(rows, fitted, expected, lexicon, known_bodies)
    return _Content(rows, fitted, axis, severities, {})


def _no_total_of_bodies(statement: Statement, sums: Mapping[str, Decimal]) -> Signal:
    shown = "，".join(f"{heading} {value:,f}" for heading, value in sums.items())
    return statement.signal_on_table(
        "bodies_without_total",
        SignalSeverity.WARNING,
        "按单位列示而没有合计行：总额没有印出，金额只保留为打印单元格，不作为事实；"
        f"各单位之和（推算）为 {shown}",
    )


def _without_fund(columns: list[Column], fund: str | None) -> list[Column]:
    """Columns without the fund every number of the statement is of anyway."""
    return [
        replace(column, members={k: v for k, v in column.members.items() if k != Dimension.FUND})
        if fund is not None and column.members.get(Dimension.FUND) == fund
        else column
        for column in columns
    ]


def _is_list(columns: Sequence[Column]) -> bool:
    """Whether a table prints a list of income beside one of spending."""
    money = [column for column in columns if column.role == ColumnRole.AMOUNT]
    sides = {
        word for c in money for h in c.path[:1] for word in ("收入", "支出") if h.endswith(word)
    }
    return len(sides) == 2 and len({column.panel for column in money}) >= 2


def _is_income_list(
    rows: Sequence[Row], columns: Sequence[Column], spec: StatementSpec, lexicon: Lexicon
) -> bool:
    """Whether a table of income lists its sources down the rows, with one column of money."""
    money = [column for column in columns if column.role in (ColumnRole.AMOUNT, ColumnRole.UNKNOWN)]
    if spec.row_axis != RowAxis.REVENUE or len(money) != 1:
        return False
    names = [lexicon.bare(label.name) for row in rows for label in row.labels.values()]
    return (
        sum(1 for name in names if lexicon.item(name, ItemSide.INCOME) is not None)
        >= MIN_INCOME_ITEMS
    )


def _printed(rows: list[Row]) -> dict[tuple[int, int], tuple[str, Amount]]:
    """Every number read, by the grid position of its cell, with the label of its row."""
    return {
        (amount.cell.row, amount.cell.column): (row.label, amount)
        for row in rows
        for amount in row.amounts.values()
    }


def _grid_paths(
    table: LogicalTable, header: Header, lexicon: Lexicon
) -> dict[int, tuple[str, ...]]:
    paths = header_paths(table, header, lexicon)
    return {column: paths[logical] for column, logical in table.column_of.items()}


def _with_stages(columns: list[Column], note: str, lexicon: Lexicon) -> list[Column]:
    """The stage of a budget column printed beside a final one; the note says which budget it is."""
    if not any(c.members.get(Dimension.STAGE) == FINAL for c in columns):
        return columns
    budget = lexicon.stage_of_note(note) or BUDGET
    return [
        replace(column, members={**column.members, Dimension.STAGE: budget})
        if Dimension.STAGE not in column.members
        and any("预算" in h for h in column.path[-1:] + column.path[:1])
        else column
        for column in columns
    ]


def unknown_rows(statement: Statement) -> list[Signal]:
    """A signal for each row nobody understood; an error when it holds money."""
    return [
        Signal(
            signal="unknown_row",
            severity=SignalSeverity.ERROR if holds_money else SignalSeverity.WARNING,
            text=row.label,
            message=f"第{row.page_number}页“{row.label or '（无名称）'}”行不在词表中"
            + ("，该行有金额" if holds_money else ""),
            table_ordinal=statement.table.ordinal,
            page_number=row.page_number,
            cell=row.label_cell,
        )
        for row in statement.rows
        if row.role == RowRole.UNKNOWN and (row.label or row.amounts)
        for holds_money in (any(amount.yuan for amount in row.amounts.values()),)
    ]


def _missing(statement: Statement, spec: StatementSpec) -> str:
    """What the statement kind requires and the table does not have, in words; '' when complete."""
    absent: list[str] = []
    items = {row.item for row in statement.rows}
    for requirement in spec.requires:
        dimension, _, member = requirement.partition(":")
        if dimension == Dimension.ITEM:
            fits = member in items or (
                statement.is_empty_declared and spec.row_axis == RowAxis.ITEM
            )
        elif dimension == "amounts":
            fits = bool(statement.amount_columns())
        else:
            fits = any(column.role == dimension for column in statement.columns)
        if not fits:
            absent.append(requirement)
    return "、".join(absent)
