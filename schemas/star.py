"""Tables of the warehouse: dimensions, facts, and the audit layer below them.

Keys are strings and the same after every rebuild. Each dimension that a fact points to has a member
`NA` (不适用: the fact has no such side) and `UNKNOWN` (未知: it has one that could not be read), so
that no join drops money.

A fact follows from its staged table: the same columns, with keys of dimensions in place of codes and
names. Tables of the audit layer are the staged ones.

Belongs here: declarations. Does not belong here: how rows come about (`warehouse/*.sql`).
"""

from __future__ import annotations

from dataclasses import replace

from schemas.columns import COLUMNS, columns_of
from schemas.model import Column, Table, bigint, boolean, date, integer, text, timestamp
from schemas.staged import (
    CODE_OBSERVATION,
    EXPENDITURE,
    NARRATIVE_ITEM,
    NARRATIVE_METRIC,
    PERFORMANCE_INDICATOR,
    PRINTED_CELL,
    PROCUREMENT,
    PROJECT_OBJECTIVE,
    RECONCILIATION,
    REPORT,
    REPORT_TOTAL,
    REVENUE,
    REVIEW,
    SIGNAL,
    STATEMENT,
    SUSPECT,
    THREE_PUBLIC,
)
from schemas.vocabulary import ECON_SCHEMES

NOT_APPLICABLE = "NA"
UNKNOWN = "UNKNOWN"


def _star(
    name: str, zh: str, en: str, *parts: str | Column, of: Table | None = None, key: str = ""
) -> Table:
    """A table of the warehouse: patterns and bounds were checked when its rows were staged."""
    columns = columns_of(name, *parts, of=of)
    columns = tuple(replace(column, pattern=None, at_least=None) for column in columns)
    return Table(name, zh, en, columns, tuple(key.split()))


# What stands in the warehouse for a column of a staged fact; a code and its name are one key.
_IN_FACTS = {
    "function_code": "function_key",
    "function_name": "",
    "econ_scheme": "",
    "econ_code": "econ_key",
    "econ_name": "",
    "gov_econ_code": "gov_econ_key",
    "gov_econ_name": "",
    "nature": "nature_key",
    "fund": "fund_key",
    "unit_name": "unit_key",
    "project_name": "project_key",
    "item": "item item_name",
    "is_rounding": "is_rounding is_discrepancy is_corrected",
}


def _fact(staged: Table, zh: str, en: str) -> Table:
    """The fact table of a staged one: its columns, with keys of dimensions for codes and names."""
    names = (_IN_FACTS.get(name, name) for name in staged.column_names)
    return _star(f"fact_{staged.name}", zh, en, *names, of=staged, key=" ".join(staged.key))


def _carried(staged: Table, zh: str, en: str) -> Table:
    """A staged table as it is, for all reports. Its cells need not be those of the warehouse."""
    columns = (
        column if column.name == "report_key" else replace(column, references=None)
        for column in staged.columns
    )
    return _star(staged.name, zh, en, *columns)


DIM_REPORT = _star(
    "dim_report",
    "每份报告一行：谁的、哪年、哪种、第几版、是否现行（一个文件通常是一份报告）",
    "One row for each report (a file is one, as a rule): whose, which year and kind, which version",
    "report_key department_key city region_code entity_name fiscal_year document_kind scope",
    "file_name sha256 source_url? published_on? fetched_at? page_from page_count version is_current",
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
    COLUMNS["outcome"],
    "reason_code reason grade content_hash unit_of_main_table token_count tokens_conserved",
    "equations_exact equations_rounding equations_failed title_line cover_line extractor_version",
    of=REPORT,
    key="report_key",
)

DIM_DEPARTMENT = _star(
    "dim_department",
    "部门（编报单位去掉“（本级）”一类后缀，全称、简称与已声明的更名归为一个）",
    "Departments: the reporting body without a suffix such as （本级）; full and short forms and "
    "declared renames of a name are one",
    "department_key city? region_code?",
    text("department_name", "部门名称", "Name"),
    "first_year? last_year?",
    key="department_key",
)

BRIDGE_DEPARTMENT_ALIAS = _star(
    "bridge_department_alias",
    "报告中出现过的部门写法，及其出处",
    "Names a department was printed under, with the report as evidence",
    "department_key",
    text("alias_name", "写法", "Name as printed"),
    "first_year? last_year?",
    COLUMNS["report_key"].said("出处：最早的报告", "The first report"),
    text("evidence", "印有此写法的页与行", "Page and line it is printed on", nullable=True),
    key="department_key alias_name",
)

DIM_FUNCTION_CODE = _star(
    "dim_function_code",
    "支出功能分类科目，按名称的有效期分版本",
    "Function codes; a code renamed over time has one row for each name",
    "function_key function_code function_name",
    integer("level", "级次：1类 2款 3项；0系统成员", "1 class, 2 group, 3 item; 0 system member"),
    "class_code class_name group_code? group_name? valid_from? valid_to? origin status evidence?",
    key="function_key",
)

DIM_ECON_CODE = _star(
    "dim_econ_code",
    "支出经济分类科目：部门预算（3xx）与政府预算（5xx）两套",
    "Economic codes: the department scheme (3xx) and the government scheme (5xx)",
    "econ_key econ_code econ_name",
    integer("level", "级次：1类 2款；0系统成员", "1 class, 2 group; 0 system member"),
    "class_code class_name",
    replace(COLUMNS["scheme"], allowed=(*ECON_SCHEMES, NOT_APPLICABLE)),
    "valid_from? valid_to? origin status evidence?",
    key="econ_key",
)

