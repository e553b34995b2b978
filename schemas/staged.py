"""Tables of a staged report: what is known of one file, with natural codes, before the warehouse.

Belongs here: declarations. Does not belong here: how rows come about or are written.
"""

from __future__ import annotations

from schemas.model import Column, Table, boolean, date, integer, money, number, real, text

OUTCOMES = ("accepted", "partial", "quarantined", "rejected")
KINDS = ("budget", "final_accounts", "narrative_only", "performance_targets", "other")
STAGES = ("initial_budget", "adjusted_budget", "final_accounts")
GRADES = ("exact", "rounding", "failed")
SCHEMES = ("function", "department", "government")
SEVERITIES = ("hard", "soft", "info")
OBJECTIVE_SOURCES = ("PROJECT_TABLE", "KEY_PROJECT_TABLE", "TARGET_FORM", "WHOLE_DEPARTMENT")
TARGET_OPERATORS = ("≥", "≤", ">", "<", "=", "定性")
PURCHASE_CATEGORIES = ("GOODS", "WORKS", "SERVICES")
PERSPECTIVES = (
    "FUNCTION_ALL",
    "FUNCTION_GENERAL",
    "FUNCTION_FUND",
    "FUNCTION_CAPITAL",
    "ECON_GENERAL",
    "ECON_BASIC",
    "UNIT_BASIC",
    "PROJECT",
    "FUNCTION_CLASS",
    "UNIT_ALL",
)
COST_GROUPS = ("PERSONNEL", "PUBLIC")
TOTAL_SIDES = ("income", "expenditure", "basic", "project", "three_public")
NATURES = (
    "BASIC",
    "PROJECT",
    "BUSINESS",
    "TO_SUBORDINATE",
    "TO_SUPERIOR",
    "CARRY_FORWARD",
    "RESERVE",
    "ALL",
)
FUNDS = (
    "GENERAL_PUBLIC",
    "GOV_FUND",
    "STATE_CAPITAL",
    "SPECIAL_ACCOUNT",
    "EDU_FEE",
    "OTHER_SPECIAL",
    "OTHER_FUND",
    "BUSINESS_INCOME",
    "OPERATING_INCOME",
    "OTHER_INCOME",
    "SUPERIOR_SUBSIDY",
    "SUBORDINATE_REMIT",
    "USE_OF_FUND_BALANCE",
    "CARRIED_OVER",
    "FISCAL_APPROPRIATION",
    "SOCIAL_INSURANCE",
    "UNLISTED",
    "ALL",
)
# The total and the vehicles stand for themselves where they are not broken down, and take the
# rounding of their parts.
THREE_PUBLIC_ITEMS = (
    "THREE_PUBLIC",
    "ABROAD",
    "VEHICLE",
    "VEHICLE_PURCHASE",
    "VEHICLE_OPERATION",
    "RECEPTION",
    "AGENCY_OPERATING",
    "MEETING",
    "TRAINING",
)
FUNCTION_CODE = r"^\d{3}(\d{2}){0,2}$"
ECON_CODE = r"^\d{3}(\d{2})?$"
# A file with several reports gives them numbers from the second on.
REPORT_KEY = r"^[0-9a-f]{16}(-[1-9]\d*)?$"
CELL_KEY = r"^[0-9a-f]{16}(-[1-9]\d*)?:\d+:\d+:\d+$"


def _report_key() -> Column:
    return text(
        "report_key",
        "报告键：文件sha256的前16位（一个文件有几份报告时，自第二份起加-2、-3）",
        "First 16 hex characters of the file's sha256; with -2, -3 … for its further reports",
        pattern=REPORT_KEY,
    )


def _cell_key(
    zh: str = "金额所在的印刷单元格", en: str = "The printed cell the value comes from"
) -> Column:
    return text("cell_key", zh, en, pattern=CELL_KEY, references="printed_cell.cell_key")


