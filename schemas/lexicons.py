"""The lexicons: columns and members of each CSV, sections and keys of each TOML file.

A CSV is a table; so is each section of a TOML file: `one` row whose columns are its keys, `rows` for an
array of tables, `keyed` for a table of free keys (columns `key` and `value`). All are read and checked
by `pipeline.domain.lexicon_files`. Their pandera models are made as those of any table; what a column
says of words and regular expressions is checked by the loader alone.

Belongs here: declarations of lexicons and code lists. Does not belong here: words, reading, checking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from schemas.columns import ECON_CODE, FUNCTION_CODE
from schemas.model import Column, Depends, Regex, Table, Type, boolean, date, integer, number, text
from schemas.vocabulary import (
    ECON_SCHEMES,
    THREE_PUBLIC_MEMBERS,
    ColumnPeriod,
    ColumnRole,
    ColumnScope,
    CostGroup,
    Dimension,
    DocumentKind,
    Flow,
    FormLabel,
    Fund,
    Item,
    ItemKind,
    ItemSide,
    LabelKind,
    MoneyPart,
    Nature,
    OnFailure,
    Perspective,
    PurchaseCategory,
    RegionLevel,
    RowAxis,
    Scheme,
    Scope,
    Severity,
    Side,
    Stage,
    StatementKind,
    TargetOperator,
    Wording,
    members,
)

# The kind of a line that is about tables and is no title.
NO_STATEMENT = "NONE"
EVERY_STATEMENT = "*"
# The source of a word that nobody has named yet; `qingzhang doctor` counts them.
UNKNOWN_SOURCE = "unknown"

# Economic codes of the two schemes.
DEPARTMENT_CODES = f"econ_codes.code?scheme={Scheme.DEPARTMENT}"
GOVERNMENT_CODES = f"econ_codes.code?scheme={Scheme.GOVERNMENT}"

# The members of each dimension a heading may give; of the others, where they stand.
MEMBERS: Mapping[str, type[StrEnum]] = {
    Dimension.FUND: Fund,
    Dimension.NATURE: Nature,
    Dimension.COST_GROUP: CostGroup,
    Dimension.STAGE: Stage,
    Dimension.FLOW: Flow,
    Dimension.ITEM: Item,
    Dimension.OF: LabelKind,
    Dimension.YEAR: ColumnPeriod,
    Dimension.PART: MoneyPart,
    Dimension.SIDE: Side,
}
_MEMBERS: tuple[tuple[str, tuple[str, ...] | str], ...] = (
    *((dimension, members(kind)) for dimension, kind in MEMBERS.items()),
    (Dimension.CATEGORY, DEPARTMENT_CODES),
    (Dimension.GOVERNMENT_CLASS, GOVERNMENT_CODES),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML lexicon: sections of one row, of rows, of keys and values; a name with dots is nested.

    The names of its tables begin with its own name. With `pieces` (a section of keys) its patterns are
    written in verbose mode, `<<key>>` standing for a piece.
    """

    name: str
    file: str
    one: tuple[Table, ...] = ()
    rows: tuple[Table, ...] = ()
    keyed: tuple[Table, ...] = ()
    pieces: str | None = None

    @property
    def sections(self) -> tuple[Table, ...]:
        """All sections."""
        return (*self.one, *self.rows, *self.keyed)


# ------------------------------------------------------------------------------------ words of columns


def _list(name: str, zh: str, en: str, **more: Any) -> Column:  # noqa: ANN401 - passed on
    return text(name, zh, en, is_list=True, **more)


_pattern = partial(
    text, "pattern", "匹配印出文字的正则表达式", "Matches what is printed", regex=Regex.PATTERN
)
_name_zh = partial(text, "name_zh", "中文名称", "Name in Chinese")
_sort = partial(integer, "sort", "次序", "Order")
_note = partial(
    text,
    "note",
    "出处：印有此词的表式或公开规则；unknown 未查明",
    "The form or public rule that prints the word; `unknown` where nobody has looked it up",
)
_remark = partial(text, "remark", "为何如此", "Why the row is as it is", nullable=True)
_note_zh = partial(text, "note_zh", "说明", "What it is for")


def _member(name: str, kind: type[StrEnum], zh: str, en: str, **more: Any) -> Column:  # noqa: ANN401 - passed on
    """A column of members of an enumeration."""
    return text(name, zh, en, allowed=members(kind), **more)


