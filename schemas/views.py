"""Views for analysts: their columns in English and Chinese. The queries are in `warehouse/*.sql`.

Belongs here: names and descriptions; the Chinese twin of each view is made from them.
Does not belong here: SQL.
"""

from __future__ import annotations

from schemas.model import View, boolean, date, integer, money, number, text, wan

_IDENTITY = (
    text("city", "城市", "City", nullable=True, label_zh="城市"),
    text("department", "部门", "Department, without a suffix such as （本级）", label_zh="部门"),
    text(
        "entity_name",
        "编报单位（原文）",
        "Reporting body as printed",
        nullable=True,
        label_zh="编报单位",
    ),
    text("scope", "口径代码", "department or unit", nullable=True),
    text(
        "scope_name",
        "口径：部门（含所属单位）或单位",
        "Scope in Chinese",
        nullable=True,
        label_zh="口径",
    ),
    integer("fiscal_year", "预算年度", "Fiscal year", nullable=True, label_zh="年度"),
    text("document_kind", "文件种类代码", "budget or final_accounts", nullable=True),
    text("document_kind_name", "预算或决算", "Kind in Chinese", nullable=True, label_zh="文件种类"),
)
_STAGE = (
    text("stage", "阶段代码", "Stage"),
    text("stage_name", "年初预算、调整预算、决算", "Stage in Chinese", label_zh="阶段"),
)
_FUNCTION = (
    text("class_code", "类编码", "Class code", label_zh="类编码"),
    text("class_name", "类名称", "Class name", label_zh="类名称"),
    text("group_code", "款编码", "Group code", nullable=True, label_zh="款编码"),
    text("group_name", "款名称", "Group name", nullable=True, label_zh="款名称"),
    text("function_code", "科目编码", "Function code", label_zh="科目编码"),
    text("function_name", "科目名称", "Function name", label_zh="科目名称"),
)
_NATURE = (
    text("nature", "支出性质代码", "Nature"),
    text("nature_name", "支出性质", "Nature in Chinese", label_zh="支出性质"),
)
_COST_GROUP = (
    text(
        "cost_group_name",
        "基本支出中的人员经费或公用经费；表中未区分为空",
        "Personnel or public part of basic spending; null where not told apart",
        nullable=True,
        label_zh="人员或公用",
    ),
)
_FUND = (
    text("fund", "资金来源代码", "Fund"),
    text("fund_name", "资金来源", "Fund in Chinese", label_zh="资金来源"),
)
_AMOUNT = (
    boolean(
        "is_rounding",
        "尾数差行：使各级之和等于印出的合计",
        "Rounding row, makes sums equal what is printed",
        label_zh="尾数差行",
    ),
    boolean(
        "is_discrepancy",
        "不符差额行：原件自身不符、经人工审核接受的差额（同时为尾数差行）",
        "Difference within the source that a reviewer accepted (a rounding row too)",
        label_zh="不符差额行",
    ),
    boolean(
        "is_corrected",
        "金额经人工审核更正，印出的原文见单元格",
        "Amount corrected by a reviewer; the cell keeps the printed text",
        label_zh="经更正",
    ),
    money("amount_yuan", "金额（元）", "Amount in yuan", label_zh="金额_元"),
    wan(
        "amount_wan",
        "金额（万元），精确",
        "Amount in ten thousands of yuan, exact",
        label_zh="金额_万元",
    ),
)
_ORIGIN = (
    text("report_key", "报告键", "The report", label_zh="报告键"),
    text("cell_key", "金额所在的印刷单元格", "Printed cell of the amount", label_zh="单元格键"),
)
_PERSPECTIVE = (
    text("perspective", "视角代码", "Perspective"),
    text("perspective_name", "视角", "Perspective in Chinese", label_zh="视角"),
)

EXPENDITURE_BY_FUNCTION = View(
    "expenditure_by_function",
    "支出_按功能",
    "全部资金的支出，按功能分类与支出性质；支出合计以此为准。现行版本、已发布的报表",
    "All spending by function and nature (perspective FUNCTION_ALL), current versions",
    (*_IDENTITY, *_STAGE, *_FUNCTION, *_NATURE, *_COST_GROUP, *_FUND, *_AMOUNT, *_ORIGIN),
)

