"""A passing and a failing example of every rule of `rules.csv`.

`EXAMPLES` maps a rule to its example: a sound report on which the rule holds, and the flaw that
makes it fail. A new rule needs a line here; a flaw is most often one number printed otherwise.
Test-only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipeline.grid.printed_table import Box, PageLine
from pipeline.interpret.statement import Column, Row, Statement
from pipeline.reconcile.engine import Reconciliation
from pipeline.reconcile.tokens import TokenCount
from schemas.vocabulary import Fund, Item, Nature, Stage, StatementKind
from tests.reconcile.hand_made_statements import metric, report
from tests.reconcile.mutations import shifted_block
from tests.reconcile.printed_forms import checked, form
from tests.reconcile.sound import Printed, many_funds, one_fund

K = StatementKind
Flaw = Callable[[Printed], None]
# The total row, and the column of all money.
TOTAL = ""
# These have nothing to say of a report in which all is well: no result, no failure.
SILENT = frozenset({"E2", "E3", "E4", "E6"})


@dataclass(frozen=True)
class Example:
    """Two reports of which the rule holds on the first and fails on the second."""

    passing: Callable[[], Reconciliation]
    failing: Callable[[], Reconciliation]


def flawed(sound: Callable[[], Printed], flaw: Flaw) -> Example:
    """A sound report, and the same with a flaw."""

    def failing() -> Reconciliation:
        printed = sound()
        flaw(printed)
        return printed.reconciled()

    return Example(lambda: sound().reconciled(), failing)


# --- flaws --------------------------------------------------------------------------------------


def prints(kind: str, row: str, column: str, wan: str) -> Flaw:
    """Another number in one cell: `row` is a code, item or name, `column` a member."""

    def flaw(printed: Printed) -> None:
        statement = printed[kind]
        line = row_of(statement, row)
        index = column_of(statement, line, column).index
        value = Decimal(wan)
        line.amounts[index] = replace(
            line.amounts[index], printed=value, yuan=value * (statement.currency_factor or 1)
        )

    return flaw


def row_of(statement: Statement, row: str) -> Row:
    if row == TOTAL:
        row = "TOTAL"
    return next(r for r in statement.rows if row in (r.code, r.item, r.name))


def column_of(statement: Statement, row: Row, member: str) -> Column:
    if member == TOTAL:
        column = statement.grand_column(row.panel)
        assert column is not None
        return column
    return next(c for c in statement.amount_columns() if member in c.members.values())


def says(name: str, value: str, change: str | None = None, percent: str | None = None) -> Flaw:
    """Another figure of the text."""

    def flaw(printed: Printed) -> None:
        unit = next(m.unit for m in printed.metrics if m.metric == name) or ""
        changed = metric(name, value, change, percent, unit=unit)
        printed.metrics = [changed if m.metric == name else m for m in printed.metrics]

    return flaw


def loses_its_rows(kind: str) -> Flaw:
    return lambda printed: printed[kind].rows.clear()


def declares_nothing(kind: str) -> Flaw:
    return lambda printed: setattr(printed[kind], "is_empty_declared", False)


def has_code(kind: str, code: str, other: str) -> Flaw:
    return lambda printed: setattr(row_of(printed[kind], code), "code", other)


def has_name(kind: str, code: str, name: str) -> Flaw:
    return lambda printed: setattr(row_of(printed[kind], code), "name", name)


def swaps_names(kind: str, *codes: str) -> Flaw:
    """Each code has the name of the next one, the last that of the first."""

    def flaw(printed: Printed) -> None:
        rows = [row_of(printed[kind], code) for code in codes]
        names = [row.name for row in rows]
        for row, name in zip(rows, [*names[1:], names[0]], strict=True):
            row.name = name

    return flaw


def repeats(kind: str) -> Flaw:
    """A second table of a kind, of other money."""

    def flaw(printed: Printed) -> None:
        other = many_funds()[kind]
        other.table.ordinal = 99
        printed.statements.append(other)

    return flaw


def shifts_amounts(kind: str, block: str) -> Flaw:
    def flaw(printed: Printed) -> None:
        printed.statements = shifted_block(report(printed.statements), kind, block).statements

    return flaw


def takes_a_total_for_a_part(printed: Printed) -> None:
    statement = printed[K.GENERAL_BY_FUNCTION]
    statement.columns = [replace(column, sum_of=()) for column in statement.columns]


def leaves_template_words(printed: Printed) -> None:
    printed.lines = [PageLine(3, "上海市某区XX局 部门概况", Box(0, 0, 1, 1))]


def lists_what_is_not_there(printed: Printed) -> None:
    printed.listed = {K.PROCUREMENT: "表15 政府采购预算表"}


def counts_assets_long_ago(printed: Printed) -> None:
    printed.metrics = [
        replace(m, as_of=date(2020, 1, 1)) if m.as_of else m for m in printed.metrics
    ]


def loses_a_number(printed: Printed) -> None:
    printed.tokens = [TokenCount(1, 20, 19, ("0.02",))]


def item_says_other_accounts(printed: Printed) -> None:
    final = (Decimal(310000), Decimal(100))
    printed.text_items = [
        replace(one, money={**one.money, Stage.FINAL_ACCOUNTS: final}) for one in printed.text_items
    ]


def item_says_another_rate(printed: Printed) -> None:
    printed.text_items = [
        replace(one, item=replace(one.item, percent=Decimal(57))) for one in printed.text_items
    ]


def forms_agree() -> Reconciliation:
    return checked(form("设备更新", "20.00", "15.00", "5.00"))


def forms_differ() -> Reconciliation:
    return checked(form("设备更新", "21.00", "15.00", "5.00"), said="5")


# --- examples -----------------------------------------------------------------------------------

EXAMPLES: Mapping[str, Example] = {
    # Sums within a statement.
    "W0": flawed(one_fund, prints(K.FISCAL_SPENDING, "201", TOTAL, "51.00")),
    "W1": flawed(one_fund, prints(K.BUDGET_OVERVIEW, "CURRENT_YEAR_EXPENDITURE", TOTAL, "80.00")),
    "W2": flawed(many_funds, prints(K.REVENUE_OVERVIEW, "2120801", Fund.GOV_FUND, "8.00")),
    "W3": flawed(one_fund, prints(K.EXPENDITURE_OVERVIEW, "2210201", Nature.BASIC, "13.00")),
    "W4": flawed(one_fund, prints(K.FISCAL_OVERVIEW, "CURRENT_YEAR_INCOME", TOTAL, "80.00")),
    "W5": flawed(one_fund, prints(K.GENERAL_BY_FUNCTION, "20103", Nature.PROJECT, "2.00")),
    "W6": flawed(one_fund, prints(K.GENERAL_BASIC_BY_ECON, "301", TOTAL, "40.00")),
    "W7": flawed(one_fund, prints(K.GENERAL_PROJECT_BY_ECON, "310", TOTAL, "16.00")),
    "W8": flawed(one_fund, prints(K.THREE_PUBLIC, Item.VEHICLE, TOTAL, "15.00")),
    "W9": flawed(many_funds, prints(K.FUND_BY_FUNCTION, "212", TOTAL, "8.00")),
    "W10": flawed(many_funds, prints(K.CAPITAL_BY_FUNCTION, "223", TOTAL, "6.00")),
    "W11": flawed(one_fund, prints(K.BASIC_BY_UNIT, "工资福利支出", TOTAL, "43.00")),
    "W12": flawed(one_fund, prints(K.PROJECT_BY_UNIT, "甲项目", TOTAL, "4.00")),
    # Structure, and what would be published.
    "E1": flawed(one_fund, prints(K.FUND_BY_FUNCTION, TOTAL, TOTAL, "1.00")),
    "E2": flawed(one_fund, declares_nothing(K.FUND_BY_FUNCTION)),
    "E3": flawed(one_fund, loses_its_rows(K.GENERAL_PROJECT_BY_ECON)),
    "E4": flawed(one_fund, repeats(K.FISCAL_OVERVIEW)),
    "E5": flawed(one_fund, lists_what_is_not_there),
    "E6": flawed(one_fund, leaves_template_words),
    "F1": flawed(one_fund, takes_a_total_for_a_part),
    # Overview, income, spending.
    "X1": flawed(one_fund, prints(K.BUDGET_OVERVIEW, Item.FISCAL_APPROPRIATION, TOTAL, "80.00")),
    "X2": flawed(many_funds, prints(K.BUDGET_OVERVIEW, Item.SPECIAL_ACCOUNT, TOTAL, "2.40")),
    "X3": flawed(many_funds, prints(K.BUDGET_OVERVIEW, Item.OTHER_FUND, TOTAL, "2.57")),
    "X4": flawed(many_funds, prints(K.BUDGET_OVERVIEW, Item.SUPERIOR_SUBSIDY, TOTAL, "0.57")),
    "X5": flawed(many_funds, prints(K.BUDGET_OVERVIEW, Item.INCOME_TOTAL, TOTAL, "100.00")),
    "X6": flawed(one_fund, prints(K.BUDGET_OVERVIEW, "201", TOTAL, "51.00")),
    "X6b": flawed(many_funds, prints(K.BUDGET_OVERVIEW, Item.TO_SUBORDINATE, TOTAL, "1.52")),
    "X7": flawed(many_funds, prints(K.BUDGET_OVERVIEW, Item.EXPENDITURE_TOTAL, TOTAL, "100.00")),
    "X8": flawed(one_fund, prints(K.REVENUE_OVERVIEW, "2210201", TOTAL, "21.00")),
    # Fiscal appropriation.
    "X9": flawed(many_funds, prints(K.FISCAL_OVERVIEW, Fund.GOV_FUND, TOTAL, "6.00")),
    "X10": flawed(many_funds, prints(K.FISCAL_OVERVIEW, "212", TOTAL, "6.00")),
    "X11": flawed(one_fund, prints(K.FISCAL_OVERVIEW, Item.INCOME_TOTAL, TOTAL, "18.00")),
    "X12": flawed(many_funds, prints(K.CAPITAL_BY_FUNCTION, TOTAL, TOTAL, "5.50")),
    "X13": flawed(many_funds, prints(K.REVENUE_OVERVIEW, "2210201", Fund.GENERAL_PUBLIC, "21.00")),
    "X13b": flawed(one_fund, prints(K.EXPENDITURE_OVERVIEW, "2210201", Nature.BASIC, "21.00")),
    "X14": flawed(one_fund, prints(K.GENERAL_BASIC_BY_ECON, TOTAL, TOTAL, "16.00")),
    # Tables by body.
    "X15": flawed(one_fund, prints(K.BASIC_BY_UNIT, TOTAL, TOTAL, "16.00")),
    "X16": flawed(many_funds, prints(K.PROJECT_BY_UNIT, TOTAL, Fund.GOV_FUND, "6.00")),
    "X17": flawed(many_funds, prints(K.PROJECT_BY_UNIT, TOTAL, Fund.SPECIAL_ACCOUNT, "5.20")),
    "X17b": flawed(many_funds, prints(K.BASIC_BY_UNIT, TOTAL, Fund.OTHER_FUND, "5.10")),
    "X18": flawed(one_fund, prints(K.BASIC_BY_UNIT, "工资福利支出", Fund.GENERAL_PUBLIC, "24.00")),
    # Three public.
    "X19": flawed(one_fund, prints(K.THREE_PUBLIC, Item.ABROAD, Fund.GENERAL_PUBLIC, "3.00")),
    "X20": flawed(one_fund, prints(K.THREE_PUBLIC, Item.AGENCY_OPERATING, TOTAL, "0.00")),
    "X21": flawed(one_fund, prints(K.THREE_PUBLIC, Item.RECEPTION, Fund.GOV_FUND, "3.00")),
    # Codes and names.
    "K1": flawed(one_fund, has_code(K.GENERAL_BASIC_BY_ECON, "30101", "3010")),
    "K1p": flawed(one_fund, has_code(K.GENERAL_BASIC_BY_ECON, "30101", "30901")),
    "K1n": flawed(one_fund, has_name(K.GENERAL_BASIC_BY_ECON, "30101", "办公费")),
    "K2": flawed(one_fund, prints(K.GENERAL_BY_FUNCTION, "2210201", TOTAL, "0.00")),
    "L1": flawed(one_fund, shifts_amounts(K.GENERAL_BASIC_BY_ECON, "302")),
    "L2": flawed(
        one_fund, swaps_names(K.GENERAL_BASIC_BY_ECON, "30101", "30108", "30109", "30113")
    ),
    "S1": flawed(one_fund, prints(K.GENERAL_BASIC_BY_ECON, "30113", TOTAL, "21.00")),
    "S1r": flawed(one_fund, prints(K.GENERAL_BASIC_BY_ECON, "30302", TOTAL, "1.00")),
    "S6": flawed(one_fund, prints(K.GENERAL_BASIC_BY_ECON, "30109", TOTAL, "5.00")),
    # The text.
    "N1": flawed(one_fund, says("INCOME_TOTAL", "18")),
    "N2": flawed(one_fund, says("INCOME_TOTAL", "81", "1", "12.5")),
    "N2b": flawed(one_fund, says("THREE_PUBLIC_TOTAL", "21", "1", "-5")),
    "N3": flawed(one_fund, says("THREE_PUBLIC_RECEPTION", "8")),
    "N4": flawed(one_fund, says("THREE_PUBLIC_VEHICLE", "61")),
    "N5": flawed(one_fund, says("AGENCY_OPERATING", "21")),
    "N6": flawed(one_fund, says("PROCUREMENT_GOODS", "5.3")),
    "N7": flawed(one_fund, says("PROCUREMENT_TOTAL", "600")),
    "N8": flawed(one_fund, says("ASSET_PLANNED_PURCHASE", "9")),
    "N9": flawed(one_fund, prints(K.KEY_PROJECTS, "甲项目", TOTAL, "999.00")),
    "N10": flawed(one_fund, counts_assets_long_ago),
    "N15": flawed(one_fund, says("OFFICE_COUNT", "3")),
    "N16": flawed(one_fund, item_says_other_accounts),
    "N17": flawed(one_fund, item_says_another_rate),
    # Forms and procurement.
    "P1": Example(forms_agree, forms_differ),
    "P2": Example(forms_agree, forms_differ),
    "P3": Example(forms_agree, forms_differ),
    # Token conservation.
    "T0": flawed(one_fund, loses_a_number),
}