def _ordinal(nullable: bool = False) -> Column:
    return integer(
        "table_ordinal",
        "表在报告中的序号",
        "Ordinal of the table in the report",
        nullable=nullable,
        at_least=0,
    )


def _is_rounding() -> Column:
    return boolean(
        "is_rounding",
        "尾数差行：印出的上级减去下级之和",
        "Rounding row: printed parent less its printed children",
    )


def _precision() -> Column:
    return money(
        "precision_yuan",
        "印刷最小单位折合元（万元两位小数为100）",
        "One unit of the last printed digit, in yuan",
        at_least=0,
    )


REPORT = Table(
    "report",
    "每份报告一行：是什么、谁的、哪一年、结果如何",
    "One row a report: what it is, whose, which year, and its outcome",
    (
        _report_key(),
        text("sha256", "文件内容哈希", "Hash of the file's bytes", pattern=r"^[0-9a-f]{64}$"),
        text("file_name", "文件名", "File name"),
        text("city", "城市", "City", nullable=True),
        text("region_code", "行政区划代码", "Administrative division code", nullable=True),
        text("entity_name", "编报单位名称（原文）", "Reporting body as printed", nullable=True),
        integer("fiscal_year", "预算年度", "Fiscal year", nullable=True, at_least=1990),
        text("document_kind", "文件种类", "Kind of document", nullable=True, allowed=KINDS),
        text(
            "scope",
            "口径：部门或单位",
            "Department with its units, or one unit",
            nullable=True,
            allowed=("department", "unit"),
        ),
        integer(
            "page_from", "在文件中的起始页", "First page in the file", nullable=True, at_least=1
        ),
        integer("page_count", "页数", "Pages", nullable=True, at_least=0),
        text("outcome", "处理结果", "Outcome", allowed=OUTCOMES),
        text("reason_code", "原因代码", "Reason, for programs"),
        text("reason", "原因：什么、在哪里、怎么办", "Reason, for people: what, where, what to do"),
        text("grade", "勾稽等级", "Worst grade of its hard rules", nullable=True, allowed=GRADES),
        text(
            "content_hash",
            "内容哈希（同内容不同文件时相同）",
            "Hash of the content, equal for the same report in other bytes",
            nullable=True,
        ),
        text("extractor_version", "抽取程序版本", "Version of the extraction"),
        text("unit_of_main_table", "主表金额单位", "Unit of the main table", nullable=True),
        integer(
            "token_count",
            "表页上印出的数字个数",
            "Numbers printed on pages with tables",
            at_least=0,
        ),
        integer(
            "tokens_conserved", "其中进入单元格的个数", "Of those, found in a cell", at_least=0
        ),
        integer("equations_exact", "严格相等的勾稽式数", "Equations that hold exactly", at_least=0),
        integer(
            "equations_rounding",
            "在尾差界内的勾稽式数",
            "Equations within the rounding bound",
            at_least=0,
        ),
        integer("equations_failed", "不符的勾稽式数", "Equations that fail", at_least=0),
        text("title_line", "题名行", "Title line", nullable=True),
        text("cover_line", "封面行", "Cover line", nullable=True),
    ),
    key=("report_key",),
    least_rows=1,
)

STATEMENT = Table(
    "statement",
    "每张印刷表一行：是哪张报表、是否发布、为何保留",
    "One row a printed table: which statement it is, whether published, why held back",
    (
        _report_key(),
        _ordinal(),
        text(
            "statement", "报表代码；未识别为 UNKNOWN", "Statement code; UNKNOWN when not identified"
        ),
        text("table_title", "表题（原文）", "Title as printed"),
        text("unit", "金额单位", "Unit of money", nullable=True),
        text("entity_printed", "表头所印单位名称", "Body printed above the table", nullable=True),
        integer("page_from", "起始页", "First page", at_least=1),
        integer("page_to", "结束页", "Last page", at_least=1),
        integer("row_count", "行数", "Rows", at_least=0),
        integer("column_count", "列数", "Columns", at_least=0),
        integer("cell_count", "非空单元格数", "Cells that are not empty", at_least=0),
        integer("numeric_count", "数字单元格数", "Cells with a number", at_least=0),
        text(
            "perspective",
            "支出视角",
            "Perspective its facts belong to",
            nullable=True,
            allowed=PERSPECTIVES,
        ),
        text("grade", "勾稽等级", "Worst grade of its hard rules", nullable=True, allowed=GRADES),
        boolean("is_published", "是否发布", "Whether its facts are published"),
        text("held_reason", "未发布的原因", "Why it is held back", nullable=True),
        text("note", "附注", "Note", nullable=True),
    ),
    key=("report_key", "table_ordinal"),
)

