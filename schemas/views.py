"""Views for analysts: their columns, and the views' names in English and Chinese.

A view's columns are those of the fact its rows are of, and shared ones; which rows it has is in
`warehouse/views/<name>.sql`. The Chinese twin of each view is made from the labels.

Belongs here: names and descriptions. Does not belong here: which rows.
"""

from __future__ import annotations

from schemas.columns import AMOUNT, BODY, COLUMNS, DOCUMENT, FUNCTION, IDENTITY, columns_of
from schemas.model import Column, Table, View, integer, money, number, text
from schemas.star import (
    FACT_EXPENDITURE,
    FACT_PERFORMANCE_INDICATOR,
    FACT_PROCUREMENT,
    FACT_PROJECT_OBJECTIVE,
    FACT_REVENUE,
    FACT_THREE_PUBLIC,
    STAR,
)


def _view(
    name: str, name_zh: str, zh: str, en: str, *parts: str | Column, of: Table | None = None
) -> View:
    return View(name, columns_of(name, *parts, of=of), name_zh, zh, en)


# Reports that count, with their bodies; the other views stand on it. Not for analysts.
COUNTED_REPORT = View(
    "counted_report",
    columns_of(
        "counted_report",
        f"report_key {BODY} scope scope_name {DOCUMENT}",
        text("own_stage", "报告所属阶段", "Stage the report is about"),
    ),
)

EXPENDITURE_BY_FUNCTION = _view(
    "expenditure_by_function",
    "支出_按功能",
    "全部资金的支出，按功能分类与支出性质；支出合计以此为准。现行版本、已发布的报表",
    "All spending by function and nature (perspective FUNCTION_ALL), current versions",
    IDENTITY,
    f"stage stage_name {FUNCTION} nature nature_name cost_group_name fund fund_name",
    f"{AMOUNT} report_key cell_key",
    of=FACT_EXPENDITURE,
)

EXPENDITURE_BY_ECON = _view(
    "expenditure_by_econ",
    "支出_按经济",
    "一般公共预算支出按经济分类；每份报告只取一个视角，视角为 ECON_BASIC 时只有基本支出",
    "General public budget by economic class; one perspective a report, ECON_BASIC is basic only",
    IDENTITY,
    "stage stage_name perspective perspective_name scheme class_code class_name econ_code econ_name",
    f"nature nature_name cost_group_name fund fund_name {AMOUNT} report_key cell_key",
    of=FACT_EXPENDITURE,
)

PROJECTS = _view(
    "projects",
    "项目",
    "项目支出及其他支出，按单位、项目、资金来源，附绩效目标",
    "Project spending by unit, project and fund, with the objective",
    IDENTITY,
    "stage stage_name unit_name project_key project_name nature nature_name fund fund_name",
    AMOUNT,
    FACT_PROJECT_OBJECTIVE.column("objective_text"),
    "report_key cell_key",
    of=FACT_EXPENDITURE,
)

THREE_PUBLIC = _view(
    "three_public",
    "三公经费",
    "三公经费的末级项目，按资金来源；之和即三公经费总额（备忘项见 fact_three_public）",
    "The three public items, leaves by fund; memo items are in fact_three_public only",
    f"{IDENTITY} stage stage_name item item_name fund fund_name {AMOUNT} report_key cell_key",
    of=FACT_THREE_PUBLIC,
)

REVENUE = _view(
    "revenue",
    "收入",
    "收入，按资金来源与功能分类",
    "Revenue by fund and function",
    f"{IDENTITY} stage stage_name {FUNCTION} unit_name fund fund_name",
    text("parent_fund_name", "上级资金来源", "Parent fund in Chinese", label_zh="资金大类"),
    f"is_fiscal_appropriation {AMOUNT} report_key cell_key",
    of=FACT_REVENUE,
)

RECONCILIATION_FAILURES = _view(
    "reconciliation_failures",
    "勾稽不符",
    "不符的勾稽式，包括被隔离的报告与旧版本",
    "Equations that fail, also of quarantined reports and former versions",
    *columns_of("reconciliation_failures", IDENTITY, "outcome is_current"),
    "rule severity rule_scope left_yuan right_yuan residual_yuan tolerance_yuan message",
    "accepted_by accepted_reason table_ordinal table_title left_cells right_cells report_key",
    of=STAR["reconciliation"],
)

COVERAGE = _view(
    "coverage",
    "覆盖",
    "部门 × 年度 × 种类：有没有报告、结果如何；缺的也列出（missing）",
    "Department by year by kind: outcome and grade; what is missing is listed too",
    IDENTITY,
    COLUMNS["outcome"].said(
        "处理结果；missing 为没有报告", "Outcome; missing when there is no report"
    ),
    "grade version",
    integer("version_count", "版本数", "Versions there are", label_zh="版本数"),
    integer("statements_published", "已发布的表数", "Statements published", label_zh="已发布表数"),
    integer("statements_held", "未发布的表数", "Statements held back", label_zh="未发布表数"),
    "reason report_key",
)

