"""Codes and names (K and L rules): what sums cannot see, because labels are no part of a sum.

Belongs here: form, parents and doubles of codes, names against the dictionary, equal sets of codes,
amounts or names that stand one row away from where they belong.
Does not belong here: money beside the search for shifted rows, the dictionary itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from pipeline.interpret.codes import NameBook
from pipeline.interpret.statement import Row, Statement
from pipeline.reconcile.equations import Finding, NotApplied
from pipeline.reconcile.lookup import (
    Tables,
    code_rows,
    fund_columns,
    grand_column,
    is_by_function,
    nature_columns,
    terms,
    value,
)
from pipeline.reconcile.rules_across import (
    BASIC_ECON,
    GENERAL,
    PROJECT_ECON,
    REVENUE,
    SPENDING,
    THREE_PUBLIC,
    is_carried,
    other_money,
)

Dictionary = Mapping[tuple[str, str], Collection[str]]

_CODE = re.compile(r"^\d{3}(\d{2}){0,2}$")
_LEADING = {"function": "2", "department": "3", "government": "5"}
# So many names that belong to the next code are no coincidence.
MIN_SHIFTED_NAMES = 2


def codes(tables: Tables, dictionary: Dictionary | None) -> Iterator[Finding]:
    """All findings on codes and names; `dictionary` maps (scheme, code) to the names known for it."""
    book = NameBook(dictionary) if dictionary else None
    for statement in tables.report.statements:
        rows = [row for row in statement.rows if row.role == "code" and row.code]
        if not rows or statement.kind in tables.book.free_kinds:
            continue
        yield from _form(tables, statement, rows)
        yield from _parents(tables, statement, rows)
        if book:
            yield from _names(tables, statement, rows, book)
        else:
            yield NotApplied("K1n", "没有科目表可对照", statement.table.ordinal)
    yield from _same_sets(tables)
    for kind in (BASIC_ECON, PROJECT_ECON):
        econ = tables.get(kind)
        if econ is not None:
            yield from _shifted_amounts(tables, econ)


def _form(tables: Tables, statement: Statement, rows: list[Row]) -> Iterator[Finding]:
    name = tables.name(statement)
    bad = [
        row
        for row in rows
        if not _CODE.match(row.code or "")
        or not (row.code or "").startswith(_LEADING.get(row.scheme or "", ""))
    ]
    if bad:
        shown = "、".join(f"{row.code} {row.name}" for row in bad[:5])
        yield tables.fail("K1", name, f"有{len(bad)}个科目编码不属于该表：{shown}", statement)
    counts = Counter(_identity(row) for row in rows)
    doubled = [str(row.code) for row in rows if counts[_identity(row)] > 1]
    if doubled:
        # Some forms print a line for each body without naming it; the sums tell a line printed twice.
        words = f"科目 {'、'.join(dict.fromkeys(doubled))} 印了不止一次"
        yield tables.fail("K1", name, words, statement, severity="soft")
    if not bad and not doubled:
        yield tables.ok("K1", f"{name}科目编码", statement)


def _identity(row: Row) -> tuple[object, ...]:
    """What a row is about: one panel, body and all its classifications."""
    second = tuple(sorted((of, label.code) for of, label in row.second.items()))
    return row.panel, row.spending_unit, row.code, second


def _parents(tables: Tables, statement: Statement, rows: list[Row]) -> Iterator[Finding]:
    printed = {row.code for row in rows}
    orphans = [r.code for r in rows if r.code and len(r.code) > 3 and r.code[:-2] not in printed]
    scope = f"{tables.name(statement)}上级科目"
    if orphans:
        yield tables.fail(
            "K1p", scope, f"科目 {'、'.join(map(str, orphans[:10]))} 的上级没有印出", statement
        )
    else:
        yield tables.ok("K1p", scope, statement)


def _names(
    tables: Tables, statement: Statement, rows: list[Row], book: NameBook
) -> Iterator[Finding]:
    def belongs(printed: Row, other: Row) -> bool:
        return book.is_name_of(other.scheme or "", other.code or "", printed.name)

    conflicts: list[Row] = []
    directions: Counter[int] = Counter()
    for position, (row, agrees) in enumerate(zip(rows, book.agreements(rows), strict=True)):
        if agrees:
            continue
        conflicts.append(row)
        for step in (-1, 1):
            if 0 <= position + step < len(rows) and belongs(row, rows[position + step]):
                directions[step] += 1
    name = tables.name(statement)
    shifted = directions.most_common(1)
    if shifted and shifted[0][1] >= MIN_SHIFTED_NAMES:
        words = "下" if shifted[0][0] == 1 else "上"
        yield tables.fail(
            "L2",
            f"{name}科目名称",
            f"有{shifted[0][1]}个名称属于{words}一行的编码，编码与名称疑似错行",
            statement,
        )
    else:
        yield tables.ok("L2", f"{name}科目名称", statement)
    if conflicts:
        shown = "、".join(f"{row.code} {row.name}" for row in conflicts[:5])
        yield tables.fail("K1n", f"{name}科目名称", f"与科目表不一致：{shown}", statement)
    else:
        yield tables.ok("K1n", f"{name}科目名称", statement)


def _same_sets(tables: Tables) -> Iterator[Finding]:
    other = other_money(tables)
    if other is None or any(term.yuan for term in other) or is_carried(tables):
        yield NotApplied("K2", "不止一种资金或有结转，各表科目不必相同")
        return
    sets: list[tuple[Statement, set[str]]] = []
    for kind in (REVENUE, SPENDING, GENERAL):
        statement = tables.get(kind)
        grand = grand_column(statement) if statement else None
        if statement is None or grand is None or not is_by_function(statement):
            continue
        rows = code_rows(statement)
        sets.append(
            (statement, {c for c in rows if c and value(terms(statement, rows[c], [grand]))})
        )
    if len(sets) < 2:
        yield NotApplied("K2", "只有一张按功能科目列示的表")
        return
    first, wanted = sets[0]
    for statement, found in sets[1:]:
        scope = f"{tables.name(first)}与{tables.name(statement)}的科目"
        if found == wanted:
            yield tables.ok("K2", scope, first, statement)
        else:
            only = "、".join(sorted(found ^ wanted)[:10])
            yield tables.fail("K2", scope, f"只在一张表中有金额：{only}", first, statement)


def _shifted_amounts(tables: Tables, econ: Statement) -> Iterator[Finding]:
    """L1: what another table says of a code stands one row away, and nothing says it fits.

    Evidence are the codes whose amount is printed elsewhere: the three public items (X19) and the
    functional twins of S1. A block whose amounts slid against its labels keeps every sum, so this
    is the only rule that sees it.
    """
    grand = grand_column(econ)
    if grand is None:
        return
    rows = [row for row in econ.rows if row.role == "code" and row.code and len(row.code) == 5]
    position = {row.code: number for number, row in enumerate(rows)}

    def amount(number: int) -> Decimal:
        return value(terms(econ, rows[number], [grand]))

    hits: dict[str, Counter[int]] = {}
    fits: set[str] = set()
    for code, expected in _expected(tables, econ):
        if code not in position or not expected:
            continue
        here = position[code]
        if amount(here) == expected:
            fits.add(code[:3])
            continue
        for step in (-1, 1):
            there = here + step
            if 0 <= there < len(rows) and amount(there) == expected:
                hits.setdefault(code[:3], Counter())[step] += 1
    scope = f"{tables.name(econ)}金额与科目"
    found = False
    for block, steps in sorted(hits.items()):
        if block in fits:
            continue
        found = True
        step, count = steps.most_common(1)[0]
        words = "下" if step == 1 else "上"
        yield tables.fail(
            "L1",
            scope,
            f"{block} 类有{count}个科目在别处印出的金额在这里印在{words}一行，疑似错行",
            econ,
        )
    if not found:
        yield tables.ok("L1", scope, econ, trivial=not fits)


def _expected(tables: Tables, econ: Statement) -> Iterator[tuple[str, Decimal]]:
    """(code, yuan) as other tables print it."""
    public = tables.get(THREE_PUBLIC)
    other = tables.get(PROJECT_ECON if econ.kind == BASIC_ECON else BASIC_ECON)
    other_rows = code_rows(other) if other else {}
    other_grand = grand_column(other) if other else None
    if public is not None and other is not None and other_grand is not None:
        columns = fund_columns(public, "GENERAL_PUBLIC", tables.book)
        for item, item_codes in tables.book.three_public.items():
            row = public.row_by_item(item)
            total = value(terms(public, row, columns))
            elsewhere = value(
                t for code in item_codes for t in terms(other, other_rows.get(code), [other_grand])
            )
            yield item_codes[0], total - elsewhere
    general = tables.get(GENERAL)
    if econ.kind == BASIC_ECON and general is not None:
        columns = nature_columns(general, "BASIC")
        function = code_rows(general)
        for pair in tables.book.code_pairs:
            if len(pair.econ) == 1 and not pair.prefixes:
                yield (
                    pair.econ[0],
                    value(
                        t for c in pair.function for t in terms(general, function.get(c), columns)
                    ),
                )