EXPENDITURE_BY_ECON = View(
    "expenditure_by_econ",
    "支出_按经济",
    "一般公共预算支出按经济分类；每份报告只取一个视角，视角为 ECON_BASIC 时只有基本支出",
    "General public budget by economic class; one perspective a report, ECON_BASIC is basic only",
    (
        *_IDENTITY,
        *_STAGE,
        *_PERSPECTIVE,
        text("scheme", "经济分类体系", "Scheme: department or government", label_zh="分类体系"),
        text("class_code", "类编码", "Class code", label_zh="类编码"),
        text("class_name", "类名称", "Class name", label_zh="类名称"),
        text("econ_code", "科目编码", "Economic code", label_zh="科目编码"),
        text("econ_name", "科目名称", "Economic name", label_zh="科目名称"),
        *_NATURE,
        *_COST_GROUP,
        *_FUND,
        *_AMOUNT,
        *_ORIGIN,
    ),
)

PROJECTS = View(
    "projects",
    "项目",
    "项目支出及其他支出，按单位、项目、资金来源，附绩效目标",
    "Project spending by unit, project and fund, with the objective",
    (
        *_IDENTITY,
        *_STAGE,
        text("unit_name", "单位", "Unit", label_zh="单位"),
        text("project_key", "项目键", "The project, the same over the years", label_zh="项目键"),
        text("project_name", "项目名称", "Project", label_zh="项目名称"),
        *_NATURE,
        *_FUND,
        *_AMOUNT,
        text(
            "objective_text", "绩效目标", "Objective as printed", nullable=True, label_zh="绩效目标"
        ),
        *_ORIGIN,
    ),
)

THREE_PUBLIC = View(
    "three_public",
    "三公经费",
    "三公经费的末级项目，按资金来源；之和即三公经费总额（备忘项见 fact_three_public）",
    "The three public items, leaves by fund; memo items are in fact_three_public only",
    (
        *_IDENTITY,
        *_STAGE,
        text("item", "项目代码", "Item"),
        text("item_name", "三公项目", "Item in Chinese", label_zh="三公项目"),
        *_FUND,
        *_AMOUNT,
        *_ORIGIN,
    ),
)

REVENUE = View(
    "revenue",
    "收入",
    "收入，按资金来源与功能分类",
    "Revenue by fund and function",
    (
        *_IDENTITY,
        *_STAGE,
        *_FUNCTION,
        text("unit_name", "单位", "Unit", label_zh="单位"),
        *_FUND,
        text(
            "parent_fund_name",
            "上级资金来源",
            "Parent fund in Chinese",
            nullable=True,
            label_zh="资金大类",
        ),
        boolean("is_fiscal_appropriation", "财政拨款", "Fiscal appropriation", label_zh="财政拨款"),
        *_AMOUNT,
        *_ORIGIN,
    ),
)

RECONCILIATION_FAILURES = View(
    "reconciliation_failures",
    "勾稽不符",
    "不符的勾稽式，包括被隔离的报告与旧版本",
    "Equations that fail, also of quarantined reports and former versions",
    (
        *_IDENTITY,
        text("outcome", "处理结果", "Outcome of the report", label_zh="处理结果"),
        boolean("is_current", "现行版本", "Current version", label_zh="现行版本"),
        text("rule", "规则编号", "Rule", label_zh="规则"),
        text("severity", "轻重", "Severity", label_zh="轻重"),
        text("rule_scope", "所及的表、行、列", "What it was applied to", label_zh="范围"),
        money("left_yuan", "左边（元）", "Left side", nullable=True, label_zh="左边_元"),
        money("right_yuan", "右边（元）", "Right side", nullable=True, label_zh="右边_元"),
        money("residual_yuan", "差额（元）", "Left less right", nullable=True, label_zh="差额_元"),
        money("tolerance_yuan", "允差（元）", "Tolerance", nullable=True, label_zh="允差_元"),
        text("message", "说明", "Message", label_zh="说明"),
        text(
            "accepted_by",
            "接受此处不符的审核人；空为未接受",
            "Reviewer who accepted it; null when nobody did",
            nullable=True,
            label_zh="审核人",
        ),
        text(
            "accepted_reason",
            "接受的理由",
            "Why it was accepted",
            nullable=True,
            label_zh="审核理由",
        ),
        integer(
            "table_ordinal", "表序号", "Ordinal of the table", nullable=True, label_zh="表序号"
        ),
        text("table_title", "表题", "Title of the table", nullable=True, label_zh="表题"),
        text("left_cells", "左边的单元格键", "Cells of the left side", label_zh="左边单元格"),
        text("right_cells", "右边的单元格键", "Cells of the right side", label_zh="右边单元格"),
        text("report_key", "报告键", "The report", label_zh="报告键"),
    ),
)

