"""Each kind of rule on small statements made by hand; no shared folder needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.grid.printed_table import Box, PageLine
from pipeline.interpret.statement import Statement
from pipeline.narrative.metrics import NarrativeMetric
from pipeline.reconcile.engine import Reconciliation, reconcile
from pipeline.reconcile.rulebook import load_rulebook
from pipeline.reconcile.rules_narrative import change_problem
from pipeline.reconcile.tokens import TokenCount
from schemas.vocabulary import Dimension, Item, Nature, RowRole
from tests.page_layouts import Texts
from tests.reconcile.hand_made_statements import (
    CODE_LABEL,
    LISTS,
    WAN,
    build,
    by_nature,
    column,
    funds,
    metric,
    natures,
    report,
    total,
    unit_columns,
)
from tests.reconcile.mutations import in_unit, moved_fund, shifted_block

ECON = [column(0, "经济科目", "label"), column(1, "预算")]


def overview(basic: str = "60.00", top: str = "100.00", ordinal: int = 1) -> Statement:
    return build(
        "BUDGET_OVERVIEW",
        LISTS,
        [
            ["一、预算拨款", "100.00", "一、一般公共服务支出", basic],
            ["二、财政专户拨款", "0.00", "二、住房保障支出", "40.00"],
            ["三、其他资金", "0.00", None, None],
            ["本年收入合计", "100.00", "本年支出合计", "100.00"],
            [None, None, "三、结转下年", "0.00"],
            ["收入总计", "100.00", "支出总计", top],
        ],
        ordinal=ordinal,
        title="收支总体情况表",
    )


def spending(ordinal: int = 3, *, other: str = "40.00") -> Statement:
    columns = [
        *CODE_LABEL,
        total(2, [3, 4, 5]),
        *natures(3, "BASIC", "PROJECT", "CARRY_FORWARD"),
    ]
    return build(
        "EXPENDITURE_OVERVIEW",
        columns,
        [
            [None, "合计", "100.00", "70.00", "30.00", "0.00"],
            ["201", "一般公共服务支出", "60.00", "30.00", "30.00", "0.00"],
            ["20103", "政府办公厅及相关机构事务", "60.00", "30.00", "30.00", "0.00"],
            ["2010301", "行政运行", "30.00", "30.00", "0.00", "0.00"],
            ["2010399", "其他支出", "30.00", "0.00", "30.00", "0.00"],
            ["221", "住房保障支出", other, "40.00", "0.00", "0.00"],
            ["22102", "住房改革支出", "40.00", "40.00", "0.00", "0.00"],
            ["2210201", "住房公积金", "40.00", "40.00", "0.00", "0.00"],
        ],
        ordinal=ordinal,
        title="支出总体情况表",
    )


def fiscal(ordinal: int = 4, gov: str = "0.00") -> Statement:
    return build(
        "FISCAL_OVERVIEW",
        LISTS,
        [
            ["一、一般公共预算", "100.00", "一、一般公共服务支出", "60.00"],
            ["二、政府性基金预算", gov, "二、住房保障支出", "40.00"],
            ["三、国有资本经营预算", "0.00", None, None],
            ["本年收入合计", "100.00", "本年支出合计", "100.00"],
            ["收入总计", "100.00", "支出总计", "100.00"],
        ],
        ordinal=ordinal,
        title="财政拨款收支总体情况表",
    )


def general(ordinal: int = 5) -> Statement:
    return build(
        "GENERAL_BY_FUNCTION",
        by_nature(codes=False),
        [
            ["合计", "100.00", "70.00", "30.00"],
            ["[201]一般公共服务支出", "60.00", "30.00", "30.00"],
            ["[20103]政府办公厅及相关机构事务", "60.00", "30.00", "30.00"],
            ["[2010301]行政运行", "30.00", "30.00", "0.00"],
            ["[2010399]其他支出", "30.00", "0.00", "30.00"],
            ["[221]住房保障支出", "40.00", "40.00", "0.00"],
            ["[22102]住房改革支出", "40.00", "40.00", "0.00"],
            ["[2210201]住房公积金", "40.00", "40.00", "0.00"],
        ],
        ordinal=ordinal,
        title="一般公共预算支出情况表",
    )


def basic_econ(ordinal: int = 6) -> Statement:
    return build(
        "GENERAL_BASIC_BY_ECON",
        ECON,
        [
            ["合计", "70.00"],
            ["[301]工资福利支出", "58.00"],
            ["[30101]基本工资", "18.00"],
            ["[30113]住房公积金", "40.00"],
            ["[302]商品和服务支出", "12.00"],
            ["[30201]办公费", "2.00"],
            ["[30217]公务接待费", "3.00"],
            ["[30231]公务用车运行维护费", "4.00"],
            ["[30239]其他交通费用", "3.00"],
        ],
        ordinal=ordinal,
        title="一般公共预算基本支出情况表",
    )


def project_econ(ordinal: int = 7) -> Statement:
    return build(
        "GENERAL_PROJECT_BY_ECON",
        ECON,
        [
            ["合计", "30.00"],
            ["[302]商品和服务支出", "30.00"],
            ["[30201]办公费", "29.00"],
            ["[30231]公务用车运行维护费", "1.00"],
        ],
        ordinal=ordinal,
        title="一般公共预算项目支出情况表",
    )


def public(ordinal: int = 8) -> Statement:
    columns = [
        column(0, "项目", "label"),
        total(1, [2, 3]),
        *funds(2, "GENERAL_PUBLIC", "GOV_FUND"),
    ]
    return build(
        "THREE_PUBLIC",
        columns,
        [
            ["行政经费", "9.00", "9.00", "0.00"],
            ["“三公”经费", "8.00", "8.00", "0.00"],
            ["其中：（一）因公出国（境）支出", "0.00", "0.00", "0.00"],
            ["（二）公务用车购置及运行维护支出", "5.00", "5.00", "0.00"],
            ["1.公务用车购置费", "0.00", "0.00", "0.00"],
            ["2.公务用车运行维护费", "5.00", "5.00", "0.00"],
            ["（三）公务接待费支出", "3.00", "3.00", "0.00"],
        ],
        ordinal=ordinal,
        title="三公经费表",
    )


def whole() -> list[Statement]:
    return [
        overview(),
        spending(),
        fiscal(),
        general(),
        basic_econ(),
        project_econ(),
        public(),
    ]


def run(statements: list[Statement], *metrics: NarrativeMetric) -> Reconciliation:
    return reconcile(report(statements), metrics)


def failed(outcome: Reconciliation) -> set[str]:
    return {r.rule for r in outcome.results if r.failed}


def not_applied(outcome: Reconciliation, rule: str) -> bool:
    return any(n.rule == rule and n.reason for n in outcome.not_applied)


def test_a_sound_report_has_no_failure() -> None:
    outcome = run(whole())
    assert not failed(outcome)
    assert outcome.grade == "exact"
    assert not outcome.held_back
    assert outcome.main_failure is None
    assert set(outcome.statement_grades.values()) == {"exact"}


def test_every_rule_is_declared_and_every_finding_uses_a_declared_rule() -> None:
    book = load_rulebook()
    outcome = run(whole())
    names = {r.rule for r in outcome.results} | {n.rule for n in outcome.not_applied}
    assert names <= set(book.rules)
    for rule in book.rules.values():
        for kind in rule.applies_to:
            assert kind == "*" or kind in book.statement_names


def test_a_wrong_minor_table_is_held_back_alone() -> None:
    statements = [*whole()[:4], in_unit(report([basic_econ()]), Decimal(1)).statements[0]]
    outcome = run([*statements, project_econ(), public()])
    assert set(outcome.held_back) == {6}
    assert "表6" in outcome.held_back[6]
    assert outcome.main_failure is None
    assert outcome.statement_grades[6] == "failed"


def test_a_main_table_that_does_not_add_up_fails_the_report() -> None:
    outcome = run([overview(top="90.00"), *whole()[1:]])
    assert set(outcome.held_back) == {1}
    assert outcome.grade == "failed"
    assert "支出总计" in (outcome.main_failure or "")


def test_the_failing_side_of_an_equation_between_tables_is_held_back() -> None:
    """表1 一般公共服务 misread: it breaks its own sum, so the expenditure table is not to blame."""
    outcome = run([overview(basic="66.00"), *whole()[1:]])
    assert {"W1", "X6", "X10"} & failed(outcome) >= {"W1", "X6"}
    assert set(outcome.held_back) == {1}


def test_a_row_total_that_differs_from_its_columns() -> None:
    outcome = run([overview(), spending(other="44.00"), *whole()[2:]])
    assert "W3" in failed(outcome)
    assert 3 in outcome.held_back


def test_a_total_column_that_is_not_known_as_one_would_tell_money_twice() -> None:
    """Every sum of the printed numbers holds, only the leaves do not."""
    statement = general()
    grand = statement.grand_column()
    assert grand is not None and "F1" not in failed(run([statement]))
    place = statement.columns.index(grand)
    statement.columns[place] = replace(grand, sum_of=())
    assert failed(run([statement])) == {"F1"}


def test_leaves_beside_a_total_that_does_not_count_them() -> None:
    """A rounding row of the grand total is none when it is more than rounding."""
    statement = general()
    assert "F1" not in failed(run([statement]))
    basic = next(c for c in statement.columns if c.members.get(Dimension.NATURE) == Nature.BASIC)
    statement.columns.append(replace(basic, index=9, path=("基本支出", "其中")))
    for row in statement.rows:
        if basic.index in row.amounts:
            row.amounts[9] = replace(row.amounts[basic.index], column_index=9)
    assert "F1" in failed(run([statement]))


def test_basic_spending_differs_between_two_tables_though_money_is_carried_over() -> None:
    statements = [general(), basic_econ()]
    statements[0].columns.append(column(9, "年初结转", flow="OPENING"))
    assert "X14" not in failed(run(statements))
    for row in statements[1].rows:
        if row.role == RowRole.TOTAL:
            row.amounts = {k: replace(a, yuan=a.yuan / 2) for k, a in row.amounts.items()}
    assert "X14" in failed(run(statements))


def test_a_lost_total_row_is_a_failure_not_a_pass() -> None:
    statement = general()
    statement.rows = [row for row in statement.rows if row.role != RowRole.TOTAL]
    for position, row in enumerate(statement.rows):
        row.position, row.parent, row.children = position, None, []
    outcome = run([*whole()[:3], statement, *whole()[4:]])
    assert "W5" in failed(outcome)
    assert 5 in outcome.held_back


def test_columns_that_say_the_same_without_a_total_are_a_failure() -> None:
    columns = [column(0, "功能科目名称", "label"), *natures(1, "BASIC", "BASIC")]
    statement = build(
        "GENERAL_BY_FUNCTION", columns, [["合计", "1.00", "2.00"], ["[201]甲", "1.00", "2.00"]]
    )
    assert "W5" in failed(run([statement]))


def test_columns_of_different_money_may_stand_without_a_total() -> None:
    columns = [column(0, "功能科目名称", "label"), *natures(1, "BASIC", "PROJECT")]
    statement = build(
        "GENERAL_BY_FUNCTION", columns, [["合计", "1.00", "2.00"], ["[201]甲", "1.00", "2.00"]]
    )
    assert "W5" not in failed(run([statement]))


def test_money_that_belongs_to_no_total_is_a_failure() -> None:
    statement = basic_econ()
    stray = statement.rows[2]
    assert stray.parent is not None
    statement.rows[stray.parent].children.remove(stray.position)
    stray.parent = None
    assert any("不属于任何合计" in r.message for r in run([statement]).failures)


def test_items_moved_below_the_subtotal_are_added_by_position() -> None:
    """The form of later years: 对附属补助 stands above 本年支出合计 and 结转 below."""
    statement = build(
        "BUDGET_OVERVIEW",
        LISTS,
        [
            ["一、预算拨款", "90.00", "一、一般公共服务支出", "60.00"],
            [None, None, "二、对附属单位补助支出", "30.00"],
            ["本年收入合计", "90.00", "本年支出合计", "90.00"],
            ["上年结转结余", "10.00", "结转下年", "10.00"],
            ["收入总计", "100.00", "支出总计", "100.00"],
        ],
    )
    outcome = run([statement])
    assert sum(r.rule == "W1" for r in outcome.results) == 5
    assert "W1" not in failed(outcome)


def test_an_empty_declaration_and_money_exclude_each_other() -> None:
    lines = [[None, "合计", "1.00", "1.00", "0.00"]]
    fund = build("FUND_BY_FUNCTION", by_nature(codes=True), lines, empty=True)
    assert "E1" in failed(run([fund]))
    zero = [[None, "合计", "0.00", "0.00", "0.00"]]
    declared = build("FUND_BY_FUNCTION", by_nature(codes=True), zero, empty=True)
    assert not failed(run([declared]))
    silent = build("FUND_BY_FUNCTION", by_nature(codes=True), zero)
    assert failed(run([silent])) == {"E2"}


def test_a_total_without_rows_is_a_failure() -> None:
    lines = [[None, "合计", "1.00", "1.00", "0.00"]]
    assert "W9" in failed(run([build("FUND_BY_FUNCTION", by_nature(codes=True), lines)]))


def test_one_line_of_money_without_any_label_is_a_table() -> None:
    """Some forms print income as one line under its sources."""
    columns = [total(0, [1, 2]), *funds(1, "GENERAL_PUBLIC", "OTHER_FUND")]
    statement = build("REVENUE_OVERVIEW", columns, [["3.00", "2.00", "1.00"]])
    statement.rows[0].role, statement.rows[0].item = RowRole.TOTAL, Item.TOTAL
    assert not failed(run([statement]))


def test_a_table_without_rows_passes_nothing() -> None:
    statement = build("GENERAL_BY_FUNCTION", by_nature(codes=False), [])
    outcome = run([statement])
    assert "E3" in failed(outcome)
    assert outcome.grade is None


def test_a_table_of_projects_without_rows_where_nothing_is_spent_on_projects() -> None:
    columns = [*CODE_LABEL, total(2, [3, 4]), *natures(3, "BASIC", "PROJECT")]
    lines: Texts = [
        [None, "合计", "70.00", "70.00", "0.00"],
        ["201", "一般公共服务支出", "70.00", "70.00", "0.00"],
    ]
    spent = build("EXPENDITURE_OVERVIEW", columns, lines, ordinal=3)
    empty = build("GENERAL_PROJECT", [*ECON], [], ordinal=7)
    assert 7 not in run([spent, empty]).held_back
    assert 7 in run([spending(), empty]).held_back


def test_the_same_statement_twice_is_held_back() -> None:
    lines = [
        ["合计", "90.00", "60.00", "30.00"],
        ["[201]一般公共服务支出", "90.00", "60.00", "30.00"],
    ]
    other = build("GENERAL_BY_FUNCTION", by_nature(codes=False), lines, ordinal=9)
    outcome = run([*whole(), other])
    assert set(outcome.held_back) == {9}


def test_the_same_money_told_twice_is_noted() -> None:
    outcome = run([*whole(), general(ordinal=9)])
    assert not outcome.held_back
    assert [(r.rule, r.severity) for r in outcome.failures] == [("E4", "soft")]


def test_rules_say_why_they_were_not_applied() -> None:
    outcome = run([overview(), spending()])
    for rule in ("X1", "X8", "X9", "X13", "X14", "X19", "S1", "N1"):
        assert not_applied(outcome, rule), rule


def test_income_by_body_is_not_compared_by_code() -> None:
    columns = [
        column(0, "单位名称", "label"),
        total(1, [2, 3]),
        *funds(2, "GENERAL_PUBLIC", "OTHER_FUND"),
    ]
    revenue = build(
        "REVENUE_OVERVIEW",
        columns,
        [
            ["合计", "100.00", "100.00", "0.00"],
            ["某局（本级）", "80.00", "80.00", "0.00"],
            ["某中心", "20.00", "20.00", "0.00"],
        ],
        ordinal=2,
    )
    outcome = run([*whole(), revenue])
    assert not failed(outcome)
    assert not_applied(outcome, "X8")
    assert not_applied(outcome, "X13")
    assert any(r.rule == "X13b" and not r.failed for r in outcome.results)


def test_other_money_switches_the_comparison_of_natures_off() -> None:
    columns = [
        column(0, "单位名称", "label"),
        total(1, [2, 3]),
        *funds(2, "GENERAL_PUBLIC", "OTHER_FUND"),
    ]
    revenue = build(
        "REVENUE_OVERVIEW",
        columns,
        [["合计", "105.00", "100.00", "5.00"], ["某局", "105.00", "100.00", "5.00"]],
        ordinal=2,
    )
    assert not_applied(run([*whole(), revenue]), "X13b")


def test_three_public_under_another_fund_are_held_back() -> None:
    """Every sum still holds: only X19 and X21 see it."""
    outcome = reconcile(moved_fund(report(whole()), "GENERAL_PUBLIC", "GOV_FUND"))
    assert failed(outcome) == {"X19", "X21"}
    assert set(outcome.held_back) == {8}


def test_three_public_against_economic_codes_is_soft_but_gates() -> None:
    statements = whole()
    statements[-1] = in_unit(report([public()]), Decimal(100)).statements[0]
    outcome = run(statements)
    assert "X19" in failed(outcome)
    assert set(outcome.held_back) == {8}


@pytest.mark.parametrize(("block", "step"), [("302", 1), ("302", -1), ("301", 1)])
def test_amounts_shifted_against_their_labels(block: str, step: int) -> None:
    """No sum sees it. L1 does, by money printed elsewhere; the three public items stay."""
    changed = shifted_block(report(whole()), "GENERAL_BASIC_BY_ECON", block, step)
    outcome = reconcile(changed)
    assert "L1" in failed(outcome)
    assert set(outcome.held_back) == {6}


def test_names_shifted_against_codes() -> None:
    names = {
        ("department", "30101"): ["基本工资"],
        ("department", "30102"): ["津贴补贴"],
        ("department", "30103"): ["奖金"],
    }
    lines = [
        ["合计", "6.00"],
        ["[301]工资福利支出", "6.00"],
        ["[30101]津贴补贴", "1.00"],
        ["[30102]奖金", "2.00"],
        ["[30103]基本工资", "3.00"],
    ]
    outcome = reconcile(report([build("GENERAL_BASIC_BY_ECON", ECON, lines)]), dictionary=names)
    assert {"L2", "K1n"} <= failed(outcome)
    assert set(outcome.held_back) == {1}


def test_one_unusual_name_is_soft() -> None:
    names = {("department", "30101"): ["基本工资"]}
    lines = [["合计", "1.00"], ["[301]工资", "1.00"], ["[30101]基本薪金", "1.00"]]
    outcome = reconcile(report([build("GENERAL_BASIC_BY_ECON", ECON, lines)]), dictionary=names)
    assert failed(outcome) == {"K1n"}
    assert not outcome.held_back


def test_codes_of_another_scheme_and_doubled_codes() -> None:
    lines = [["合计", "2.00"], ["[201]甲", "1.00"], ["[302]乙", "0.50"], ["[302]乙", "0.50"]]
    outcome = run([build("GENERAL_BASIC_BY_ECON", ECON, lines)])
    messages = [r.message for r in outcome.results if r.rule == "K1" and r.failed]
    assert len(messages) == 2


def test_a_parent_that_is_not_printed() -> None:
    lines = [["合计", "1.00"], ["[30101]基本工资", "1.00"]]
    assert failed(run([build("GENERAL_BASIC_BY_ECON", ECON, lines)])) == {"K1p"}


def test_bodies_and_projects() -> None:
    basic = build(
        "BASIC_BY_UNIT",
        unit_columns(),
        [
            ["合计", "70.00", "70.00", "70.00", "0.00", "0.00", "0.00", "0.00"],
            ["某局（本级）", "60.00", "60.00", "60.00", "0.00", "0.00", "0.00", "0.00"],
            ["　工资福利支出", "58.00", "58.00", "58.00", "0.00", "0.00", "0.00", "0.00"],
            ["　商品和服务支出", "2.00", "2.00", "2.00", "0.00", "0.00", "0.00", "0.00"],
            ["某中心", "10.00", "10.00", "10.00", "0.00", "0.00", "0.00", "0.00"],
            ["　商品和服务支出", "10.00", "10.00", "10.00", "0.00", "0.00", "0.00", "0.00"],
        ],
        ordinal=11,
    )
    project = build(
        "PROJECT_BY_UNIT",
        unit_columns([column(8, "绩效目标", "text")]),
        [
            ["合计", "30.00", "30.00", "30.00", "0.00", "0.00", "0.00", "0.00", None],
            ["某局", "30.00", "30.00", "30.00", "0.00", "0.00", "0.00", "0.00", None],
            ["　甲项目", "30.00", "30.00", "30.00", "0.00", "0.00", "0.00", "0.00", "好"],
        ],
        ordinal=12,
    )
    outcome = run([*whole(), basic, project])
    assert not failed(outcome)
    rules = {r.rule for r in outcome.results if not r.is_trivial}
    assert {"W11", "W12", "X15", "X16", "X18"} <= rules


def test_figures_of_the_text() -> None:
    metrics = [
        metric("INCOME_TOTAL", "100", "10", "11.1"),
        metric("THREE_PUBLIC_TOTAL", "8"),
        metric("THREE_PUBLIC_RECEPTION", "3"),
        metric("PROCUREMENT_TOTAL", "3"),
        metric("PROCUREMENT_GOODS", "1"),
        metric("PROCUREMENT_WORKS", "0"),
        metric("PROCUREMENT_SERVICES", "1"),
        metric("ASSET_FIXED", "9", as_of=date(2020, 1, 1)),
    ]
    outcome = run(whole(), *metrics)
    assert failed(outcome) == {"N6", "N10"}
    assert not outcome.held_back


def test_text_that_misses_by_a_power_of_ten_is_a_wrong_unit() -> None:
    outcome = reconcile(in_unit(report(whole()), Decimal(1)), [metric("INCOME_TOTAL", "100")])
    assert outcome.grade == "failed"
    assert "单位" in (outcome.main_failure or "")


def test_text_that_just_differs_does_not_quarantine() -> None:
    outcome = run(whole(), metric("INCOME_TOTAL", "101"))
    assert failed(outcome) == {"N1"}
    assert outcome.main_failure is None


def test_text_against_three_public_holds_back_unless_confirmed() -> None:
    assert not run(whole(), metric("THREE_PUBLIC_TOTAL", "9")).held_back
    alone = run([*whole()[:4], public()], metric("THREE_PUBLIC_TOTAL", "9"))
    assert set(alone.held_back) == {8}


@pytest.mark.parametrize(
    ("current", "change", "percent", "zero", "holds"),
    [
        ("2411.64", "24.16", "1.01", False, True),
        ("2411.64", "24.16", "1.03", False, False),
        ("7651.71", "-458.14", "-5.6", False, True),
        ("26.11", "-25.05", "-49", False, True),
        ("26.11", "-25.05", "49", False, False),
        ("0", "0", None, True, True),
        ("5", "0", None, True, False),
        ("5", "5", "100", False, False),
    ],
)
def test_percentages_by_interval(
    current: str, change: str, percent: str | None, zero: bool, holds: bool
) -> None:
    problem = change_problem(
        Decimal(current), Decimal(change), Decimal(percent) if percent else None, zero
    )
    assert (problem is None) == holds


def test_contents_and_left_over_template_words() -> None:
    lines = [PageLine(3, "上海市某区XX局 部门概况", Box(0, 0, 1, 1))]
    outcome = reconcile(
        report(whole()), listed={"REVENUE_OVERVIEW": "二、收入总体情况表"}, lines=lines
    )
    assert failed(outcome) == {"E5", "E6"}
    assert not outcome.held_back


def test_another_body_in_a_heading() -> None:
    statement = build("GENERAL_BASIC_BY_ECON", ECON, [["合计", "0.00"]], entity="另一个局")
    assert "N10" in failed(run([statement]))


def test_a_lost_number_holds_the_tables_of_its_page_back() -> None:
    statements = whole()
    statements[4] = build(
        "GENERAL_BASIC_BY_ECON",
        ECON,
        [["合计", "70.00"], ["[301]工资", "70.00"]],
        ordinal=6,
        page=6,
    )
    outcome = reconcile(report(statements), tokens=[TokenCount(6, 9, 8, ("0.02",))])
    assert 6 in outcome.held_back
    assert "0.02" in outcome.held_back[6]


def test_rows_for_the_warehouse() -> None:
    outcome = run([overview(top="90.00")])
    rows = list(outcome.rows(lambda s, c: f"k:{s.table.ordinal}:{c.row}:{c.column}"))
    bad = next(row for row in rows if row["grade"] == "failed")
    assert bad["rule"] == "W1"
    assert bad["table_ordinal"] == 1
    assert bad["left_cells"] == "k:1:5:3"
    assert bad["right_cells"] == "k:1:3:3 k:1:4:3"
    assert bad["residual_yuan"] == Decimal(-10) * WAN
    assert "允许" in str(bad["message"])


def test_rows_that_were_not_printed_are_said_to_be() -> None:
    """The table lacks of its total what it lacks of a class of the overview."""
    columns = [*CODE_LABEL, total(2, [3, 4]), *natures(3, "BASIC", "PROJECT")]
    short = build(
        "EXPENDITURE_OVERVIEW",
        columns,
        [
            [None, "合计", "100.00", "70.00", "30.00"],
            ["201", "一般公共服务支出", "60.00", "30.00", "30.00"],
            ["20103", "政府办公厅及相关机构事务", "60.00", "30.00", "30.00"],
            ["2010301", "行政运行", "30.00", "30.00", "0.00"],
            ["2010399", "其他支出", "30.00", "0.00", "30.00"],
        ],
        ordinal=3,
        title="支出总体情况表",
    )
    reason = run([overview(), short]).held_back[3]
    assert "合计比印出的各行多 40.00 万元" in reason and "原件可能没有印全各行" in reason
    assert "（规则 W3）" in reason and "（规则 X6）" in reason
    # A wrong number in the overview is no missing row.
    other = run([overview(basic="70.00"), spending()])
    assert all("没有印全" not in told for told in other.held_back.values())
