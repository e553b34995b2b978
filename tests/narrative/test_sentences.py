"""Figures of the running text: values, changes, base zero, sentences over page ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipeline.grid.assembly import assemble
from pipeline.narrative.metrics import Narrative, NarrativeMetric
from pipeline.narrative.narrative_reader import extract_narrative, is_none_word
from pipeline.read.layout import PageLayout
from tests.page_layouts import line, page


def read(*pages: str) -> Narrative:
    layouts: list[PageLayout] = []
    for number, text in enumerate(pages, start=1):
        lines = [line(part, 100.0 + 20 * i) for i, part in enumerate(text.split("\n"))]
        lines.append(line(f"- {number} -", 810.0, 280.0))
        layouts.append(page(number, lines=lines, width=595, height=842))
    return extract_narrative(assemble(layouts), fiscal_year=2026)


def metric(narrative: Narrative, name: str) -> NarrativeMetric:
    (found,) = [item for item in narrative.metrics if item.metric == name]
    return found


def test_change_percentage_and_reason() -> None:
    text = "一、部门预算收支增减变化情况\n2026年本部门收入预算1,234.5万元，比上年增增加34.5万\n元，增长2.88%，主要原因是人员增加；支出预算1,234.5万元，比上年减少5万元，下降0.4%，主要原因是压减。"
    found = read(text)
    income, spent = metric(found, "INCOME_TOTAL"), metric(found, "EXPENDITURE_TOTAL")
    assert (income.value, income.change_value, income.change_pct) == (
        Decimal("1234.5"),
        Decimal("34.5"),
        Decimal("2.88"),
    )
    assert income.prev_value == Decimal("1200.0")
    assert income.reason_text is not None
    assert income.reason_text.startswith("人员增加")
    assert (spent.change_value, spent.change_pct) == (Decimal(-5), Decimal("-0.4"))


def test_base_zero_is_not_a_number() -> None:
    found = read(
        "三、机关运行经费安排情况\n2026年，本部门机关运行经费安排0万元，比上年增加0万元，增长--（基数为0，不可比），主要原因是事业单位。"
    )
    agency = metric(found, "AGENCY_OPERATING")
    assert agency.base_is_zero
    assert agency.change_pct is None
    assert agency.value == 0


def test_parts_in_brackets_have_their_own_change() -> None:
    found = read(
        "二、“三公”经费安排情况\n2026年本部门财政拨款安排“三公”经费8万元，比上年减少3万元，下降27.3%，主要原因是压减。其中：因公出国（境）费0万元，比上年增加0万元，增长0%，主要原因是持平；"
        "公务用车购置及运行维护费5万元（公务用车购置费0万元，比上年减少2万元；公务用车运行维护费5万元，比上年减少1万元。）比上年减少3万元，下降37.5%，主要原因是封存；公务接待费3万元，比上年增加0万元，增长0%，主要原因是持平。"
    )
    assert metric(found, "THREE_PUBLIC_VEHICLE").change_value == Decimal(-3)
    assert metric(found, "THREE_PUBLIC_VEHICLE").change_pct == Decimal("-37.5")
    assert metric(found, "THREE_PUBLIC_VEHICLE_PURCHASE").change_value == Decimal(-2)
    assert metric(found, "THREE_PUBLIC_VEHICLE_OPERATION").value == Decimal(5)
    assert metric(found, "THREE_PUBLIC_RECEPTION").value == Decimal(3)
    assert metric(found, "THREE_PUBLIC_TOTAL").value == Decimal(8)


def test_sentence_over_a_page_end_is_whole_and_knows_its_page() -> None:
    found = read(
        "四、政府采购情况\n本部门政府采购安排10.5万元，其中：货物类采购预",
        "算3万元，工程类采购预算0万元，服务类采购预算7.5万元等。",
    )
    goods = metric(found, "PROCUREMENT_GOODS")
    assert goods.value == Decimal(3)
    assert goods.page_number == 1
    assert goods.sentence.endswith("7.5万元等。")
    assert "- 1 -" not in goods.sentence


def test_assets_have_a_date() -> None:
    found = read(
        "五、国有资产占有使用情况\n截至2026年1月31日，本部门固定资产金额2,995.16万元，分布构成情况为：房屋8,268.74平方米，车辆2辆，单价在100万元以上的设备1台等。本年度拟购置固定资产12.1万元，主要是电脑。"
    )
    assert metric(found, "ASSET_FIXED_TOTAL").as_of == date(2026, 1, 31)
    assert metric(found, "ASSET_BUILDING_AREA").unit == "平方米"
    assert metric(found, "ASSET_VEHICLES").value == Decimal(2)
    assert metric(found, "ASSET_EQUIPMENT_OVER_1M").value == Decimal(1)
    assert metric(found, "ASSET_PLANNED_PURCHASE").as_of is None


def test_offices_are_counted_and_listed() -> None:
    found = read("二、部门机构设置\n本部门内设3个机构：办公室、政务部、数据部。")
    assert metric(found, "OFFICE_COUNT").value == 3
    assert found.offices == ["办公室", "政务部", "数据部"]


def test_composition_is_kept() -> None:
    found = read("三、部门预算构成\n本部门无下属单位，部门预算为局本级预算。")
    assert "本部门无下属单位" in str(metric(found, "COMPOSITION").detail)


def test_glossary_holds_no_figures() -> None:
    found = read(
        "二、收入情况\n本部门收入预算5万元。",
        "第四部分 名词解释\n一、收入预算：指收入预算9万元以内的资金。",
    )
    assert metric(found, "INCOME_TOTAL").value == Decimal(5)


def test_none_words() -> None:
    assert all(is_none_word(text) for text in ("无", "无。", " 没有 ", "/"))
    assert not is_none_word("无障碍改造项目")
