"""Codes and names (K and L rules): what sums cannot see, because labels are no part of a sum.

Belongs here: form, parents and doubles of codes, names against the dictionary, equal sets of codes,
amounts or names that stand one row away from where they belong.
Does not belong here: money beside the search for shifted rows, the dictionary itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipeline.interpret.codes import NameBook
from pipeline.interpret.statement import Row, Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.comparisons import is_carried, other_money
from pipeline.reconcile.equations import Finding, NotApplied, Untestable, yuan_of
from pipeline.reconcile.printed_terms import (
    code_rows,
    fund_columns,
    grand_columns,
    is_by_function,
    nature_columns,
    terms,
)
from pipeline.reconcile.registry import computes
from pipeline.reconcile.rules_three_public import ECON_TABLES
from schemas.vocabulary import Fund, Nature, RowRole, Scheme, Severity, StatementKind

_CODE = re.compile(r"^\d{3}(\d{2}){0,2}$")
# The digit that codes of a classification begin with.
_LEADING: Mapping[str, str] = {Scheme.FUNCTION: "2", Scheme.DEPARTMENT: "3", Scheme.GOVERNMENT: "5"}
# So many names that belong to the next code are no coincidence.
MIN_SHIFTED_NAMES = 2
BY_FUNCTION = (
    StatementKind.REVENUE_OVERVIEW,
    StatementKind.EXPENDITURE_OVERVIEW,
    StatementKind.GENERAL_BY_FUNCTION,
)


@computes("K1", "K1p", "L2", "K1n")
def codes(case: Case) -> Iterator[Finding]:
    """Codes of a statement: form, parents, and names as the dictionary knows them."""
    book = NameBook(case.dictionary) if case.dictionary else None
    for statement in case.report.statements:
        rows = [row for row in statement.rows if row.role == RowRole.CODE and row.code]
        if not rows or statement.kind in case.book.free_kinds:
            continue
        yield from _form(case, statement, rows)
        yield _parents(case, statement, rows)
        if book:
            yield from _names(case, statement, rows, book)
        else:
            yield NotApplied("K1n", "没有科目表可对照", statement.table.ordinal)


def _form(case: Case, statement: Statement, rows: list[Row]) -> Iterator[Finding]:
    name = case.title(statement)
    bad = [
        row
        for row in rows
        if not _CODE.match(row.code or "")
        or not (row.code or "").startswith(_LEADING.get(row.scheme or "", ""))
    ]
    if bad:
        shown = "、".join(f"{row.code} {row.name}" for row in bad[:5])
        yield case.fail("K1", name, f"有{len(bad)}个科目编码不属于该表：{shown}", statement)
    counts = Counter(_identity(row) for row in rows)
    doubled = [str(row.code) for row in rows if counts[_identity(row)] > 1]
    if doubled:
        # Some forms print a line for each body without naming it; the sums tell a line printed twice.
        words = f"科目 {'、'.join(dict.fromkeys(doubled))} 印了不止一次"
        yield case.fail("K1", name, words, statement, severity=Severity.SOFT)
    if not bad and not doubled:
        yield case.ok("K1", f"{name}科目编码", statement)


def _identity(row: Row) -> tuple[object, ...]:
    """What a row is about: one panel, body and all its classifications."""
    second = tuple(sorted((of, label.code) for of, label in row.second.items()))
    return row.panel, row.spending_unit, row.code, second


def _parents(case: Case, statement: Statement, rows: list[Row]) -> Finding:
    printed = {row.code for row in rows}
    orphans = [r.code for r in rows if r.code and len(r.code) > 3 and r.code[:-2] not in printed]
    problem = f"科目 {'、'.join(map(str, orphans[:10]))} 的上级没有印出" if orphans else ""
    return case.check("K1p", f"{case.title(statement)}上级科目", problem, statement)


def _names(case: Case, statement: Statement, rows: list[Row], book: NameBook) -> Iterator[Finding]:
    """L2: names that belong to the code of a neighbouring row; K1n: names the dictionary lacks."""
    conflicts: list[Row] = []
    steps: Counter[int] = Counter()
    for position, (row, agrees) in enumerate(zip(rows, book.agreements(rows), strict=True)):
        if agrees:
            continue
        conflicts.append(row)
        for step in (-1, 1):
            other = rows[position + step] if 0 <= position + step < len(rows) else None
            if other and book.is_name_of(other.scheme or "", other.code or "", row.name):
                steps[step] += 1
    scope = f"{case.title(statement)}科目名称"
    step, count = next(iter(steps.most_common(1)), (0, 0))
    shifted = f"有{count}个名称属于{_direction(step)}一行的编码，编码与名称疑似错行"
    yield case.check("L2", scope, shifted if count >= MIN_SHIFTED_NAMES else "", statement)
    shown = "、".join(f"{row.code} {row.name}" for row in conflicts[:5])
    yield case.check("K1n", scope, f"与科目表不一致：{shown}" if conflicts else "", statement)


def _direction(step: int) -> str:
    return "下" if step == 1 else "上"


@computes("K2")
def same_codes(case: Case) -> Iterator[Finding]:
    """A body of one fund and no carry-over has money on the same codes in all tables by function."""
    other = other_money(case)
    if other is None or any(term.yuan for term in other) or is_carried(case):
        raise Untestable("不止一种资金或有结转，各表科目不必相同")
    sets: list[tuple[Statement, set[str]]] = []
    for statement in case.present(BY_FUNCTION):
        grand = grand_columns(statement)
        if not grand or not is_by_function(statement):
            continue
        rows = code_rows(statement).items()
        with_money = {c for c, row in rows if c and yuan_of(terms(statement, row, grand))}
        sets.append((statement, with_money))
    if len(sets) < 2:
        raise Untestable("只有一张按功能科目列示的表")
    first, codes_of_first = sets[0]
    for statement, with_money in sets[1:]:
        scope = f"{case.title(first)}与{case.title(statement)}的科目"
        only = "、".join(sorted(with_money ^ codes_of_first)[:10])
        problem = f"只在一张表中有金额：{only}" if only else ""
        yield case.check("K2", scope, problem, first, statement)


@computes("L1")
def shifted_amounts(case: Case) -> Iterator[Finding]:
    """What another table says of a code stands one row away, and nothing says that it fits.

    Evidence are the codes whose amount is printed elsewhere: the three public items (X19) and the
    functional twins of S1. A block whose amounts slid against its labels keeps every sum, so this
    is the only rule that sees it.
    """
    for econ in case.present(ECON_TABLES):
        if grand_columns(econ):
            yield from _shifted_blocks(case, econ)


def _shifted_blocks(case: Case, econ: Statement) -> Iterator[Finding]:
    grand = grand_columns(econ)
    rows = [
        row for row in econ.rows if row.role == RowRole.CODE and row.code and len(row.code) == 5
    ]
    amounts = [yuan_of(terms(econ, row, grand)) for row in rows]
    position = {row.code: number for number, row in enumerate(rows)}
    shifted: dict[str, Counter[int]] = {}
    fitting: set[str] = set()
    for code, expected in _printed_elsewhere(case, econ):
        if code not in position or not expected:
            continue
        here = position[code]
        if amounts[here] == expected:
            fitting.add(code[:3])
            continue
        for step in (-1, 1):
            if 0 <= here + step < len(rows) and amounts[here + step] == expected:
                shifted.setdefault(code[:3], Counter())[step] += 1
    scope = f"{case.title(econ)}金额与科目"
    suspicious = {block: steps for block, steps in shifted.items() if block not in fitting}
    for block, steps in sorted(suspicious.items()):
        step, count = steps.most_common(1)[0]
        words = (
            f"{block} 类有{count}个科目在别处印出的金额在这里印在{_direction(step)}一行，疑似错行"
        )
        yield case.fail("L1", scope, words, econ)
    if not suspicious:
        yield case.ok("L1", scope, econ, trivial=not fitting)


def _printed_elsewhere(case: Case, econ: Statement) -> Iterator[tuple[str, Decimal]]:
    """(code, yuan) of a table by economic class as other tables print it."""
    basic, project = ECON_TABLES
    public = case.get(StatementKind.THREE_PUBLIC)
    other = case.get(project if econ.kind == basic else basic)
    if public is not None and other is not None and (grand := grand_columns(other)):
        columns, other_rows = fund_columns(public, Fund.GENERAL_PUBLIC, case.book), code_rows(other)
        for item, item_codes in case.book.three_public.items():
            total = yuan_of(terms(public, public.row_by_item(item), columns))
            elsewhere = (t for c in item_codes for t in terms(other, other_rows.get(c), grand))
            yield item_codes[0], total - yuan_of(elsewhere)
    general = case.get(StatementKind.GENERAL_BY_FUNCTION)
    if econ.kind == basic and general is not None:
        columns, function = nature_columns(general, Nature.BASIC), code_rows(general)
        for pair in case.book.code_pairs:
            if len(pair.econ) == 1 and not pair.prefixes:
                twins = (t for c in pair.function for t in terms(general, function.get(c), columns))
                yield pair.econ[0], yuan_of(twins)