def _code(name: str, kind: type[StrEnum], zh: str) -> Column:
    """The column that names each member of an enumeration once."""
    return _member(name, kind, zh, "Code", is_complete=True)


def _dimensions(*more: str, nullable: bool) -> Column:
    allowed = (*members(Dimension), *more)
    return _list("dimension", "所说明的维度", "What it says of", allowed=allowed, nullable=nullable)


def _members(*more: tuple[str, tuple[str, ...]]) -> Column:
    return _list(
        "member",
        "各维度的成员",
        "The member of each dimension",
        nullable=True,
        depends=Depends("dimension", (*_MEMBERS, *more)),
    )


# ----------------------------------------------------------------------------------- what statements are
STATEMENTS = Table(
    "statements",
    "报表的种类",
    "Kinds of statements",
    (
        _code("statement", StatementKind, "报表代码"),
        _name_zh(),
        text("name_en", "英文名称", "Name in English"),
        _member(
            "perspective", Perspective, "其事实所属视角", "Perspective of its facts", nullable=True
        ),
        _member("row_axis", RowAxis, "行是什么", "What its rows are"),
        _member("fund", Fund, "全表的资金来源", "Fund of all its money", nullable=True),
        _member("nature", Nature, "全表的支出性质", "Nature of all its money", nullable=True),
        _list(
            "variants",
            "行为另一种时的报表代码，写作 行:代码",
            "The kind it is where its rows are others, as axis:kind",
            nullable=True,
            depends=Depends("", tuple((axis, members(StatementKind)) for axis in RowAxis)),
        ),
        _list(
            "requires",
            "必须印有的行或列",
            "Rows or columns without which it is not readable",
            nullable=True,
            depends=Depends("", (("item", members(Item)), ("amounts", ()), ("text", ("1",)))),
        ),
        boolean("is_main", "主表：不可信则整份搁置", "A report cannot do without it"),
        boolean("repeats", "一份报告可有几张", "A report may hold several"),
    ),
    key=("statement",),
)
TITLE_PARTS = Table(
    "title_parts",
    "标题的组成部分",
    "Parts of titles",
    (
        text("part", "部分", "Part", used_by=("titles.has", "titles.lacks")),
        _pattern(),
        _remark(),
        _note(),
    ),
    key=("pattern",),
)
TITLES = Table(
    "titles",
    "标题说明是哪种报表；先列者先判",
    "Which kind of statement a title says; the first row that fits decides",
    (
        _list("has", "含有的部分", "Parts it has", references="title_parts.part"),
        _list(
            "lacks", "不含的部分", "Parts it lacks", references="title_parts.part", nullable=True
        ),
        text(
            "statement",
            "报表代码",
            "Kind of statement",
            allowed=(*members(StatementKind), NO_STATEMENT),
        ),
        _remark(),
        _note(),
    ),
    key=("has", "lacks"),
)
COLUMNS = Table(
    "columns",
    "表头；先列者先判",
    "Headings of columns; the first row that fits decides",
    (
        _member("scope", ColumnScope, "叶、组或两者", "Leaf, group or any"),
        _pattern(),
        _member("role", ColumnRole, "列的作用", "What the column is"),
        _dimensions(nullable=True),
        _members(),
        _remark(),
        _note(),
    ),
    key=("scope", "pattern"),
)
COLUMN_PARTS = Table(
    "column_parts",
    "表头与行名的组成部分；先列者先试",
    "Pieces of headings and row names, in the order they are tried",
    (
        _pattern(),
        _dimensions(*members(Wording), nullable=False),
        _members(
            (Wording.ROLE, (ColumnRole.TOTAL.value,)), (Wording.FILLER, ()), (Wording.NEUTRAL, ())
        ),
        integer("weight", "相左时以大者为准", "The greater wins where two differ", at_least=0),
        _remark(),
        _note(),
    ),
    key=("pattern",),
)
ITEMS = Table(
    "items",
    "以名称辨认的行；先列者先判",
    "Rows known by their name; the first row that fits decides",
    (
        _member("side", ItemSide, "所在一边", "Side or list it stands in"),
        _pattern(),
        _code("item", Item, "行代码"),
        _member("kind", ItemKind, "合计、小计、部分或备查", "What it is to its list"),
        text("parent", "所属的行", "The row it is part of", references="items.item", nullable=True),
        _name_zh(),
        _note(),
    ),
    key=("side", "pattern"),
)
CATEGORIES = Table(
    "categories",
    "按类别列示的行",
    "Rows that name an economic class",
    (
        _pattern(),
        text("econ_code", "部门经济分类", "Economic class", references=DEPARTMENT_CODES),
        _name_zh(),
        _note(),
    ),
    key=("pattern",),
)
UNITS = Table(
    "units",
    "金额单位",
    "Units of money",
    (
        text("unit", "单位", "Unit"),
        number("factor_yuan", "折合元", "Yuan in one", at_least=1),
        _pattern(),
    ),
    key=("unit",),
)