PRINTED_CELL = Table(
    "printed_cell",
    "每个非空印刷单元格一行，照原样；不可相加",
    "One row a printed cell that is not empty, as printed; never to be summed",
    (
        text(
            "cell_key",
            "单元格键：报告键:表序号:行:列",
            "report_key:table_ordinal:row_index:column_index",
            pattern=CELL_KEY,
        ),
        _report_key(),
        _ordinal(),
        text("statement", "报表代码", "Statement code"),
        text("table_title", "表题", "Title of the table"),
        integer("page_number", "页码（从1起）", "Page, from 1", at_least=1),
        integer("row_index", "行号（从0起）", "Row, from 0", at_least=0),
        integer("column_index", "列号（从0起）", "Column, from 0", at_least=0),
        text("column_path", "列标题路径", "Headings from top to leaf"),
        text("row_label", "行标题", "Label of the row"),
        text("raw_text", "印出的原文", "Text as printed"),
        number("value", "印出的数值", "Printed number", nullable=True),
        text("unit", "单位", "Unit", nullable=True),
        money("amount_yuan", "折合元", "In yuan", nullable=True),
        real("x0", "左边（点）", "Left edge, points"),
        real("top", "上边（点）", "Top edge, points"),
        real("x1", "右边（点）", "Right edge, points"),
        real("bottom", "下边（点）", "Bottom edge, points"),
    ),
    key=("cell_key",),
)

EXPENDITURE = Table(
    "expenditure",
    "支出事实：只有末级行，每行属于一个视角；尾数差单独成行",
    "Expenditure facts: leaves of one perspective each, and explicit rounding rows",
    (
        _report_key(),
        text("perspective", "视角", "Perspective", allowed=PERSPECTIVES),
        text("stage", "阶段：年初预算、调整预算、决算", "Stage of the budget", allowed=STAGES),
        text(
            "function_code",
            "功能分类科目编码",
            "Function code",
            nullable=True,
            pattern=FUNCTION_CODE,
        ),
        text("function_name", "功能分类科目名称", "Function name as printed", nullable=True),
        text(
            "econ_scheme",
            "经济分类体系",
            "Scheme of the economic code",
            nullable=True,
            allowed=("department", "government"),
        ),
        text("econ_code", "经济分类科目编码", "Economic code", nullable=True, pattern=ECON_CODE),
        text("econ_name", "经济分类科目名称", "Economic name as printed", nullable=True),
        text(
            "gov_econ_code",
            "同一金额的政府预算支出经济分类科目编码",
            "Government economic code printed beside the department's",
            nullable=True,
            pattern=ECON_CODE,
        ),
        text(
            "gov_econ_name",
            "政府预算支出经济分类科目名称",
            "Government economic name as printed",
            nullable=True,
        ),
        text("nature", "支出性质", "Nature of spending", allowed=NATURES),
        text(
            "cost_group",
            "基本支出的人员经费或公用经费",
            "Personnel or public part of basic spending",
            nullable=True,
            allowed=COST_GROUPS,
        ),
        text("fund", "资金来源", "Fund", allowed=FUNDS),
        text("unit_name", "单位名称", "Unit", nullable=True),
        text("project_name", "项目名称", "Project", nullable=True),
        money("amount_yuan", "金额（元）", "Amount in yuan"),
        _precision(),
        _is_rounding(),
        _ordinal(),
        _cell_key(
            "金额所在单元格；尾数差行为其上级合计的单元格",
            "Cell of the amount; of a rounding row, the printed parent",
        ),
    ),
)

