"""Arrays that hold what is on a page, an entry for each character, edge or segment.

Belongs here: their types, and runs of entries. Does not belong here: what the arrays mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def run_starts(count: int, breaks: Mask) -> Mask:
    """Which of `count` entries begin a run: the first, and those after a break between two entries
    (`breaks` has one entry fewer)."""
    result = np.ones(count, dtype=np.bool_)
    result[1:] = breaks
    return result


def run_ends(starts: Mask) -> Ints:
    """The index of the last entry of each run."""
    return np.append(np.flatnonzero(starts), len(starts))[1:] - 1
