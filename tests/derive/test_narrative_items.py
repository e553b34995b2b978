"""Items of the text to codes, funds and yuan; against the table that prints the codes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.derive.narrative_items import CodedItem, coded_items, item_rows, item_signals
from pipeline.domain.lexicon import load_lexicon
from pipeline.interpret.interpreted_report import InterpretedReport
from pipeline.interpret.statement import Identity
from pipeline.narrative.metrics import NarrativeItem, PrintedAmount
from pipeline.reconcile.engine import reconcile
from schemas.vocabulary import DocumentKind, Scope
from tests.interpret.statements_from_tables import ENTITY, read
from tests.page_layouts import raw_table

LEXICON = load_lexicon()
D = Decimal
TABLE = read(
    "一般公共预算财政拨款支出决算表",
    raw_table(
        [
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["", "合计", "53.00", "50.00", "3.00"],
            ["205", "教育支出", "3.00", "", "3.00"],
            ["20508", "进修及培训", "3.00", "", "3.00"],
            ["2050803", "培训支出", "3.00", "", "3.00"],
            ["221", "住房保障支出", "50.00", "50.00", ""],
            ["22102", "住房改革支出", "50.00", "50.00", ""],
            ["2210201", "住房公积金", "50.00", "50.00", ""],
        ]
    ),
)


def item(*names: str, final: str = "3.00", unit: str = "万元", **more: Any) -> NarrativeItem:
    amounts = {
        "initial_budget": PrintedAmount(D("4.00"), unit),
        "final_accounts": PrintedAmount(D(final), unit),
    }
    return NarrativeItem(names, amounts, D(75), None, "原句。", 9, **more)


def codes(*items: NarrativeItem) -> list[tuple[str | None, str]]:
    return [(one.code, one.fund) for one in coded_items(items, [TABLE], LEXICON)]


def test_codes_by_the_names_from_class_to_item() -> None:
    assert codes(item("教育支出", "进修及培训", "培训支出")) == [("2050803", "GENERAL_PUBLIC")]
    # A group named otherwise than in the lists, or left out.
    assert codes(item("住房保障支出", "住房保障支出", "住房公积金")) == [
        ("2210201", "GENERAL_PUBLIC")
    ]
    assert codes(item("住房保障支出", "住房公积金")) == [("2210201", "GENERAL_PUBLIC")]
    # In the lists, but in no table.
    assert codes(item("一般公共服务支出", "人大事务", "行政运行")) == [("2010101", "ALL")]


def test_a_name_of_no_code_or_of_several_is_told_and_kept() -> None:
    found = coded_items(
        [item("教育支出", "进修及培训", "飞行训练"), item("一般公共服务支出", "行政运行")],
        [TABLE],
        LEXICON,
    )
    assert [one.code for one in found] == [None, None]
    assert len(item_signals(found)) == 2
    assert {row["function_name"] for row in item_rows(found)} == {"飞行训练", "行政运行"}


def test_rows_one_a_stage_in_yuan() -> None:
    (budget, final) = item_rows(
        coded_items([item("教育支出", "进修及培训", "培训支出")], [TABLE], LEXICON)
    )
    assert (budget["stage"], budget["amount_yuan"], budget["printed_pct"]) == (
        "initial_budget",
        40000,
        None,
    )
    assert (final["stage"], final["amount_yuan"], final["precision_yuan"]) == (
        "final_accounts",
        30000,
        100,
    )
    assert final["printed_pct"] == 75


def grades(final: str, percent: str) -> dict[str, tuple[str, str]]:
    money = (D(final) * 10000, D(100))
    printed = NarrativeItem(("培训支出",), {}, D(percent), None, "", 1)
    of_stages = {"final_accounts": money, "initial_budget": (D(40000), D(100))}
    coded = CodedItem(1, printed, "2050803", "GENERAL_PUBLIC", of_stages)
    report = InterpretedReport(
        Identity(ENTITY, None, None, None, DocumentKind.FINAL_ACCOUNTS, Scope.DEPARTMENT),
        [TABLE],
        [],
        [],
    )
    found = reconcile(report, text_items=[coded]).results
    return {r.rule: (r.grade, r.severity) for r in found if r.rule in ("N16", "N17")}


def test_final_amounts_are_those_of_the_table_and_rates_those_of_the_amounts() -> None:
    assert grades("3.00", "75.00") == {"N16": ("exact", "soft"), "N17": ("exact", "soft")}
    assert grades("3.10", "77.5")["N16"] == ("failed", "soft")
    assert grades("3.00", "57.00")["N17"] == ("failed", "soft")