# ------------------------------------------------------------------------------------- names of members
PERSPECTIVES = Table(
    "perspectives",
    "视角",
    "Perspectives",
    (_code("perspective", Perspective, "视角代码"), _name_zh(), _note_zh(), _sort()),
    key=("perspective",),
)
FUND_SOURCES = Table(
    "fund_sources",
    "资金来源",
    "Funds",
    (
        _code("fund_code", Fund, "资金来源代码"),
        _name_zh(),
        text(
            "parent",
            "所属的资金来源",
            "The fund it is part of",
            references="fund_sources.fund_code",
            nullable=True,
        ),
        boolean("is_fiscal_appropriation", "财政拨款", "Fiscal appropriation"),
        _sort(),
        _note(),
    ),
    key=("fund_code",),
)
NATURES = Table(
    "natures",
    "支出性质",
    "Natures of spending",
    (_code("nature_code", Nature, "支出性质代码"), _name_zh(), _sort(), _note()),
    key=("nature_code",),
)
STAGES = Table(
    "stages",
    "阶段",
    "Stages of a budget",
    (_code("stage_code", Stage, "阶段代码"), _name_zh(), _sort(), _note()),
    key=("stage_code",),
)
THREE_PUBLIC_ITEMS = Table(
    "three_public_items",
    "三公项目",
    "Items of the three public expenses",
    (
        text("item", "三公项目代码", "Code", allowed=THREE_PUBLIC_MEMBERS, is_complete=True),
        _name_zh(),
        boolean("is_memo", "备查，不计入三公", "Printed beside them, not counted"),
        _sort(),
        _note(),
    ),
    key=("item",),
)

# ----------------------------------------------------------------------------------------------- rules
RULES = Table(
    "rules",
    "勾稽规则",
    "Rules of reconciliation",
    (
        text("rule", "规则编号", "Rule", pattern=r"^[A-Z]\d+[a-z]?$"),
        _member("severity", Severity, "轻重", "Severity"),
        _member("on_failure", OnFailure, "不符时", "What a failure does"),
        text("title_zh", "内容", "What it says"),
        _list(
            "applies_to",
            "适用的报表；* 为全部",
            "Kinds of statements; * for all",
            allowed=(*members(StatementKind), EVERY_STATEMENT),
            nullable=True,
        ),
        text("source", "依据", "Why it holds", nullable=True),
    ),
    key=("rule",),
)
NARRATIVE_METRICS = Table(
    "narrative_metrics",
    "说明文字中的指标",
    "Figures of the running text",
    (
        text("metric", "指标代码", "Code", pattern=r"^[A-Z][A-Z0-9_]*$"),
        _name_zh(),
        text(
            "unit",
            "常用单位",
            "Usual unit",
            depends=Depends("unit_kind", (("money", "units.unit"),)),
        ),
        text("unit_kind", "单位的种类", "Kind of unit", allowed=("money", "area", "count")),
        text(
            "additivity",
            "可否相加",
            "Whether it adds up",
            allowed=("additive_over_departments", "additive_at_one_date", "not_additive"),
        ),
        _list(
            "topics",
            "所在的段落主题",
            "Topics in which it is looked for",
            references="narrative.topics.topic",
            nullable=True,
        ),
        boolean("own_topic_only", "只在所列主题中找", "Nowhere else"),
        boolean("with_change", "其后的增减是它的", "A change printed behind is of it"),
        boolean("remark_is_detail", "括号中是明细", "Brackets hold its parts"),
        boolean("core", "主要指标", "One of the chief figures"),
    ),
    key=("metric",),
)

