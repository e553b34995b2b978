"""What the running text of a report says, as values.

Belongs here: metrics and what else is kept of the text. Does not belong here: finding them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from pipeline.interpret.model import Signal


@dataclass(frozen=True, slots=True)
class NarrativeMetric:
    """One figure with the whole sentence it stands in and the page the sentence starts on.

    `value` and the change are in the printed `unit`; the change and its percentage carry the sign
    of their word. `prev_value` is value less change. With `base_is_zero` there is no percentage.
    """

    metric: str
    value: Decimal | None
    unit: str
    change_value: Decimal | None = None
    change_pct: Decimal | None = None
    prev_value: Decimal | None = None
    base_is_zero: bool = False
    as_of: date | None = None
    reason_text: str | None = None
    detail: str | None = None
    sentence: str = ""
    page_number: int = 1

    def as_row(self) -> dict[str, object]:
        """The row of the staged table `narrative_metric` (without `report_key`)."""
        return asdict(self)


@dataclass(slots=True)
class Narrative:
    """All that is kept of the running text. `offices` are the internal offices as listed."""

    metrics: list[NarrativeMetric] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    composition: str | None = None
    signals: list[Signal] = field(default_factory=list)
