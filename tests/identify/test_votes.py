"""Identification where the cover is missing, wrong or shared."""

from __future__ import annotations

from pipeline.identify.identity import identity_signals
from pipeline.identify.region import load_gazetteer
from tests.identify.identity_documents import (
    BLANKS,
    BUDGET_TITLES,
    FIGURES,
    FINAL_TITLES,
    CaptionedRows,
    document,
    identified,
    report,
)


def test_the_file_is_identified_by_its_first_part_when_there_is_no_cover() -> None:
    doc = document(
        [["第一部分 岚县水利局概况", "一、主要职责"], ["第二部分 2025年部门预算表"]],
        [([title, "单位：万元"], FIGURES) for title in BUDGET_TITLES],
    )
    got = identified(doc)
    assert (got.entity_name, got.city, got.fiscal_year) == ("岚县水利局", "吕梁市", 2025)
    assert got.evidence["entity"].startswith("第1页")


def test_tables_alone_name_the_body_in_the_form_of_objectives() -> None:
    rows = (
        ("部门整体支出绩效目标表", "", ""),
        ("（2025年度）", "", ""),
        ("部门名称", "太原市统计局", ""),
    )
    got = identified(
        document(
            [],
            [
                ((), (("预算01表 收支总表", ""), *FIGURES)),
                ((), (("预算03表 支出总表", ""), *FIGURES)),
                ((), rows),
            ],
        )
    )
    assert (got.entity_name, got.fiscal_year, got.document_kind, got.scope) == (
        "太原市统计局",
        2025,
        "budget",
        "department",
    )


def test_the_caption_may_share_a_cell_with_the_title() -> None:
    head = ("收支预算总表\n公开表一\n部门： 江苏省统计局 单位：万元", "", "", "")
    got = identified(
        document(
            [],
            [
                ((), (head, *FIGURES)),
                (["2019年政府采购预算表"], FIGURES),
                (["支出预算总表"], FIGURES),
            ],
        )
    )
    assert (got.entity_name, got.fiscal_year, got.scope) == ("江苏省统计局", 2019, "department")


def test_of_two_years_side_by_side_the_later_is_the_budget_year() -> None:
    rows = (
        ("项目", "2024年预算数", "2025年预算数"),
        ("合计", "1.00", "2.00"),
        ("接待", "1.00", "2.00"),
    )
    got = identified(
        document(
            [["阳泉市水务局部门预算"]],
            [
                (["一般公共预算“三公”经费支出表", "单位：万元"], rows),
                (["收支总表", "单位：万元"], FIGURES),
            ],
        )
    )
    assert got.fiscal_year == 2025
    assert "year_tie" in got.evidence


def test_the_date_of_printing_is_not_the_year_of_the_accounts() -> None:
    got = identified(
        report(["阳泉市水务局部门决算", "2025年8月"], titles=FINAL_TITLES, caption="2024年度")
    )
    assert (got.fiscal_year, got.document_kind) == (2024, "final_accounts")


def test_a_year_left_over_in_one_table_does_not_win() -> None:
    got = identified(report(["阳泉市水务局2025年部门预算"], caption="2024年部门预算绩效目标表"))
    assert got.fiscal_year == 2025


def test_the_wrong_body_in_a_heading_does_not_win() -> None:
    got = identified(
        report(
            ["上海市普陀区水务局", "2024年度部门决算"],
            titles=FINAL_TITLES,
            more=[["第二部分 上海市水务局2024年度部门决算表"], ["第一部分 上海市普陀区水务局概况"]],
        )
    )
    assert got.entity_name == "上海市普陀区水务局"


def test_cover_and_captions_outvote_each_other_by_weight_and_a_tie_is_said() -> None:
    got = identified(
        report(["阳泉市水务局", "部门预算", "2025年度"], caption="部门名称：阳泉市水务局")
    )
    assert got.entity_name == "阳泉市水务局"
    assert "entity_tie" not in got.evidence
    tied = identified(
        document(
            [["2025年部门预算"]],
            [
                (["收支总表", "部门名称：阳泉市水务局", "单位：万元"], FIGURES),
                (["支出总表", "部门名称：阳泉市民政局", "单位：万元"], FIGURES),
            ],
        )
    )
    assert "entity_tie" in tied.evidence
    assert [s.signal for s in identity_signals(tied)] == ["identity_tie"]


