"""Tables of a staged report: what is known of one file, with natural codes, before the warehouse.

A column that a table declares in place is its alone; `schemas.star` and `schemas.views` name it.

Belongs here: declarations. Does not belong here: how rows come about or are written.
"""

from __future__ import annotations

from dataclasses import replace

from schemas.columns import COLUMNS, ECON_CODE, FUNCTION_CODE, columns_of
from schemas.model import Column, Table, boolean, date, integer, money, number, real, text
from schemas.vocabulary import (
    ECON_SCHEMES,
    REPORT_OUTCOMES,
    THREE_PUBLIC_MEMBERS,
    Mistake,
    ObjectiveSource,
    PurchaseCategory,
    SignalSeverity,
    TargetOperator,
    TotalSide,
    members,
)


def _staged(
    name: str, zh: str, en: str, *parts: str | Column, key: str = "", least_rows: int | None = None
) -> Table:
    return Table(name, zh, en, columns_of(name, *parts), tuple(key.split()), least_rows)


def _cell_key(zh: str, en: str) -> Column:
    return COLUMNS["cell_key"].said(zh, en)


def _place(zh: str, en: str) -> Column:
    """A cell that need not be printed, or none."""
    return replace(_cell_key(zh, en), nullable=True, references=None)


REPORT = _staged(
    "report",
    "每份报告一行：是什么、谁的、哪一年、结果如何",
    "One row a report: what it is, whose, which year, and its outcome",
    "report_key sha256 file_name city? region_code? entity_name? fiscal_year? document_kind? scope?",
    integer("page_from", "在文件中的起始页", "First page in the file", nullable=True, at_least=1),
    integer("page_count", "页数", "Pages", nullable=True, at_least=0),
    replace(COLUMNS["outcome"], allowed=REPORT_OUTCOMES),
    "reason_code reason grade?",
    text(
        "content_hash",
        "内容哈希（同内容不同文件时相同）",
        "Hash of the content, equal for the same report in other bytes",
        nullable=True,
    ),
    text("extractor_version", "抽取程序版本", "Version of the extraction"),
    text("unit_of_main_table", "主表金额单位", "Unit of the main table", nullable=True),
    integer(
        "token_count", "表页上印出的数字个数", "Numbers printed on pages with tables", at_least=0
    ),
    integer("tokens_conserved", "其中进入单元格的个数", "Of those, found in a cell", at_least=0),
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
    key="report_key",
    least_rows=1,
)

STATEMENT = _staged(
    "statement",
    "每张印刷表一行：是哪张报表、是否发布、为何保留",
    "One row a printed table: which statement it is, whether published, why held back",
    "report_key table_ordinal statement table_title",
    text("unit", "金额单位", "Unit of money", nullable=True),
    text("entity_printed", "表头所印单位名称", "Body printed above the table", nullable=True),
    integer("page_from", "起始页", "First page", at_least=1),
    integer("page_to", "结束页", "Last page", at_least=1),
    integer("row_count", "行数", "Rows", at_least=0),
    integer("column_count", "列数", "Columns", at_least=0),
    integer("cell_count", "非空单元格数", "Cells that are not empty", at_least=0),
    integer("numeric_count", "数字单元格数", "Cells with a number", at_least=0),
    replace(
        COLUMNS["perspective"].said("支出视角", "Perspective its facts belong to"), nullable=True
    ),
    "grade?",
    boolean("is_published", "是否发布", "Whether its facts are published"),
    text("held_reason", "未发布的原因", "Why it is held back", nullable=True),
    text("note", "附注", "Note", nullable=True),
    key="report_key table_ordinal",
)

PRINTED_CELL = _staged(
    "printed_cell",
    "每个非空印刷单元格一行，照原样；不可相加",
    "One row a printed cell that is not empty, as printed; never to be summed",
    _cell_key("单元格键：报告键:表序号:行:列", "report_key:table_ordinal:row_index:column_index"),
    "report_key table_ordinal statement table_title page_number",
    integer("row_index", "行号（从0起）", "Row, from 0", at_least=0),
    integer("column_index", "列号（从0起）", "Column, from 0", at_least=0),
    "column_path row_label",
    text("raw_text", "印出的原文", "Text as printed"),
    number("value", "印出的数值", "Printed number", nullable=True),
    text("unit", "单位", "Unit", nullable=True),
    money("amount_yuan", "折合元", "In yuan", nullable=True),
    real("x0", "左边（点）", "Left edge, points"),
    real("top", "上边（点）", "Top edge, points"),
    real("x1", "右边（点）", "Right edge, points"),
    real("bottom", "下边（点）", "Bottom edge, points"),
    key="cell_key",
)

