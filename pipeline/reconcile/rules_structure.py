"""Completeness and structure (E rules, N10): what is missing, doubled, left over or contradictory.

In a damaged report every surviving number may reconcile; these rules see what is not there.

Belongs here: empty statements, doubled statements, the contents page, template text, identity.
Does not belong here: money (`rules_within`, `rules_across`), the text's figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.domain.text import squeeze
from pipeline.grid.printed_table import PageLine
from pipeline.interpret.statement import Statement
from pipeline.reconcile.equations import Finding, NotApplied
from pipeline.reconcile.lookup import Tables, has_money, same_money

# At most so many left-over places are reported.
MAX_PLACEHOLDERS = 10


def structure(
    tables: Tables, listed: Mapping[str, str] | None, lines: Iterable[PageLine]
) -> Iterator[Finding]:
    """All findings on structure. `listed` maps statement kinds to the contents line naming them."""
    for statement in tables.report.statements:
        yield from _empty(tables, statement)
    for statement in tables.duplicates:
        first = tables.get(statement.kind)
        same = first is not None and same_money(first, statement)
        yield tables.fail(
            "E4",
            tables.name(statement),
            "同一种报表出现不止一次，只采用最完整的一张" + ("（合计相同）" if same else ""),
            statement,
            severity="soft" if same else None,
        )
    if listed:
        for kind, line in listed.items():
            found = next(
                (s for s in tables.report.statements if kind in (s.kind, s.title_kind)), None
            )
            if found is None:
                yield tables.fail("E5", f"目录“{line}”", "正文中没有找到这张表")
            else:
                yield tables.ok("E5", f"目录“{line}”", found)
    else:
        yield NotApplied("E5", "没有读到列出报表的目录页")
    yield from _placeholders(tables, lines)
    yield from _identity(tables)


def _empty(tables: Tables, statement: Statement) -> Iterator[Finding]:
    name = tables.name(statement)
    money = has_money(statement)
    if statement.is_empty_declared and statement.kind in tables.book.rules["E1"].applies_to:
        if money:
            yield tables.fail("E1", name, "注明无发生额，但表中有金额", statement)
        else:
            yield tables.ok("E1", name, statement)
    elif (
        not money
        and not statement.is_empty_declared
        and statement.kind not in tables.book.free_kinds
    ):
        if statement.kind in tables.book.main_kinds:
            yield tables.fail("E3", name, "没有一个不为零的金额", statement)
        elif any(amount.yuan for _, amount in statement.printed.values()):
            yield tables.fail("E2", name, "各行有金额，但没有合计行，总额没有印出", statement)
        else:
            yield tables.fail("E2", name, "金额全为零或空白，但没有注明无发生额", statement)


def _placeholders(tables: Tables, lines: Iterable[PageLine]) -> Iterator[Finding]:
    count = 0
    for line in lines:
        text = squeeze(line.text)
        if any(pattern.search(text) for pattern in tables.book.placeholders):
            count += 1
            if count <= MAX_PLACEHOLDERS:
                yield tables.fail("E6", f"第{line.page_number}页", f"留有模板文字“{text[:60]}”")


def _identity(tables: Tables) -> Iterator[Finding]:
    identity = tables.report.identity
    year, entity = identity.fiscal_year, identity.entity_name
    for statement in tables.report.statements:
        years = {int(found) for found in tables.book.year.findall(statement.title)}
        name = tables.name(statement)
        if year is not None and years:
            if year in years:
                yield tables.ok("N10", f"{name}年度", statement)
            else:
                yield tables.fail("N10", f"{name}年度", f"标题不是报告年度 {year}", statement)
        printed = statement.entity_printed
        if entity and printed:
            if _same_body(entity, printed):
                yield tables.ok("N10", f"{name}单位名称", statement)
            else:
                yield tables.fail(
                    "N10", f"{name}单位名称", f"印为“{printed}”，报告单位是“{entity}”", statement
                )
    for kind in ("BASIC_BY_UNIT", "PROJECT_BY_UNIT"):
        by_unit = tables.get(kind)
        if by_unit is None or not entity:
            continue
        units = {row.spending_unit for row in by_unit.rows_by_role("unit") if row.spending_unit}
        if not units:
            continue
        scope = f"{tables.name(by_unit)}资金使用单位"
        if len(units) > 1 or _same_body(entity, next(iter(units))):
            yield tables.ok("N10", scope, by_unit, trivial=len(units) > 1)
        else:
            yield tables.fail(
                "N10", scope, f"只有“{next(iter(units))}”，报告单位是“{entity}”", by_unit
            )


def _same_body(entity: str, printed: str) -> bool:
    """One name contains the other: (本级), party prefixes and places come and go."""
    one, other = squeeze(entity), squeeze(printed)
    return one in other or other in one