REVENUE = Table(
    "revenue",
    "收入事实：末级行，按资金来源",
    "Revenue facts: leaves by fund",
    (
        _report_key(),
        text("stage", "阶段", "Stage of the budget", allowed=STAGES),
        text(
            "function_code",
            "功能分类科目编码",
            "Function code",
            nullable=True,
            pattern=FUNCTION_CODE,
        ),
        text("function_name", "功能分类科目名称", "Function name as printed", nullable=True),
        text("unit_name", "单位名称", "Unit", nullable=True),
        text("fund", "资金来源", "Fund", allowed=FUNDS),
        money("amount_yuan", "金额（元）", "Amount in yuan"),
        _precision(),
        _is_rounding(),
        _ordinal(),
        _cell_key(),
    ),
)

THREE_PUBLIC = Table(
    "three_public",
    "三公经费事实：末级项目；行政经费等备忘项另标",
    "Three public items, leaves only; memo items are marked",
    (
        _report_key(),
        text("stage", "阶段", "Stage of the budget", allowed=STAGES),
        text("item", "项目", "Item", allowed=THREE_PUBLIC_ITEMS),
        text("fund", "资金来源", "Fund", allowed=FUNDS),
        money("amount_yuan", "金额（元）", "Amount in yuan"),
        _is_rounding(),
        boolean("is_memo", "备忘项（不属三公）", "Memo item, not one of the three"),
        _ordinal(),
        _cell_key(),
    ),
)

PROJECT_OBJECTIVE = Table(
    "project_objective",
    "项目绩效目标原文",
    "Objectives of projects as printed",
    (
        _report_key(),
        text("unit_name", "单位名称", "Unit", nullable=True),
        text(
            "project_name",
            "项目名称；部门整体绩效目标为空",
            "Project; null for the objective of a whole department",
            nullable=True,
        ),
        money("amount_yuan", "金额（元）", "Amount in yuan", nullable=True),
        text("objective_text", "绩效目标；未印出为空串", "Objective; empty when none is printed"),
        text("source", "出自哪种表", "Kind of table it stands in", allowed=OBJECTIVE_SOURCES),
        integer("page_number", "页码", "Page", at_least=1),
        _ordinal(),
        _cell_key("绩效目标所在单元格", "Cell of the objective"),
    ),
)

PERFORMANCE_INDICATOR = Table(
    "performance_indicator",
    "绩效指标：一级、二级、三级指标与指标值，照原样，能拆的拆开",
    "Performance indicators with their targets, as printed and taken apart where possible",
    (
        _report_key(),
        text(
            "source",
            "出自项目绩效目标表或部门整体绩效目标表",
            "Form of a project or of a whole department",
            allowed=("TARGET_FORM", "WHOLE_DEPARTMENT"),
        ),
        text("unit_name", "实施单位", "Body that carries it out", nullable=True),
        text("project_name", "项目名称；整体为空", "Project; null for a whole", nullable=True),
        text("level1", "一级指标", "First level", nullable=True),
        text("level2", "二级指标", "Second level", nullable=True),
        text("indicator_name", "三级指标（指标名称）", "Name of the indicator"),
        text("target_text", "指标值（原文）", "Target as printed", nullable=True),
        text(
            "operator",
            "比较符；定性指标为“定性”；未印出或不能拆开为空",
            "Comparison, or that the target is qualitative; null when none is printed",
            nullable=True,
            allowed=TARGET_OPERATORS,
        ),
        number("target_value", "指标值中的数", "Number of the target", nullable=True),
        text("target_unit", "指标值的计量单位", "Unit of measure", nullable=True),
        number("weight", "分值（权重）", "Weight", nullable=True),
        integer("page_number", "页码", "Page", at_least=1),
        _ordinal(),
        _cell_key("指标值（没有时为指标名称）所在单元格", "Cell of the target, else of the name"),
    ),
)