def test_several_bodies_in_one_file_are_signalled() -> None:
    def part(name: str) -> list[CaptionedRows]:
        return [([title, f"部门名称：{name}", "单位：万元"], FIGURES) for title in BUDGET_TITLES]

    got = identified(
        document([["阳泉市水务局2025年部门预算"]], [*part("阳泉市水务局"), *part("阳泉市民政局")])
    )
    assert got.entity_name == "阳泉市水务局"
    assert got.evidence["other_bodies"] == "阳泉市民政局"
    assert [s.signal for s in identity_signals(got)] == ["several_bodies"]
    covers = [
        ["阳泉市水务局2025年部门预算"],
        ["目录"],
        ["一、职责"],
        ["二、情况"],
        ["阳泉市民政局", "2025年部门预算"],
    ]
    assert identified(document(covers)).evidence["other_bodies"] == "阳泉市民政局"


def test_a_subordinate_body_is_no_second_report() -> None:
    got = identified(
        document(
            [["阳泉市水务局2025年部门预算"]],
            [([t, "单位名称：阳泉市水务局水文站", "单位：万元"], FIGURES) for t in BUDGET_TITLES],
        )
    )
    assert "other_bodies" not in got.evidence


def test_a_real_report_with_a_word_left_over_from_the_form_is_no_template() -> None:
    got = identified(
        report(
            ["上海市普陀区水务局", "2024年度部门决算"],
            titles=FINAL_TITLES,
            rows=FIGURES * 4,
            more=[["第一部分 上海市XX局概况"]],
        )
    )
    assert (got.document_kind, got.entity_name) == ("final_accounts", "上海市普陀区水务局")


def test_an_empty_form_is_no_report_even_with_a_body() -> None:
    got = identified(report(["上海市XX局", "2024年度部门决算"], titles=FINAL_TITLES, rows=BLANKS))
    assert got.document_kind == "other"
    assert "XX局" in got.evidence["no_report"]


def test_the_scope_is_the_covers_then_the_names_then_the_labels() -> None:
    assert identified(report(["阳泉市水务局（本级）2025年部门预算"])).scope == "unit"
    assert (
        identified(
            report(
                ["阳泉市水务局2025年部门预算"], titles=["2025年单位收支总表", "2025年单位收入总表"]
            )
        ).scope
        == "department"
    )
    assert (
        identified(
            report(
                ["阳泉市水务局2025年预算"],
                titles=["2025年预算单位财务收支预算总表"],
                caption="编制单位：阳泉市水务局",
            )
        ).scope
        == "unit"
    )
    assert identified(report(["阳泉市水务局（汇总）2025年预算"])).scope == "department"


def test_places_of_one_name_are_told_apart_by_what_else_is_printed() -> None:
    doc = report(
        ["朝阳区水务局2025年部门预算"], more=[["长春市朝阳区水务局负责长春市朝阳区水务。"]]
    )
    assert identified(doc).city == "长春市"
    assert identified(report(["朝阳区水务局2025年部门预算"])).city is None


def test_a_body_without_a_place_is_where_the_cover_says() -> None:
    assert (
        identified(report(["上海市2025年市级单位预算", "预算单位：第二老干部活动室"])).city
        == "上海市"
    )


def test_places() -> None:
    places = load_gazetteer()
    for name, city, code in (
        ("国家统计局成都调查队", "成都市", "510100"),
        ("中国（上海）自由贸易试验区管理委员会", "上海市", "310000"),
        ("江苏省南京市江宁区教育局", "南京市", "320115"),
        ("中共中央宣传部", "中央", None),
        ("景宁县教育局", "丽水市", "331127"),
        ("西藏自治区那曲市教育局", "那曲地区", "542400"),
    ):
        place = places.find(name)
        assert place is not None
        assert (place.city, place.region_code) == (city, code)
    assert places.find("北京路街道办事处") is None
