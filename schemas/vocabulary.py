"""The vocabulary: the members that columns, lexicons and code may name, each an enumeration.

A member is written the same in a CSV, in a table of the warehouse and here; what is not here is an
error that names file, row and column (`pipeline.domain.lexicon`), never a new member.

Belongs here: members. Does not belong here: their names in Chinese and their printed words
(`lexicon/*.csv`), columns.
"""

from __future__ import annotations

from enum import StrEnum


class StatementKind(StrEnum):
    """Kinds of printed statements (`statements.csv`)."""

    BUDGET_OVERVIEW = "BUDGET_OVERVIEW"
    REVENUE_OVERVIEW = "REVENUE_OVERVIEW"
    EXPENDITURE_OVERVIEW = "EXPENDITURE_OVERVIEW"
    EXPENDITURE_BY_UNIT = "EXPENDITURE_BY_UNIT"
    SPENDING_BY_ECON = "SPENDING_BY_ECON"
    FISCAL_OVERVIEW = "FISCAL_OVERVIEW"
    GENERAL_OVERVIEW = "GENERAL_OVERVIEW"
    FUND_OVERVIEW = "FUND_OVERVIEW"
    CAPITAL_OVERVIEW = "CAPITAL_OVERVIEW"
    FISCAL_SPENDING = "FISCAL_SPENDING"
    FISCAL_BY_ECON = "FISCAL_BY_ECON"
    FISCAL_BASIC = "FISCAL_BASIC"
    FISCAL_BASIC_BY_FUNCTION = "FISCAL_BASIC_BY_FUNCTION"
    FISCAL_PROJECT = "FISCAL_PROJECT"
    GENERAL_SPENDING = "GENERAL_SPENDING"
    GENERAL_BY_FUNCTION = "GENERAL_BY_FUNCTION"
    GENERAL_BY_ECON = "GENERAL_BY_ECON"
    GENERAL_BASIC = "GENERAL_BASIC"
    GENERAL_BASIC_BY_FUNCTION = "GENERAL_BASIC_BY_FUNCTION"
    GENERAL_BASIC_BY_ECON = "GENERAL_BASIC_BY_ECON"
    GENERAL_PROJECT = "GENERAL_PROJECT"
    GENERAL_PROJECT_BY_FUNCTION = "GENERAL_PROJECT_BY_FUNCTION"
    GENERAL_PROJECT_BY_ECON = "GENERAL_PROJECT_BY_ECON"
    GENERAL_PROJECT_BY_UNIT = "GENERAL_PROJECT_BY_UNIT"
    THREE_PUBLIC = "THREE_PUBLIC"
    THREE_PUBLIC_OTHER_FUND = "THREE_PUBLIC_OTHER_FUND"
    AGENCY_OPERATING = "AGENCY_OPERATING"
    FUND_BY_FUNCTION = "FUND_BY_FUNCTION"
    CAPITAL_BY_FUNCTION = "CAPITAL_BY_FUNCTION"
    FUND_BY_ECON = "FUND_BY_ECON"
    CAPITAL_BY_ECON = "CAPITAL_BY_ECON"
    SOCIAL_INSURANCE = "SOCIAL_INSURANCE"
    SPECIAL_ACCOUNT_SPENDING = "SPECIAL_ACCOUNT_SPENDING"
    CARRIED_OVER_SPENDING = "CARRIED_OVER_SPENDING"
    BASIC_BY_UNIT = "BASIC_BY_UNIT"
    BASIC_BY_FUNCTION = "BASIC_BY_FUNCTION"
    PROJECT_BY_UNIT = "PROJECT_BY_UNIT"
    PROCUREMENT = "PROCUREMENT"
    PURCHASED_SERVICES = "PURCHASED_SERVICES"
    ASSETS = "ASSETS"
    DETAIL = "DETAIL"
    KEY_PROJECTS = "KEY_PROJECTS"
    PERFORMANCE_TARGETS = "PERFORMANCE_TARGETS"
    SPENDING_MATRIX = "SPENDING_MATRIX"


class RowAxis(StrEnum):
    """What the rows of a statement are; `free` has no fixed meaning: kept as printed, no facts."""

    LISTS = "lists"
    REVENUE = "revenue"
    CLASSIFIED = "classified"
    FUNCTION = "function"
    ECON = "econ"
    UNIT = "unit"
    PROJECT = "project"
    ITEM = "item"
    BASIC = "basic"
    SINGLE = "single"
    FREE = "free"