PROCUREMENT = Table(
    "procurement",
    "政府采购与购买服务：末级行，按资金来源；各行之和等于表中印出的合计",
    "Procurement and purchased services: leaves by fund that add up to the printed total",
    (
        _report_key(),
        text("stage", "阶段", "Stage of the budget", allowed=STAGES),
        boolean(
            "is_service_list",
            "出自政府购买服务表（与政府采购表重叠，不可相加）",
            "From a table of purchased services (overlaps procurement)",
        ),
        text(
            "category",
            "货物、工程、服务；未区分为空",
            "Goods, works or services; null where not told apart",
            nullable=True,
            allowed=PURCHASE_CATEGORIES,
        ),
        text("item_name", "采购内容（最末一级名称）", "What is bought, most particular name"),
        text("item_path", "各级名称，从大到小，以“ / ”分隔", "All its names, general first"),
        text("project_name", "项目名称", "Project", nullable=True),
        text("fund", "资金来源", "Fund", allowed=FUNDS),
        money("amount_yuan", "金额（元）", "Amount in yuan"),
        _precision(),
        money("table_total_yuan", "表中印出的合计（元）", "Printed total of the table"),
        integer("page_number", "页码", "Page", at_least=1),
        _ordinal(),
        _cell_key(),
    ),
)

NARRATIVE_METRIC = Table(
    "narrative_metric",
    "文字说明中的数字：数值、增减、原因",
    "Numbers of the narrative: value, change, reason",
    (
        _report_key(),
        text("metric", "指标代码", "Metric"),
        number("value", "数值", "Value", nullable=True),
        text("unit", "单位", "Unit", nullable=True),
        number("change_value", "比上年增减", "Change against the year before", nullable=True),
        number("change_pct", "增减百分比", "Change in per cent as printed", nullable=True),
        number("prev_value", "上年数", "Value of the year before", nullable=True),
        boolean("base_is_zero", "上年基数为零", "The year before was zero"),
        date("as_of", "截至日期", "As of", nullable=True),
        text("reason_text", "原因", "Reason given", nullable=True),
        text("detail", "细节", "Detail", nullable=True),
        text("sentence", "原句", "The sentence"),
        integer("page_number", "页码", "Page", at_least=1),
    ),
)

NARRATIVE_ITEM = Table(
    "narrative_item",
    "决算说明文字逐个科目的预算数与决算数，每阶段一行",
    "What the text of final accounts tells of each function code: budgeted and spent, a row a stage",
    (
        _report_key(),
        integer("item_ordinal", "在文字中的次序", "Order in the text", at_least=1),
        text("stage", "阶段", "Stage of the budget", allowed=STAGES),
        text(
            "function_code",
            "功能分类科目编码（由印出的名称查得；找不到唯一编码时为空）",
            "Function code the printed names have; null where that is none or several",
            nullable=True,
            pattern=FUNCTION_CODE,
        ),
        text("function_name", "科目名称（原文）", "Name as printed"),
        text("function_path", "类 / 款 / 项（原文）", "Class / group / item as printed"),
        text(
            "fund",
            "资金来源（印有该科目的表）",
            "Fund of the table that prints the code",
            allowed=FUNDS,
        ),
        money("amount_yuan", "金额（元）", "Amount in yuan"),
        _precision(),
        number("printed_pct", "印出的完成预算百分比", "Rate as printed, percent", nullable=True),
        text("reason_text", "差异原因", "Reason given", nullable=True),
        text("sentence", "原句", "The sentence"),
        integer("page_number", "页码", "Page", at_least=1),
    ),
    key=("report_key", "item_ordinal", "stage"),
)

REPORT_TOTAL = Table(
    "report_total",
    "印出的收入总计与支出总计",
    "Printed grand totals",
    (
        _report_key(),
        text("side", "收入、支出、基本、项目、三公", "Which total", allowed=TOTAL_SIDES),
        money("amount_yuan", "金额（元）", "Amount in yuan"),
        _cell_key(),
    ),
    key=("report_key", "side"),
)

