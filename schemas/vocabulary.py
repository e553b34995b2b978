"""The codes that declared columns allow.

Belongs here: those codes. Does not belong here: their names in Chinese (`lexicon/*.csv`), columns.
"""

from __future__ import annotations

OUTCOMES = ("accepted", "partial", "quarantined", "rejected")
FILE_OUTCOMES = (*OUTCOMES, "duplicate")
KINDS = ("budget", "final_accounts", "narrative_only", "performance_targets", "other")
SCOPES = ("department", "unit")
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
