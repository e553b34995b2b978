"""Procurement tables: the rows that count are those that add up to the printed total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.derive.form_facts import procurement_rows
from pipeline.domain.lexicon import load_lexicon
from pipeline.forms.report_forms import read_forms
from pipeline.grid.assembly import assemble
from pipeline.interpret.form_values import ProcurementTable, ReportForms
from pipeline.report.interpretation import interpret_tables
from tests.page_layouts import Texts, captioned, raw_table


def read(rows: Texts, title: str = "政府采购预算表") -> ReportForms:
    document = assemble([captioned(1, title, raw_table(rows))])
    return read_forms(interpret_tables(document, load_lexicon())[0])


def understood(rows: Texts, title: str = "政府采购预算表") -> ProcurementTable:
    found = read(rows, title)
    assert found.signals == ()
    (table,) = found.procurement
    return table


def test_categories_alone() -> None:
    found = understood(
        [["采购类别", "金额"], ["A-货物", "1.20"], ["C-服务", "3.00"], ["合计", "4.20"]]
    )
    assert [(p.category, p.total.yuan) for p in found.purchases] == [
        ("GOODS", Decimal("12000.00")),
        ("SERVICES", Decimal("30000.00")),
    ]
    assert found.total.yuan == Decimal("42000.00")


def test_items_nested_under_categories_and_projects() -> None:
    found = understood(
        [
            ["采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"],
            ["合计", "", "", "", "", "15.00"],
            ["一、货物A", "", "", "", "", "10.00"],
            ["", "办公设备购置费", "办公设备购置", "", "", "10.00"],
            ["", "", "", "台式计算机", "分散采购", "10.00"],
            ["三、服务C", "", "", "", "", "5.00"],
            ["", "物业管理费", "物业管理费", "", "", "5.00"],
            ["", "", "", "物业服务", "集中采购", "3.00"],
            ["", "", "", "印刷服务", "集中采购", "2.00"],
        ]
    )
    assert [(p.names[-1], p.category, p.project) for p in found.purchases] == [
        ("台式计算机", "GOODS", "办公设备购置费"),
        ("物业服务", "SERVICES", "物业管理费"),
        ("印刷服务", "SERVICES", "物业管理费"),
    ]


def test_funds_are_told_apart_where_they_add_up() -> None:
    rows = procurement_rows(
        read(
            [
                ["项目编号", "项目", "总计", "一般公共预算拨款收入", "事业收入"],
                ["合计", None, "7.00", "4.00", "3.00"],
                ["A", "货物", "6.00", "4.00", "2.00"],
                ["C", "服务", "1.00", "", "1.00"],
            ]
        ).procurement,
        "initial_budget",
        lambda s, c: f"{c.row}:{c.column}",
    )
    assert [(r["category"], r["fund"], r["amount_yuan"]) for r in rows] == [
        ("GOODS", "GENERAL_PUBLIC", Decimal("40000.00")),
        ("GOODS", "BUSINESS_INCOME", Decimal("20000.00")),
        ("SERVICES", "BUSINESS_INCOME", Decimal("10000.00")),
    ]
    assert {r["table_total_yuan"] for r in rows} == {Decimal("70000.00")}


def test_purchased_services_are_services() -> None:
    found = understood(
        [
            ["指导性目录", None, None, "预算金额"],
            ["一级", "二级", "三级", None],
            ["合计", "", "", "3.00"],
            ["01-公共服务", "0115-宣传服务", "公益宣传服务", "1.00"],
            ["02-辅助性服务", "0204-会议服务", "会议服务", "2.00"],
        ],
        "财政拨款政府购买服务明细表",
    )
    assert found.is_service_list
    assert {p.category for p in found.purchases} == {"SERVICES"}
    assert found.purchases[0].names == ("01-公共服务", "0115-宣传服务", "公益宣传服务")


def test_what_does_not_add_up_is_no_fact_but_a_signal() -> None:
    wrong = read([["采购类别", "金额"], ["货物", "1.20"], ["服务", "3.00"], ["合计", "9.99"]])
    assert wrong.procurement == ()
    (signal,) = wrong.signals
    assert (signal.signal, signal.severity) == ("procurement_unread", "info")


def test_a_number_that_a_reviewer_corrected_counts() -> None:
    rows: Texts = [["采购类别", "金额"], ["货物", "1.20"], ["服务", "3.00"], ["合计", "9.99"]]
    document = assemble([captioned(1, "政府采购预算表", raw_table(rows))])
    (statement,) = interpret_tables(document, load_lexicon())[0]
    assert read_forms([statement]).procurement == ()
    total = statement.rows[-1].amounts
    (column, printed) = next(iter(total.items()))
    total[column] = replace(printed, printed=Decimal("4.20"), yuan=Decimal("42000.00"))
    (table,) = read_forms([statement]).procurement
    assert table.total.yuan == Decimal("42000.00")


def test_a_table_without_money_is_silent() -> None:
    blank = read([["采购类别", "金额"], ["货物", ""], ["服务", ""], ["合计", ""]])
    assert blank == ReportForms()


def test_quantities_are_no_money() -> None:
    found = understood(
        [
            ["采购项目", "采购目录", "数量", "预算金额"],
            ["合计", "", "12", "5.00"],
            ["普查", "C16030200数据加工处理服务", "2", "3.00"],
            ["普查", "A02010105台式计算机", "10", "2.00"],
        ]
    )
    assert found.total.printed == Decimal("5.00")
    assert [p.category for p in found.purchases] == ["SERVICES", "GOODS"]


def test_a_held_table_has_no_facts() -> None:
    good = read([["采购类别", "金额"], ["货物", "1.20"], ["合计", "1.20"]]).procurement
    assert procurement_rows(good, "initial_budget", lambda s, c: "", held={1}) == []
    assert len(procurement_rows(good, "initial_budget", lambda s, c: "")) == 1
