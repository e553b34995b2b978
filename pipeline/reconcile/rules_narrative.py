"""The figures of the running text against the tables and among themselves (N rules).

Belongs here: rules over narrative metrics, and over the classified items of final accounts.
Does not belong here: finding either in sentences (`pipeline.narrative`), codes of items
(`pipeline.derive`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.derive.narrative_items import CodedItem, Money
from pipeline.domain.amounts import TEXT_PLACES, decimals, half_digit
from pipeline.domain.text import one_width
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import (
    Finding,
    NotApplied,
    Result,
    Side,
    Term,
    Untestable,
    amount_text,
    yuan_of,
)
from pipeline.reconcile.printed_terms import code_side, grand_columns, item_side, terms
from pipeline.reconcile.registry import computes
from pipeline.reconcile.rules_three_public import econ_side
from schemas.vocabulary import Item, RowRole, Stage, StatementKind

HUNDRED = Decimal(100)
# Metrics with the items of the tables that print the same.
TOTALS: Mapping[str, Item] = {
    "INCOME_TOTAL": Item.INCOME_TOTAL,
    "EXPENDITURE_TOTAL": Item.EXPENDITURE_TOTAL,
}
PUBLIC_ITEMS: Sequence[tuple[str, str, Item]] = (
    ("N3", "THREE_PUBLIC_TOTAL", Item.THREE_PUBLIC),
    ("N3", "THREE_PUBLIC_ABROAD", Item.ABROAD),
    ("N3", "THREE_PUBLIC_VEHICLE", Item.VEHICLE),
    ("N3", "THREE_PUBLIC_VEHICLE_PURCHASE", Item.VEHICLE_PURCHASE),
    ("N3", "THREE_PUBLIC_VEHICLE_OPERATION", Item.VEHICLE_OPERATION),
    ("N3", "THREE_PUBLIC_RECEPTION", Item.RECEPTION),
    ("N5", "AGENCY_OPERATING", Item.AGENCY_OPERATING),
)
# Rule, total, parts.
TEXT_SUMS: Sequence[tuple[str, str, tuple[str, ...]]] = (
    (
        "N4",
        "THREE_PUBLIC_TOTAL",
        ("THREE_PUBLIC_ABROAD", "THREE_PUBLIC_VEHICLE", "THREE_PUBLIC_RECEPTION"),
    ),
    (
        "N4",
        "THREE_PUBLIC_VEHICLE",
        ("THREE_PUBLIC_VEHICLE_PURCHASE", "THREE_PUBLIC_VEHICLE_OPERATION"),
    ),
    (
        "N6",
        "PROCUREMENT_TOTAL",
        ("PROCUREMENT_GOODS", "PROCUREMENT_WORKS", "PROCUREMENT_SERVICES"),
    ),
)


def _name(case: Case, metric: str) -> str:
    """The Chinese name of a metric."""
    return case.book.metric_names.get(metric, metric)


@computes("N1")
def totals_of_text(case: Case) -> Iterator[Finding]:
    """Income and spending in the text are the totals of the overview."""
    overview = case.need(StatementKind.BUDGET_OVERVIEW)
    for code, item in TOTALS.items():
        row, term, name = overview.row_by_item(item), case.figure_term(code), _name(case, code)
        if row is None or term is None:
            yield NotApplied("N1", f"说明文字或收支总体情况表没有{name}")
            continue
        right = item_side(overview, row)
        term = _rounded_to_agree(case, code, term, right.yuan)
        scope = f"说明文字的{name}应等于{case.title(overview)}的总计"
        yield case.equation("N1", scope, Side([term]), right)


def _rounded_to_agree(case: Case, metric: str, term: Term, other: Decimal) -> Term:
    """A figure of the text given in whole units is known to within half of its last printed digit.

    Only where it then agrees with `other`: a text that drops zeros (6.6) is exact to the cent as a
    rule.
    """
    figure = case.figures[metric]
    if figure.value is None:
        return term
    quantum = case.book.units[figure.unit or ""].scaleb(-decimals(figure.value))
    if quantum > term.quantum_yuan and abs(term.yuan - other) <= quantum / 2:
        return replace(term, quantum_yuan=quantum)
    return term


@computes("N2", "N2b")
def changes(case: Case) -> Iterator[Finding]:
    """A printed change against last year and its printed percentage fit each other."""
    for metric in case.metrics:
        if metric.change_value is None or metric.value is None:
            continue
        rule = "N2" if metric.metric in TOTALS else "N2b"
        scope = f"说明文字{_name(case, metric.metric)}的增减"
        problem = change_problem(
            metric.value, metric.change_value, metric.change_pct, metric.base_is_zero
        )
        if problem is None and metric.change_pct is None and not metric.base_is_zero:
            yield NotApplied(rule, f"{scope}没有百分比")
            continue
        trivial = not metric.change_value and not metric.value
        yield _percentage(case, rule, scope, problem or "", trivial=trivial)


def _percentage(case: Case, rule: str, scope: str, problem: str, *, trivial: bool) -> Result:
    """A check of a printed percentage: counted with the equations, though it adds nothing up."""
    return replace(case.check(rule, scope, problem), is_equation=True, is_trivial=trivial)


def change_problem(
    current: Decimal, change: Decimal, percent: Decimal | None, base_is_zero: bool
) -> str | None:
    """What is wrong with a printed change of `current`; None when it holds.

    `change` and `percent` carry the sign of the word (减少, 下降 negative). The percentage must lie
    in the interval that the rounding of both amounts leaves open, widened by half a printed digit.
    """
    places = Decimal(1).scaleb(-TEXT_PLACES)
    previous = current - change
    if base_is_zero:
        if percent:
            return f"基数为零，却印出 {percent}%"
        return None if abs(previous) <= places else f"说明基数为零，但上年应为 {previous}"
    if percent is None:
        return None
    if change and percent and (change > 0) != (percent > 0):
        return f"增减额 {change} 与百分比 {percent}% 方向相反"
    if previous <= places:
        return None if not percent else f"上年为 {previous}，百分比 {percent}% 没有意义"
    size = abs(change)
    half = half_digit(percent)
    low = max(size - places / 2, Decimal(0)) / (previous + places) * 100 - half
    high = (size + places / 2) / (previous - places) * 100 + half
    if low <= abs(percent) <= high:
        return None
    computed = (size / previous * 100).quantize(Decimal("0.01"))
    return f"按增减额 {change} 与上年 {previous} 计算为 {computed}%，印为 {percent}%"


@computes("N3", "N5")
def three_public_of_text(case: Case) -> Iterator[Finding]:
    """Three public items and 机关运行经费 in the text are those of the table."""
    public = case.need(StatementKind.THREE_PUBLIC)
    grand = grand_columns(public)
    for rule, code, item in PUBLIC_ITEMS:
        term, name, row = case.figure_term(code), _name(case, code), public.row_by_item(item)
        if term is None or not grand:
            yield NotApplied(rule, f"说明文字没有{name}")
        elif row is None:
            yield NotApplied(rule, f"{case.title(public)}不列{case.book.name(item)}")
        else:
            scope = f"说明文字的{name}应等于{case.title(public)}合计列"
            right = Side(terms(public, row, grand), (public,))
            yield case.equation(rule, scope, Side([term]), right)


@computes("N4", "N6")
def sums_of_text(case: Case) -> Iterator[Finding]:
    """Totals that the text gives beside their parts add them up."""
    for rule, total, parts in TEXT_SUMS:
        figures = [case.figure_term(code) for code in (total, *parts)]
        printed = [term for term in figures if term is not None]
        name = _name(case, total)
        if len(printed) < len(figures):
            yield NotApplied(rule, f"说明文字没有印全{name}及其各项")
            continue
        scope = f"说明文字的{name}应等于{'、'.join(_name(case, part) for part in parts)}之和"
        yield case.equation(rule, scope, Side(printed[:1]), Side(printed[1:]))


@computes("N7")
def procurement_within_spending(case: Case) -> Iterator[Finding]:
    """Procurement in the text is no more than all spending."""
    overview = case.need(StatementKind.BUDGET_OVERVIEW)
    row, term = overview.row_by_item(Item.EXPENDITURE_TOTAL), case.figure_term("PROCUREMENT_TOTAL")
    if row is None or term is None:
        raise Untestable("说明文字没有政府采购金额，或没有支出总计")
    limit = item_side(overview, row).yuan
    if term.yuan > limit:
        message = f"{amount_text(term.yuan)}，超过支出总计 {amount_text(limit)}"
        yield case.fail("N7", "说明文字的政府采购", message, overview)
    else:
        yield case.ok("N7", "说明文字的政府采购不超过支出总计", overview, trivial=not term.yuan)


@computes("N8")
def planned_purchase(case: Case) -> Iterator[Finding]:
    """Fixed assets that the text plans to buy are what the economic codes of purchase print."""
    term, codes = case.figure_term("ASSET_PLANNED_PURCHASE"), case.book.planned_purchase
    right = econ_side(case, codes).terms
    if term is None or not right:
        raise Untestable("说明文字没有拟购置固定资产，或经济分类表没有购置科目")
    scope = f"说明文字的拟购置固定资产应等于经济分类科目 {'、'.join(codes)} 之和"
    yield case.equation("N8", scope, Side([term]), Side(right))


@computes("N9")
def key_projects(case: Case) -> Iterator[Finding]:
    """Key projects are among the projects, and no more money than all of them."""
    key = case.need(StatementKind.KEY_PROJECTS)
    project = case.need(StatementKind.PROJECT_BY_UNIT)
    total, grand = project.top_row(), grand_columns(project)
    if not case.metrics or total is None or not grand:
        raise Untestable("没有读到说明文字中的数字，或项目支出预算表没有合计")
    rows = [r for r in key.rows_by_role(RowRole.PROJECT) if any(a.yuan for a in r.amounts.values())]
    amount = yuan_of(t for row in rows for t in terms(key, row, key.amount_columns()[:1]))
    limit = yuan_of(terms(project, total, grand))
    scope = case.title(key)
    if amount > limit and key.currency_factor is not None:
        words = f"合计 {amount_text(amount)}，超过项目支出 {amount_text(limit)}"
        yield case.fail("N9", scope, words, key)
    else:
        yield case.ok("N9", f"{scope}金额", key, trivial=not rows)
    known = {one_width(r.project_name or "") for r in project.rows_by_role(RowRole.PROJECT)}
    strange = [r.project_name or "" for r in rows if one_width(r.project_name or "") not in known]
    if rows:
        words = f"不在{case.title(project)}中：{'、'.join(strange[:5])}"
        yield case.check("N9", f"{scope}名称", words if strange else "", key)


@computes("N15", adds_to=("N10",))
def dates_and_offices(case: Case) -> Iterator[Finding]:
    """Dates of the text lie in the year or the one before; as many offices are listed as counted."""
    year = case.report.identity.fiscal_year
    for metric in case.metrics:
        as_of = metric.as_of
        if year is None or as_of is None:
            continue
        scope = f"说明文字{_name(case, metric.metric)}的日期"
        is_right = year - 1 <= as_of.year <= year
        problem = "" if is_right else f"{as_of.isoformat()} 与报告年度 {year} 不符"
        yield case.check("N10", scope, problem)
    count, listed = case.figures.get("OFFICE_COUNT"), case.office_count
    if count is None or not listed:
        yield NotApplied("N15", "没有印出内设机构数或名单")
    else:
        problem = "" if count.value == listed else f"印为{count.value}个，列出{listed}个"
        yield case.check("N15", "内设机构", problem)


@computes("N16", "N17")
def items_of_text(case: Case) -> Iterator[Finding]:
    """Each item of the text: its accounts against the table, its rate against its own amounts."""
    for item in case.text_items:
        yield _item_amount(case, item)
        budgets = [money for stage, money in item.money.items() if stage != Stage.FINAL_ACCOUNTS]
        if item.item.percent is not None and budgets:
            yield _item_rate(case, item, budgets, item.item.percent)


def _item_amount(case: Case, item: CodedItem) -> Finding:
    statement = case.get(case.book.by_function.get(item.fund, ""))
    grand = grand_columns(statement)
    right = code_side(statement, item.code, grand).terms if statement and item.code else ()
    if statement is None or not right:
        return NotApplied("N16", f"没有一张表印有说明文字中的“{item.words}”")
    yuan, quantum = item.money[Stage.FINAL_ACCOUNTS]
    return case.equation(
        "N16",
        f"说明文字中“{item.words}”的决算数应等于{case.title(statement)}科目 {item.code}",
        Side([Term(1, yuan, quantum, label=f"说明文字 {item.words}")]),
        Side(right, (statement,)),
    )


def _item_rate(case: Case, item: CodedItem, budgets: Sequence[Money], percent: Decimal) -> Result:
    """The rate of the final amount to one of the printed budgets, initial or adjusted."""
    scope = f"说明文字中“{item.words}”的完成预算百分比"
    final = item.money[Stage.FINAL_ACCOUNTS]
    agrees = any(_rate_agrees(final, budget, percent) for budget in budgets)
    problem = ""
    if not agrees:
        budget = budgets[0][0]
        rate = (final[0] / budget * HUNDRED).quantize(Decimal("0.01")) if budget else None
        shown = "（预算为零）" if rate is None else rate
        problem = f"按印出的金额为 {shown}%，印为 {percent}%"
    return _percentage(case, "N17", scope, problem, trivial=not final[0])


def _rate_agrees(final: Money, budget: Money, percent: Decimal) -> bool:
    """Whether the printed rate lies in the interval that the rounding of both amounts leaves open.

    Widened by half a printed digit. A budget of zero has no rate, but forms then print 0 or 100.
    """
    (spent, quantum), (planned, other) = final, budget
    if abs(planned) <= other:
        return percent in (0, HUNDRED)
    half = half_digit(percent)
    low = (spent - quantum / 2) / (planned + other / 2) * HUNDRED - half
    high = (spent + quantum / 2) / (planned - other / 2) * HUNDRED + half
    return low <= percent <= high


def unit_suspicion(results: Sequence[Result]) -> str | None:
    """N1 misses by a power of ten: the tables were read in the wrong unit (or the text prints it).

    Sums cannot see it, every number being wrong by the same factor. Returns words, None when not.
    """
    for result in results:
        if (
            result.rule != "N1"
            or not result.failed
            or not result.left_yuan
            or not result.right_yuan
        ):
            continue
        for power in range(1, 9):
            factor = Decimal(10) ** power
            for one, other in (
                (result.left_yuan, result.right_yuan * factor),
                (result.left_yuan * factor, result.right_yuan),
            ):
                if abs(one - other) <= max(abs(one), abs(other)) / 10**4:
                    return (
                        f"报表总计与说明文字相差10的{power}次方倍，金额单位读错或印错；"
                        f"{result.message}；请核对表头的单位"
                    )
    return None
