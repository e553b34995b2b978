"""Duties, offices, composition, glossary."""

from __future__ import annotations

from decimal import Decimal

from tests.narrative.running_text import metric, read

DUTIES = "一、主要职责"
OFFICES = "二、部门机构设置"


def test_duties_are_listed_and_counted() -> None:
    told = read(
        "第一部分 某市某局概况",
        DUTIES,
        "（一）贯彻执行方针政策。",
        "（二）负责机关运行经费、政府采购和国有资产管理。",
        "（三）承办市委、市政府交办的其他事项。",
        OFFICES,
        "某市某局内设2个机构：办公室、业务科。",
    )
    assert [duty.ordinal for duty in told.duties] == [1, 2, 3]
    assert told.duties[2].text == "承办市委、市政府交办的其他事项。"
    count = metric(told, "DUTY_COUNT")
    assert (count.value, count.page_number) == (Decimal(3), 1)


def test_bodies_with_duties_of_their_own_are_not_counted() -> None:
    told = read(
        DUTIES,
        "（一）市政府办公室主要职责：协助领导同志工作，负责文稿。",
        "（二）市信息中心主要职责：负责网站。",
    )
    assert told.first("DUTY_COUNT") is None


def test_offices_and_their_printed_number() -> None:
    told = read(OFFICES, "某市某局内设3个机构：办公室、业务科（甲、乙）、财务科。")
    assert told.offices == ["办公室", "业务科（甲、乙）", "财务科"]
    assert metric(told, "OFFICE_COUNT").value == 3


def test_offices_counted_in_chinese_with_a_committee_beside_them() -> None:
    told = read(OFFICES, "本部门设十二个内设机构和机关党委，内设机构分别是办公室、督查处。")
    assert metric(told, "OFFICE_COUNT").value == 12
    assert told.offices == ["办公室", "督查处"]


def test_party_committee_printed_in_the_list_but_not_counted() -> None:
    told = read(
        OFFICES,
        "局本级内设机构2个，分别为办公室、人事处（老干部处），机关党委（不纳入内设机构数）；此外，另有驻局组。",
    )
    assert told.offices == ["办公室", "人事处（老干部处）"]


def test_list_of_units_is_no_list_of_offices() -> None:
    told = read(
        OFFICES, "本部门共设置4个内设机构和机关党办。下设二级预算单位2个，分别是本级、服务中心。"
    )
    assert metric(told, "OFFICE_COUNT").value == 4
    assert told.offices == []
    assert metric(told, "SUBORDINATE_UNIT_COUNT").value == 2


def test_list_without_a_number_gives_no_count() -> None:
    told = read(OFFICES, "根据职责分工，本部门内设机构包括：办公室、综合处、信访处。")
    assert told.offices == ["办公室", "综合处", "信访处"]
    assert told.first("OFFICE_COUNT") is None


def test_composition_and_no_subordinate_units() -> None:
    sentence = "本部门无下属单位，部门预算为中心本级预算。"
    told = read("三、部门预算构成", sentence, "第二部分 2024年部门预算表")
    assert metric(told, "COMPOSITION").detail == sentence
    count = metric(told, "SUBORDINATE_UNIT_COUNT")
    assert (count.value, count.unit) == (Decimal(0), "个")


def test_glossary_terms_and_equal_definitions() -> None:
    one = read(
        "第四部分 名词解释",
        "一、财政拨款收入: 指预算单位从本级财政部门取得的财政预算资金收入。",
        "二、“三公”经费：“三公”经费指因公出国（境）费用、公务用车购置及运行维护费和公务接待费。"
        "其中：因公出国（境）费用反映国际旅费。",
        "三、基本支出是指为保障机构正常运转而发生的支出。",
    )
    other = read("六、名词解释", "1.财政拨款收入：指预算单位从本级财政部门取得的财政预算资金收入。")
    assert [entry.term for entry in one.glossary] == ["财政拨款收入", "“三公”经费", "基本支出"]
    assert one.glossary[1].definition.endswith("国际旅费。")
    assert one.glossary[0].definition_hash == other.glossary[0].definition_hash
    assert one.glossary[0].definition_hash != one.glossary[1].definition_hash
    assert not one.metrics


def test_text_goes_on_after_a_glossary_in_the_middle() -> None:
    told = read(
        "名词解释",
        "（一）基本支出预算：指为保障机构正常运转而编制的年度基本支出计划。",
        "2026年单位预算编制说明",
        "2026年，某市数据局收入预算47,145万元，其中：财政拨款收入47,145万元，比2025年预算增加19,021万元。",
        fiscal_year=2026,
    )
    assert metric(told, "INCOME_TOTAL").change_value == 19021
    assert len(told.glossary) == 1
