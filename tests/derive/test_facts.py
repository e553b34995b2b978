"""Leaves only, and rounding rows that make every level add up to what is printed."""

from __future__ import annotations

from decimal import Decimal

from pipeline.derive.facts import expenditure_facts, leaves, objectives, three_public_facts
from pipeline.domain.lexicon import load_lexicon
from tests.interpret.statements_from_tables import EXPENDITURE, read
from tests.page_layouts import raw_table

LEXICON = load_lexicon()


def key(statement: object, cell: object) -> str:
    return "key"


def test_leaves_add_up_to_the_printed_total() -> None:
    statement = read("支出总体情况表", raw_table(EXPENDITURE))
    spec = LEXICON.statements[statement.kind]
    facts = expenditure_facts(statement, spec, "FUNCTION_ALL", "initial_budget", key)
    assert [(fact["function_code"], fact["nature"], fact["amount_yuan"]) for fact in facts] == [
        ("2010301", "BASIC", Decimal(100000)),
        ("2010302", "PROJECT", Decimal(200000)),
    ]


def test_rounding_becomes_a_row_at_the_parent() -> None:
    rows = [list(row) for row in EXPENDITURE]
    rows[5][3] = rows[5][2] = "10.01"
    statement = read("支出总体情况表", raw_table(rows))
    found = leaves(statement)
    assert sum(leaf.yuan for leaf in found) == Decimal(300000)
    assert [(leaf.row.code, leaf.yuan) for leaf in found if leaf.is_rounding] == [
        ("20103", Decimal(-100))
    ]


def test_rounding_between_total_and_parts_of_the_top_row() -> None:
    rows = [list(row) for row in EXPENDITURE]
    rows[2][2] = "30.01"
    found = leaves(read("支出总体情况表", raw_table(rows)))
    assert sum(leaf.yuan for leaf in found) == Decimal(300100)
    assert [leaf.column for leaf in found if leaf.is_rounding] == [None]


def test_three_public_zeros_are_facts() -> None:
    rows = [
        ["项目", "合计", "一般公共预算"],
        ["“三公”经费", "1.00", "1.00"],
        ["（一）因公出国（境）支出", "0.00", "0.00"],
        ["（三）公务接待费支出", "1.00", "1.00"],
    ]
    statement = read("“三公”经费预算表", raw_table(rows))
    facts = three_public_facts(statement, LEXICON, "initial_budget", key)
    assert [(fact["item"], fact["amount_yuan"]) for fact in facts] == [
        ("ABROAD", Decimal(0)),
        ("RECEPTION", Decimal(10000)),
    ]


def test_none_is_not_a_project() -> None:
    rows = [["项目", "预算数（单位：万元）", "绩效目标"], ["无", "0", "无"]]
    statement = read("重点项目预算绩效目标情况", raw_table(rows))
    assert objectives(statement, "KEY_PROJECT_TABLE", lambda text: text == "无", key) == []
