"""Tables of the warehouse: dimensions, facts, and the audit layer below them.

Keys are strings and the same after every rebuild. Each dimension that a fact points to has a member
`NA` (不适用: the fact has no such side) and `UNKNOWN` (未知: it has one that could not be read), so
that no join drops money.

Belongs here: declarations. Does not belong here: how rows come about (`warehouse/*.sql`).
"""

from __future__ import annotations

from dataclasses import replace

from schemas.model import (
    Column,
    Table,
    bigint,
    boolean,
    date,
    integer,
    money,
    number,
    text,
    timestamp,
)
from schemas.staged import (
    CODE_OBSERVATION,
    GRADES,
    KINDS,
    NARRATIVE_METRIC,
    PERSPECTIVES,
    PRINTED_CELL,
    RECONCILIATION,
    REPORT_TOTAL,
    REVIEW,
    SIGNAL,
    STAGES,
    STATEMENT,
    SUSPECT,
)

FILE_OUTCOMES = ("accepted", "partial", "quarantined", "rejected", "duplicate")
NOT_APPLICABLE = "NA"
UNKNOWN = "UNKNOWN"


def _to_report(zh: str = "报告") -> Column:
    return text("report_key", zh, "The report", references="dim_report.report_key")


def _stage() -> Column:
    return text("stage", "阶段", "Stage", allowed=STAGES, references="dim_stage.stage")


def _cell_key(zh: str = "金额所在的印刷单元格", *, nullable: bool = False) -> Column:
    return text(
        "cell_key",
        zh,
        "Printed cell the value comes from",
        nullable=nullable,
        references=None if nullable else "printed_cell.cell_key",
    )


def _valid() -> tuple[Column, Column]:
    return (
        date(
            "valid_from",
            "名称生效日；空为最早",
            "First day of the name; null from the start",
            nullable=True,
        ),
        date(
            "valid_to",
            "名称失效日；空为至今",
            "Last day of the name; null until now",
            nullable=True,
        ),
    )


def _origin() -> tuple[Column, Column, Column]:
    return (
        text(
            "origin",
            "来历：observed 代码表，报告印有；known 代码表，通行名称；report 仅见于报告；system 系统成员",
            "observed: listed, printed in reports; known: listed; report: only in reports; system",
            allowed=("observed", "known", "report", "system"),
        ),
        text(
            "status",
            "状态：listed 已列入代码表；agreed 三个以上部门同名；provisional 暂收；system 系统成员",
            "listed; agreed: three bodies print the name; provisional; system",
            allowed=("listed", "agreed", "provisional", "system"),
        ),
        text(
            "evidence",
            "依据：印有该名称的报告年度与份数、文号或通行；暂收者另记部门数与首见报告",
            "Years and number of reports that print the name, a notice, or common knowledge",
            nullable=True,
        ),
    )


