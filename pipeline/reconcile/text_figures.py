"""Figures of the running text as terms of equations.

A number of the text drops its trailing zeros (`6.6万元`): its precision follows from the unit (two
places), not from its digits.

Belongs here: a figure of the text as a term, and how exactly it is known.
Does not belong here: finding figures in sentences (`pipeline.narrative`), rules over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pipeline.domain.amounts import decimals, text_quantum
from pipeline.narrative.metrics import NarrativeMetric
from pipeline.reconcile.equations import Term


def text_term(metric: NarrativeMetric | None, units: Mapping[str, Decimal]) -> Term | None:
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
    term: Term, metric: NarrativeMetric | None, units: Mapping[str, Decimal], other: Decimal
) -> Term:
    """A figure of the text given in whole units is known to within half of its last printed digit.

    Only where it then agrees with `other`: a text that drops zeros (6.6) is exact to the cent as a
    rule.
    """
    factor = units.get((metric.unit if metric else None) or "")
    if metric is None or metric.value is None or factor is None:
        return term
    quantum = factor.scaleb(-decimals(metric.value))
    if quantum > term.quantum_yuan and abs(term.yuan - other) <= quantum / 2:
        return replace(term, quantum_yuan=quantum)
    return term