EXPENDITURE = _staged(
    "expenditure",
    "支出事实：只有末级行，每行属于一个视角；尾数差单独成行",
    "Expenditure facts: leaves of one perspective each, and explicit rounding rows",
    "report_key perspective stage function_code? function_name?",
    text(
        "econ_scheme",
        "经济分类体系",
        "Scheme of the economic code",
        nullable=True,
        allowed=ECON_SCHEMES,
    ),
    "econ_code? econ_name?",
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
    "nature cost_group? fund unit_name? project_name? amount_yuan precision_yuan is_rounding",
    "table_ordinal",
    _cell_key(
        "金额所在单元格；尾数差行为其上级合计的单元格",
        "Cell of the amount; of a rounding row, the printed parent",
    ),
)

REVENUE = _staged(
    "revenue",
    "收入事实：末级行，按资金来源",
    "Revenue facts: leaves by fund",
    "report_key stage function_code? function_name? unit_name? fund amount_yuan precision_yuan",
    "is_rounding table_ordinal cell_key",
)

THREE_PUBLIC = _staged(
    "three_public",
    "三公经费事实：末级项目；行政经费等备忘项另标",
    "Three public items, leaves only; memo items are marked",
    "report_key stage",
    text("item", "项目代码", "Item", allowed=THREE_PUBLIC_MEMBERS),
    "fund amount_yuan is_rounding",
    boolean("is_memo", "备忘项（不属三公）", "Memo item, not one of the three"),
    "table_ordinal cell_key",
)

PROJECT_OBJECTIVE = _staged(
    "project_objective",
    "项目绩效目标原文",
    "Objectives of projects as printed",
    "report_key unit_name?",
    text(
        "project_name",
        "项目名称；部门整体绩效目标为空",
        "Project; null for the objective of a whole department",
        nullable=True,
    ),
    replace(
        COLUMNS["amount_yuan"].said("金额（元）；备忘，不与支出相加", "Amount in yuan; memo"),
        nullable=True,
    ),
    text(
        "objective_text",
        "绩效目标；未印出为空串",
        "Objective as printed; empty when none is",
        label_zh="绩效目标",
    ),
    text("source", "出自哪种表", "Kind of table it stands in", allowed=members(ObjectiveSource)),
    "page_number table_ordinal",
    _cell_key("绩效目标所在单元格", "Cell of the objective"),
)

PERFORMANCE_INDICATOR = _staged(
    "performance_indicator",
    "绩效指标：一级、二级、三级指标与指标值，照原样，能拆的拆开",
    "Performance indicators with their targets, as printed and taken apart where possible",
    "report_key",
    text(
        "source",
        "出自项目绩效目标表或部门整体绩效目标表",
        "Form of a project or of a whole department",
        allowed=(ObjectiveSource.TARGET_FORM.value, ObjectiveSource.WHOLE_DEPARTMENT.value),
    ),
    text("unit_name", "实施单位", "Body that carries it out", nullable=True),
    text("project_name", "项目名称；整体为空", "Project; null for a whole", nullable=True),
    text("level1", "一级指标", "First level", nullable=True, label_zh="一级指标"),
    text("level2", "二级指标", "Second level", nullable=True, label_zh="二级指标"),
    text("indicator_name", "三级指标（指标名称）", "Name of the indicator", label_zh="指标名称"),
    text("target_text", "指标值（原文）", "Target as printed", nullable=True, label_zh="指标值"),
    text(
        "operator",
        "比较符；定性指标为“定性”；未印出或不能拆开为空",
        "Comparison, or that the target is qualitative; null when none is printed",
        nullable=True,
        allowed=members(TargetOperator),
        label_zh="比较符",
    ),
    number("target_value", "指标值中的数", "Number of the target", nullable=True, label_zh="数值"),
    text("target_unit", "指标值的计量单位", "Unit of measure", nullable=True, label_zh="计量单位"),
    number("weight", "分值（权重）", "Weight", nullable=True, label_zh="分值"),
    "page_number table_ordinal",
    _cell_key("指标值（没有时为指标名称）所在单元格", "Cell of the target, else of the name"),
)

