"""Figures of sentences: one test a case met in real reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.narrative.metrics import NarrativeMetric
from pipeline.narrative.narrative_reader import extract_narrative, is_none_word
from pipeline.narrative.narrative_words import load_narrative_lexicon
from tests.narrative.running_text import document, metric, read, wrapped

D = Decimal
TOTALS = "一、部门预算收支增减变化情况"
PUBLIC = "二、“三公”经费安排情况"
ASSETS = "五、国有资产占有使用情况"
PROCUREMENT = "四、政府采购情况"
AGENCY = "三、机关运行经费安排情况"


def facts(one: NarrativeMetric) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:
    return one.value, one.change_value, one.change_pct, one.base_is_zero


def test_income_and_expenditure_of_one_sentence() -> None:
    told = read(
        TOTALS,
        "2024年本部门收入预算2,411.64万元，比上年增加24.16万元，增长1.01%，主要原因是工资增加；"
        "支出预算2,400.00万元，比上年减少11.64万元，下降0.48%，主要原因是压减一般性支出。",
    )
    income, spending = metric(told, "INCOME_TOTAL"), metric(told, "EXPENDITURE_TOTAL")
    assert facts(income) == (D("2411.64"), D("24.16"), D("1.01"), False)
    assert income.prev_value == D("2387.48")
    assert income.reason_text == "工资增加"
    assert facts(spending) == (D("2400.00"), D("-11.64"), D("-0.48"), False)
    assert spending.reason_text == "压减一般性支出"
    assert income.sentence == spending.sentence
    assert income.sentence.startswith("2024年本部门收入预算")
    assert income.sentence.endswith("压减一般性支出。")


def test_word_typed_twice_is_still_an_increase() -> None:
    told = read(TOTALS, "支出预算100万元，比上年增增加10万元，增长11.11%。")
    assert metric(told, "EXPENDITURE_TOTAL").change_value == D(10)


def test_base_zero_has_no_percentage_but_keeps_what_is_printed() -> None:
    told = read(
        PUBLIC,
        "因公出国（境）费0万元，比上年增加0万元，增长--（基数为0，不可比），主要原因是持平。",
    )
    abroad = metric(told, "THREE_PUBLIC_ABROAD")
    assert facts(abroad) == (D(0), D(0), None, True)
    assert abroad.prev_value == 0
    assert abroad.detail == "百分比印为--"
    assert abroad.reason_text == "持平"


def test_growth_of_100_percent_on_nothing() -> None:
    told = read(AGENCY, "机关运行经费安排5万元，比上年增加5万元，增长100.00%。")
    agency = metric(told, "AGENCY_OPERATING")
    assert facts(agency) == (D(5), D(5), None, True)
    assert agency.detail == "百分比印为100.00%"


def test_nothing_budgeted_last_year_in_words() -> None:
    told = read(AGENCY, "机关运行经费预算5万元，上年无该预算，增长率无可比性。")
    assert metric(told, "AGENCY_OPERATING").base_is_zero


def test_not_comparable_with_a_known_year_before_is_not_base_zero() -> None:
    told = read(AGENCY, "机关运行经费预算5万元，比上年增加2万元，口径调整，不可比。")
    assert not metric(told, "AGENCY_OPERATING").base_is_zero


def test_parts_in_brackets_do_not_take_the_change_of_the_whole() -> None:
    told = read(
        PUBLIC,
        "公务用车购置及运行维护费701.34万元（公务用车购置费331万元，比上年增加119.15万元；"
        "公务用车运行维护费370.34万元，比上年减少52.36万元。）比上年增加66.79万元，增长10.5%，"
        "主要原因是为保障用血需要更新车辆；公务接待费18.95万元，与上年持平。",
    )
    assert facts(metric(told, "THREE_PUBLIC_VEHICLE")) == (
        D("701.34"),
        D("66.79"),
        D("10.5"),
        False,
    )
    assert metric(told, "THREE_PUBLIC_VEHICLE").reason_text == "为保障用血需要更新车辆"
    assert metric(told, "THREE_PUBLIC_VEHICLE_PURCHASE").change_value == D("119.15")
    assert metric(told, "THREE_PUBLIC_VEHICLE_OPERATION").change_value == D("-52.36")
    assert metric(told, "THREE_PUBLIC_VEHICLE_OPERATION").change_pct is None
    assert facts(metric(told, "THREE_PUBLIC_RECEPTION")) == (D("18.95"), D(0), None, False)


def test_item_named_in_a_heading_with_its_number_below() -> None:
    told = read("六、“三公”经费支出情况", "（一）因公出国（境）经费", "2026年预算安排70.00万元。")
    assert metric(told, "THREE_PUBLIC_ABROAD").value == D(70)


def test_item_named_before_a_full_stop() -> None:
    told = read(
        PUBLIC,
        "1.因公出国（境）费用。2024年预算数16.80万元，较2023年年初预算减少27.07万元，主要是控制团组。",
        "2.公务接待费。2024年预算数11.56万元，较2023年年初预算增加0.00万元。",
    )
    abroad = metric(told, "THREE_PUBLIC_ABROAD")
    assert facts(abroad) == (D("16.80"), D("-27.07"), None, False)
    assert abroad.reason_text == "控制团组"
    assert metric(told, "THREE_PUBLIC_RECEPTION").value == D("11.56")


def test_year_before_is_printed() -> None:
    told = read(
        "二、收入预算情况说明",
        "2024年度收入预算80万元，比2023年年初预算数100万元减少20万元，下降20%。主要原因是项目减少。",
    )
    income = metric(told, "INCOME_TOTAL")
    assert income.prev_value == D(100)
    assert facts(income) == (D(80), D(-20), D(-20), False)
    assert income.reason_text == "项目减少"


def test_percentage_in_brackets_takes_the_sign_of_the_word() -> None:
    told = read(PUBLIC, "“三公”经费预算支出82.9万元，较上年减少了14.15万元（14.58%）。")
    assert metric(told, "THREE_PUBLIC_TOTAL").change_pct == D("-14.58")


def test_change_of_a_part_is_not_that_of_the_total() -> None:
    told = read(TOTALS, "收入预算7,072万元，其中：财政拨款收入6,672万元，比2023年预算减少100万元。")
    assert facts(metric(told, "INCOME_TOTAL")) == (D(7072), None, None, False)


def test_text_comes_back_to_the_total_after_its_parts() -> None:
    told = read(
        "二、部门收支总体情况",
        "（一）收入预算：2024年年初预算数150万元，其中：一般公共预算拨款100万元，其他收入50万元；"
        "收入比2023年增加20万元，主要是其他收入增加20万元。",
    )
    income = metric(told, "INCOME_TOTAL")
    assert (income.change_value, income.reason_text) == (D(20), "其他收入增加20万元")


def test_quotes_that_do_not_match_and_full_width_digits() -> None:
    told = read(PUBLIC, "财政拨款安排“三公“经费６.６万元，比上年增加０万元。")
    assert facts(metric(told, "THREE_PUBLIC_TOTAL")) == (D("6.6"), D(0), None, False)


def test_spaces_inside_numbers() -> None:
    told = read(TOTALS, "2 0 2 4年本部门收入预算 1 2 1 , 3 9 3 . 5 2万元。")
    assert metric(told, "INCOME_TOTAL").value == D("121393.52")


def test_about() -> None:
    told = read(AGENCY, "机关运行经费安排约12万元。")
    assert metric(told, "AGENCY_OPERATING").detail == "约数"


def test_page_number_inside_a_word_and_a_number() -> None:
    pages = document(
        ["四、政府采购情况", "  2024年本部门政府采购安排141.6万元，其中：货物类采", "[F]- 18 -"],
        ["购预算119.", "- 19 -"],
        ["5万元，工程类采购预算0万元，服务类采购预算22.1万元等。"],
    )
    told = extract_narrative(pages, fiscal_year=2024)
    assert metric(told, "PROCUREMENT_TOTAL").value == D("141.6")
    assert metric(told, "PROCUREMENT_GOODS").value == D("119.5")
    assert metric(told, "PROCUREMENT_WORKS").value == 0
    services = metric(told, "PROCUREMENT_SERVICES")
    assert services.value == D("22.1")
    assert services.page_number == 1
    assert services.sentence.startswith("2024年本部门政府采购安排141.6万元")
    assert services.sentence.endswith("22.1万元等。")


def test_running_header_is_dropped() -> None:
    pages = document(
        *[["某市某局2024年部门预算", "收入预算1,23", "[F]1"]],
        *[["某市某局2024年部门预算", "4.5万元，与上年持平。", "[F]2"]],
        *[["某市某局2024年部门预算", "没有别的。", "[F]3"]],
    )
    told = extract_narrative(pages, fiscal_year=2024)
    assert metric(told, "INCOME_TOTAL").value == D("1234.5")
    assert metric(told, "INCOME_TOTAL").page_number == 1


def test_procurement_names_before_the_words_of_the_budget() -> None:
    told = read(
        PROCUREMENT,
        "2024年政府采购支出预算共10万元。其中，货物类政府采购支出预算4万元，占40%；"
        "服务类政府采购支出预算6万元，占60%；工程类政府采购支出预算0万元。",
    )
    values = [
        metric(told, f"PROCUREMENT_{part}").value
        for part in ("TOTAL", "GOODS", "WORKS", "SERVICES")
    ]
    assert values == [10, 4, 0, 6]
    assert metric(told, "PROCUREMENT_GOODS").change_pct is None


def test_assets_at_a_date() -> None:
    told = read(
        ASSETS,
        "截至2024年2月19日，本部门固定资产金额968.31万元，分布构成情况为：房屋0平方米，车辆1辆，"
        "单价在100万元以上的设备0台等。本年度拟购置固定资产54.5万元，主要是办公用台式电脑。",
    )
    fixed = metric(told, "ASSET_FIXED_TOTAL")
    assert (fixed.value, fixed.unit, fixed.as_of) == (D("968.31"), "万元", date(2024, 2, 19))
    area = metric(told, "ASSET_BUILDING_AREA")
    assert (area.value, area.unit, area.as_of) == (D(0), "平方米", date(2024, 2, 19))
    assert metric(told, "ASSET_VEHICLES").value == 1
    assert metric(told, "ASSET_EQUIPMENT_OVER_1M").value == 0
    planned = metric(told, "ASSET_PLANNED_PURCHASE")
    assert (planned.value, planned.as_of) == (D("54.5"), None)
    assert planned.detail == "办公用台式电脑"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("截至2025年底", date(2025, 12, 31)),
        ("截至2025年10月", date(2025, 10, 31)),
        ("截止2025年12月31日", date(2025, 12, 31)),
        ("截至上年底", date(2025, 12, 31)),
        ("截至2025年2月30日", None),
        ("目前", None),
    ],
)
def test_dates(words: str, expected: date | None) -> None:
    told = read(ASSETS, f"{words}，本部门共有车辆3辆。", fiscal_year=2026)
    assert metric(told, "ASSET_VEHICLES").as_of == expected


def test_vehicles_to_buy_are_not_vehicles() -> None:
    told = read(
        ASSETS,
        "截至2025年底，共有车辆11辆，其中机要通信用车1辆、其他用车10辆；"
        "单位价值50万元以上通用设备2台（套），单价100万元（含）以上设备（不含车辆）3台（套）。",
        "2026年部门预算安排购置车辆4辆，购置单价100万元（含）以上设备（不含车辆）5台（套）。",
        fiscal_year=2026,
    )
    assert metric(told, "ASSET_VEHICLES").value == 11
    assert metric(told, "ASSET_PLANNED_VEHICLES").value == 4
    assert metric(told, "ASSET_EQUIPMENT_OVER_1M").value == 3
    assert metric(told, "ASSET_PLANNED_EQUIPMENT_OVER_1M").value == 5
    assert metric(told, "ASSET_EQUIPMENT_OVER_500K").value == 2


def test_reason_over_several_sentences() -> None:
    told = read(
        "六、委托业务费安排情况",
        "委托业务费478.2万元，比上年增加49.27万元，增长11.5%，主要原因是：一是科目取消。"
        "二是支付尾款。另有说明。",
    )
    assert metric(told, "OUTSOURCING").reason_text == "一是科目取消。二是支付尾款"


def test_missing_clauses() -> None:
    told = read(AGENCY, "本部门机关运行经费安排10.5亿元。")
    agency = metric(told, "AGENCY_OPERATING")
    assert (agency.value, agency.unit) == (D("10.5"), "亿元")
    assert agency.change_value is agency.change_pct is agency.prev_value is None
    assert agency.reason_text is None


def test_change_in_another_unit() -> None:
    told = read(AGENCY, "机关运行经费安排1亿元，比上年增加500万元，增长5.26%。")
    assert metric(told, "AGENCY_OPERATING").change_value == D("0.05")


def test_definitions_and_other_topics_are_not_figures() -> None:
    told = read(
        AGENCY,
        "行政经费（机关运行经费）指用于维持机关运行的经费。本部门机关运行经费安排7万元。",
        "第四部分 名词解释",
        "一、机关运行经费：指机关运行经费预算99万元以内的支出。",
    )
    assert metric(told, "AGENCY_OPERATING").value == 7


def test_figure_of_the_year_of_the_report() -> None:
    told = read(AGENCY, "2023年机关运行经费预算8万元。2024年机关运行经费预算9万元。")
    assert metric(told, "AGENCY_OPERATING").value == 9


def test_final_accounts_give_the_outturn() -> None:
    told = read(
        "七、财政拨款“三公”经费支出决算情况说明",
        "“三公”经费财政拨款支出年初预算为2.85万元，支出决算为0.39万元，完成预算的13.68%。",
    )
    assert metric(told, "THREE_PUBLIC_TOTAL").value == D("0.39")


def test_none_in_words_is_zero_and_says_so() -> None:
    told = read(AGENCY, "本单位无机关运行经费。")
    agency = metric(told, "AGENCY_OPERATING")
    assert (agency.value, agency.unit) == (D(0), "万元")
    assert "无" in (agency.detail or "")


def test_none_of_last_year_is_not_none_of_this() -> None:
    told = read(AGENCY, "上年度本单位无机关运行经费。")
    assert told.first("AGENCY_OPERATING") is None


def test_number_that_is_none_is_a_signal_and_keeps_its_sentence() -> None:
    told = read(AGENCY, "机关运行经费安排1,23.4.5万元。")
    agency = metric(told, "AGENCY_OPERATING")
    assert agency.value is None
    assert agency.sentence == "机关运行经费安排1,23.4.5万元。"
    assert [signal.signal for signal in told.signals] == ["unparsed_number"]


def test_change_that_is_no_number_is_a_signal() -> None:
    told = read(AGENCY, "机关运行经费安排5万元，比上年增加1.2.3万元。")
    assert metric(told, "AGENCY_OPERATING").change_value is None
    assert told.signals[0].text == "1.2.3"


def test_named_but_not_read_is_a_signal() -> None:
    told = read(AGENCY, "机关运行经费若干计划中12万元。")
    assert told.first("AGENCY_OPERATING") is None
    assert [signal.signal for signal in told.signals] == ["narrative_unparsed"]


def test_named_without_any_number_is_for_information() -> None:
    told = read(PUBLIC, "“三公”经费从严控制。")
    assert [(s.signal, s.severity) for s in told.signals] == [("narrative_no_number", "info")]


def test_template_left_over() -> None:
    told = read(AGENCY, "机关运行经费安排XX万元。")
    assert "placeholder" in {signal.signal for signal in told.signals}


def test_signals_name_their_page() -> None:
    pages = document(["无关。"], wrapped(AGENCY, "机关运行经费安排1,2万元。"))
    told = extract_narrative(pages, fiscal_year=2024)
    assert told.signals[0].page_number == 2


def test_empty_document() -> None:
    told = extract_narrative(document(), fiscal_year=None)
    assert not told.metrics
    assert not told.signals


def test_lone_surrogates_do_no_harm() -> None:
    told = read(AGENCY, "机关\ud835运行经费。机关运行经费安排7万元。")
    assert metric(told, "AGENCY_OPERATING").value == 7


def test_rows_have_the_columns_of_the_staged_table() -> None:
    row = metric(read(AGENCY, "机关运行经费安排7万元。"), "AGENCY_OPERATING").as_row()
    assert set(row) == {
        "metric", "value", "unit", "change_value", "change_pct", "prev_value", "base_is_zero",
        "as_of", "reason_text", "detail", "sentence", "page_number",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["无", " 无 ", "0", "0.00", "--", "—", "", "/", "无。", "不涉及"])
def test_none_words(text: str) -> None:
    assert is_none_word(text)


@pytest.mark.parametrize("text", ["无线电监测项目", "0.5", "10", "无锡项目"])
def test_names_that_only_begin_like_none(text: str) -> None:
    assert not is_none_word(text)


def test_every_lead_has_a_metric_and_every_topic_of_a_metric_exists() -> None:
    lexicon = load_narrative_lexicon()
    topics = {topic for topic, _ in lexicon.topics}
    for spec in lexicon.metrics.values():
        assert spec.topics <= topics, spec.metric
    counted = {"OFFICE_COUNT", "DUTY_COUNT", "SUBORDINATE_UNIT_COUNT", "COMPOSITION"}
    assert set(lexicon.metrics) - {lead.spec.metric for lead in lexicon.leads} == counted
