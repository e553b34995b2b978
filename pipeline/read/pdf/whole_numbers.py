"""Keeps printed numbers whole.

Belongs here: which digits follow each other so closely, in one text object, that they are one
number.
Does not belong here: what a number means (`pipeline.domain.amounts`); numbers wrapped over lines.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from pipeline.read.pdf.arrays import Ints
from pipeline.read.pdf.glyphs import Glyphs

_DIGITS = frozenset("0123456789.,")
# A gap this wide, in font sizes, parts two numbers.
_GAP = 0.3
# Digits of one number share a baseline, to within this many points.
_DROP = 0.5
# A number with decimals at the end, or at the start, of a string.
_ENDS = re.compile(r"\d\.\d+$")
_BEGINS = re.compile(r"[\d,]*\d\.\d")


def _goes_on(glyphs: Glyphs, i: int) -> bool:
    """Whether character `i + 1` goes on with the number that character `i` is in."""
    j = i + 1
    return bool(
        glyphs.text[i] in _DIGITS
        and glyphs.text[j] in _DIGITS
        and glyphs.run[i] == glyphs.run[j]
        and abs(glyphs.base[i] - glyphs.base[j]) <= _DROP
        and abs(glyphs.x0[j] - glyphs.x1[i]) <= _GAP * glyphs.em[i]
    )


def keep_numbers_whole(glyphs: Glyphs, owner: Ints) -> None:
    """Give all digits of a number that an edge cuts to the cell that holds most of them.

    Changes `owner` (index of each character's cell, -1 for none). Two numbers that touch are two
    text objects.
    """
    cut = (owner[1:] != owner[:-1]) & (glyphs.run[1:] == glyphs.run[:-1])
    cut &= glyphs.level[1:] & glyphs.upright[1:]
    last = -1
    for i in np.flatnonzero(cut).tolist():
        if i <= last or not _goes_on(glyphs, i):
            continue
        first, last = i, i + 1
        while first and _goes_on(glyphs, first - 1):
            first -= 1
        while last + 1 < len(glyphs) and _goes_on(glyphs, last):
            last += 1
        owners = owner[first : last + 1].tolist()
        most = Counter(k for k in owners if k >= 0).most_common(1)
        owner[first : last + 1] = most[0][0] if most else -1


def parts_numbers(before: str, after: str) -> bool:
    """Whether two strings that touch cannot share a number: both sides have decimals."""
    return bool(_ENDS.search(before) and _BEGINS.match(after))
