"""Performance forms: read by their labels, whatever the order, over pages and over tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from pipeline.derive.form_facts import indicator_rows, objective_rows
from pipeline.domain.lexicon import load_lexicon
from pipeline.forms.report_forms import read_forms
from pipeline.forms.target_values import parse_target
from pipeline.forms.target_words import load_target_lexicon
from pipeline.grid.assembly import assemble
from pipeline.interpret.form_values import Target, TargetForm
from pipeline.interpret.statement import Statement
from pipeline.read.layout import PageLayout
from pipeline.report.interpretation import interpret_tables
from schemas.vocabulary import ObjectiveSource, StatementKind, TargetOperator
from tests.page_layouts import Texts, captioned, line, page, raw_table

WORDS = load_target_lexicon()
TITLE = "项目支出绩效目标表"


def form(name: str, total: str = "30.00", *, unit: str = "岭南市试验站") -> list[list[str | None]]:
    return [
        ["项目名称", None, name, None, None],
        ["主管部门及代码", None, "201_岭南市试验局", "实施单位", unit],
        ["项目资金（万元）", "年度资金总额：", total, None, None],
        [None, "其中：财政拨款", "20.00", None, None],
        [None, "其他资金", "10.00", None, None],
        ["年度总体目标", f"做好{name}。", None, None, None],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        [None, "产出指标", "数量指标", "试验次数", "≥12次"],
        [None, None, "质量指标", "合格率", "≥95%"],
        [None, "满意度指标", "服务对象满意度指标", "满意度", "逐步提高"],
    ]


def statements(*pages: PageLayout) -> list[Statement]:
    return interpret_tables(assemble(pages), load_lexicon())[0]


def forms(*pages: PageLayout) -> tuple[TargetForm, ...]:
    return read_forms(statements(*pages)).targets


def titled(rows: Texts, title: str = TITLE, unit: str = "元") -> PageLayout:
    return captioned(1, title, raw_table(rows), unit=unit)


def names(found: Sequence[TargetForm]) -> list[str | None]:
    return [item.project for item in found]


def test_a_form_is_read_by_its_labels() -> None:
    (found,) = forms(titled(form("设备更新")))
    assert (found.source, found.project, found.implementing_unit) == (
        ObjectiveSource.TARGET_FORM,
        "设备更新",
        "岭南市试验站",
    )
    # The form's own unit counts, not the one over the table.
    assert found.total is not None and found.total.yuan == Decimal("300000.00")
    assert [part.printed for part in found.parts] == [Decimal("20.00"), Decimal("10.00")]
    assert [part.cell.text for part in found.objective] == ["做好设备更新。"]
    assert [(i.level_1, i.level_2, i.name) for i in found.indicators] == [
        ("产出指标", "数量指标", "试验次数"),
        ("产出指标", "质量指标", "合格率"),
        ("满意度指标", "服务对象满意度指标", "满意度"),
    ]
    assert found.indicators[1].target == Target(TargetOperator.AT_LEAST, Decimal("95"), "%")
    assert found.indicators[2].target == Target(TargetOperator.QUALITATIVE)


def test_labels_count_not_their_order() -> None:
    rows = form("设备更新")
    rows[0], rows[1] = rows[1], rows[0]
    (found,) = forms(titled(rows))
    assert (found.project, found.implementing_unit, len(found.indicators)) == (
        "设备更新",
        "岭南市试验站",
        3,
    )


def test_many_forms_in_one_table() -> None:
    found = forms(titled([*form("设备更新"), *form("人员培训", "50.00")]))
    assert names(found) == ["设备更新", "人员培训"]
    assert [item.total.printed for item in found if item.total] == [
        Decimal("30.00"),
        Decimal("50.00"),
    ]
    assert [len(item.indicators) for item in found] == [3, 3]


def test_a_form_goes_on_over_a_page_without_its_heading() -> None:
    rows = form("设备更新")
    rest: Texts = [["绩效指标", "效益指标", "社会效益指标", "覆盖人群", "≥100万人次"]]
    found = forms(titled(rows), page(2, raw_table(rest, top=60.0)))
    assert names(found) == ["设备更新"]
    last = found[0].indicators[-1]
    assert (last.level_1, last.name, last.target.unit) == ("效益指标", "覆盖人群", "万人次")
    assert last.at.cell.page_number == 2


def test_forms_without_a_title_follow_the_first() -> None:
    found = statements(titled(form("设备更新")), page(2, raw_table(form("人员培训"))))
    assert {s.kind for s in found} == {StatementKind.PERFORMANCE_TARGETS}
    assert names(read_forms(found).targets) == ["设备更新", "人员培训"]


def test_key_projects_with_indicators_are_forms() -> None:
    found = statements(
        titled(form("设备更新"), "重点项目绩效目标表"),
        captioned(2, "重点项目绩效目标表", raw_table(form("人员培训"))),
    )
    assert {s.kind for s in found} == {StatementKind.PERFORMANCE_TARGETS}
    assert names(read_forms(found).targets) == ["设备更新", "人员培训"]


def test_a_label_and_its_value_in_one_cell() -> None:
    rows: Texts = [
        ["项目名称：设备更新", None, None, None],
        ["资金总额：30万元", None, None, None],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "台数", "3台"],
    ]
    (found,) = forms(titled(rows))
    assert found.project == "设备更新"
    assert found.total is not None and found.total.yuan == Decimal("300000")


def test_a_name_cut_by_the_page_end_is_put_together() -> None:
    head: Texts = [["项目名称", "综合业务保"]]
    rest = [["", "障经费", None, None, None], *form("x")[1:]]
    found = forms(titled(head), page(2, raw_table(rest, top=60.0)))
    assert names(found) == ["综合业务保障经费"]


def test_a_list_of_projects_with_merged_names() -> None:
    rows: Texts = [
        [
            "项目名称",
            "项目总额",
            "绩效目标",
            "一级指标",
            "三级指标",
            "指标性质",
            "本年指标值",
            "度量单位",
        ],
        ["11000022T000000445703-统计宣传", "76.64", "做好宣传", "产出指标", "稿件", "≥", "7", "篇"],
        [None, None, None, "效益指标", "评价", "定性", "良好", ""],
        ["11000022T000000445799-统计监测", "5.00", "做好监测", "产出指标", "报告", "＝", "1", "份"],
    ]
    found = forms(titled(rows, unit="万元"))
    assert names(found) == ["统计宣传", "统计监测"]
    assert [len(item.indicators) for item in found] == [2, 1]
    assert found[0].total is not None and found[0].total.yuan == Decimal("766400.00")
    assert found[0].indicators[0].target == Target(TargetOperator.AT_LEAST, Decimal("7"), "篇")
    assert found[0].indicators[0].target_text == "≥ 7 篇"
    assert found[0].indicators[1].target.operator == "定性"


def test_a_list_cut_by_the_page_end_keeps_its_projects() -> None:
    head = ["项目名称", "项目总额", "绩效目标", "一级指标", "三级指标", "指标值"]
    one: Texts = [
        head,
        ["统计宣传", "3.00", "做好宣传", "产出指标", "稿件", "7篇"],
        ["统计监", "", "做好", "产出指标", "报告", "1份"],
    ]
    two: Texts = [head, ["测", "5.00", "监测", "效益指标", "评价", "良好"]]
    found = forms(titled(one, unit="万元"), page(2, raw_table(two)))
    assert names(found) == ["统计宣传", "统计监测"]
    assert found[1].total is not None and found[1].total.printed == Decimal("5.00")
    assert [i.name for i in found[1].indicators] == ["报告", "评价"]


def test_pairs_of_columns_a_first_level_each() -> None:
    rows: Texts = [
        ["项目单位（项目名称）", "资金总额", "总体目标", "产出指标", None, "效益指标", None],
        [None, None, None, "三级指标", "指标值", "三级指标", "指标值"],
        ["设备更新", "3.00", "更新设备", "台数", "≥3台", "受益人数", "≥100人"],
        [None, None, None, "合格率", "≥95%", "", ""],
    ]
    (found,) = forms(titled(rows, unit="万元"))
    assert found.project == "设备更新"
    assert [(i.level_1, i.name, i.target.number) for i in found.indicators] == [
        ("产出指标", "台数", Decimal(3)),
        ("效益指标", "受益人数", Decimal(100)),
        ("产出指标", "合格率", Decimal(95)),
    ]


def test_the_best_name_of_a_column_counts() -> None:
    rows: Texts = [
        [
            "单位名称、项目名称",
            "年度目标",
            "一级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "指标内容",
        ],
        ["设备更新", "更新设备", "产出指标", "台数", "=", "3", "台", "反映更新台数"],
    ]
    (found,) = forms(titled(rows))
    assert [(i.name, i.target.unit) for i in found.indicators] == [("台数", "台")]


def test_a_whole_department_has_no_project() -> None:
    rows: Texts = [
        ["部门名称", "岭南市试验局", None, None],
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）"],
        [None, "运转", "保障运转", "60.00"],
        [None, "业务", "保障业务", "40.00"],
        [None, "金额合计", None, "100.00"],
        ["年度总体目标", "全面完成任务。", None, None],
        ["年度绩效指标", "二级指标", "三级指标", "指标值"],
        [None, "数量指标", "办件量（件）", "≥1,000"],
    ]
    (found,) = forms(titled(rows, "部门整体支出绩效目标表"))
    assert (found.source, found.project, found.spending_unit) == (
        ObjectiveSource.WHOLE_DEPARTMENT,
        None,
        "岭南市试验局",
    )
    assert found.total is not None and found.total.yuan == Decimal("1000000.00")
    (indicator,) = found.indicators
    assert indicator.target == Target(TargetOperator.AT_LEAST, Decimal("1000"), "件")
    # The first level follows from the second where it is not printed.
    assert indicator.level_1 == "产出指标"


def test_totals_side_by_side_have_their_own_parts() -> None:
    rows: Texts = [
        ["项目名称", "设备更新", None, None],
        ["实施期资金总额：", "90.00", "年度资金总额：", "30.00"],
        ["其中：财政拨款", "80.00", "其中：财政拨款", "25.00"],
        ["其他资金", "10.00", "其他资金", "5.00"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "台数", "3台"],
    ]
    (found,) = forms(titled(rows, unit="万元"))
    assert found.total is not None and found.total.printed == Decimal("30.00")
    assert [part.printed for part in found.parts] == [Decimal("25.00"), Decimal("5.00")]


def test_an_empty_template_is_no_fact() -> None:
    blank = [
        ["" if c and n not in (0, 1, 6) and k else c for k, c in enumerate(row)]
        for n, row in enumerate(form(""))
    ]
    blank[1] = ["主管部门及代码", None, "", "实施单位", ""]
    assert forms(titled(blank)) == ()


def test_a_held_table_holds_back_its_own_rows_only() -> None:
    found = statements(titled(form("设备更新")), page(2, raw_table(form("人员培训"))))
    read = read_forms(found).targets
    key = lambda s, c: f"{s.table.ordinal}:{c.row}:{c.column}"  # noqa: E731
    rows = objective_rows(read, key, held={1})
    assert [row["project_name"] for row in rows] == ["人员培训"]
    assert {row["table_ordinal"] for row in indicator_rows(read, key, held={1})} == {2}
    assert rows[0]["source"] == ObjectiveSource.TARGET_FORM and rows[0]["amount_yuan"] == Decimal(
        "300000.00"
    )


def test_a_budget_table_is_not_taken_for_a_form() -> None:
    rows: Texts = [["项目名称", "单位名称", "预算金额"], ["设备更新", "岭南市试验站", "30.00"]]
    found = statements(page(1, raw_table(rows), lines=[line("某某明细", 60.0)]))
    assert StatementKind.PERFORMANCE_TARGETS not in {s.kind for s in found}


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("≥95%", {}, ("≥", "95", "%")),
        ("≧95%", {}, ("≥", "95", "%")),
        ("≤3次", {}, ("≤", "3", "次")),
        ("100%", {}, (None, "100", "%")),
        ("=1,000.5万元", {}, ("=", "1000.5", "万元")),
        ("不低于80%", {}, ("≥", "80", "%")),
        ("90%以上", {}, ("≥", "90", "%")),
        ("≥330台（套）", {}, ("≥", "330", "台（套）")),
        (">6.00(次)", {}, (">", "6.00", "次")),
        ("万元≤184.94", {}, ("≤", "184.94", "万元")),
        ("满意度不少于80%", {}, ("≥", "80", "%")),
        ("7", {"comparison": "≥", "measure": "种"}, ("≥", "7", "种")),
        ("≤5", {"name": "成本（万元）"}, ("≤", "5", "万元")),
        ("3", {"name": "人数（含兼职）"}, (None, "3", None)),
        ("逐年递增", {}, ("定性", None, None)),
        ("6月底前", {"comparison": "定性"}, ("定性", None, None)),
        ("2026年12月底前完成", {}, (None, None, None)),
        ("2026年", {}, (None, None, None)),
        ("1000个；2243个", {}, (None, None, None)),
        ("98%；96%", {}, (None, None, None)),
        ("1-12月", {}, (None, None, None)),
    ],
)
def test_targets_are_taken_apart(
    text: str, more: dict[str, str], expected: tuple[str | None, str | None, str | None]
) -> None:
    operator, number, unit = expected
    found = parse_target(text, WORDS, **more)
    wanted = (operator, Decimal(number) if number else None, unit)
    assert (found.operator, found.number, found.unit) == wanted