DIM_REPORT = Table(
    "dim_report",
    "每份报告一行：谁的、哪年、哪种、第几版、是否现行（一个文件通常是一份报告）",
    "One row for each report (a file is one, as a rule): whose, which year and kind, which version",
    (
        text(
            "report_key",
            "报告键：文件sha256前16位（一个文件有几份报告时，自第二份起加-2、-3）",
            "First 16 hex characters of the sha256; with -2, -3 … for a file's further reports",
        ),
        text("department_key", "部门", "Department", references="dim_department.department_key"),
        text("city", "城市", "City", nullable=True),
        text("region_code", "行政区划代码", "Administrative division code", nullable=True),
        text("entity_name", "编报单位（原文）", "Reporting body as printed", nullable=True),
        integer(
            "fiscal_year",
            "预算年度",
            "Fiscal year",
            nullable=True,
            references="dim_fiscal_year.fiscal_year",
        ),
        text("document_kind", "文件种类", "Kind of document", nullable=True, allowed=KINDS),
        text(
            "scope",
            "口径",
            "Department with its units, or one unit",
            nullable=True,
            allowed=("department", "unit"),
        ),
        text("file_name", "文件名", "File name"),
        text("sha256", "文件内容哈希", "Hash of the bytes"),
        text("source_url", "来源网址", "Where it was published", nullable=True),
        date("published_on", "公开日期", "Day of publication", nullable=True),
        timestamp("fetched_at", "抓取时间（UTC）", "When it was fetched, UTC", nullable=True),
        integer("page_from", "在文件中的起始页", "First page in the file", nullable=True),
        integer("page_count", "页数", "Pages", nullable=True),
        integer(
            "version",
            "同一部门、年度、种类、口径的第几版",
            "Version among reports of the same body, year, kind and scope",
        ),
        boolean("is_current", "现行版本", "The version that counts"),
        text(
            "supersedes_report_key",
            "所取代的上一版",
            "The version before",
            nullable=True,
            references="dim_report.report_key",
        ),
        text(
            "duplicate_of_report_key",
            "与之内容相同的较早文件",
            "The earlier file with the same content",
            nullable=True,
            references="dim_report.report_key",
        ),
        text(
            "contained_in_report_key",
            "单位报告的金额已包含在此部门报告中，分析视图不再重复计算",
            "Department report that contains this unit's money; views then leave the unit's report out",
            nullable=True,
            references="dim_report.report_key",
        ),
        text("outcome", "处理结果", "Outcome", allowed=FILE_OUTCOMES),
        text("reason_code", "原因代码", "Reason, for programs"),
        text("reason", "原因", "Reason, for people"),
        text("grade", "勾稽等级", "Worst grade of its hard rules", nullable=True, allowed=GRADES),
        text("content_hash", "内容哈希", "Hash of the content", nullable=True),
        text("unit_of_main_table", "主表金额单位", "Unit of the main table", nullable=True),
        integer("token_count", "表页上印出的数字个数", "Numbers printed on pages with tables"),
        integer("tokens_conserved", "其中进入单元格的个数", "Of those, found in a cell"),
        integer("equations_exact", "严格相等的勾稽式数", "Equations that hold exactly"),
        integer(
            "equations_rounding", "在尾差界内的勾稽式数", "Equations within the rounding bound"
        ),
        integer("equations_failed", "不符的勾稽式数", "Equations that fail"),
        text("title_line", "题名行", "Title line", nullable=True),
        text("cover_line", "封面行", "Cover line", nullable=True),
        text("extractor_version", "抽取程序版本", "Version of the extraction"),
    ),
    key=("report_key",),
)

DIM_DEPARTMENT = Table(
    "dim_department",
    "部门（编报单位去掉“（本级）”一类后缀，全称、简称与已声明的更名归为一个）",
    "Departments: the reporting body without a suffix such as （本级）; full and short forms and "
    "declared renames of a name are one",
    (
        text("department_key", "部门键：城市与名称的哈希", "Hash of city and name"),
        text("city", "城市", "City", nullable=True),
        text("region_code", "行政区划代码", "Administrative division code", nullable=True),
        text("department_name", "部门名称", "Name"),
        integer("first_year", "最早年度", "First fiscal year seen", nullable=True),
        integer("last_year", "最晚年度", "Last fiscal year seen", nullable=True),
    ),
    key=("department_key",),
)

BRIDGE_DEPARTMENT_ALIAS = Table(
    "bridge_department_alias",
    "报告中出现过的部门写法，及其出处",
    "Names a department was printed under, with the report as evidence",
    (
        text("department_key", "部门", "Department", references="dim_department.department_key"),
        text("alias_name", "写法", "Name as printed"),
        integer("first_year", "最早年度", "First fiscal year seen", nullable=True),
        integer("last_year", "最晚年度", "Last fiscal year seen", nullable=True),
        text(
            "report_key", "出处：最早的报告", "The first report", references="dim_report.report_key"
        ),
        text("evidence", "印有此写法的页与行", "Page and line it is printed on", nullable=True),
    ),
    key=("department_key", "alias_name"),
)

DIM_FUNCTION_CODE = Table(
    "dim_function_code",
    "支出功能分类科目，按名称的有效期分版本",
    "Function codes; a code renamed over time has one row for each name",
    (
        text(
            "function_key",
            "科目键：编码，或编码@生效年",
            "Code, or code@year the name came into force",
        ),
        text("function_code", "科目编码", "Code"),
        text("function_name", "科目名称", "Name"),
        integer(
            "level", "级次：1类 2款 3项；0系统成员", "1 class, 2 group, 3 item; 0 system member"
        ),
        text("class_code", "类编码", "Class code"),
        text("class_name", "类名称（现行）", "Class name, the present one"),
        text("group_code", "款编码", "Group code", nullable=True),
        text("group_name", "款名称（现行）", "Group name, the present one", nullable=True),
        *_valid(),
        *_origin(),
    ),
    key=("function_key",),
)