class RowRole(StrEnum):
    """What a row is: see `pipeline.interpret.statement.Row`."""

    TOTAL = "total"
    CODE = "code"
    ITEM = "item"
    UNIT = "unit"
    CATEGORY = "category"
    PROJECT = "project"
    OF_WHICH = "of_which"
    HEADING = "heading"
    COUNT = "count"
    UNKNOWN = "unknown"


class ColumnRole(StrEnum):
    """What a column is: see `pipeline.interpret.statement.Column`."""

    CODE = "code"
    CODE_PART = "code_part"
    LABEL = "label"
    AMOUNT = "amount"
    TOTAL = "total"
    MEMO = "memo"
    RATIO = "ratio"
    TEXT = "text"
    IGNORE = "ignore"
    GROUP = "group"
    UNKNOWN = "unknown"


class Dimension(StrEnum):
    """What a heading may say of the amounts below it."""

    FUND = "fund"
    NATURE = "nature"
    COST_GROUP = "cost_group"
    STAGE = "stage"
    FLOW = "flow"
    ITEM = "item"
    OF = "of"
    CATEGORY = "category"
    GOVERNMENT_CLASS = "government_class"
    YEAR = "year"
    PART = "part"
    SIDE = "side"


class Wording(StrEnum):
    """What a piece of a heading may say beside a member: that the column is a total, whose money it
    was without naming a fund, or nothing but that money stands below."""

    ROLE = "role"
    FILLER = "filler"
    NEUTRAL = "neutral"


class ColumnScope(StrEnum):
    """Which headings a row of `columns.csv` is about: the lowest, those above others, all."""

    LEAF = "leaf"
    GROUP = "group"
    ANY = "any"


class LabelKind(StrEnum):
    """What a column of labels or codes names: the members of `Dimension.OF`."""

    FUNCTION = "function"
    DEPARTMENT = "department"
    GOVERNMENT = "government"
    UNIT = "unit"
    PROJECT = "project"
    NATURE = "nature"
    YEAR = "year"


class ColumnPeriod(StrEnum):
    """The year of a heading that prints no number: the members of `Dimension.YEAR`."""

    CURRENT = "CURRENT"
    PRIOR = "PRIOR"
    CHANGE = "CHANGE"


class MoneyPart(StrEnum):
    """A column of some of the money beside that of all of it: the members of `Dimension.PART`."""

    OF_WHICH = "OF_WHICH"
    EXCLUDED = "EXCLUDED"


class Side(StrEnum):
    """The two sides of a budget."""

    INCOME = "income"
    EXPENDITURE = "expenditure"


class Perspective(StrEnum):
    """One complete way to break spending down; sums are taken within one."""

    FUNCTION_ALL = "FUNCTION_ALL"
    FUNCTION_GENERAL = "FUNCTION_GENERAL"
    FUNCTION_FUND = "FUNCTION_FUND"
    FUNCTION_CAPITAL = "FUNCTION_CAPITAL"
    ECON_GENERAL = "ECON_GENERAL"
    ECON_BASIC = "ECON_BASIC"
    UNIT_BASIC = "UNIT_BASIC"
    PROJECT = "PROJECT"
    FUNCTION_CLASS = "FUNCTION_CLASS"
    UNIT_ALL = "UNIT_ALL"


class Fund(StrEnum):
    """Sources of money (`fund_sources.csv`)."""

    ALL = "ALL"
    GENERAL_PUBLIC = "GENERAL_PUBLIC"
    GOV_FUND = "GOV_FUND"
    STATE_CAPITAL = "STATE_CAPITAL"
    SPECIAL_ACCOUNT = "SPECIAL_ACCOUNT"
    EDU_FEE = "EDU_FEE"
    OTHER_SPECIAL = "OTHER_SPECIAL"
    OTHER_FUND = "OTHER_FUND"
    BUSINESS_INCOME = "BUSINESS_INCOME"
    OPERATING_INCOME = "OPERATING_INCOME"
    OTHER_INCOME = "OTHER_INCOME"
    SUPERIOR_SUBSIDY = "SUPERIOR_SUBSIDY"
    SUBORDINATE_REMIT = "SUBORDINATE_REMIT"
    USE_OF_FUND_BALANCE = "USE_OF_FUND_BALANCE"
    CARRIED_OVER = "CARRIED_OVER"
    FISCAL_APPROPRIATION = "FISCAL_APPROPRIATION"
    SOCIAL_INSURANCE = "SOCIAL_INSURANCE"
    UNLISTED = "UNLISTED"


