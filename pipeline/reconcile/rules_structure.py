"""Completeness and structure (E rules, N10): what is missing, doubled, left over or contradictory.

In a damaged report every surviving number may reconcile; these rules see what is not there.

Belongs here: empty statements, doubled statements, the contents page, template text, identity.
Does not belong here: money (the other rules), the text's figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.domain.text import squeeze
from pipeline.interpret.statement import Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding, Untestable
from pipeline.reconcile.printed_terms import has_money, same_money
from pipeline.reconcile.registry import computes
from schemas.vocabulary import RowRole, Severity, StatementKind

# At most so many left-over places are reported.
MAX_PLACEHOLDERS = 10


@computes("E1", "E2", "E3")
def emptiness(case: Case) -> Iterator[Finding]:
    """Money where none is declared, and none where none is declared to be missing."""
    for statement in case.report.statements:
        yield from _empty(case, statement)


def _empty(case: Case, statement: Statement) -> Iterator[Finding]:
    name = case.title(statement)
    money = has_money(statement)
    if statement.is_empty_declared and statement.kind in case.book.rules["E1"].applies_to:
        yield case.check("E1", name, "注明无发生额，但表中有金额" if money else "", statement)
    elif (
        not money and not statement.is_empty_declared and statement.kind not in case.book.free_kinds
    ):
        if statement.kind in case.book.main_kinds:
            yield case.fail("E3", name, "没有一个不为零的金额", statement)
        elif any(amount.yuan for _, amount in statement.printed.values()):
            yield case.fail("E2", name, "各行有金额，但没有合计行，总额没有印出", statement)
        else:
            yield case.fail("E2", name, "金额全为零或空白，但没有注明无发生额", statement)


@computes("E4")
def printed_twice(case: Case) -> Iterator[Finding]:
    """A kind of statement that a report prints once stands in it once."""
    for statement in case.duplicates:
        first = case.get(statement.kind)
        same = first is not None and same_money(first, statement)
        yield case.fail(
            "E4",
            case.title(statement),
            "同一种报表出现不止一次，只采用最完整的一张" + ("（合计相同）" if same else ""),
            statement,
            severity=Severity.SOFT if same else None,
        )


@computes("E5")
def contents(case: Case) -> Iterator[Finding]:
    """The statements that the contents page lists are there."""
    if not case.listed:
        raise Untestable("没有读到列出报表的目录页")
    for kind, line in case.listed.items():
        listed = (s for s in case.report.statements if kind in (s.kind, s.title_kind))
        statement = next(listed, None)
        if statement is None:
            yield case.fail("E5", f"目录“{line}”", "正文中没有找到这张表")
        else:
            yield case.ok("E5", f"目录“{line}”", statement)


@computes("E6")
def placeholders(case: Case) -> Iterator[Finding]:
    """No words of a template are left in the text."""
    texts = ((line.page_number, squeeze(line.text)) for line in case.lines)
    patterns = case.book.placeholders
    left = ((page, text) for page, text in texts if any(p.search(text) for p in patterns))
    for page, text in islice(left, MAX_PLACEHOLDERS):
        yield case.fail("E6", f"第{page}页", f"留有模板文字“{text[:60]}”")


@computes("N10")
def identity(case: Case) -> Iterator[Finding]:
    """Year and body of titles, headings and rows are those of the report."""
    identity = case.report.identity
    year, entity = identity.fiscal_year, identity.entity_name
    for statement in case.report.statements:
        years = {int(printed) for printed in case.book.year.findall(statement.title)}
        name = case.title(statement)
        if year is not None and years:
            problem = "" if year in years else f"标题不是报告年度 {year}"
            yield case.check("N10", f"{name}年度", problem, statement)
        printed = statement.entity_printed
        if entity and printed:
            is_same = _same_body(entity, printed)
            problem = "" if is_same else f"印为“{printed}”，报告单位是“{entity}”"
            yield case.check("N10", f"{name}单位名称", problem, statement)
    for kind in (StatementKind.BASIC_BY_UNIT, StatementKind.PROJECT_BY_UNIT):
        by_unit = case.get(kind)
        if by_unit is not None and entity:
            yield from _bodies(case, by_unit, entity)


def _bodies(case: Case, by_unit: Statement, entity: str) -> Iterator[Finding]:
    """The one body of a table by body is the report's; of several nothing is asked."""
    bodies = {row.spending_unit for row in by_unit.rows_by_role(RowRole.UNIT) if row.spending_unit}
    if not bodies:
        return
    scope, body = f"{case.title(by_unit)}资金使用单位", next(iter(bodies))
    is_right = len(bodies) > 1 or _same_body(entity, body)
    problem = "" if is_right else f"只有“{body}”，报告单位是“{entity}”"
    yield case.check("N10", scope, problem, by_unit, trivial=len(bodies) > 1)


def _same_body(entity: str, printed: str) -> bool:
    """One name contains the other: (本级), party prefixes and places come and go."""
    one, other = squeeze(entity), squeeze(printed)
    return one in other or other in one