# ----------------------------------------------------------------------------------- places and bodies
_region_code = partial(
    text, "region_code", "行政区划代码（GB/T 2260）", "Division code", pattern=r"^\d{6}$"
)
REGIONS = Table(
    "regions",
    "行政区划",
    "Administrative divisions",
    (
        _region_code(),
        text("region_name", "名称", "Name"),
        _member("level", RegionLevel, "级别", "Level"),
    ),
    key=("region_code",),
)
REGION_ALIASES = Table(
    "region_aliases",
    "行政区划的别名",
    "Other names of divisions",
    (
        text("alias", "别名", "Other name"),
        _region_code(),
        text("city", "计入的城市", "The city it is counted under", nullable=True),
    ),
    key=("alias", "region_code"),
)
ENTITY_SUFFIXES = Table(
    "entity_suffixes",
    "单位名称的后缀",
    "Bracketed ends of names of bodies",
    (
        _pattern(),
        _member("scope", Scope, "说明的口径", "The scope it says", nullable=True),
        _note_zh(),
    ),
    key=("pattern",),
)
PLACELESS_WORDS = Table(
    "placeless_words",
    "不是地名的词头",
    "Words that begin like a place and are none",
    (_pattern(), _note_zh()),
    key=("pattern",),
)
DEPARTMENT_NAME_RULES = Table(
    "department_name_rules",
    "部门名称的归一",
    "Spellings of one department, in order",
    (
        integer("priority", "次序", "Order"),
        _pattern(),
        text("replacement", "改为", "What stands for it"),
        _note_zh(),
    ),
    key=("pattern",),
)
DEPARTMENT_RENAMES = Table(
    "department_renames",
    "部门更名",
    "Departments that were renamed",
    (
        text("city", "城市", "City", nullable=True),
        text("former_name", "原名称", "Former name"),
        text("present_name", "现名称", "Present name"),
        text(
            "valid_from",
            "更名日或更名年",
            "Day or year of the change",
            pattern=r"^\d{4}(-\d{2}-\d{2})?$",
            nullable=True,
        ),
        text("evidence", "依据", "Evidence"),
    ),
    key=("city", "former_name"),
)

# ------------------------------------------------------------------------------------------ code lists
_CODE_ROW = (
    text("name", "名称", "Name"),
    integer("level", "1 类，2 款，3 项", "1 class, 2 group, 3 item", at_least=1),
    date("valid_from", "名称生效日", "First day of the name", nullable=True),
    date("valid_to", "名称失效日", "Last day of the name", nullable=True),
    text("origin", "来历", "Seen in reports, or known", allowed=("observed", "known")),
    text("evidence", "依据", "Reports that print it, a notice, common knowledge"),
)
FUNCTION_CODES = Table(
    "function_codes",
    "支出功能分类科目",
    "Function codes",
    (text("code", "编码", "Code", pattern=FUNCTION_CODE), *_CODE_ROW),
    key=("code", "valid_from"),
)
ECON_CODES = Table(
    "econ_codes",
    "支出经济分类科目",
    "Economic codes",
    (
        text("scheme", "体系", "Scheme", allowed=ECON_SCHEMES),
        text("code", "编码", "Code", pattern=ECON_CODE),
        *_CODE_ROW,
    ),
    key=("scheme", "code", "valid_from"),
)
CODE_ALIASES = Table(
    "code_aliases",
    "科目的其他写法",
    "Other spellings of names of codes",
    (
        _member("scheme", Scheme, "体系", "Scheme"),
        text(
            "code",
            "编码",
            "Code",
            depends=Depends(
                "scheme",
                (
                    (Scheme.FUNCTION, "function_codes.code"),
                    (Scheme.DEPARTMENT, DEPARTMENT_CODES),
                    (Scheme.GOVERNMENT, GOVERNMENT_CODES),
                ),
            ),
        ),
        text("alias", "写法", "Spelling"),
        text("reason", "缘由", "Why it is printed"),
    ),
    key=("scheme", "code", "alias"),
)