SUSPECTS = _view(
    "suspects",
    "疑点",
    "可能有误的数字：改动它就能使不符的勾稽式成立；名次1最可疑，同一差错可有几种解释",
    "Numbers that are likely wrong: changing them lets the failing equations hold; rank 1 first",
    f"{BODY} {DOCUMENT} file_name outcome is_current rank fault alternative set_size table_title",
    "page_number row_label column_path printed_text suggested_text unit printed_yuan",
    "suggested_yuan explains failing kind",
    text("kind_name", "像是哪种差错", "Kind in Chinese", label_zh="差错种类"),
    "score table_ordinal report_key cell_key",
    of=STAR["suspect"],
)

REVIEWS = _view(
    "reviews",
    "审核",
    "人工审核记录及其效力：生效、失效（原件或读法已变）、已有新版本",
    "Decisions of reviewers: applied, stale, or about a version that another one has replaced",
    f"{BODY} {DOCUMENT} file_name action",
    text("action_name", "按原样接受或更正单元格", "Action in Chinese", label_zh="决定"),
    text("state", "效力代码", "applied, stale or superseded"),
    text("state_name", "生效、失效、已有新版本", "State in Chinese", label_zh="效力"),
    "rule rule_scope left_yuan right_yuan printed_text corrected_yuan reason reviewer reviewed_on",
    "note report_key cell_key",
    of=STAR["review"],
)

EXECUTION = _view(
    "execution",
    "执行",
    "预算执行：同一部门、年度、口径的年初预算、调整预算与决算并列；执行率为决算比调整预算（没有则比年初预算）",
    "Execution: initial budget, adjusted budget and final figures side by side, and the rate",
    "city department scope scope_name fiscal_year",
    text(
        "subject",
        "对象代码：FUNCTION（表）、THREE_PUBLIC、NARRATIVE_FUNCTION（决算说明文字逐科目，多为财政拨款）",
        "FUNCTION of tables, THREE_PUBLIC, or NARRATIVE_FUNCTION: item by item in the text of "
        "final accounts, fiscal appropriation as a rule",
    ),
    text("subject_name", "对象：功能分类或三公经费", "Subject in Chinese", label_zh="对象"),
    text("parent_code", "类编码", "Class code", label_zh="类编码"),
    text("parent_name", "类名称", "Class name", label_zh="类名称"),
    text("code", "科目编码或三公项目代码", "Function code or item", label_zh="科目编码"),
    text("name", "名称", "Name", label_zh="科目名称"),
    money("initial_yuan", "年初预算（元）", "Initial budget", label_zh="年初预算_元"),
    money("adjusted_yuan", "调整预算（元）", "Adjusted budget", label_zh="调整预算_元"),
    money("final_yuan", "决算（元）", "Final figure", label_zh="决算_元"),
    number("execution_pct", "执行率（%）", "Execution, percent", label_zh="执行率"),
)

_PROJECT = columns_of(
    "views of projects",
    "unit_name project_key",
    COLUMNS["project_name"].said("项目名称；部门整体为“不适用”", "Project"),
)

PROJECT_OBJECTIVES = _view(
    "project_objectives",
    "绩效目标",
    "项目与部门整体的绩效目标；金额为备忘，与支出重叠",
    "Objectives of projects and whole departments; amounts overlap expenditure",
    IDENTITY,
    *_PROJECT,
    "source",
    text("source_name", "出自哪种表", "Kind of table in Chinese", label_zh="来源"),
    "amount_yuan objective_text page_number report_key cell_key",
    of=FACT_PROJECT_OBJECTIVE,
)

PERFORMANCE_INDICATORS = _view(
    "performance_indicators",
    "绩效指标",
    "项目与部门整体绩效目标表中的指标与指标值",
    "Performance indicators with their targets, of projects and whole departments",
    IDENTITY,
    *_PROJECT,
    "level1 level2 indicator_name target_text operator target_value target_unit weight page_number",
    "report_key cell_key",
    of=FACT_PERFORMANCE_INDICATOR,
)

PROCUREMENT = _view(
    "procurement",
    "政府采购",
    "政府采购与购买服务的末级行，按资金来源；购买服务表与采购表重叠，按“购买服务表”分开看",
    "Procurement and purchased services, leaves by fund; the two kinds of table overlap",
    f"{IDENTITY} stage stage_name is_service_list category",
    text("category_name", "货物、工程、服务", "In Chinese", label_zh="类别"),
    "item_name item_path project_name fund fund_name amount_yuan amount_wan table_total_yuan",
    "page_number report_key cell_key",
    of=FACT_PROCUREMENT,
)

VIEWS: tuple[View, ...] = (
    EXPENDITURE_BY_FUNCTION,
    EXPENDITURE_BY_ECON,
    PROJECTS,
    THREE_PUBLIC,
    REVENUE,
    EXECUTION,
    PROJECT_OBJECTIVES,
    PERFORMANCE_INDICATORS,
    PROCUREMENT,
    RECONCILIATION_FAILURES,
    SUSPECTS,
    REVIEWS,
    COVERAGE,
)