DIM_ECON_CODE = Table(
    "dim_econ_code",
    "支出经济分类科目：部门预算（3xx）与政府预算（5xx）两套",
    "Economic codes: the department scheme (3xx) and the government scheme (5xx)",
    (
        text("econ_key", "科目键：体系:编码[@生效年]", "scheme:code[@year]"),
        text("econ_code", "科目编码", "Code"),
        text("econ_name", "科目名称", "Name"),
        integer("level", "级次：1类 2款；0系统成员", "1 class, 2 group; 0 system member"),
        text("class_code", "类编码", "Class code"),
        text("class_name", "类名称（现行）", "Class name, the present one"),
        text("scheme", "体系", "Scheme", allowed=("department", "government", NOT_APPLICABLE)),
        *_valid(),
        *_origin(),
    ),
    key=("econ_key",),
)

DIM_FUND_SOURCE = Table(
    "dim_fund_source",
    "资金来源",
    "Funds",
    (
        text("fund_key", "资金来源键", "Code of the fund"),
        text("fund_name", "资金来源", "Name"),
        text(
            "parent_fund_key",
            "上级",
            "Parent",
            nullable=True,
            references="dim_fund_source.fund_key",
        ),
        boolean("is_fiscal_appropriation", "财政拨款", "Fiscal appropriation"),
        integer("sort", "次序", "Order"),
    ),
    key=("fund_key",),
)

DIM_NATURE = Table(
    "dim_nature",
    "支出性质",
    "Nature of spending",
    (
        text("nature_key", "支出性质键", "Code of the nature"),
        text("nature_name", "支出性质", "Name"),
        integer("sort", "次序", "Order"),
    ),
    key=("nature_key",),
)

DIM_STAGE = Table(
    "dim_stage",
    "阶段",
    "Stages of a budget",
    (
        text("stage", "阶段", "Code of the stage"),
        text("stage_name", "名称", "Name"),
        integer("sort", "次序", "Order"),
    ),
    key=("stage",),
)

DIM_PERSPECTIVE = Table(
    "dim_perspective",
    "支出视角：同一笔钱在不同表中各分一遍，只能在一个视角内相加",
    "Perspectives: the same money broken down anew; sums hold inside one perspective only",
    (
        text("perspective", "视角", "Code of the perspective"),
        text("perspective_name", "名称", "Name"),
        text("note", "说明", "Note"),
        integer("sort", "次序", "Order"),
    ),
    key=("perspective",),
)

DIM_STATEMENT = Table(
    "dim_statement",
    "报表种类",
    "Kinds of statement",
    (
        text("statement", "报表代码", "Code of the statement"),
        text("statement_name", "报表名称", "Name"),
        text("statement_name_en", "英文名称", "Name in English"),
        text("perspective", "所属视角", "Perspective of its facts", nullable=True),
        boolean("is_main", "主表", "Main statement"),
    ),
    key=("statement",),
)

DIM_FISCAL_YEAR = Table(
    "dim_fiscal_year",
    "预算年度",
    "Fiscal years",
    (
        integer("fiscal_year", "年度", "Year"),
        text("year_name", "名称", "Name"),
        date("starts_on", "起", "First day"),
        date("ends_on", "止", "Last day"),
    ),
    key=("fiscal_year",),
)

DIM_UNIT = Table(
    "dim_unit",
    "预算单位（部门本级与所属单位）",
    "Budget units: the department itself and those below it",
    (
        text("unit_key", "单位键：部门与名称的哈希", "Hash of department and name"),
        text("department_key", "部门", "Department", references="dim_department.department_key"),
        text("unit_name", "单位名称", "Name"),
        boolean("is_head_office", "部门本级", "The department itself"),
    ),
    key=("unit_key",),
)

DIM_PROJECT = Table(
    "dim_project",
    "项目（同一部门同名为同一项目）",
    "Projects: the same name in the same department is the same project",
    (
        text("project_key", "项目键：部门与名称的哈希", "Hash of department and name"),
        text("department_key", "部门", "Department", references="dim_department.department_key"),
        text("project_name", "项目名称", "Name"),
        integer("first_year", "最早年度", "First fiscal year", nullable=True),
        integer("last_year", "最晚年度", "Last fiscal year", nullable=True),
    ),
    key=("project_key",),
)

