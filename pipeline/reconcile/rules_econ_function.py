"""Economic against function codes that print the same money of basic spending (S rules).

Belongs here: pensions, annuities, medical insurance, housing fund by both classifications.
Does not belong here: the codes themselves (`rules.toml`), form and names of codes (`rules_codes`).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.interpret.statement import Row
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding, NotApplied, Side, Untestable
from pipeline.reconcile.printed_terms import code_rows, grand_columns, nature_columns, terms
from pipeline.reconcile.registry import computes
from pipeline.reconcile.rulebook import CodePair
from schemas.vocabulary import Nature, StatementKind


@computes("S1", "S1r")
def econ_and_function(case: Case) -> Iterator[Finding]:
    """Pairs of economic and function codes that print the same basic spending."""
    econ = case.need(StatementKind.GENERAL_BASIC_BY_ECON)
    general = case.need(StatementKind.GENERAL_BY_FUNCTION)
    grand, basic = grand_columns(econ), nature_columns(general, Nature.BASIC)
    if not grand or not basic:
        raise Untestable("一般公共预算的功能分类表或基本支出经济分类表没有可核对的列")
    econ_rows, function_rows = code_rows(econ), code_rows(general)
    for pair in case.book.code_pairs:
        left = [t for code in pair.econ for t in terms(econ, econ_rows.get(code), grand)]
        rows = _function_rows(pair, function_rows)
        right = [term for row in rows for term in terms(general, row, basic)]
        codes = "、".join(pair.econ)
        if not left or not right:
            yield NotApplied(pair.rule, f"两表不都列科目 {codes} 或其功能科目")
            continue
        functions = "、".join([*pair.function, *(f"{p}*" for p in pair.prefixes)])
        yield case.equation(
            pair.rule,
            f"{case.title(econ)}科目 {codes} 应等于{case.title(general)}科目 {functions} 的基本支出",
            Side(left, (econ,)),
            Side(right, (general,)),
        )


def _function_rows(pair: CodePair, rows: dict[str, Row]) -> list[Row]:
    """The rows of a pair's function codes, and the 项 below its prefixes."""
    named = [rows[code] for code in pair.function if code in rows]
    below = [row for code, row in rows.items() if len(code) == 7 and code.startswith(pair.prefixes)]
    return named + below


@computes("S6")
def pension_and_annuity(case: Case) -> Iterator[Finding]:
    """Contributions to the pension are a fixed multiple of those to the annuity."""
    econ = case.need(StatementKind.GENERAL_BASIC_BY_ECON)
    general = case.need(StatementKind.GENERAL_BY_FUNCTION)
    rows, grand, book = code_rows(econ), grand_columns(econ), case.book
    pension, annuity = rows.get(book.pension_code), rows.get(book.annuity_code)
    if pension is None or annuity is None or not grand:
        raise Untestable("没有养老保险或职业年金科目")
    if not nature_columns(general, Nature.BASIC):
        raise Untestable("一般公共预算的功能分类表没有基本支出")
    yield case.equation(
        "S6",
        f"{case.title(econ)}养老保险缴费应等于职业年金缴费的{book.pension_factor}倍",
        Side(terms(econ, pension, grand), (econ,)),
        Side(terms(econ, annuity, grand, book.pension_factor), (econ,)),
    )
