"""How much of a page's text is gibberish, however well the page looks.

Belongs here: code points that mean nothing, and characters that cannot be what the glyph shows.
Does not belong here: what becomes of such a page (`pipeline.report.outcome`); words.

Fonts without a map to Unicode come out in four ways: as private, control or replacement
characters; as code points of scripts no Chinese report prints; as ideographs picked at random; as
Latin letters, each as wide as an ideograph.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.read.pdf.arrays import Mask
from pipeline.read.pdf.glyphs import Glyphs

# Blocks whose characters Chinese reports print: Latin, Greek, Cyrillic (units and numbering), signs
# and symbols, box drawing, CJK punctuation, kana, enclosed numbers, ideographs, radicals,
# compatibility and full-width forms.
_PRINTED = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2B0, 0x2FF),
    (0x370, 0x451),
    (0x2000, 0x27BF),
    (0x2900, 0x2BFF),
    (0x2E80, 0x30FF),
    (0x3105, 0x312F),
    (0x3200, 0x33FF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),
)
# Latin letters are narrower than their font is high; an ideograph is as wide as high.
_LAST_LATIN = 0x24F
_FULL_WIDTH = 0.98
_WIDE_LATIN = frozenset("%@MWmw©®Œœ¼½¾ÆæŒ…—–")
# A page with so many ideographs, more than this share of them uncommon, was not written by anyone.
_MIN_IDEOGRAPHS = 20
_UNCOMMON = 0.3


def count_unreadable(glyphs: Glyphs) -> int:
    """How many printed characters of a page are not those its glyphs show."""
    text = "".join(glyphs.text)
    if not text:
        return 0
    if len(text) != len(glyphs):
        text = "".join(t[:1] or " " for t in glyphs.text)
    code = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    plane = np.minimum(code, 0xFFFF)
    bad = ~_printed()[plane] | (code > 0xFFFF)
    # Ideographs beyond the first plane are rare names, and are read.
    bad &= ~((code >= 0x20000) & (code < 0x32000))
    bad |= code == 0xFFFD
    ideograph = (code >= 0x4E00) & (code <= 0x9FFF)
    uncommon = ideograph & ~_common()[plane]
    if ideograph.sum() >= _MIN_IDEOGRAPHS and uncommon.sum() > _UNCOMMON * ideograph.sum():
        bad |= ideograph
    bad |= _latin_as_wide_as_high(glyphs, code)
    return int((bad & ~glyphs.blank).sum())


def _latin_as_wide_as_high(glyphs: Glyphs, code: NDArray[np.uint32]) -> Mask:
    latin = (code > 0x20) & (code <= _LAST_LATIN) & glyphs.level
    if not latin.any():
        return latin
    wide = latin & (glyphs.x1 - glyphs.x0 >= _FULL_WIDTH * np.maximum(glyphs.em, 1e-6))
    for k in np.flatnonzero(wide).tolist():
        wide[k] = glyphs.text[k] not in _WIDE_LATIN
    # Digits and points set as wide as ideographs are read; words are not set so.
    letters = sum(glyphs.text[k].isalpha() for k in np.flatnonzero(wide).tolist())
    return wide if 2 * letters > wide.sum() else np.zeros_like(wide)


@cache
def _printed() -> Mask:
    table = np.zeros(0x10000, dtype=np.bool_)
    for first, last in _PRINTED:
        table[first : last + 1] = True
    table[0xFFFD] = False
    for blank in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0xFEFF):
        table[blank] = True
    return table


@cache
def _common() -> Mask:
    """Ideographs of GB 2312: nearly all of a Chinese text, a third of all there are."""
    table = np.zeros(0x10000, dtype=np.bool_)
    ideographs = "".join(map(chr, range(0x4E00, 0xA000)))
    common = ideographs.encode("gb2312", "ignore").decode("gb2312")
    table[[ord(char) for char in common]] = True
    return table