_AMOUNT = money("amount_yuan", "金额（元）", "Amount in yuan")
_PRECISION = money(
    "precision_yuan", "印刷最小单位折合元", "One unit of the last printed digit, in yuan"
)
_ROUNDING = boolean(
    "is_rounding",
    "尾数差行，或经审核接受的不符差额行：使各级之和等于印出的上级",
    "Rounding row, or accepted discrepancy: makes sums equal the printed parent",
)
_REVIEWED = (
    boolean(
        "is_discrepancy",
        "不符差额行：原件自身不符、经人工审核接受的差额（同时为尾数差行）",
        "Difference within the source that a reviewer accepted (a rounding row too)",
    ),
    boolean(
        "is_corrected",
        "金额经人工审核更正，印出的原文见单元格",
        "Amount corrected by a reviewer; the cell keeps the printed text",
    ),
)
_ORDINAL = integer("table_ordinal", "表在报告中的序号", "Ordinal of the table in the report")


def _fact_key(name: str, dimension: str, zh: str, en: str) -> Column:
    return text(name, zh, en, references=f"{dimension}.{name}")


FACT_EXPENDITURE = Table(
    "fact_expenditure",
    "支出事实：末级行与尾数差行；只能在同一视角、同一阶段内相加",
    "Expenditure: leaves and rounding rows; add up inside one perspective and one stage only",
    (
        _to_report(),
        text(
            "perspective",
            "视角",
            "Perspective",
            allowed=PERSPECTIVES,
            references="dim_perspective.perspective",
        ),
        _stage(),
        _fact_key("function_key", "dim_function_code", "功能分类科目", "Function code"),
        _fact_key("econ_key", "dim_econ_code", "经济分类科目", "Economic code"),
        text(
            "gov_econ_key",
            "同一金额的政府预算支出经济分类科目",
            "Government economic code printed beside the department's",
            references="dim_econ_code.econ_key",
        ),
        _fact_key("nature_key", "dim_nature", "支出性质", "Nature"),
        text(
            "cost_group",
            "基本支出的人员经费（PERSONNEL）或公用经费（PUBLIC）；未区分为空",
            "Personnel or public part of basic spending; null where not told apart",
            nullable=True,
        ),
        _fact_key("fund_key", "dim_fund_source", "资金来源", "Fund"),
        _fact_key("unit_key", "dim_unit", "单位", "Unit"),
        _fact_key("project_key", "dim_project", "项目", "Project"),
        _AMOUNT,
        _PRECISION,
        _ROUNDING,
        *_REVIEWED,
        _ORDINAL,
        _cell_key("金额所在单元格；尾数差行为上级合计的单元格"),
    ),
)

FACT_REVENUE = Table(
    "fact_revenue",
    "收入事实：末级行与尾数差行，按资金来源",
    "Revenue by fund: leaves and rounding rows",
    (
        _to_report(),
        _stage(),
        _fact_key("function_key", "dim_function_code", "功能分类科目", "Function code"),
        _fact_key("unit_key", "dim_unit", "单位", "Unit"),
        _fact_key("fund_key", "dim_fund_source", "资金来源", "Fund"),
        _AMOUNT,
        _PRECISION,
        _ROUNDING,
        *_REVIEWED,
        _ORDINAL,
        _cell_key(),
    ),
)

FACT_THREE_PUBLIC = Table(
    "fact_three_public",
    "三公经费事实；备忘项（行政经费等）另标，不可与三公相加；与支出事实重叠",
    "Three public items; memo items are marked and not to be added; overlaps expenditure",
    (
        _to_report(),
        _stage(),
        text("item", "项目", "Item"),
        text("item_name", "项目名称", "Name of the item"),
        _fact_key("fund_key", "dim_fund_source", "资金来源", "Fund"),
        _AMOUNT,
        _ROUNDING,
        *_REVIEWED,
        boolean("is_memo", "备忘项", "Memo item"),
        _ORDINAL,
        _cell_key(),
    ),
)

