"""Closes the sides of ruled tables that are drawn open.

Belongs here: ruling lines that run on past the last line crossing them and end together, as in a
row that the page end cuts or a table without its outer lines.
Does not belong here: finding cells (`lattice`); tables without ruling lines
(`pipeline.read.stream`).

pdfplumber sees no cell there, so the text falls out of the table. A side is closed only around text
that is in no cell: margins drawn around a table stay as they are.
"""

from __future__ import annotations

import numpy as np

from pipeline.read.pdf.arrays import Floats, Ints, Mask
from pipeline.read.pdf.lattice import Edges

# Lines whose ends, or whose crossings, differ by less than this meet (points).
_NEAR = 3.0
# Lines overshoot a corner a little; what reaches further past it is a side of a cell.
_REACH = 6.0


def close_open_sides(v: Edges, h: Edges, x: Floats, y: Floats) -> tuple[Edges, Edges] | None:
    """Return the edges with those added that close open rows and open outer columns.

    `x` and `y` are the midpoints of the characters in no cell.  None when nothing is to be added.
    """
    if not len(v.at) or not len(h.at) or not len(x):
        return None
    level, upright = _closing(v, h, x, y), _closing(h, v, y, x)
    if not level and not upright:
        return None
    return _with(v, upright), _with(h, level)


def _with(edges: Edges, added: list[tuple[float, float, float]]) -> Edges:
    at, low, high = np.array(added).reshape(-1, 3).T
    return Edges(
        np.concatenate((edges.at, at)),
        np.concatenate((edges.low, low)),
        np.concatenate((edges.high, high)),
    )


def _closing(
    rails: Edges, rungs: Edges, across: Floats, along: Floats
) -> list[tuple[float, float, float]]:
    """Rungs to add where two or more rails end together past their last rung, around text."""
    meets = (
        (rungs.low <= rails.at[:, None] + _NEAR)
        & (rungs.high >= rails.at[:, None] - _NEAR)
        & (rungs.at >= rails.low[:, None] - _NEAR)
        & (rungs.at <= rails.high[:, None] + _NEAR)
    )
    crossed = meets.any(axis=1)
    first = np.where(meets, rungs.at, np.inf).min(axis=1)
    last = np.where(meets, rungs.at, -np.inf).max(axis=1)
    added = []
    for ends, inner, loose in (
        (rails.high, last, crossed & (rails.high > last + _REACH)),
        (rails.low, first, crossed & (rails.low < first - _REACH)),
    ):
        for group in _together(ends, loose):
            at = float(ends[group].mean())
            low, high = _span(rails, at, rails.at[group])
            start = float(np.median(inner[group]))
            begin, end = min(at, start), max(at, start)
            held = (across > low) & (across < high) & (along > begin) & (along < end)
            if held.any():
                added.append((at, low, high))
    return added


def _together(ends: Floats, loose: Mask) -> list[Ints]:
    """Groups of two or more rails that end on one line."""
    index = np.flatnonzero(loose)
    index = index[np.argsort(ends[index], kind="stable")]
    breaks = np.flatnonzero(np.diff(ends[index]) > _NEAR) + 1
    return [group for group in np.split(index, breaks) if len(group) > 1]


def _span(rails: Edges, at: float, ending: Floats) -> tuple[float, float]:
    """From where to where the rung runs: to the next rails on either side that pass `at`."""
    low, high = float(ending.min()), float(ending.max())
    passing = rails.at[(rails.low <= at + _NEAR) & (rails.high >= at - _NEAR)]
    before, after = passing[passing < low - _NEAR], passing[passing > high + _NEAR]
    return (
        float(before.max()) if len(before) else low,
        float(after.min()) if len(after) else high,
    )
