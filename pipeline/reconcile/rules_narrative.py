"""The figures of the running text against the tables and among themselves (N rules).

A number of the text drops its trailing zeros (`6.6万元`): its precision follows from the unit (two
places), not from its digits.

Belongs here: rules over narrative metrics.
Does not belong here: finding the metrics in sentences (`pipeline.narrative`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from pipeline.domain.amounts import TEXT_PLACES, half_digit, text_quantum
from pipeline.domain.text import one_width
from pipeline.reconcile.equations import (
    EXACT,
    FAILED,
    Finding,
    NotApplied,
    Result,
    Term,
    amount_text,
)
from pipeline.reconcile.lookup import Tables, grand_column, item_terms, terms, total_row, value
from pipeline.reconcile.rules_across import OVERVIEW, THREE_PUBLIC, econ_terms


class Metric(Protocol):
    """A figure of the running text. `value` is in `unit`, None when it could not be read."""

    @property
    def metric(self) -> str:
        """What the figure is, such as INCOME_TOTAL."""

    @property
    def value(self) -> Decimal | None:
        """The figure in `unit`."""

    @property
    def unit(self) -> str | None:
        """The printed unit."""

    @property
    def change_value(self) -> Decimal | None:
        """Change against last year, negative for 减少."""

    @property
    def change_pct(self) -> Decimal | None:
        """The same in percent, as printed, negative for 下降."""

    @property
    def base_is_zero(self) -> bool:
        """Whether the text says that last year was zero."""


TOTALS: Mapping[str, str] = {
    "INCOME_TOTAL": "INCOME_TOTAL",
    "EXPENDITURE_TOTAL": "EXPENDITURE_TOTAL",
}
PUBLIC_ITEMS: Mapping[str, str] = {
    "THREE_PUBLIC_TOTAL": "THREE_PUBLIC",
    "THREE_PUBLIC_ABROAD": "ABROAD",
    "THREE_PUBLIC_VEHICLE": "VEHICLE",
    "THREE_PUBLIC_VEHICLE_PURCHASE": "VEHICLE_PURCHASE",
    "THREE_PUBLIC_VEHICLE_OPERATION": "VEHICLE_OPERATION",
    "THREE_PUBLIC_RECEPTION": "RECEPTION",
}
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


def narrative(
    tables: Tables, metrics: Sequence[Metric], office_count: int | None
) -> Iterator[Finding]:
    """All findings on the text. `office_count` is the length of the printed list of offices."""
    if not metrics:
        yield NotApplied("N1", "没有读到说明文字中的数字")
        return
    first: dict[str, Metric] = {}
    for metric in metrics:
        if metric.value is not None:
            first.setdefault(metric.metric, metric)
    yield from _totals(tables, first)
    yield from _changes(tables, metrics)
    yield from _public(tables, first)
    for rule, total, parts in TEXT_SUMS:
        yield from _text_sum(tables, first, rule, total, parts)
    yield from _procurement(tables, first)
    yield from _purchase(tables, first)
    yield from _key_projects(tables)
    yield from _dates(tables, metrics)
    yield from _offices(tables, first, office_count)


def text_term(tables: Tables, metric: Metric, coefficient: int = 1) -> Term | None:
    """A figure of the text as a term; None when its unit is not one of money."""
    factor = tables.book.units.get(metric.unit or "")
    if factor is None or metric.value is None:
        return None
    quantum = text_quantum(metric.value, factor)
    return Term(coefficient, metric.value * factor, quantum, label=f"说明文字 {metric.metric}")


def _rounded(tables: Tables, metric: Metric | None, term: Term, other: Decimal) -> Term:
    """A figure of the text given in whole units is known to within half of its last printed digit.

    Only where it then agrees: a text that drops zeros (6.6) is exact to the cent as a rule.
    """
    factor = tables.book.units.get((metric.unit if metric else None) or "")
    if metric is None or metric.value is None or factor is None:
        return term
    exponent = metric.value.as_tuple().exponent
    quantum = factor.scaleb(exponent if isinstance(exponent, int) else 0)
    if quantum > term.quantum_yuan and abs(term.yuan - other) <= quantum / 2:
        return replace(term, quantum_yuan=quantum)
    return term


def _word(tables: Tables, metric: str) -> str:
    return tables.book.metric_names.get(metric, metric)


def _totals(tables: Tables, first: Mapping[str, Metric]) -> Iterator[Finding]:
    overview = tables.get(OVERVIEW)
    for code, item in TOTALS.items():
        metric = first.get(code)
        row = overview.row_by_item(item) if overview else None
        term = text_term(tables, metric) if metric else None
        if overview is None or row is None or term is None:
            yield NotApplied("N1", f"说明文字没有{_word(tables, code)}，或没有收支总体情况表")
            continue
        right = item_terms(overview, row)
        yield tables.equation(
            "N1",
            f"说明文字的{_word(tables, code)}应等于{tables.name(overview)}的总计",
            [_rounded(tables, metric, term, value(right))],
            right,
            (overview,),
        )


def _changes(tables: Tables, metrics: Sequence[Metric]) -> Iterator[Finding]:
    for metric in metrics:
        if metric.change_value is None or metric.value is None:
            continue
        rule = "N2" if metric.metric in TOTALS else "N2b"
        scope = f"说明文字{_word(tables, metric.metric)}的增减"
        problem = change_problem(
            metric.value, metric.change_value, metric.change_pct, metric.base_is_zero
        )
        if problem is None and metric.change_pct is None and not metric.base_is_zero:
            yield NotApplied(rule, f"{scope}没有百分比")
            continue
        yield Result(
            rule=rule,
            scope=scope,
            severity=tables.severity(rule),
            grade=FAILED if problem else EXACT,
            message=f"{scope}：{problem}（规则 {rule}）" if problem else "",
            is_trivial=not metric.change_value and not metric.value,
        )


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


def _public(tables: Tables, first: Mapping[str, Metric]) -> Iterator[Finding]:
    public = tables.get(THREE_PUBLIC)
    if public is None:
        for rule in ("N3", "N5"):
            yield NotApplied(rule, "报告中没有三公经费表")
        return
    pairs = [("N3", code, item) for code, item in PUBLIC_ITEMS.items()]
    pairs.append(("N5", "AGENCY_OPERATING", "AGENCY_OPERATING"))
    grand = grand_column(public)
    for rule, code, item in pairs:
        metric = first.get(code)
        term = text_term(tables, metric) if metric else None
        row = public.row_by_item(item)
        if term is None or grand is None:
            yield NotApplied(rule, f"说明文字没有{_word(tables, code)}")
            continue
        if row is None:
            yield NotApplied(rule, f"{tables.name(public)}不列{tables.book.name(item)}")
            continue
        yield tables.equation(
            rule,
            f"说明文字的{_word(tables, code)}应等于{tables.name(public)}合计列",
            [term],
            terms(public, row, [grand]),
            (public,),
        )


def _text_sum(
    tables: Tables, first: Mapping[str, Metric], rule: str, total: str, parts: tuple[str, ...]
) -> Iterator[Finding]:
    found = [first.get(code) for code in (total, *parts)]
    amounts = [text_term(tables, metric) if metric else None for metric in found]
    if any(term is None for term in amounts):
        yield NotApplied(rule, f"说明文字没有印全{_word(tables, total)}及其各项")
        return
    known = [term for term in amounts if term is not None]
    words = "、".join(_word(tables, part) for part in parts)
    yield tables.equation(
        rule, f"说明文字的{_word(tables, total)}应等于{words}之和", known[:1], known[1:], ()
    )


def _procurement(tables: Tables, first: Mapping[str, Metric]) -> Iterator[Finding]:
    overview, metric = tables.get(OVERVIEW), first.get("PROCUREMENT_TOTAL")
    row = overview.row_by_item("EXPENDITURE_TOTAL") if overview else None
    term = text_term(tables, metric) if metric else None
    if overview is None or row is None or term is None:
        yield NotApplied("N7", "说明文字没有政府采购金额，或没有支出总计")
        return
    limit = value(item_terms(overview, row))
    if term.yuan > limit:
        message = f"{amount_text(term.yuan)}，超过支出总计 {amount_text(limit)}"
        yield tables.fail("N7", "说明文字的政府采购", message, overview)
    else:
        yield tables.ok("N7", "说明文字的政府采购不超过支出总计", overview, trivial=not term.yuan)


def _purchase(tables: Tables, first: Mapping[str, Metric]) -> Iterator[Finding]:
    metric = first.get("ASSET_PLANNED_PURCHASE")
    term = text_term(tables, metric) if metric else None
    right = econ_terms(tables, tables.book.planned_purchase)
    if term is None or not right:
        yield NotApplied("N8", "说明文字没有拟购置固定资产，或经济分类表没有购置科目")
        return
    yield tables.equation(
        "N8",
        f"说明文字的拟购置固定资产应等于经济分类科目 {'、'.join(tables.book.planned_purchase)} 之和",
        [term],
        right,
        (),
    )


def _key_projects(tables: Tables) -> Iterator[Finding]:
    key, project = tables.get("KEY_PROJECTS"), tables.get("PROJECT_BY_UNIT")
    total = total_row(project) if project else None
    grand = grand_column(project) if project else None
    if key is None or project is None or total is None or grand is None:
        yield NotApplied("N9", "没有重点项目表或项目支出预算表")
        return
    rows = [row for row in key.rows_by_role("project") if any(a.yuan for a in row.amounts.values())]
    own = key.amount_columns()
    amount = value(t for row in rows for t in terms(key, row, own[:1]))
    limit = value(terms(project, total, [grand]))
    scope = tables.name(key)
    if amount > limit and key.currency_factor is not None:
        yield tables.fail(
            "N9", scope, f"合计 {amount_text(amount)}，超过项目支出 {amount_text(limit)}", key
        )
    else:
        yield tables.ok("N9", f"{scope}金额", key, trivial=not rows)
    known = {one_width(r.project_name or "") for r in project.rows_by_role("project")}
    strange = [r.project_name or "" for r in rows if one_width(r.project_name or "") not in known]
    if strange:
        shown = "、".join(strange[:5])
        yield tables.fail("N9", f"{scope}名称", f"不在{tables.name(project)}中：{shown}", key)
    elif rows:
        yield tables.ok("N9", f"{scope}名称", key)


def _dates(tables: Tables, metrics: Sequence[Metric]) -> Iterator[Finding]:
    year = tables.report.identity.fiscal_year
    for metric in metrics:
        as_of = getattr(metric, "as_of", None)
        if year is None or not isinstance(as_of, date):
            continue
        scope = f"说明文字{_word(tables, metric.metric)}的日期"
        if year - 1 <= as_of.year <= year:
            yield tables.ok("N10", scope)
        else:
            yield tables.fail("N10", scope, f"{as_of.isoformat()} 与报告年度 {year} 不符")


def _offices(
    tables: Tables, first: Mapping[str, Metric], office_count: int | None
) -> Iterator[Finding]:
    metric = first.get("OFFICE_COUNT")
    if metric is None or metric.value is None or not office_count:
        yield NotApplied("N15", "没有印出内设机构数或名单")
        return
    if metric.value == office_count:
        yield tables.ok("N15", "内设机构")
    else:
        yield tables.fail("N15", "内设机构", f"印为{metric.value}个，列出{office_count}个")


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
