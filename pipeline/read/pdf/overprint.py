"""Finds characters printed over themselves: bold type imitated by printing twice, a little apart.

Belongs here: which characters are such copies.
Does not belong here: leaving them out (`page_layout`, `reference_text`). pdfplumber's interface
keeps them; its `dedupe_chars` drops them on request.
"""

from __future__ import annotations

import numpy as np

from pipeline.read.pdf.arrays import Mask, run_starts
from pipeline.read.pdf.glyphs import Glyphs

# A copy stands off the character by at most this share of its width; no two characters of a word
# stand so near.
_OFF = 1 / 3
# Baselines nearer than this, in points, may be those of one line and its copy.
_LINE = 1.5


def overprinted(glyphs: Glyphs) -> Mask | None:
    """Return which characters repeat one painted before at almost the same point; None for none.

    A copy is the same character in the same size, of another text object.
    """
    n = len(glyphs)
    letters = np.array([ord(text[0]) if text else 0 for text in glyphs.text])
    by_base = np.argsort(glyphs.base, kind="stable")
    line = np.empty(n, dtype=np.int64)
    line[by_base] = np.cumsum(run_starts(n, np.diff(glyphs.base[by_base]) > _LINE))
    order = np.lexsort((glyphs.x0, line, letters))
    one, other = order[:-1], order[1:]
    room = _OFF * np.minimum((glyphs.x1 - glyphs.x0)[one], (glyphs.x1 - glyphs.x0)[other])
    same = (letters[one] == letters[other]) & (line[one] == line[other])
    same &= np.abs(glyphs.x0[one] - glyphs.x0[other]) <= room
    same &= np.abs(glyphs.base[one] - glyphs.base[other]) <= room
    same &= np.abs(glyphs.em[one] - glyphs.em[other]) <= room
    same &= (glyphs.run[one] != glyphs.run[other]) & ~glyphs.blank[one]
    same &= glyphs.level[one] & glyphs.level[other]
    repeated = np.zeros(n, dtype=np.bool_)
    for a, b in zip(one[same].tolist(), other[same].tolist(), strict=True):
        repeated[max(a, b)] |= glyphs.text[a] == glyphs.text[b]
    return repeated if repeated.any() else None
