"""Figures of the running text as the rules compare them: metrics and items, and their terms.

A number of the text drops its trailing zeros (`6.6万元`): its precision follows from the unit (two
places), not from its digits.

Belongs here: what the rules ask of a figure of the text, a figure as a term of an equation.
Does not belong here: finding figures in sentences (`pipeline.narrative`), rules over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from pipeline.domain.amounts import text_quantum
from pipeline.reconcile.equations import Term

# An amount in yuan with one unit of its last printed place.
Money = tuple[Decimal, Decimal]


class Metric(Protocol):
    """A figure of the running text. `value` is in `unit`, None when it could not be read."""

    @property
    def metric(self) -> str:
        """What the figure is, such as INCOME_TOTAL."""

    @property
    def value(self) -> Decimal | None:
        """The figure in `unit`."""

    @property
    def unit(self) -> str | None:
        """The printed unit."""

    @property
    def change_value(self) -> Decimal | None:
        """Change against last year, negative for 减少."""

    @property
    def change_pct(self) -> Decimal | None:
        """The same in percent, as printed, negative for 下降."""

    @property
    def base_is_zero(self) -> bool:
        """Whether the text says that last year was zero."""


@dataclass(frozen=True, slots=True)
class TextItem:
    """An item of the text of final accounts: amounts in yuan, each with its quantum.

    `fund` is that of the table that prints its code. `budgets` are the printed ones, initial or
    adjusted: a rate is of one of them.
    """

    code: str | None
    words: str
    fund: str
    final: Money
    budgets: tuple[Money, ...]
    percent: Decimal | None


def text_term(metric: Metric | None, units: Mapping[str, Decimal]) -> Term | None:
    """A figure of the text as a term; None when there is none or its unit is not one of money.

    `units` maps the printed unit to yuan.
    """
    if metric is None or metric.value is None:
        return None
    factor = units.get(metric.unit or "")
    if factor is None:
        return None
    quantum = text_quantum(metric.value, factor)
    return Term(1, metric.value * factor, quantum, label=f"说明文字 {metric.metric}")


def rounded_to_agree(
    term: Term, metric: Metric | None, units: Mapping[str, Decimal], other: Decimal
) -> Term:
    """A figure of the text given in whole units is known to within half of its last printed digit.

    Only where it then agrees with `other`: a text that drops zeros (6.6) is exact to the cent as a
    rule.
    """
    factor = units.get((metric.unit if metric else None) or "")
    if metric is None or metric.value is None or factor is None:
        return term
    exponent = metric.value.as_tuple().exponent
    quantum = factor.scaleb(exponent if isinstance(exponent, int) else 0)
    if quantum > term.quantum_yuan and abs(term.yuan - other) <= quantum / 2:
        return replace(term, quantum_yuan=quantum)
    return term
