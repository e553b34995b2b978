"""What the running text of a report says, as data.

Belongs here: the results of `extract_narrative`.
Does not belong here: how they are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from pipeline.interpret.statement import Signal


@dataclass(frozen=True, slots=True)
class NarrativeMetric:
    """One figure of the running text, in its printed unit.

    The fields are the columns of the staged table `narrative_metric` without `report_key`. `value`
    is None only when digits were printed that are no number (a signal says so), and for
    COMPOSITION, which is text. `change_value` and
    `change_pct` carry the sign of the word (减少 and 下降 negative) and the unit of `value`;
    `prev_value` is the printed figure of the year before, or value - change. With `base_is_zero`
    a printed percentage says nothing: `change_pct` is None and `detail` keeps it. `sentence` is
    the printed text, its lines joined; `page_number` (1-based) where it starts.
    """

    metric: str
    value: Decimal | None
    unit: str | None
    sentence: str
    page_number: int
    change_value: Decimal | None = None
    change_pct: Decimal | None = None
    prev_value: Decimal | None = None
    base_is_zero: bool = False
    as_of: date | None = None
    reason_text: str | None = None
    detail: str | None = None

    def as_row(self) -> dict[str, object]:
        """The metric as a row of the staged table, without `report_key`."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """A figure of money in its printed unit."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class NarrativeItem:
    """A classified item of which the text says what was budgeted and what was spent.

    `names` are those of class, group and item, as far as printed. `amounts` maps a stage
    ('initial_budget', 'adjusted_budget', 'final_accounts') to its figure; the final one is always
    there. `percent` is the printed rate, None where none is. `sentence` is the printed text.
    """

    names: tuple[str, ...]
    amounts: dict[str, PrintedAmount]
    percent: Decimal | None
    reason_text: str | None
    sentence: str
    page_number: int


@dataclass(frozen=True, slots=True)
class Duty:
    """One printed duty of the body. `ordinal` counts from 1 within its list."""

    ordinal: int
    marker: str
    text: str
    page_number: int


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """An entry of the glossary; `definition_hash` is equal for equal wordings (16 hex digits)."""

    term: str
    definition: str
    definition_hash: str
    page_number: int


@dataclass(slots=True)
class Narrative:
    """Everything read from the running text."""

    metrics: list[NarrativeMetric] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    glossary: list[GlossaryEntry] = field(default_factory=list)
    items: list[NarrativeItem] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)

    def first(self, metric: str) -> NarrativeMetric | None:
        """The figure of that code, None when the text does not print it."""
        return next((item for item in self.metrics if item.metric == metric), None)
