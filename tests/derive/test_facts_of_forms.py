"""Facts and perspectives of other forms than Guangdong's."""

from __future__ import annotations

from decimal import Decimal

from pipeline.derive.facts import (
    expenditure_facts,
    report_totals,
    revenue_facts,
    three_public_facts,
)
from pipeline.derive.perspective import perspectives
from pipeline.interpret.statement import Statement
from tests.interpret.statements_from_tables import LEXICON, read, read_report
from tests.page_layouts import FUND_FLOW_HEAD, LEFT, UP, Texts, captioned, raw_table
from tests.schemas.rows import money

OVERVIEW: Texts = [
    ["收入", LEFT, "支出", LEFT],
    ["项目", "预算数", "项目", "预算数"],
    ["一、一般公共预算拨款收入", "9.00", "一、教育支出", "8.00"],
    ["二、事业收入", "1.00", "二、住房保障支出", "2.00"],
    ["收入总计", "10.00", "支出总计", "10.00"],
]
BY_FUNCTION: Texts = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["", "合计", "10.00", "7.00", "3.00"],
    ["205", "教育支出", "8.00", "5.00", "3.00"],
    ["221", "住房保障支出", "2.00", "2.00", ""],
]
BY_BODY: Texts = [
    ["单位名称", "合计", "一般公共预算", "事业收入"],
    ["合计", "10.00", "9.00", "1.00"],
    ["岭南市试验局本级", "6.00", "6.00", ""],
    ["岭南市试验中心", "4.00", "3.00", "1.00"],
]


def key(statement: object, cell: object) -> str:
    return "key"


def facts(statement: Statement, perspective: str) -> list[dict[str, object]]:
    spec = LEXICON.statements[statement.kind]
    return expenditure_facts(statement, spec, perspective, "initial_budget", key)


def test_spending_by_function_leaves_the_overview_out() -> None:
    report = read_report(
        captioned(1, "收支总表", raw_table(OVERVIEW)),
        captioned(2, "支出总表", raw_table(BY_FUNCTION)),
    )
    assert perspectives(report.statements, (), LEXICON) == {2: "FUNCTION_ALL"}


def test_spending_by_body_leaves_the_functions_to_the_overview() -> None:
    report = read_report(
        captioned(1, "收支总表", raw_table(OVERVIEW)),
        captioned(2, "支出总表", raw_table(BY_BODY)),
    )
    overview, by_body = report.statements
    assert by_body.kind == "EXPENDITURE_BY_UNIT"
    assert perspectives(report.statements, (), LEXICON)[1] == "FUNCTION_ALL"
    classes = facts(overview, "FUNCTION_ALL")
    assert [(f["function_code"], f["amount_yuan"]) for f in classes] == [
        ("205", Decimal(80_000)),
        ("221", Decimal(20_000)),
    ]


def test_a_statement_held_back_has_no_perspective() -> None:
    report = read_report(captioned(1, "支出总表", raw_table(BY_FUNCTION)))
    assert perspectives(report.statements, (1,), LEXICON) == {}


def test_economic_classes_of_all_spending_come_from_one_table() -> None:
    econ: Texts = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["", "合计", "3.00", "2.00", "1.00"],
        ["301", "工资福利支出", "2.00", "2.00", ""],
        ["302", "商品和服务支出", "1.00", "", "1.00"],
    ]
    basic: Texts = [["科目编码", "科目名称", "基本支出"], *(r[:3] for r in econ[1:3])]
    basic = [basic[0], ["", "合计", "2.00"], basic[2]]
    report = read_report(
        captioned(1, "一般公共预算支出表（按支出经济分类科目）", raw_table(econ)),
        captioned(2, "一般公共预算基本支出表（按支出经济分类科目）", raw_table(basic)),
    )
    found = perspectives(report.statements, (), LEXICON)
    assert found == {1: "ECON_GENERAL", 2: "ECON_BASIC"}


