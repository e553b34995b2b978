"""The words of performance forms and procurement tables, loaded from `targets.toml`.

Belongs here: their typed form, taking a label apart, groups of labels that are treated alike.
Does not belong here: any word; forms (`target_forms`), values of indicators (`target_values`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pipeline.domain.lexicon_files import SCHEMAS, Pattern, compiled, lexicon_files
from pipeline.domain.text import squeeze
from schemas import lexicons
from schemas.vocabulary import FormLabel, PurchaseCategory, TargetOperator

# A label is short; what is longer is a text.
MAX_LABEL = 24
# Labels that are treated alike.
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


@dataclass(frozen=True)
class TargetLexicon:
    """Compiled words.

    `labels` maps what a label asks for to its patterns, the first that matches counts;
    `levels` maps a first level of indicators to its second levels; `operators` and
    `operators_after` are pairs of a word before or after a number and the comparison it prints,
    the longest word first; `units` maps a currency unit to yuan.
    """

    labels: Mapping[FormLabel, tuple[Pattern, ...]]
    patterns: Mapping[str, Pattern]
    levels: Mapping[str, tuple[str, ...]]
    operators: Sequence[tuple[str, TargetOperator]]
    operators_after: Sequence[tuple[str, TargetOperator]]
    units: Mapping[str, Decimal]
    names: Pattern
    total: Pattern
    not_money: Pattern
    services_title: Pattern
    procurement_title: Pattern
    categories: Mapping[PurchaseCategory, Pattern]
    _known: dict[str, FormLabel | None] = field(default_factory=dict, compare=False, repr=False)

    def label(self, text: str) -> FormLabel | None:
        """What a label asks for; None when the text is no label."""
        bare = self.bare(text)
        if not bare or len(bare) > MAX_LABEL:
            return None
        if bare not in self._known:
            self._known[bare] = next(
                (
                    label
                    for label, patterns in self.labels.items()
                    if any(pattern.fullmatch(bare) for pattern in patterns)
                ),
                None,
            )
        return self._known[bare]

    def rank(self, label: FormLabel, text: str) -> int:
        """How well a text prints a label: the position of its pattern, 0 the best."""
        bare = self.bare(text)
        patterns = self.labels[label]
        return next((n for n, p in enumerate(patterns) if p.fullmatch(bare)), len(patterns))

    def bare(self, text: str) -> str:
        """A label without spaces, unit, numbering, "其中" and closing colon."""
        bare = self.patterns["money_unit"].sub("", squeeze(text)).rstrip("：:＊*")
        return self.patterns["lead"].sub("", bare)

    def money_unit(self, text: str) -> Decimal | None:
        """Yuan of the unit a label prints in brackets; None without one."""
        match = self.patterns["money_unit"].search(squeeze(text))
        return self.units[match["unit"]] if match else None

    def name(self, text: str) -> str:
        """A name without the code printed before it."""
        return self.patterns["code"].sub("", squeeze(text))

    def is_nothing(self, text: str) -> bool:
        """Whether a cell says that there is nothing (blank, a dash, 无)."""
        return bool(self.patterns["nothing"].match(squeeze(text)))

    def is_level(self, text: str) -> bool:
        """Whether a text is a first or second level of indicators."""
        bare = squeeze(text)
        return bare in self.levels or any(bare in seconds for seconds in self.levels.values())

    def first_level(self, second: str) -> str | None:
        """The first level a second one belongs to wherever it is printed."""
        bare = squeeze(second)
        return next((one for one, seconds in self.levels.items() if bare in seconds), None)


@lru_cache(maxsize=4)
def load_target_lexicon(schemas: Path = SCHEMAS) -> TargetLexicon:
    """The words of forms and procurement. Raises `LexiconError` with all that is wrong with a file."""
    files = lexicon_files(schemas)
    data = files.document(lexicons.TARGETS)
    procurement = data.one("procurement")
    names = "|".join(f"(?:{pattern})" for pattern in procurement["names"])
    return TargetLexicon(
        labels={FormLabel(label): words for label, words in data.keyed("labels").items()},
        patterns=data.one("patterns"),
        levels=data.keyed("levels"),
        operators=_words(data.keyed("operators")),
        operators_after=_words(data.keyed("operators_after")),
        units={row["unit"]: row["factor_yuan"] for row in files.rows(lexicons.UNITS)},
        names=compiled(names, "targets.toml [procurement] names"),
        total=procurement["total"],
        not_money=procurement["not_money"],
        services_title=procurement["services_title"],
        procurement_title=procurement["procurement_title"],
        categories={
            PurchaseCategory(category): pattern
            for category, pattern in data.keyed("procurement.categories").items()
        },
    )


def _words(data: Mapping[str, Sequence[str]]) -> tuple[tuple[str, TargetOperator], ...]:
    """Pairs of word and what it means, longest word first."""
    pairs = [(str(word), TargetOperator(sign)) for sign, words in data.items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