RECONCILIATION = Table(
    "reconciliation",
    "每条勾稽式一行",
    "One row an equation",
    (
        _report_key(),
        text("rule", "规则编号", "Rule"),
        text("scope", "规则所及的表、行、列", "What it was applied to"),
        text("severity", "轻重", "Severity", allowed=SEVERITIES),
        money("left_yuan", "左边（元）", "Left side", nullable=True),
        money("right_yuan", "右边（元）", "Right side", nullable=True),
        money("residual_yuan", "差额（元）", "Left less right", nullable=True),
        money(
            "tolerance_yuan",
            "由印刷精度推得的允差（元）",
            "Tolerance derived from the printed precision",
            nullable=True,
            at_least=0,
        ),
        text("grade", "等级", "Grade", allowed=GRADES),
        boolean("is_suspicious", "在界内但可疑", "Within the bound but beyond three sigma"),
        boolean("is_trivial", "各项皆为零", "All terms are zero"),
        _ordinal(nullable=True),
        text(
            "left_cells", "左边的单元格键，空格分隔", "Cell keys of the left side, joined by spaces"
        ),
        text(
            "right_cells",
            "右边的单元格键，空格分隔",
            "Cell keys of the right side, joined by spaces",
        ),
        text("message", "说明", "Message for people"),
        text(
            "accepted_by",
            "接受此处不符的审核人；空为未接受",
            "Reviewer who accepted the failure as printed; null when nobody did",
            nullable=True,
        ),
        text("accepted_reason", "接受的理由", "Why it was accepted", nullable=True),
    ),
)

SIGNAL = Table(
    "signal",
    "不认识或可疑之处，每处一行",
    "One row for each thing not understood or suspicious",
    (
        _report_key(),
        text("signal", "种类", "Kind"),
        text("severity", "轻重", "Severity", allowed=("error", "warning", "info")),
        _ordinal(nullable=True),
        integer("page_number", "页码", "Page", nullable=True, at_least=1),
        text(
            "cell_key",
            "单元格键",
            "Cell",
            nullable=True,
            pattern=CELL_KEY,
        ),
        text("text", "原文", "Text as printed"),
        text("message", "说明", "Message for people"),
    ),
)

CODE_OBSERVATION = Table(
    "code_observation",
    "报告中印出的科目编码与名称",
    "Codes with their names as printed",
    (
        _report_key(),
        text("scheme", "分类体系", "Scheme", allowed=SCHEMES),
        text("code", "编码", "Code", pattern=FUNCTION_CODE),
        text("name", "名称", "Name"),
        _cell_key("编码所在单元格", "Cell of the code"),
    ),
)

MISTAKES = (
    "digit_misread",
    "digits_swapped",
    "sign",
    "scale",
    "digit_lost_or_added",
    "blank_or_zero",
    "row_shift",
    "column_shift",
    "other",
)