class Nature(StrEnum):
    """Natures of spending (`natures.csv`)."""

    ALL = "ALL"
    BASIC = "BASIC"
    PROJECT = "PROJECT"
    BUSINESS = "BUSINESS"
    TO_SUBORDINATE = "TO_SUBORDINATE"
    TO_SUPERIOR = "TO_SUPERIOR"
    CARRY_FORWARD = "CARRY_FORWARD"
    RESERVE = "RESERVE"


class CostGroup(StrEnum):
    """Parts of basic spending: 人员经费, 公用经费."""

    PERSONNEL = "PERSONNEL"
    PUBLIC = "PUBLIC"


class Stage(StrEnum):
    """Stages of a budget (`stages.csv`)."""

    INITIAL_BUDGET = "initial_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    FINAL_ACCOUNTS = "final_accounts"


class Flow(StrEnum):
    """Which way money goes in a table that prints balances and income beside spending."""

    OPENING = "OPENING"
    INCOME = "INCOME"
    EXPENDITURE = "EXPENDITURE"
    CLOSING = "CLOSING"


class Scheme(StrEnum):
    """Classifications: by function, economic class of departments, of governments."""

    FUNCTION = "function"
    DEPARTMENT = "department"
    GOVERNMENT = "government"


class Item(StrEnum):
    """Rows known by their name (`items.csv`)."""

    INCOME_TOTAL = "INCOME_TOTAL"
    CURRENT_YEAR_INCOME = "CURRENT_YEAR_INCOME"
    FISCAL_APPROPRIATION = "FISCAL_APPROPRIATION"
    GENERAL_PUBLIC = "GENERAL_PUBLIC"
    GOV_FUND = "GOV_FUND"
    STATE_CAPITAL = "STATE_CAPITAL"
    SOCIAL_INSURANCE = "SOCIAL_INSURANCE"
    SPECIAL_ACCOUNT = "SPECIAL_ACCOUNT"
    EDU_FEE = "EDU_FEE"
    OTHER_FUND = "OTHER_FUND"
    BUSINESS_INCOME = "BUSINESS_INCOME"
    OPERATING_INCOME = "OPERATING_INCOME"
    OTHER_INCOME = "OTHER_INCOME"
    SUPERIOR_SUBSIDY = "SUPERIOR_SUBSIDY"
    SUBORDINATE_REMIT = "SUBORDINATE_REMIT"
    USE_OF_FUND_BALANCE = "USE_OF_FUND_BALANCE"
    CARRIED_OVER = "CARRIED_OVER"
    EXPENDITURE_TOTAL = "EXPENDITURE_TOTAL"
    CURRENT_YEAR_EXPENDITURE = "CURRENT_YEAR_EXPENDITURE"
    TO_SUBORDINATE = "TO_SUBORDINATE"
    TO_SUPERIOR = "TO_SUPERIOR"
    CARRY_FORWARD = "CARRY_FORWARD"
    BASIC_AND_PROJECT = "BASIC_AND_PROJECT"
    BASIC = "BASIC"
    PROJECT = "PROJECT"
    RESERVE = "RESERVE"
    BUSINESS = "BUSINESS"
    PERSONNEL_TOTAL = "PERSONNEL_TOTAL"
    PUBLIC_TOTAL = "PUBLIC_TOTAL"
    AGENCY_OPERATING = "AGENCY_OPERATING"
    THREE_PUBLIC_AND_MEETINGS = "THREE_PUBLIC_AND_MEETINGS"
    THREE_PUBLIC = "THREE_PUBLIC"
    ABROAD = "ABROAD"
    VEHICLE = "VEHICLE"
    VEHICLE_PURCHASE = "VEHICLE_PURCHASE"
    VEHICLE_OPERATION = "VEHICLE_OPERATION"
    RECEPTION = "RECEPTION"
    MEETING = "MEETING"
    TRAINING = "TRAINING"
    TOTAL = "TOTAL"


class ListItem(StrEnum):
    """Rows of a list of income or spending that are no named item: a class of the functions, a row
    whose name nobody knows."""

    FUNCTION_CLASS = "FUNCTION_CLASS"
    OTHER = "OTHER"


class ItemSide(StrEnum):
    """Where an item stands: a side of the overview, a panel of basic spending, a table of items."""

    INCOME = "income"
    EXPENDITURE = "expenditure"
    PANEL = "panel"
    ITEM = "item"
    VEHICLE_PART = "vehicle_part"
    ANY = "any"