COVERAGE = View(
    "coverage",
    "覆盖",
    "部门 × 年度 × 种类：有没有报告、结果如何；缺的也列出（missing）",
    "Department by year by kind: outcome and grade; what is missing is listed too",
    (
        text("city", "城市", "City", nullable=True, label_zh="城市"),
        text("department", "部门", "Department", label_zh="部门"),
        text(
            "entity_name",
            "编报单位（原文）",
            "Reporting body as printed",
            nullable=True,
            label_zh="编报单位",
        ),
        text("scope", "口径代码", "department or unit", nullable=True),
        text("scope_name", "口径", "Scope in Chinese", nullable=True, label_zh="口径"),
        integer("fiscal_year", "预算年度", "Fiscal year", nullable=True, label_zh="年度"),
        text("document_kind", "文件种类代码", "budget or final_accounts", nullable=True),
        text(
            "document_kind_name",
            "预算或决算",
            "Kind in Chinese",
            nullable=True,
            label_zh="文件种类",
        ),
        text(
            "outcome",
            "处理结果；missing 为没有报告",
            "Outcome; missing when there is no report",
            label_zh="处理结果",
        ),
        text("grade", "勾稽等级", "Grade", nullable=True, label_zh="勾稽等级"),
        integer("version", "版本", "Version", nullable=True, label_zh="版本"),
        integer("version_count", "版本数", "Versions there are", label_zh="版本数"),
        integer(
            "statements_published", "已发布的表数", "Statements published", label_zh="已发布表数"
        ),
        integer("statements_held", "未发布的表数", "Statements held back", label_zh="未发布表数"),
        text("reason", "原因", "Reason", nullable=True, label_zh="原因"),
        text("report_key", "报告键", "The report", nullable=True, label_zh="报告键"),
    ),
)

_BODY = (
    text("city", "城市", "City", nullable=True, label_zh="城市"),
    text("department", "部门", "Department", label_zh="部门"),
    text(
        "entity_name",
        "编报单位（原文）",
        "Reporting body as printed",
        nullable=True,
        label_zh="编报单位",
    ),
    integer("fiscal_year", "预算年度", "Fiscal year", nullable=True, label_zh="年度"),
    text("document_kind", "文件种类代码", "budget or final_accounts", nullable=True),
    text("document_kind_name", "预算或决算", "Kind in Chinese", nullable=True, label_zh="文件种类"),
    text("file_name", "文件名", "File name", label_zh="文件名"),
)

