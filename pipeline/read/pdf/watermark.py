"""Tells watermark characters from the text of a page.

Belongs here: the one rule for what a watermark character is.  Does not belong
here: dropping them; they stay among the characters and lines, marked.

A character is a watermark's when it is set at an angle that is no multiple of
90 degrees, or when it is far larger than the page's text and printed light or
half transparent.  Text turned by exactly 90 degrees is a heading in a narrow
cell, and white text stands on a coloured band: neither is a watermark.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.cell_text import spread
from pipeline.read.pdf.glyphs import Glyphs

_ANGLE = 0.02
_LARGE = 2.5
_LARGE_POINTS = 28.0
_LEAST = 18.0
_LIGHT = (0.65, 0.97)
_FAINT = 0.6


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


def watermark_mask(glyphs: Glyphs) -> NDArray[np.bool_]:
    """Return which characters of a page are a watermark's."""
    mask = glyphs.slanted
    # Most pages have no character large enough for a look at the usual size.
    if not len(mask) or glyphs.em.max() < _LEAST:
        return mask
    usual = spread(glyphs.em[~glyphs.blank & ~mask])
    large = glyphs.em >= max(_LARGE * usual, _LEAST)
    if not large.any():
        return mask
    # Colours cost a call each: asked only for the few large characters.
    for run in np.unique(glyphs.run[large & ~mask]).tolist():
        light, alpha = fill_color(glyphs.objects[run])
        if _faint(light, alpha):
            mask = mask | (large & (glyphs.run == run))
    return mask


def fill_color(handle: int) -> tuple[float, float]:
    """Lightness and opacity of an object's fill, both 0 to 1."""
    r, g, b, alpha = fill_rgba(handle)
    return (r + g + b) / 3, alpha


def fill_rgba(handle: int) -> tuple[float, float, float, float]:
    """Fill colour of an object, each part 0 to 1; opaque black if it has none."""
    out = (ctypes.c_uint * 4)()
    at = pdfium_calls.address(out)
    if not pdfium_calls.object_fill(handle, at, at + 4, at + 8, at + 12):
        return 0.0, 0.0, 0.0, 1.0
    r, g, b, alpha = (v / 255 for v in out)
    return r, g, b, alpha


def stroke_rgba(handle: int) -> tuple[float, float, float, float]:
    """Stroke colour of an object, each part 0 to 1."""
    out = (ctypes.c_uint * 4)()
    at = pdfium_calls.address(out)
    if not pdfium_calls.object_stroke(handle, at, at + 4, at + 8, at + 12):
        return 0.0, 0.0, 0.0, 1.0
    r, g, b, alpha = (v / 255 for v in out)
    return r, g, b, alpha


def _slanted(a: float, b: float, c: float, d: float) -> bool:
    # The baseline's direction: slanted when neither part is close to zero.
    # `c` and `d` are left out, since an oblique face leans by them alone.
    scale = abs(a) + abs(b)
    return scale > 0 and min(abs(a), abs(b)) > _ANGLE * scale


def _faint(light: float, alpha: float) -> bool:
    return alpha < _FAINT or _LIGHT[0] <= light <= _LIGHT[1]
