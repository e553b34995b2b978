"""Which characters of a page are a watermark's.

Belongs here: the one rule for what a watermark character is, and the colours it needs.
Does not belong here: dropping them; they stay among the characters and lines, marked.

A character is a watermark's when it is set at an angle that is no multiple of 90 degrees, or when it
is far larger than the page's text and printed pale or half transparent. Text turned by exactly 90
degrees is a heading in a narrow cell, and white text stands on a coloured band: neither is a
watermark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.arrays import Mask
from pipeline.read.pdf.glyphs import Glyphs

# Red, green, blue and opacity, each 0 to 1.
Rgba = tuple[float, float, float, float]

# A baseline is slanted when both parts of its direction exceed this share of its length.
_ANGLE = 0.02
# Large type: this many times the page's usual size, and this many points; in points alone where the
# usual size is not known.
_LARGE, _LEAST, _LARGE_POINTS = 2.5, 18.0, 28.0
# Lightness of pale ink, from the darkest to the lightest; opacity below which ink is see-through.
_LIGHT, _FAINT = (0.65, 0.97), 0.6


def is_watermark_char(char: Mapping[str, Any], text_size: float | None = None) -> bool:
    """Whether a character dictionary (pdfplumber's form) is a watermark's.

    `text_size` is the page's usual font size; without it only characters of
    28 points and more count as large.
    """
    a, b, c, d = char["matrix"][:4]
    if _slanted(a, b, c, d):
        return True
    large = max(_LARGE * text_size, _LEAST) if text_size else _LARGE_POINTS
    color = char.get("non_stroking_color")
    if char["size"] < large or not color or not all(isinstance(v, int | float) for v in color):
        return False
    if len(color) == 4:
        cyan, magenta, yellow, black = color
        color = tuple((1 - v) * (1 - black) for v in (cyan, magenta, yellow))
    return _faint(sum(color) / len(color), 1.0)


def watermark_mask(glyphs: Glyphs) -> Mask:
    """Return which characters of a page are a watermark's."""
    mask = glyphs.slanted
    # Most pages have no character large enough for a look at the usual size.
    if not len(mask) or glyphs.em.max() < _LEAST:
        return mask
    sizes = glyphs.em[~glyphs.blank & ~mask]
    usual = float(np.median(sizes)) if len(sizes) else 0.0
    large = glyphs.em >= max(_LARGE * usual, _LEAST)
    if not large.any():
        return mask
    # Colours cost a call each: asked only for the few large characters.
    for run in np.unique(glyphs.run[large & ~mask]).tolist():
        r, g, b, alpha = rgba(pdfium_calls.object_fill, glyphs.objects.handles[run])
        if _faint((r + g + b) / 3, alpha):
            mask = mask | (large & (glyphs.run == run))
    return mask


def rgba(color_of: Callable[..., int], handle: int) -> Rgba:
    """Fill or stroke colour of an object; opaque black if it has none.

    `color_of` is `pdfium_calls.object_fill` or `pdfium_calls.object_stroke`.
    """
    r, g, b, alpha = pdfium_calls.integers_from(color_of, 4, handle) or (0, 0, 0, 255)
    return r / 255, g / 255, b / 255, alpha / 255


def _slanted(a: float, b: float, c: float, d: float) -> bool:
    # The baseline's direction: slanted when neither part is close to zero.
    # `c` and `d` are left out, since an oblique face leans by them alone.
    scale = abs(a) + abs(b)
    return scale > 0 and min(abs(a), abs(b)) > _ANGLE * scale


def _faint(light: float, alpha: float) -> bool:
    return alpha < _FAINT or _LIGHT[0] <= light <= _LIGHT[1]
