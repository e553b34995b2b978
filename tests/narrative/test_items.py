"""Classified items of the text of final accounts: budgeted, spent, rate, reason."""

from __future__ import annotations

from decimal import Decimal

from pipeline.narrative.metrics import NarrativeItem
from tests.narrative.running_text import read

HEAD = "（三）一般公共预算财政拨款支出决算具体情况"
D = Decimal


def amounts(item: NarrativeItem) -> dict[str, Decimal]:
    return {stage: amount.value for stage, amount in item.amounts.items()}


def test_items_of_the_national_form() -> None:
    told = read(
        "一般公共预算财政拨款支出年初预算为1,210.34万元，支出决算为1,146.50万元，完成年初预算的94.73%。其中：",
        "1、教育支出（类）进修及培训（款）培训支出（项）。主要用于：培训。年初预算为54.53万元，支出决算为"
        "50.00万元，完成年初预算的91.69%。决算数小于预算数的主要原因：培训班减少。",
        "2.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。年初预算为1,000.00万元，"
        "全年预算为1,010.00万元，支出决算为1,009.99万元，完成全年预算的100%。",
    )
    training, office = told.items
    assert training.names == ("教育支出", "进修及培训", "培训支出")
    assert amounts(training) == {"initial_budget": D("54.53"), "final_accounts": D("50.00")}
    assert (training.percent, training.reason_text) == (D("91.69"), "培训班减少")
    assert training.sentence.startswith("1、教育支出") and training.page_number == 1
    assert office.names[1] == "政府办公厅（室）及相关机构事务"
    assert amounts(office) == {
        "initial_budget": D("1000.00"),
        "adjusted_budget": D("1010.00"),
        "final_accounts": D("1009.99"),
    }
    assert office.reason_text is None


def test_an_item_whose_budget_is_not_told_keeps_what_was_spent() -> None:
    (item,) = read(
        HEAD,
        "其中：卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）支出决算为3万元，完成预算100%。",
    ).items
    assert item.names[0] == "卫生健康支出"
    assert amounts(item) == {"final_accounts": D(3)} and item.percent == 100


def test_shares_and_budgets_alone_are_no_items() -> None:
    assert not read(
        HEAD, "住房保障支出（类）461.08万元，占4.73%；教育支出（类）2万元，占1%。"
    ).items
    assert not read(
        HEAD, "教育支出（类）培训支出（项）2024年年初预算为54.53万元，比上年增加1万元。"
    ).items


def test_amounts_of_the_next_item_or_heading_are_not_borrowed() -> None:
    told = read(
        HEAD,
        "1、教育支出（类）进修及培训（款）培训支出（项）。主要用于培训。",
        "2、住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为2万元，支出决算为2万元。",
        "（四）一般公共预算财政拨款基本支出决算情况",
        "基本支出决算为9万元。",
    )
    (fund,) = told.items
    assert fund.names[-1] == "住房公积金" and amounts(fund)["final_accounts"] == 2


def test_a_number_that_is_none_is_told() -> None:
    told = read(HEAD, "教育支出（类）进修及培训（款）培训支出（项），支出决算为1,23.4万元。")
    assert not told.items
    assert [s.signal for s in told.signals if "培训支出" in s.message] == ["unparsed_number"]