FACT_PROJECT_OBJECTIVE = Table(
    "fact_project_objective",
    "项目绩效目标",
    "Objectives of projects",
    (
        _to_report(),
        _fact_key("unit_key", "dim_unit", "单位", "Unit"),
        _fact_key("project_key", "dim_project", "项目", "Project"),
        money(
            "amount_yuan", "金额（元）；备忘，不与支出相加", "Amount in yuan; memo", nullable=True
        ),
        text("objective_text", "绩效目标", "Objective"),
        text("source", "出自哪种表", "Kind of table"),
        integer("page_number", "页码", "Page"),
        _ORDINAL,
        _cell_key("绩效目标所在单元格"),
    ),
)


FACT_PERFORMANCE_INDICATOR = Table(
    "fact_performance_indicator",
    "绩效指标：项目与部门整体绩效目标表中的每个指标",
    "Performance indicators of projects and whole departments",
    (
        _to_report(),
        text("source", "出自哪种表", "Form of a project or of a whole department"),
        _fact_key("unit_key", "dim_unit", "实施单位", "Body that carries it out"),
        _fact_key("project_key", "dim_project", "项目；整体为 NA", "Project; NA for a whole"),
        text("level1", "一级指标", "First level", nullable=True),
        text("level2", "二级指标", "Second level", nullable=True),
        text("indicator_name", "三级指标（指标名称）", "Name of the indicator"),
        text("target_text", "指标值（原文）", "Target as printed", nullable=True),
        text("operator", "比较符或“定性”", "Comparison, or that it is qualitative", nullable=True),
        number("target_value", "指标值中的数", "Number of the target", nullable=True),
        text("target_unit", "计量单位", "Unit of measure", nullable=True),
        number("weight", "分值（权重）", "Weight", nullable=True),
        integer("page_number", "页码", "Page"),
        _ORDINAL,
        _cell_key("指标值（没有时为指标名称）所在单元格"),
    ),
)

FACT_PROCUREMENT = Table(
    "fact_procurement",
    "政府采购与购买服务：末级行，按资金来源；与支出事实重叠，不可相加",
    "Procurement and purchased services, leaves by fund; overlaps expenditure",
    (
        _to_report(),
        _stage(),
        boolean(
            "is_service_list",
            "出自政府购买服务表（与政府采购表重叠）",
            "From a table of purchased services, which overlaps procurement",
        ),
        text("category", "GOODS 货物、WORKS 工程、SERVICES 服务", "Category", nullable=True),
        text("item_name", "采购内容", "What is bought"),
        text("item_path", "各级名称", "All its names, general first"),
        _fact_key("project_key", "dim_project", "项目", "Project"),
        _fact_key("fund_key", "dim_fund_source", "资金来源", "Fund"),
        _AMOUNT,
        _PRECISION,
        money("table_total_yuan", "表中印出的合计（元）", "Printed total of the table"),
        integer("page_number", "页码", "Page"),
        _ORDINAL,
        _cell_key(),
    ),
)


def _carried(table: Table, zh: str, en: str, name: str | None = None) -> Table:
    """A staged table carried over as it is, for all reports, under its own name or another."""
    columns = tuple(
        _to_report()
        if column.name == "report_key"
        else replace(column, references=None, pattern=None, at_least=None)
        for column in table.columns
    )
    return Table(name or table.name, zh, en, columns)


FACT_NARRATIVE_METRIC = _carried(
    NARRATIVE_METRIC, "文字说明中的数字", "Numbers of the narrative", "fact_narrative_metric"
)

FACT_NARRATIVE_ITEM = Table(
    "fact_narrative_item",
    "决算说明文字逐个科目的预算数与决算数，每阶段一行；与支出事实重叠，不可与之相加",
    "Budgeted and spent by function code as the text of final accounts tells it; overlaps expenditure",
    (
        _to_report(),
        integer("item_ordinal", "在文字中的次序", "Order in the text"),
        text("stage", "阶段", "Stage of the budget", references="dim_stage.stage"),
        _fact_key("function_key", "dim_function_code", "功能分类科目", "Function code"),
        text("function_path", "类 / 款 / 项（原文）", "Class / group / item as printed"),
        _fact_key("fund_key", "dim_fund_source", "资金来源", "Fund"),
        _AMOUNT,
        _PRECISION,
        number("printed_pct", "印出的完成预算百分比", "Rate as printed, percent", nullable=True),
        text("reason_text", "差异原因", "Reason given", nullable=True),
        text("sentence", "原句", "The sentence"),
        integer("page_number", "页码", "Page"),
    ),
    key=("report_key", "item_ordinal", "stage"),
)

