"""Procurement tables: what is bought, and which rows repeat the money of others.

These tables are listed by category, body, project, item, catalogue or function code, in any
nesting. The rows that count are found by their sum: of the ways to tell leaves apart (rows that
fill the deepest column of names first) the first whose amounts add up to the printed total is
right; when none does the table is not understood and nothing of it becomes a fact.

Belongs here: leaves of procurement tables and of tables of purchased services, their category.
Does not belong here: words (`target_words`), facts, rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.domain.amounts import agree
from pipeline.domain.text import squeeze
from pipeline.forms.target_words import TargetLexicon
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.form_values import ProcurementTable, Purchase
from pipeline.interpret.nesting import nested
from pipeline.interpret.statement import Amount, Column, Signal, Statement
from schemas.vocabulary import PurchaseCategory, StatementKind


@dataclass(frozen=True, slots=True)
class _Line:
    """A grid row with money: texts by logical column (also of cells merged over rows)."""

    row: int
    texts: dict[int, str]
    amounts: dict[int, Amount]


def is_procurement(statement: Statement) -> bool:
    """Whether a statement lists what is bought."""
    return statement.kind in (StatementKind.PROCUREMENT, StatementKind.PURCHASED_SERVICES)


def is_service_table(statement: Statement, words: TargetLexicon) -> bool:
    """Whether all of a table are purchased services: titled so, and not as procurement at large."""
    title = squeeze(statement.title)
    return bool(words.services_title.search(title)) and not words.procurement_title.search(
        words.services_title.sub("", title)
    )


def read_procurement(
    statement: Statement, words: TargetLexicon
) -> tuple[ProcurementTable | None, Signal | None]:
    """The leaves of a table, or the signal that it is not understood; both None when it is empty."""
    grand = _grand(statement, words)
    lines = _lines(statement)
    if not any(a.yuan for line in lines for a in line.amounts.values()):
        return None, None
    if grand is None or statement.currency_factor is None:
        return None, _not_understood(statement, "没有认出金额列或金额单位")
    money = [line for line in lines if grand.index in line.amounts]
    total = next((line for line in money if _is_total(line, words)), None)
    if total is None:
        return None, _not_understood(statement, "没有印出合计行")
    rest = [line for line in money if not _is_total(line, words)]
    amount = total.amounts[grand.index]
    for leaves in _candidates(statement, rest, grand, amount, words):
        if _adds_up(leaves, grand, amount):
            is_service = is_service_table(statement, words)
            purchases = tuple(
                _purchase(statement, line, grand, lines, words, is_service) for line in leaves
            )
            return ProcurementTable(statement, amount, purchases, is_service), None
    return None, _not_understood(statement, "各行之和与印出的合计不等")


def _not_understood(statement: Statement, why: str) -> Signal:
    return statement.signal_on_table("procurement_unread", "info", f"{why}，只保留单元格原文")


def _grand(statement: Statement, words: TargetLexicon) -> Column | None:
    """The column of all money: as the statement has it, else the one headed as a total.

    Columns that count or measure are none, whatever they were taken for.
    """
    columns = [
        column
        for column in statement.amount_columns()
        if not (column.path and words.not_money.search(squeeze(column.path[-1])))
    ]
    grand = statement.grand_column()
    if grand in columns or len(columns) <= 1:
        return grand if grand in columns else next(iter(columns), None)
    headed = [c for c in columns if c.path and words.total.match(squeeze(c.path[-1]))]
    totals = [c for c in columns if c.is_total]
    plain = [c for c in columns if "fund" not in c.members]
    return next(iter((*headed, *totals, *plain)), None)


def _lines(statement: Statement) -> list[_Line]:
    """Grid rows below the header that hold money, with everything printed beside it."""
    amounts: dict[int, dict[int, Amount]] = {}
    for row in statement.rows:
        for index, amount in row.amounts.items():
            amounts.setdefault(amount.cell.row, {}).setdefault(index, amount)
    money = {amount.cell.column for found in amounts.values() for amount in found.values()}
    table = statement.table
    cover: list[list[GridCell]] = [[] for _ in table.rows]
    for cell in table.cells():
        if cell.column not in money:
            for r in range(cell.row, min(cell.row + cell.row_span, len(cover))):
                cover[r].append(cell)
    lines: list[_Line] = []
    for r in sorted(amounts):
        beside = cover[r] if r < len(cover) else []
        texts = {c.column: squeeze(c.text) for c in beside if squeeze(c.text)}
        lines.append(_Line(r, texts, amounts[r]))
    return lines


def _is_total(line: _Line, words: TargetLexicon) -> bool:
    return any(words.total.match(text) for text in line.texts.values())


def _candidates(
    statement: Statement,
    lines: Sequence[_Line],
    grand: Column,
    total: Amount,
    words: TargetLexicon,
) -> Iterator[list[_Line]]:
    """Ways to tell the rows that count, the likeliest first."""
    for column in _name_columns(statement, lines, words):
        yield [line for line in lines if line.texts.get(column)]
    coded = {
        amount.cell.row
        for row in statement.rows
        if row.role == "code" and row.is_leaf
        for amount in row.amounts.values()
    }
    if coded:
        yield [line for line in lines if line.row in coded]
    yield list(lines)
    leaves = _nested(lines, grand, total)
    if leaves is not None:
        yield leaves


def _name_columns(statement: Statement, lines: Sequence[_Line], words: TargetLexicon) -> list[int]:
    """Grid columns that name what is bought, the most particular (rightmost) first."""
    used = sorted({column for line in lines for column in line.texts}, reverse=True)
    named = [
        c
        for c in used
        if any(words.names.fullmatch(squeeze(h)) for h in statement.paths.get(c, ()))
    ]
    return [*named, *(c for c in used if c not in named)]


def _adds_up(leaves: Sequence[_Line], grand: Column, total: Amount) -> bool:
    amounts = [line.amounts[grand.index] for line in leaves]
    return any(amount.yuan for amount in amounts) and agree([total], amounts)


def _nested(lines: Sequence[_Line], grand: Column, total: Amount) -> list[_Line] | None:
    """Leaves when each row that the rows after it add up to is the sum of them; None when unclear."""
    paid = [line for line in lines if line.amounts[grand.index].yuan]
    amounts = [*(line.amounts[grand.index] for line in paid), total]
    quantum = min(amount.quantum_yuan for amount in amounts)
    *values, wanted = [(int(amount.yuan / quantum),) for amount in amounts]
    parents = nested(values, wanted)
    if parents is None:
        return None
    above = set(parents)
    return [line for number, line in enumerate(paid) if number not in above]


def _purchase(
    statement: Statement,
    line: _Line,
    grand: Column,
    lines: Sequence[_Line],
    words: TargetLexicon,
    is_service: bool,
) -> Purchase:
    total = line.amounts[grand.index]
    parts = [
        (column.members["fund"], line.amounts[column.index])
        for column in statement.amount_columns()
        if "fund" in column.members and not column.is_total and column.index in line.amounts
    ]
    if sum((a.yuan for _, a in parts), Decimal(0)) != total.yuan:
        parts = []
    order = sorted(line.texts)
    headed = [
        c
        for c in order
        if any(words.names.fullmatch(squeeze(h)) for h in statement.paths.get(c, ()))
    ]
    names = [line.texts[c] for c in headed or order if not words.is_nothing(line.texts[c])]
    category = _category(line.texts.values(), words)
    for above in reversed([other for other in lines if other.row < line.row]):
        if category is not None or is_service:
            break
        category = _category(above.texts.values(), words)
    return Purchase(
        tuple(names),
        category or (PurchaseCategory.SERVICES if is_service else None),
        _project(statement, line, lines, words),
        total,
        tuple((fund, amount) for fund, amount in parts if amount.yuan),
    )


def _category(texts: Iterable[str], words: TargetLexicon) -> PurchaseCategory | None:
    for text in texts:
        for category, pattern in words.categories.items():
            if pattern.fullmatch(text):
                return category
    return None


def _project(
    statement: Statement, line: _Line, lines: Sequence[_Line], words: TargetLexicon
) -> str | None:
    """The project a row is bought for, where the table has a column of them.

    It may be printed on the row of which this one is a part, below the same category.
    """
    headings = {
        column.path[-1]
        for column in statement.columns
        if column.path and column.members.get("of") == "project" and column.role == "label"
    }
    places = {c for c, path in statement.paths.items() if headings & set(path)}
    for other in reversed([other for other in lines if other.row <= line.row]):
        text = next((other.texts[c] for c in sorted(places) if c in other.texts), None)
        if text is not None:
            return None if words.total.match(text) else text
        if other is not line and _category(other.texts.values(), words) is not None:
            return None
    return None
