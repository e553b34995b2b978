"""Types of the arrays that hold what is on a page, an entry for each character, edge or segment.

Belongs here: type aliases. Does not belong here: what the arrays mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