LEXICON_TABLES = (
    STATEMENTS,
    TITLE_PARTS,
    TITLES,
    COLUMNS,
    COLUMN_PARTS,
    ITEMS,
    CATEGORIES,
    UNITS,
    PERSPECTIVES,
    FUND_SOURCES,
    NATURES,
    STAGES,
    THREE_PUBLIC_ITEMS,
    RULES,
    NARRATIVE_METRICS,
    REGIONS,
    REGION_ALIASES,
    ENTITY_SUFFIXES,
    PLACELESS_WORDS,
    DEPARTMENT_NAME_RULES,
    DEPARTMENT_RENAMES,
)
CODE_TABLES = (FUNCTION_CODES, ECON_CODES, CODE_ALIASES)

# --------------------------------------------------------------------------------------- TOML documents
# What the words of a key mean stands beside them, in the file.


def _keys(names: str, **more: Any) -> tuple[Column, ...]:  # noqa: ANN401 - passed on
    return tuple(text(name, "", "", **more) for name in names.split())


_patterns = partial(_keys, regex=Regex.PATTERN)
_pieces = partial(_keys, regex=Regex.PIECE)
_pattern_lists = partial(_keys, regex=Regex.PATTERN, is_list=True)
_piece_lists = partial(_keys, regex=Regex.PIECE, is_list=True)
_word_lists = partial(_keys, is_list=True)


def _numbers(names: str) -> tuple[Column, ...]:
    return tuple(integer(name, "", "", at_least=1) for name in names.split())


def _section(name: str, *columns: Column, key: str = "") -> Table:
    return Table(name, "", "", columns, key=(key,) if key else ())


def _keyed(name: str, key: Column | None = None, **value: Any) -> Table:  # noqa: ANN401 - passed on
    value = {"type": Type.TEXT, **value}
    return _section(name, key or text("key", "", ""), Column("value", "", "", **value), key="key")


def _key_of(kind: type[StrEnum], *, is_complete: bool = False) -> Column:
    return text("key", "", "", allowed=members(kind), is_complete=is_complete)


_econ_codes = partial(_keys, is_list=True, references=DEPARTMENT_CODES)
_stage = partial(text, "stage", "", "", allowed=members(Stage))

TEXT = Document(
    "text",
    "text.toml",
    one=(
        _section(
            "text.labels",
            *_patterns(
                "ordinal of_which of_which_row remark total count body_suffix quotes_only quotes"
            ),
        ),
        _section("text.numbers", *_word_lists("blank")),
        _section(
            "text.caption",
            *_patterns(
                "unit broken_unit bare_unit unit_in_brackets caption_label year_line entity "
                "table_number note statement_title"
            ),
            *_pattern_lists("empty"),
        ),
        _section("text.stages"),
    ),
    rows=(_section("text.stages.note", _pattern(), _stage(), key="pattern"),),
)

IDENTITY = Document(
    "identity",
    "identity.toml",
    one=(
        _section("identity.places", *_patterns("contents part ordinal leader")),
        _section(
            "identity.headings", *_patterns("overview about about_year_first composition is_a")
        ),
        _section(
            "identity.captions",
            *_patterns("label name code coded unit_scope department_scope money"),
        ),
        _section(
            "identity.bodies",
            *_keys("generic", regex=Regex.WHOLE),
            *_patterns("not_a_body exempt trailing endings head_office placeholder organisation"),
            *_patterns("central"),
            *_keys("central_name"),
        ),
        _section(
            "identity.years",
            *_patterns("date alone printed budget_words"),
            *_numbers("earliest latest"),
        ),
        _section(
            "identity.tables",
            *_patterns(
                "statement overview not_statement government unit_caption final_words budget_word "
                "funds unit_title department_title"
            ),
        ),
    ),
    rows=(
        _section(
            "identity.titles", _member("kind", DocumentKind, "", ""), _pattern(), key="pattern"
        ),
    ),
    keyed=(_keyed("identity.pieces", regex=Regex.PIECE),),
    pieces="identity.pieces",
)