def test_government_class_is_kept_beside_the_departments() -> None:
    statement = read(
        "一般公共预算基本支出表",
        [
            ["部门预算支出经济分类科目", LEFT, "政府预算支出经济分类科目", LEFT, "基本支出"],
            ["科目编码", "科目名称", "科目编码", "科目名称", UP],
            ["", "合计", "", "", "5.00"],
            ["30101", "基本工资", "50101", "工资奖金津补贴", "5.00"],
        ],
    )
    (fact,) = facts(statement, "ECON_BASIC")
    assert (fact["econ_scheme"], fact["econ_code"]) == ("department", "30101")
    assert (fact["gov_econ_code"], fact["gov_econ_name"]) == ("50101", "工资奖金津补贴")


def test_staff_and_public_cost() -> None:
    statement = read(
        "一般公共预算基本支出表",
        [
            ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
            ["", "合计", "5.00", "4.00", "1.00"],
            ["301", "工资福利支出", "4.00", "4.00", ""],
            ["302", "商品和服务支出", "1.00", "", "1.00"],
        ],
    )
    found = {f["econ_code"]: f["cost_group"] for f in facts(statement, "ECON_BASIC")}
    assert found == {"301": "PERSONNEL", "302": "PUBLIC"}


def test_what_flows_through_a_fund_is_not_spent() -> None:
    statement = read(
        "政府性基金预算财政拨款收入支出决算表",
        [
            *FUND_FLOW_HEAD,
            ["合计", LEFT, "1.20", "5.00", "4.70", "0.00", "4.70", "1.50"],
            ["212", "城乡社区支出", "1.20", "5.00", "4.70", "0.00", "4.70", "1.50"],
        ],
    )
    found = facts(statement, "FUNCTION_FUND")
    assert [(f["nature"], f["amount_yuan"]) for f in found] == [("PROJECT", Decimal(47_000))]


def test_income_of_a_source_no_list_knows_is_told_apart() -> None:
    statement = read(
        "收入总表",
        [
            ["单位名称", "合计", "一般公共预算", "彩虹计划"],
            ["合计", "10.00", "7.00", "3.00"],
            ["岭南市试验局", "10.00", "7.00", "3.00"],
        ],
    )
    spec = LEXICON.statements[statement.kind]
    rows = revenue_facts(statement, spec, "initial_budget", key, LEXICON.funds)
    assert {r["fund"]: r["amount_yuan"] for r in rows} == {
        "GENERAL_PUBLIC": Decimal(70_000),
        "UNLISTED": Decimal(30_000),
    }


def test_income_listed_down_the_rows_is_by_source() -> None:
    statement = read(
        "部门收入总表",
        [
            ["项目", "预算数"],
            ["一般公共预算拨款收入", "5.00"],
            ["政府性基金预算拨款收入", "1.00"],
            ["事业收入", "2.00"],
            ["收入合计", "8.01"],
        ],
    )
    spec = LEXICON.statements[statement.kind]
    rows = revenue_facts(statement, spec, "initial_budget", key, LEXICON.funds)
    assert [(r["fund"], r["amount_yuan"], r["is_rounding"]) for r in rows if r["is_rounding"]] == [
        ("ALL", Decimal(100), True)
    ]
    assert sum(money(r) for r in rows) == Decimal(80_100)


def test_three_public_rounding_stands_at_the_total() -> None:
    statement = read(
        "“三公”经费支出表",
        [
            ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"],
            ["3.01", "1.00", "1.00", "1.00"],
        ],
    )
    rows = three_public_facts(statement, LEXICON, "initial_budget", key)
    assert [(r["item"], r["amount_yuan"]) for r in rows if r["is_rounding"]] == [
        ("THREE_PUBLIC", Decimal(100))
    ]
    assert ("VEHICLE", Decimal(10_000)) in [(r["item"], r["amount_yuan"]) for r in rows]


def test_totals_of_a_report() -> None:
    public: Texts = [
        ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"],
        ["0.60", "", "", "0.60"],
    ]
    report = read_report(
        captioned(1, "收支总表", raw_table(OVERVIEW)),
        captioned(2, "支出总表", raw_table(BY_FUNCTION)),
        captioned(3, "“三公”经费支出表", raw_table(public)),
    )
    assert {r["side"]: r["amount_yuan"] for r in report_totals(report, key)} == {
        "income": Decimal(100_000),
        "expenditure": Decimal(100_000),
        "basic": Decimal(70_000),
        "project": Decimal(30_000),
        "three_public": Decimal(6_000),
    }