PROCUREMENT = _staged(
    "procurement",
    "政府采购与购买服务：末级行，按资金来源；各行之和等于表中印出的合计",
    "Procurement and purchased services: leaves by fund that add up to the printed total",
    "report_key stage",
    boolean(
        "is_service_list",
        "出自政府购买服务表（与政府采购表重叠，不可相加）",
        "From a table of purchased services (overlaps procurement)",
        label_zh="购买服务表",
    ),
    text(
        "category",
        "类别代码：GOODS 货物、WORKS 工程、SERVICES 服务；未区分为空",
        "Goods, works or services; null where not told apart",
        nullable=True,
        allowed=members(PurchaseCategory),
    ),
    text(
        "item_name",
        "采购内容（最末一级名称）",
        "What is bought, most particular name",
        label_zh="采购内容",
    ),
    text(
        "item_path",
        "各级名称，从大到小，以“ / ”分隔",
        "All its names, general first",
        label_zh="各级名称",
    ),
    "project_name? fund amount_yuan precision_yuan",
    money(
        "table_total_yuan",
        "表中印出的合计（元）",
        "Printed total of the table",
        label_zh="表合计_元",
    ),
    "page_number table_ordinal cell_key",
)

NARRATIVE_METRIC = _staged(
    "narrative_metric",
    "文字说明中的数字：数值、增减、原因",
    "Numbers of the narrative: value, change, reason",
    "report_key",
    text("metric", "指标代码", "Metric"),
    number("value", "数值", "Value", nullable=True),
    text("unit", "单位", "Unit", nullable=True),
    number("change_value", "比上年增减", "Change against the year before", nullable=True),
    number("change_pct", "增减百分比", "Change in per cent as printed", nullable=True),
    number("prev_value", "上年数", "Value of the year before", nullable=True),
    boolean("base_is_zero", "上年基数为零", "The year before was zero"),
    date("as_of", "截至日期", "As of", nullable=True),
    "reason_text?",
    text("detail", "细节", "Detail", nullable=True),
    "sentence page_number",
)

NARRATIVE_ITEM = _staged(
    "narrative_item",
    "决算说明文字逐个科目的预算数与决算数，每阶段一行",
    "What the text of final accounts tells of each function code: budgeted and spent, a row a stage",
    "report_key",
    integer("item_ordinal", "在文字中的次序", "Order in the text", at_least=1),
    "stage",
    text(
        "function_code",
        "功能分类科目编码（由印出的名称查得；找不到唯一编码时为空）",
        "Function code the printed names have; null where that is none or several",
        nullable=True,
        pattern=FUNCTION_CODE,
    ),
    "function_name",
    text("function_path", "类 / 款 / 项（原文）", "Class / group / item as printed"),
    COLUMNS["fund"].said("资金来源（印有该科目的表）", "Fund of the table that prints the code"),
    "amount_yuan precision_yuan",
    number("printed_pct", "印出的完成预算百分比", "Rate as printed, percent", nullable=True),
    replace(COLUMNS["reason_text"], zh="差异原因", nullable=True),
    "sentence page_number",
    key="report_key item_ordinal stage",
)

REPORT_TOTAL = _staged(
    "report_total",
    "印出的收入总计与支出总计",
    "Printed grand totals",
    "report_key",
    text("side", "收入、支出、基本、项目、三公", "Which total", allowed=members(TotalSide)),
    "amount_yuan cell_key",
    key="report_key side",
)

RECONCILIATION = _staged(
    "reconciliation",
    "每条勾稽式一行",
    "One row an equation",
    "report_key rule",
    replace(COLUMNS["rule_scope"], name="scope"),
    "severity",
    money("left_yuan", "左边（元）", "Left side", nullable=True, label_zh="左边_元"),
    money("right_yuan", "右边（元）", "Right side", nullable=True, label_zh="右边_元"),
    money("residual_yuan", "差额（元）", "Left less right", nullable=True, label_zh="差额_元"),
    money(
        "tolerance_yuan",
        "由印刷精度推得的允差（元）",
        "Tolerance derived from the printed precision",
        nullable=True,
        at_least=0,
        label_zh="允差_元",
    ),
    COLUMNS["grade"].said("等级", "Grade"),
    boolean("is_suspicious", "在界内但可疑", "Within the bound but beyond three sigma"),
    boolean("is_trivial", "各项皆为零", "All terms are zero"),
    "table_ordinal?",
    text(
        "left_cells",
        "左边的单元格键，空格分隔",
        "Cell keys of the left side, joined by spaces",
        label_zh="左边单元格",
    ),
    text(
        "right_cells",
        "右边的单元格键，空格分隔",
        "Cell keys of the right side, joined by spaces",
        label_zh="右边单元格",
    ),
    "message",
    text(
        "accepted_by",
        "接受此处不符的审核人；空为未接受",
        "Reviewer who accepted the failure as printed; null when nobody did",
        nullable=True,
        label_zh="审核人",
    ),
    text(
        "accepted_reason", "接受的理由", "Why it was accepted", nullable=True, label_zh="审核理由"
    ),
)