NARRATIVE = Document(
    "narrative",
    "narrative.toml",
    one=(
        _section("narrative.furniture", *_patterns("page_number leader")),
        _section(
            "narrative.units",
            *_word_lists("money", references="units.unit"),
            *_word_lists("area count"),
        ),
        _section(
            "narrative.words",
            *_pieces("approx glue compare no_percent none"),
            *_word_lists("increase decrease flat"),
            *_piece_lists("zero_base no_base"),
            *_patterns("reason reason_continues reason_tail none_other_year placeholder"),
            *_word_lists("none_cell"),
        ),
        _section("narrative.gap", *_pieces("word"), *_numbers("most")),
        _section(
            "narrative.headings",
            *_numbers("max_head max_plain"),
            *_pattern_lists("markers"),
            *_patterns("not_heading"),
        ),
        _section(
            "narrative.never",
            *_keys("topics lists", is_list=True, references="narrative.topics.topic"),
        ),
        _section("narrative.dates", *_patterns("as_of")),
        _section(
            "narrative.offices",
            *_pattern_lists("counts"),
            *_patterns("list_opens list_subject unnumbered stop uncounted"),
            *_numbers("list_within"),
        ),
        _section("narrative.subordinates", *_pattern_lists("counts"), *_patterns("none")),
        _section("narrative.glossary", *_patterns("entry")),
        _section("narrative.items", *_patterns("path before"), *_numbers("within")),
        _section("narrative.items.words", *_pieces("glue completed")),
    ),
    rows=(
        _section("narrative.topics", text("topic", "", ""), _pattern(), key="pattern"),
        _section(
            "narrative.leads",
            text("metric", "", "", references="narrative_metrics.metric"),
            _pattern(),
            *_patterns("not_after not_before", nullable=True),
            *_pieces("resume", nullable=True),
            key="metric",
        ),
        _section("narrative.items.stages", _stage(), *_pieces("pattern"), key="stage"),
    ),
)

TARGETS = Document(
    "targets",
    "targets.toml",
    one=(
        _section(
            "targets.patterns",
            *_patterns(
                "money_unit lead inline amount code mark nothing total_row whole subtotal form_title "
                "name_unit"
            ),
        ),
        _section(
            "targets.procurement",
            *_piece_lists("names"),
            *_patterns("total not_money services_title procurement_title"),
        ),
    ),
    keyed=(
        _keyed(
            "targets.labels",
            _key_of(FormLabel, is_complete=True),
            is_list=True,
            regex=Regex.PATTERN,
        ),
        _keyed("targets.levels", is_list=True),
        _keyed("targets.operators", _key_of(TargetOperator, is_complete=True), is_list=True),
        _keyed("targets.operators_after", _key_of(TargetOperator), is_list=True),
        _keyed(
            "targets.procurement.categories",
            _key_of(PurchaseCategory, is_complete=True),
            regex=Regex.PATTERN,
        ),
    ),
)

RULEBOOK = Document(
    "rulebook",
    "rules.toml",
    one=(
        _section("rulebook.unchecked", *_word_lists("kinds", allowed=members(StatementKind))),
        _section(
            "rulebook.funds", *_word_lists("own_column counted_as_other", allowed=members(Fund))
        ),
        _section(
            "rulebook.natures",
            *_word_lists("own_row in_project_table", allowed=members(Nature)),
        ),
        _section("rulebook.agency", *_keys("suffix name")),
        _section(
            "rulebook.pension",
            *_keys("code annuity", references=DEPARTMENT_CODES),
            *_numbers("factor"),
        ),
        _section("rulebook.planned_purchase", *_econ_codes("econ")),
        _section("rulebook.identity", *_patterns("year")),
        _section("rulebook.placeholder", *_pattern_lists("patterns")),
    ),
    rows=(
        _section(
            "rulebook.econ_equals_function",
            text("rule", "", "", references="rules.rule"),
            *_econ_codes("econ"),
            *_word_lists("function below", references="function_codes.code", nullable=True),
        ),
    ),
    keyed=(
        _keyed("rulebook.fund_parts", _key_of(Fund), is_list=True, allowed=members(Fund)),
        _keyed("rulebook.funds.by_function", _key_of(Fund), allowed=members(StatementKind)),
        _keyed(
            "rulebook.names",
            text(
                "key",
                "",
                "",
                allowed=tuple(
                    dict.fromkeys((*members(Fund), *members(Nature), *THREE_PUBLIC_MEMBERS))
                ),
            ),
        ),
        _keyed("rulebook.metric_names", text("key", "", "", references="narrative_metrics.metric")),
        _keyed(
            "rulebook.three_public",
            text("key", "", "", allowed=THREE_PUBLIC_MEMBERS),
            is_list=True,
            references=DEPARTMENT_CODES,
        ),
    ),
)

DOCUMENTS = (TEXT, IDENTITY, NARRATIVE, TARGETS, RULEBOOK)