SUSPECT = Table(
    "suspect",
    "疑点：改动它就能使不符的硬性勾稽式成立的数字，每个一行，按可疑程度排列",
    "Numbers whose change lets the failing hard equations hold, likeliest first",
    (
        _report_key(),
        integer("rank", "名次，从1起", "Rank, from 1", at_least=1),
        integer(
            "fault",
            "互不相干的差错各有一个编号，从1起",
            "Independent faults, from 1",
            at_least=1,
        ),
        integer(
            "alternative",
            "同一差错的第几种解释，从1起",
            "Explanation of the fault, from 1",
            at_least=1,
        ),
        integer(
            "set_size",
            "这种解释须同时改动的数字个数",
            "Numbers that must be wrong together",
            at_least=1,
        ),
        text(
            "cell_key",
            "单元格键（空白处也有，但不在 printed_cell 中）；文字说明中的数字为空",
            "The cell, also of a blank place; null for a figure of the running text",
            nullable=True,
            pattern=CELL_KEY,
        ),
        _ordinal(nullable=True),
        integer("page_number", "页码", "Page", nullable=True, at_least=1),
        text(
            "row_label", "行标题；文字中的数字为其指标", "Label of the row, or the figure's metric"
        ),
        text("column_path", "列标题路径", "Headings from top to leaf"),
        text("printed_text", "印出的原文；空白处为空串", "Text as printed; empty for a blank"),
        money("printed_yuan", "印出的金额（元）", "Printed amount in yuan"),
        money("suggested_yuan", "使等式成立的金额（元）", "Amount with which the sums hold"),
        text("suggested_text", "同上，按表的单位与位数", "The same as its table would print it"),
        text("unit", "表的金额单位", "Unit of the table", nullable=True),
        integer(
            "explains",
            "这种解释使多少条不符的硬性勾稽式成立",
            "Failing hard equations that hold after the change",
            at_least=0,
        ),
        integer(
            "failing",
            "这处差错共有多少条硬性勾稽式不符",
            "Failing hard equations of the fault",
            at_least=1,
        ),
        text(
            "kind",
            "像是哪种差错：数字误读、相邻数字颠倒、正负号、小数点移位、多字少字、空白或零、错行、错列、其他",
            "Kind of mistake it looks like",
            allowed=MISTAKES,
        ),
        number(
            "score",
            "可信份额（0到1）：与同一差错的其他解释、与“没有数字有误”相比",
            "Share of belief, 0 to 1, among the fault's explanations and that no number is wrong",
            at_least=0,
        ),
    ),
    key=("report_key", "rank"),
)

REVIEW = Table(
    "review",
    "人工审核记录：对不符的勾稽式所作的决定，每条一行，连同是否生效",
    "Decisions of reviewers about failing equations, and whether they took effect",
    (
        _report_key(),
        text(
            "action",
            "按原样接受，或更正一个单元格",
            "accept as printed, or correct a cell",
            allowed=("accept", "correct"),
        ),
        text(
            "state",
            "生效；或失效：没有一条不符的等式与所记金额相同",
            "applied, or stale: no failing equation has the recorded figures",
            allowed=("applied", "stale"),
        ),
        text("rule", "规则编号", "Rule"),
        text("scope", "规则所及的表、行、列", "What it was applied to"),
        money("left_yuan", "所记左边（元）", "Left side as recorded: the guard"),
        money("right_yuan", "所记右边（元）", "Right side as recorded: the guard"),
        text("cell_key", "更正的单元格", "Corrected cell", nullable=True, pattern=CELL_KEY),
        text("printed_text", "印出的原文", "Text as printed", nullable=True),
        money("corrected_yuan", "更正后的金额（元）", "Corrected amount", nullable=True),
        text("reason", "理由", "Reason"),
        text("reviewer", "审核人", "Reviewer"),
        date("reviewed_on", "审核日期", "Day of the review"),
        text("note", "失效的原因", "Why it took no effect"),
    ),
)

STAGED_TABLES: tuple[Table, ...] = (
    REPORT,
    STATEMENT,
    PRINTED_CELL,
    EXPENDITURE,
    REVENUE,
    THREE_PUBLIC,
    PROJECT_OBJECTIVE,
    PERFORMANCE_INDICATOR,
    PROCUREMENT,
    NARRATIVE_METRIC,
    NARRATIVE_ITEM,
    REPORT_TOTAL,
    RECONCILIATION,
    SUSPECT,
    REVIEW,
    SIGNAL,
    CODE_OBSERVATION,
)
STAGED: dict[str, Table] = {table.name: table for table in STAGED_TABLES}

FACT_TABLES = (
    "expenditure",
    "revenue",
    "three_public",
    "project_objective",
    "performance_indicator",
    "procurement",
    "narrative_metric",
    "narrative_item",
    "report_total",
)
"""Staged tables whose rows are claims about money or its purpose; emptied when not to be trusted."""
