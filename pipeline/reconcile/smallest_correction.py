"""The smallest set of numbers whose change makes all lines hold, by linear programmes.

Minimises Σ wᵢ·|changeᵢ| subject to every hard line holding within its tolerance, again and again
with wᵢ = 1/(|changeᵢ| + ε) (reweighted L1), which drives small changes to zero and leaves few large
ones. Floating point here: the answer is a guess at *which* numbers, made exact by the caller.

Belongs here: the linear programme. Does not belong here: exact values, judging what is found.
"""

from __future__ import annotations

import time
from collections.abc import Collection

import numpy as np
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


def sparse_change(
    system: System, failing: Collection[int], deadline: float, barred: Collection[int] = ()
) -> dict[int, float]:
    """Numbers with their approximate change in yuan; empty when nothing was found in time.

    `deadline` is a moment of `time.process_time`. Numbers `barred` stay as they are.
    """
    inner = {n for index in failing for n in system.lines[index].numbers}
    touching = {i for n in inner for i in system.numbers[n].lines if system.lines[i].is_hard}
    around = {n for index in touching for n in system.lines[index].numbers}
    if len(around) > MAX_NUMBERS:
        around = inner
    numbers = sorted(around - set(barred))
    if not numbers or len(numbers) > MAX_NUMBERS:
        return {}
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
    left = vstack([both, -both]).tocsr()
    right = np.concatenate([bound - residual, bound + residual])
    base = np.array(
        [
            (1.0 if n in inner else _OUTER_WEIGHT)
            * (1.0 if system.numbers[n].yuan else _BLANK_WEIGHT)
            for n in numbers
        ]
    )
    weight, found = base, np.zeros(len(numbers))
    for _ in range(_ROUNDS):
        left_over = deadline - time.process_time()
        if left_over <= 0:
            break
        answer = linprog(
            np.concatenate([weight, weight]),
            A_ub=left,
            b_ub=right,
            method="highs",
            options={"time_limit": left_over},
        )
        if answer.x is None or not answer.success:
            break
        change = answer.x[: len(numbers)] - answer.x[len(numbers) :]
        settled = np.array_equal(np.abs(change) > _NEGLIGIBLE, np.abs(found) > _NEGLIGIBLE)
        found = change
        if settled:
            break
        weight = base / (np.abs(found) + _EPSILON)
    return {
        number: float(found[at]) * scale
        for at, number in enumerate(numbers)
        if abs(found[at]) > _NEGLIGIBLE
    }
