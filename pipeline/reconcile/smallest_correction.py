"""The smallest set of numbers whose change makes all lines hold, by linear programmes.

Minimises Σ wᵢ·|changeᵢ| subject to every hard line holding within its tolerance, again and again
with wᵢ = 1/(|changeᵢ| + ε) (reweighted L1), which drives small changes to zero and leaves few large
ones. Floating point here: the answer is a guess at *which* numbers, made exact by the caller.

Belongs here: the linear programme. Does not belong here: exact values, judging what is found.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array, hstack, vstack

from pipeline.reconcile.equation_system import System

# Beyond this the programme takes longer than a suspect is worth.
MAX_NUMBERS = 2500
_ROUNDS = 5
_EPSILON = 1e-3
_NEGLIGIBLE = 1e-6
# A number outside the failing lines, or a blank, is the less likely culprit.
_OUTER_WEIGHT, _BLANK_WEIGHT = 1.5, 1.3


@dataclass(frozen=True, slots=True)
class _Programme:
    """Numbers that may change, and the lines they stand in, scaled so that the worst residual is 1.

    `left` · (increase, decrease) ≤ `right` says that every line holds within its tolerance;
    `weights` are what a change of each number costs before any is known.
    """

    numbers: Sequence[int]
    scale: float
    left: Any
    right: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]


def smallest_change(system: System, failing: Collection[int], deadline: float) -> dict[int, float]:
    """Numbers with their approximate change in yuan; empty when nothing was found in time.

    `deadline` is a moment of `time.process_time`.
    """
    programme = _programme(system, failing)
    if programme is None:
        return {}
    change = _reweighted(programme, deadline)
    return {
        number: float(change[at]) * programme.scale
        for at, number in enumerate(programme.numbers)
        if abs(change[at]) > _NEGLIGIBLE
    }


def _programme(system: System, failing: Collection[int]) -> _Programme | None:
    """The programme of the failing lines and what they touch; None when that is too much."""
    inner = {n for index in failing for n in system.lines[index].numbers}
    touching = {i for n in inner for i in system.numbers[n].lines if system.lines[i].is_hard}
    around = {n for index in touching for n in system.lines[index].numbers}
    if len(around) > MAX_NUMBERS:
        around = inner
    numbers = sorted(around)
    if not numbers or len(numbers) > MAX_NUMBERS:
        return None
    lines = sorted({i for n in numbers for i in system.numbers[n].lines if system.lines[i].is_hard})
    scale = float(max(abs(system.lines[index].residual) for index in failing))
    column = {number: at for at, number in enumerate(numbers)}
    entries = [
        (row, column[number], float(factor))
        for row, index in enumerate(lines)
        for number, factor in system.lines[index].numbers.items()
        if number in column
    ]
    rows, columns, factors = zip(*entries, strict=True)
    matrix = coo_array((factors, (rows, columns)), shape=(len(lines), len(numbers))).tocsr()
    residual = np.array([float(system.lines[i].residual) for i in lines]) / scale
    bound = np.array([float(system.lines[i].tolerance) for i in lines]) / scale
    both = hstack([matrix, -matrix])
    weights = [
        (1.0 if n in inner else _OUTER_WEIGHT) * (1.0 if system.numbers[n].yuan else _BLANK_WEIGHT)
        for n in numbers
    ]
    return _Programme(
        numbers,
        scale,
        vstack([both, -both]).tocsr(),
        np.concatenate([bound - residual, bound + residual]),
        np.array(weights),
    )


def _reweighted(programme: _Programme, deadline: float) -> npt.NDArray[np.float64]:
    """The change of each number after solving again and again, until the same numbers change."""
    size = len(programme.numbers)
    weight, change = programme.weights, np.zeros(size)
    for _ in range(_ROUNDS):
        left_over = deadline - time.process_time()
        if left_over <= 0:
            break
        answer = linprog(
            np.concatenate([weight, weight]),
            A_ub=programme.left,
            b_ub=programme.right,
            method="highs",
            options={"time_limit": left_over},
        )
        if answer.x is None or not answer.success:
            break
        last, change = change, answer.x[:size] - answer.x[size:]
        if np.array_equal(np.abs(change) > _NEGLIGIBLE, np.abs(last) > _NEGLIGIBLE):
            break
        weight = programme.weights / (np.abs(change) + _EPSILON)
    return change