class ItemKind(StrEnum):
    """What an item is to the list it stands in."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    PART = "part"
    MEMO = "memo"


class TotalSide(StrEnum):
    """What a printed total is of."""

    INCOME = "income"
    EXPENDITURE = "expenditure"
    BASIC = "basic"
    PROJECT = "project"
    THREE_PUBLIC = "three_public"


class RegionLevel(StrEnum):
    """Levels of administrative divisions (GB/T 2260)."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class DocumentKind(StrEnum):
    """What a document is."""

    BUDGET = "budget"
    FINAL_ACCOUNTS = "final_accounts"
    NARRATIVE_ONLY = "narrative_only"
    PERFORMANCE_TARGETS = "performance_targets"
    OTHER = "other"


class Scope(StrEnum):
    """Whether a report covers a department with its bodies, or one body."""

    DEPARTMENT = "department"
    UNIT = "unit"


class Outcome(StrEnum):
    """What became of a file."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


class Grade(StrEnum):
    """How the two sides of an equation agree."""

    EXACT = "exact"
    ROUNDING = "rounding"
    FAILED = "failed"


class Severity(StrEnum):
    """How much a rule weighs."""

    HARD = "hard"
    SOFT = "soft"
    INFO = "info"


class OnFailure(StrEnum):
    """What a failing rule does: hold the statements back, hold them where the engine says so, note it."""

    HOLD = "hold"
    GATE = "gate"
    NOTE = "note"


class SignalSeverity(StrEnum):
    """How much something that was not understood weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ObjectiveSource(StrEnum):
    """Where the objective of a project was printed."""

    PROJECT_TABLE = "PROJECT_TABLE"
    KEY_PROJECT_TABLE = "KEY_PROJECT_TABLE"
    TARGET_FORM = "TARGET_FORM"
    WHOLE_DEPARTMENT = "WHOLE_DEPARTMENT"


class FormLabel(StrEnum):
    """What a label or heading of a performance form asks for (`targets.toml`)."""

    PROJECT = "project"
    SPENDING_UNIT = "spending_unit"
    IMPLEMENTING_UNIT = "implementing_unit"
    SUPERVISING_DEPARTMENT = "supervising_department"
    ANNUAL_TOTAL = "annual_total"
    PERIOD_TOTAL = "period_total"
    TOTAL = "total"
    FISCAL_FUNDS = "fiscal_funds"
    CARRIED_OVER = "carried_over"
    OTHER_FUNDS = "other_funds"
    ANNUAL_OBJECTIVE = "annual_objective"
    OBJECTIVE = "objective"
    TASK = "task"
    REMARK = "remark"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    INDICATOR = "indicator"
    ANNUAL_TARGET = "annual_target"
    TARGET = "target"
    COMPARISON = "comparison"
    MEASURE = "measure"
    WEIGHT = "weight"
    ACTIVITY = "activity"


class TargetOperator(StrEnum):
    """How an indicator is compared with its target."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE = ">"
    LESS = "<"
    EQUAL = "="
    QUALITATIVE = "定性"


class PurchaseCategory(StrEnum):
    """What is procured: 货物, 工程, 服务."""

    GOODS = "GOODS"
    WORKS = "WORKS"
    SERVICES = "SERVICES"


class Mistake(StrEnum):
    """How a printed number probably came to be wrong."""

    DIGIT_MISREAD = "digit_misread"
    DIGITS_SWAPPED = "digits_swapped"
    SIGN = "sign"
    SCALE = "scale"
    DIGIT_LOST_OR_ADDED = "digit_lost_or_added"
    BLANK_OR_ZERO = "blank_or_zero"
    ROW_SHIFT = "row_shift"
    COLUMN_SHIFT = "column_shift"
    OTHER = "other"


def members(kind: type[StrEnum]) -> tuple[str, ...]:
    """The members of an enumeration as plain texts, in declared order."""
    return tuple(member.value for member in kind)


# Outcomes of a report; a file may be a duplicate as well.
REPORT_OUTCOMES = tuple(one for one in members(Outcome) if one != Outcome.DUPLICATE)

# Items of `fact_three_public`. The total and the vehicles stand for themselves where they are not
# broken down, and take the rounding of their parts.
THREE_PUBLIC_MEMBERS = tuple(
    item.value
    for item in (
        Item.THREE_PUBLIC,
        Item.ABROAD,
        Item.VEHICLE,
        Item.VEHICLE_PURCHASE,
        Item.VEHICLE_OPERATION,
        Item.RECEPTION,
        Item.AGENCY_OPERATING,
        Item.MEETING,
        Item.TRAINING,
    )
)

# The economic classifications; the other one is by function.
ECON_SCHEMES = (Scheme.DEPARTMENT.value, Scheme.GOVERNMENT.value)