SUSPECTS = View(
    "suspects",
    "疑点",
    "可能有误的数字：改动它就能使不符的勾稽式成立；名次1最可疑，同一差错可有几种解释",
    "Numbers that are likely wrong: changing them lets the failing equations hold; rank 1 first",
    (
        *_BODY,
        text("outcome", "处理结果", "Outcome of the report", label_zh="处理结果"),
        boolean("is_current", "现行版本", "Current version", label_zh="现行版本"),
        integer("rank", "名次", "Rank", label_zh="名次"),
        integer("fault", "差错编号", "Independent fault", label_zh="差错"),
        integer("alternative", "同一差错的第几种解释", "Explanation", label_zh="解释"),
        integer("set_size", "须同时改动的数字个数", "Numbers wrong together", label_zh="同时改动"),
        text("table_title", "表题", "Title of the table", nullable=True, label_zh="表题"),
        integer("page_number", "页码", "Page", nullable=True, label_zh="页码"),
        text("row_label", "行标题", "Row", label_zh="行"),
        text("column_path", "列标题", "Column", label_zh="列"),
        text("printed_text", "印出的原文", "Text as printed", label_zh="印出"),
        text("suggested_text", "使等式成立的数", "Number with which sums hold", label_zh="疑应为"),
        text("unit", "表的金额单位", "Unit of the table", nullable=True, label_zh="单位"),
        money("printed_yuan", "印出的金额（元）", "Printed amount", label_zh="印出_元"),
        money("suggested_yuan", "疑应为的金额（元）", "Suggested amount", label_zh="疑应为_元"),
        integer(
            "explains",
            "使多少条不符的等式成立",
            "Failing equations it mends",
            label_zh="解释等式数",
        ),
        integer("failing", "这处差错不符的等式数", "Failing equations", label_zh="不符等式数"),
        text("kind", "差错种类代码", "Kind of mistake"),
        text("kind_name", "像是哪种差错", "Kind in Chinese", label_zh="差错种类"),
        number("score", "可信份额（0到1）", "Share of belief, 0 to 1", label_zh="可信份额"),
        integer(
            "table_ordinal", "表序号", "Ordinal of the table", nullable=True, label_zh="表序号"
        ),
        text("report_key", "报告键", "The report", label_zh="报告键"),
        text("cell_key", "单元格键", "The cell", nullable=True, label_zh="单元格键"),
    ),
)

REVIEWS = View(
    "reviews",
    "审核",
    "人工审核记录及其效力：生效、失效（原件或读法已变）、已有新版本",
    "Decisions of reviewers: applied, stale, or about a version that another one has replaced",
    (
        *_BODY,
        text("action", "决定代码", "accept or correct"),
        text("action_name", "按原样接受或更正单元格", "Action in Chinese", label_zh="决定"),
        text("state", "效力代码", "applied, stale or superseded"),
        text("state_name", "生效、失效、已有新版本", "State in Chinese", label_zh="效力"),
        text("rule", "规则编号", "Rule", label_zh="规则"),
        text("rule_scope", "所及的表、行、列", "What it was applied to", label_zh="范围"),
        money("left_yuan", "所记左边（元）", "Left side as recorded", label_zh="左边_元"),
        money("right_yuan", "所记右边（元）", "Right side as recorded", label_zh="右边_元"),
        text("printed_text", "印出的原文", "Text as printed", nullable=True, label_zh="印出"),
        money(
            "corrected_yuan",
            "更正后的金额（元）",
            "Corrected amount",
            nullable=True,
            label_zh="更正后_元",
        ),
        text("reason", "理由", "Reason", label_zh="理由"),
        text("reviewer", "审核人", "Reviewer", label_zh="审核人"),
        date("reviewed_on", "审核日期", "Day of the review", label_zh="审核日期"),
        text("note", "失效的原因", "Why it took no effect", label_zh="失效原因"),
        text("report_key", "报告键", "The report", label_zh="报告键"),
        text("cell_key", "更正的单元格", "Corrected cell", nullable=True, label_zh="单元格键"),
    ),
)

EXECUTION = View(
    "execution",
    "执行",
    "预算执行：同一部门、年度、口径的年初预算、调整预算与决算并列；执行率为决算比调整预算（没有则比年初预算）",
    "Execution: initial budget, adjusted budget and final figures side by side, and the rate",
    (
        *_IDENTITY[:2],
        *_IDENTITY[3:6],
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
        money(
            "initial_yuan",
            "年初预算（元）",
            "Initial budget",
            nullable=True,
            label_zh="年初预算_元",
        ),
        money(
            "adjusted_yuan",
            "调整预算（元）",
            "Adjusted budget",
            nullable=True,
            label_zh="调整预算_元",
        ),
        money("final_yuan", "决算（元）", "Final figure", nullable=True, label_zh="决算_元"),
        number(
            "execution_pct", "执行率（%）", "Execution, percent", nullable=True, label_zh="执行率"
        ),
    ),
)

