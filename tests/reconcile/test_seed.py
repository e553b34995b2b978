"""The seed's equations, rule by rule, as they were counted by hand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from pipeline.reconcile.engine import reconcile
from tests.reconcile.hand_made_statements import (
    SEED_METRICS,
    SEED_OFFICES,
    seed_folder,
    seed_report,
)

pytestmark = [
    pytest.mark.reports,
    pytest.mark.skipif(not (seed_folder() / "cells.json").exists(), reason="no seed folder"),
]

# X1 to X17 as they are declared; the hand count took some together (X4/X5 4, X6/X6b/X7 27,
# X9/X11/X12 7, X17/b 2, N3/N4/N5 9).
COUNTS = {
    "W1": 5,
    "W2": 124,
    "W3": 79,
    "W4": 5,
    "W5": 43,
    "W6": 4,
    "W7": 3,
    "W8": 15,
    "W9": 1,
    "W10": 1,
    "W11": 24,
    "W12": 32,
    "X1": 1,
    "X2": 1,
    "X3": 1,
    "X4": 3,
    "X5": 1,
    "X6": 23,
    "X6b": 3,
    "X7": 1,
    "X8": 16,
    "X9": 3,
    "X10": 23,
    "X11": 1,
    "X12": 3,
    "X13": 16,
    "X13b": 32,
    "X14": 3,
    "X15": 3,
    "X16": 6,
    "X17": 1,
    "X17b": 1,
    "X18": 3,
    "X19": 4,
    "N1": 2,
    "N2": 2,
    "N3": 6,
    "N4": 2,
    "N5": 1,
    "N6": 1,
    "N8": 1,
    "S1": 4,
}
# Beyond the hand count: percentages of the other figures of the text.
BEYOND = {"N2b": 5}


def test_equations_of_the_seed_by_rule() -> None:
    outcome = reconcile(seed_report(), SEED_METRICS, offices=SEED_OFFICES)
    assert Counter(r.rule for r in outcome.counted) == Counter({**COUNTS, **BEYOND})
    counted = [r for r in outcome.counted if r.rule not in BEYOND]
    assert len(counted) == 504
    assert Counter(r.severity for r in counted) == Counter({"hard": 460, "soft": 44})
    assert Counter(r.grade for r in counted) == Counter({"exact": 502, "rounding": 2})
    assert sum(not r.is_trivial for r in counted) == 267


def test_the_two_roundings_of_the_seed() -> None:
    outcome = reconcile(seed_report(), SEED_METRICS)
    found = [
        (r.rule, r.residual_yuan, r.tolerance_yuan)
        for r in outcome.counted
        if r.grade == "rounding"
    ]
    assert found == [
        ("W6", Decimal(-100), Decimal(600)),
        ("W6", Decimal(-100), Decimal(700)),
    ]


def test_nothing_of_the_seed_is_held_back() -> None:
    outcome = reconcile(seed_report(), SEED_METRICS, offices=SEED_OFFICES)
    assert not [r.message for r in outcome.results if r.failed]
    assert not outcome.held_back
    assert outcome.grade == "rounding"
    assert {k for k, g in outcome.statement_grades.items() if g == "rounding"} == {6}