DIM_FUND_SOURCE = _star(
    "dim_fund_source",
    "资金来源",
    "Funds",
    "fund_key fund_name",
    text("parent_fund_key", "上级", "Parent", nullable=True, references="dim_fund_source.fund_key"),
    "is_fiscal_appropriation sort",
    key="fund_key",
)

DIM_NATURE = _star(
    "dim_nature", "支出性质", "Nature of spending", "nature_key nature_name sort", key="nature_key"
)

DIM_STAGE = _star(
    "dim_stage",
    "阶段",
    "Stages of a budget",
    replace(COLUMNS["stage"], allowed=()),
    "stage_name sort",
    key="stage",
)

DIM_PERSPECTIVE = _star(
    "dim_perspective",
    "支出视角：同一笔钱在不同表中各分一遍，只能在一个视角内相加",
    "Perspectives: the same money broken down anew; sums hold inside one perspective only",
    replace(COLUMNS["perspective"], allowed=()),
    "perspective_name",
    text("note", "说明", "Note"),
    "sort",
    key="perspective",
)

DIM_STATEMENT = _star(
    "dim_statement",
    "报表种类",
    "Kinds of statement",
    "statement",
    text("statement_name", "报表名称", "Name"),
    text("statement_name_en", "英文名称", "Name in English"),
    text("perspective", "所属视角", "Perspective of its facts", nullable=True),
    boolean("is_main", "主表", "Main statement"),
    key="statement",
)

DIM_FISCAL_YEAR = _star(
    "dim_fiscal_year",
    "预算年度",
    "Fiscal years",
    "fiscal_year",
    text("year_name", "名称", "Name"),
    date("starts_on", "起", "First day"),
    date("ends_on", "止", "Last day"),
    key="fiscal_year",
)

DIM_UNIT = _star(
    "dim_unit",
    "预算单位（部门本级与所属单位）",
    "Budget units: the department itself and those below it",
    "unit_key department_key unit_name",
    boolean("is_head_office", "部门本级", "The department itself"),
    key="unit_key",
)

DIM_PROJECT = _star(
    "dim_project",
    "项目（同一部门同名为同一项目）",
    "Projects: the same name in the same department is the same project",
    "project_key department_key project_name first_year? last_year?",
    key="project_key",
)

FACT_EXPENDITURE = _fact(
    EXPENDITURE,
    "支出事实：末级行与尾数差行；只能在同一视角、同一阶段内相加",
    "Expenditure: leaves and rounding rows; add up inside one perspective and one stage only",
)

FACT_REVENUE = _fact(
    REVENUE, "收入事实：末级行与尾数差行，按资金来源", "Revenue by fund: leaves and rounding rows"
)

FACT_THREE_PUBLIC = _fact(
    THREE_PUBLIC,
    "三公经费事实；备忘项（行政经费等）另标，不可与三公相加；与支出事实重叠",
    "Three public items; memo items are marked and not to be added; overlaps expenditure",
)

FACT_PROJECT_OBJECTIVE = _fact(PROJECT_OBJECTIVE, "项目绩效目标", "Objectives of projects")

FACT_PERFORMANCE_INDICATOR = _fact(
    PERFORMANCE_INDICATOR,
    "绩效指标：项目与部门整体绩效目标表中的每个指标",
    "Performance indicators of projects and whole departments",
)

FACT_PROCUREMENT = _fact(
    PROCUREMENT,
    "政府采购与购买服务：末级行，按资金来源；与支出事实重叠，不可相加",
    "Procurement and purchased services, leaves by fund; overlaps expenditure",
)

FACT_NARRATIVE_METRIC = _fact(NARRATIVE_METRIC, "文字说明中的数字", "Numbers of the narrative")

FACT_NARRATIVE_ITEM = _fact(
    NARRATIVE_ITEM,
    "决算说明文字逐个科目的预算数与决算数，每阶段一行；与支出事实重叠，不可与之相加",
    "Budgeted and spent by function code as the text of final accounts tells it; overlaps expenditure",
)

SOURCE_FILE = _star(
    "source_file",
    "见过的每个文件（路径与内容）一行，连同结果；从不删除",
    "One row for every path and content ever seen, with its outcome; never removed",
    text("path", "路径", "Path"),
    COLUMNS["sha256"].said(
        "文件内容哈希；读不到时为空串", "Hash of the file's bytes; empty when unreadable"
    ),
    replace(
        COLUMNS["report_key"],
        zh="报告键（有几份报告时为第一份，其余见 dim_report.sha256）",
        en="The report; of several the first (all of them: dim_report.sha256)",
        nullable=True,
    ),
    "outcome reason_code reason",
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
        "modified_at", "文件修改时间（UTC）", "Time of change when first seen, UTC", nullable=True
    ),
    timestamp("first_seen", "首次见到（UTC）", "First seen, UTC"),
    "source_url? published_on? fetched_at?",
    key="path sha256",
)

BUILD_INFO = _star(
    "build_info",
    "这份仓库是由什么建成的",
    "What this warehouse was built from",
    text(
        "fingerprint",
        "输入指纹：全部分段文件、SQL、代码表",
        "Fingerprint of all that goes into a build",
    ),
    integer("report_count", "报告数", "Staged reports"),
    integer("source_count", "文件数", "Files in the ledger"),
    text("duckdb_version", "DuckDB版本", "Version of DuckDB"),
    text("storage_version", "存储格式", "Storage format"),
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


def carried_in(staged: Table) -> str:
    """Name of the table of the warehouse that carries the rows of a staged one."""
    fact = f"fact_{staged.name}"
    return fact if fact in STAR else staged.name