_PROJECT = (
    text("unit_name", "单位", "Unit", label_zh="单位"),
    text("project_key", "项目键", "The project, the same over the years", label_zh="项目键"),
    text("project_name", "项目名称；部门整体为“不适用”", "Project", label_zh="项目名称"),
)
_PAGE = (
    integer("page_number", "页码", "Page", label_zh="页码"),
    text("report_key", "报告键", "The report", label_zh="报告键"),
)

PROJECT_OBJECTIVES = View(
    "project_objectives",
    "绩效目标",
    "项目与部门整体的绩效目标；金额为备忘，与支出重叠",
    "Objectives of projects and whole departments; amounts overlap expenditure",
    (
        *_IDENTITY,
        *_PROJECT,
        text("source", "出自哪种表代码", "Kind of table"),
        text("source_name", "出自哪种表", "Kind of table in Chinese", label_zh="来源"),
        money("amount_yuan", "金额（元）", "Amount in yuan", nullable=True, label_zh="金额_元"),
        text("objective_text", "绩效目标", "Objective as printed", label_zh="绩效目标"),
        *_PAGE,
        text("cell_key", "绩效目标所在单元格", "Cell of the objective", label_zh="单元格键"),
    ),
)

PERFORMANCE_INDICATORS = View(
    "performance_indicators",
    "绩效指标",
    "项目与部门整体绩效目标表中的指标与指标值",
    "Performance indicators with their targets, of projects and whole departments",
    (
        *_IDENTITY,
        *_PROJECT,
        text("level1", "一级指标", "First level", nullable=True, label_zh="一级指标"),
        text("level2", "二级指标", "Second level", nullable=True, label_zh="二级指标"),
        text("indicator_name", "三级指标", "Name of the indicator", label_zh="指标名称"),
        text("target_text", "指标值（原文）", "As printed", nullable=True, label_zh="指标值"),
        text("operator", "比较符或“定性”", "Comparison", nullable=True, label_zh="比较符"),
        number("target_value", "数值", "Number of the target", nullable=True, label_zh="数值"),
        text("target_unit", "计量单位", "Unit of measure", nullable=True, label_zh="计量单位"),
        number("weight", "分值（权重）", "Weight", nullable=True, label_zh="分值"),
        *_PAGE,
        text("cell_key", "指标值所在单元格", "Cell of the target", label_zh="单元格键"),
    ),
)

PROCUREMENT = View(
    "procurement",
    "政府采购",
    "政府采购与购买服务的末级行，按资金来源；购买服务表与采购表重叠，按“购买服务表”分开看",
    "Procurement and purchased services, leaves by fund; the two kinds of table overlap",
    (
        *_IDENTITY,
        *_STAGE,
        boolean(
            "is_service_list",
            "出自政府购买服务表",
            "From a table of purchased services",
            label_zh="购买服务表",
        ),
        text("category", "类别代码", "GOODS, WORKS or SERVICES", nullable=True),
        text("category_name", "货物、工程、服务", "In Chinese", nullable=True, label_zh="类别"),
        text("item_name", "采购内容", "What is bought", label_zh="采购内容"),
        text("item_path", "各级名称", "All its names", label_zh="各级名称"),
        text("project_name", "项目名称", "Project", label_zh="项目名称"),
        *_FUND,
        money("amount_yuan", "金额（元）", "Amount in yuan", label_zh="金额_元"),
        wan("amount_wan", "金额（万元）", "In ten thousands of yuan", label_zh="金额_万元"),
        money("table_total_yuan", "表中合计（元）", "Printed total", label_zh="表合计_元"),
        *_PAGE,
        text("cell_key", "金额所在单元格", "Cell of the amount", label_zh="单元格键"),
    ),
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