SOURCE_FILE = Table(
    "source_file",
    "见过的每个文件（路径与内容）一行，连同结果；从不删除",
    "One row for every path and content ever seen, with its outcome; never removed",
    (
        text("path", "路径", "Path"),
        text("sha256", "内容哈希；读不到时为空串", "Hash of the bytes; empty when unreadable"),
        text(
            "report_key",
            "报告（有几份时为第一份，其余见 dim_report.sha256）",
            "The report; of several the first (all of them: dim_report.sha256)",
            nullable=True,
            references="dim_report.report_key",
        ),
        text("outcome", "结果", "Outcome", allowed=FILE_OUTCOMES),
        text("reason_code", "原因代码", "Reason, for programs"),
        text("reason", "原因", "Reason, for people"),
        text(
            "duplicate_of_report_key",
            "与之相同的报告",
            "The report it repeats",
            nullable=True,
            references="dim_report.report_key",
        ),
        boolean("is_latest", "此路径的最新内容", "The latest content of this path"),
        bigint("size_bytes", "字节数", "Bytes"),
        timestamp(
            "modified_at",
            "文件修改时间（UTC）",
            "Time of change when first seen, UTC",
            nullable=True,
        ),
        timestamp("first_seen", "首次见到（UTC）", "First seen, UTC"),
        text("source_url", "来源网址", "Where it was published", nullable=True),
        date("published_on", "公开日期", "Day of publication", nullable=True),
        timestamp("fetched_at", "抓取时间（UTC）", "When it was fetched, UTC", nullable=True),
    ),
    key=("path", "sha256"),
)

BUILD_INFO = Table(
    "build_info",
    "这份仓库是由什么建成的",
    "What this warehouse was built from",
    (
        text(
            "fingerprint",
            "输入指纹：全部分段文件、SQL、代码表",
            "Fingerprint of all that goes into a build",
        ),
        integer("report_count", "报告数", "Staged reports"),
        integer("source_count", "文件数", "Files in the ledger"),
        text("duckdb_version", "DuckDB版本", "Version of DuckDB"),
        text("storage_version", "存储格式", "Storage format"),
    ),
)

STAR_TABLES: tuple[Table, ...] = (
    DIM_REPORT,
    DIM_DEPARTMENT,
    BRIDGE_DEPARTMENT_ALIAS,
    DIM_FUNCTION_CODE,
    DIM_ECON_CODE,
    DIM_FUND_SOURCE,
    DIM_NATURE,
    DIM_STAGE,
    DIM_PERSPECTIVE,
    DIM_STATEMENT,
    DIM_FISCAL_YEAR,
    DIM_UNIT,
    DIM_PROJECT,
    FACT_EXPENDITURE,
    FACT_REVENUE,
    FACT_THREE_PUBLIC,
    FACT_PROJECT_OBJECTIVE,
    FACT_PERFORMANCE_INDICATOR,
    FACT_PROCUREMENT,
    FACT_NARRATIVE_METRIC,
    FACT_NARRATIVE_ITEM,
    _carried(REPORT_TOTAL, "印出的收入总计与支出总计", "Printed grand totals"),
    _carried(STATEMENT, "每张印刷表一行：是哪张报表、是否发布", "One row a printed table"),
    _carried(
        PRINTED_CELL, "每个非空印刷单元格，照原样；不可相加", "Every printed cell; never summed"
    ),
    _carried(RECONCILIATION, "勾稽结果", "Results of the reconciliation rules"),
    _carried(SUSPECT, "疑点：可能有误的数字", "Numbers that are likely wrong"),
    _carried(REVIEW, "人工审核记录及其是否生效", "Decisions of reviewers and whether they hold"),
    _carried(SIGNAL, "不认识或可疑之处", "Things not understood or suspicious"),
    _carried(CODE_OBSERVATION, "报告中印出的编码与名称", "Codes with names as printed"),
    SOURCE_FILE,
    BUILD_INFO,
)
STAR: dict[str, Table] = {table.name: table for table in STAR_TABLES}
