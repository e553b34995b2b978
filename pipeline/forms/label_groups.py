"""Labels of performance forms that are treated alike.

Belongs here: groups of labels. Does not belong here: the words that print them (`targets.toml`).
"""

from __future__ import annotations

from schemas.vocabulary import FormLabel

NAMES = frozenset(
    {
        FormLabel.PROJECT,
        FormLabel.SPENDING_UNIT,
        FormLabel.IMPLEMENTING_UNIT,
        FormLabel.SUPERVISING_DEPARTMENT,
    }
)
# Each group in order of preference: what is of the year comes before what is of the whole period.
TOTALS = (FormLabel.ANNUAL_TOTAL, FormLabel.TOTAL, FormLabel.PERIOD_TOTAL)
OBJECTIVES = (FormLabel.ANNUAL_OBJECTIVE, FormLabel.OBJECTIVE)
TARGETS = (FormLabel.ANNUAL_TARGET, FormLabel.TARGET)
LEVELS = (FormLabel.LEVEL_1, FormLabel.LEVEL_2)
# What a total consists of.
PARTS = (FormLabel.FISCAL_FUNDS, FormLabel.CARRIED_OVER, FormLabel.OTHER_FUNDS)
MONEY = (*TOTALS, *PARTS)
INDICATOR_HEADINGS = frozenset(
    {
        *LEVELS,
        *TARGETS,
        FormLabel.INDICATOR,
        FormLabel.COMPARISON,
        FormLabel.MEASURE,
        FormLabel.WEIGHT,
        FormLabel.ACTIVITY,
    }
)