SIGNAL = _staged(
    "signal",
    "不认识或可疑之处，每处一行",
    "One row for each thing not understood or suspicious",
    "report_key",
    text("signal", "种类", "Kind"),
    replace(COLUMNS["severity"], allowed=members(SignalSeverity)),
    "table_ordinal? page_number?",
    _place("单元格键", "Cell"),
    text("text", "原文", "Text as printed"),
    "message",
)

CODE_OBSERVATION = _staged(
    "code_observation",
    "报告中印出的科目编码与名称",
    "Codes with their names as printed",
    "report_key scheme",
    text("code", "编码", "Code", pattern=FUNCTION_CODE),
    text("name", "名称", "Name"),
    _cell_key("编码所在单元格", "Cell of the code"),
)

SUSPECT = _staged(
    "suspect",
    "疑点：改动它就能使不符的硬性勾稽式成立的数字，每个一行，按可疑程度排列",
    "Numbers whose change lets the failing hard equations hold, likeliest first",
    "report_key",
    integer("rank", "名次，从1起", "Rank, from 1", at_least=1, label_zh="名次"),
    integer(
        "fault",
        "互不相干的差错各有一个编号，从1起",
        "Independent faults, from 1",
        at_least=1,
        label_zh="差错",
    ),
    integer(
        "alternative",
        "同一差错的第几种解释，从1起",
        "Explanation of the fault, from 1",
        at_least=1,
        label_zh="解释",
    ),
    integer(
        "set_size",
        "这种解释须同时改动的数字个数",
        "Numbers that must be wrong together",
        at_least=1,
        label_zh="同时改动",
    ),
    _place(
        "单元格键（空白处也有，但不在 printed_cell 中）；文字说明中的数字为空",
        "The cell, also of a blank place; null for a figure of the running text",
    ),
    "table_ordinal? page_number?",
    COLUMNS["row_label"].said(
        "行标题；文字中的数字为其指标", "Label of the row, or the figure's metric"
    ),
    "column_path",
    COLUMNS["printed_text"].said("印出的原文；空白处为空串", "Text as printed; empty for a blank"),
    money("printed_yuan", "印出的金额（元）", "Printed amount in yuan", label_zh="印出_元"),
    money(
        "suggested_yuan",
        "使等式成立的金额（元）",
        "Amount with which the sums hold",
        label_zh="疑应为_元",
    ),
    text(
        "suggested_text",
        "使等式成立的数，按表的单位与位数",
        "Number with which the sums hold, as its table would print it",
        label_zh="疑应为",
    ),
    text("unit", "表的金额单位", "Unit of the table", nullable=True, label_zh="单位"),
    integer(
        "explains",
        "这种解释使多少条不符的硬性勾稽式成立",
        "Failing hard equations that hold after the change",
        at_least=0,
        label_zh="解释等式数",
    ),
    integer(
        "failing",
        "这处差错共有多少条硬性勾稽式不符",
        "Failing hard equations of the fault",
        at_least=1,
        label_zh="不符等式数",
    ),
    text(
        "kind",
        "像是哪种差错：数字误读、相邻数字颠倒、正负号、小数点移位、多字少字、空白或零、错行、错列、其他",
        "Kind of mistake it looks like",
        allowed=members(Mistake),
    ),
    number(
        "score",
        "可信份额（0到1）：与同一差错的其他解释、与“没有数字有误”相比",
        "Share of belief, 0 to 1, among the fault's explanations and that no number is wrong",
        at_least=0,
        label_zh="可信份额",
    ),
    key="report_key rank",
)

REVIEW = _staged(
    "review",
    "人工审核记录：对不符的勾稽式所作的决定，每条一行，连同是否生效",
    "Decisions of reviewers about failing equations, and whether they took effect",
    "report_key",
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
    "rule",
    replace(COLUMNS["rule_scope"], name="scope"),
    money("left_yuan", "所记左边（元）", "Left side as recorded: the guard", label_zh="左边_元"),
    money("right_yuan", "所记右边（元）", "Right side as recorded: the guard", label_zh="右边_元"),
    _place("更正的单元格", "Corrected cell"),
    "printed_text?",
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
