"""Which characters are written but not seen: off the page, or cut off by a clipping path.

Belongs here: clipping boxes of text objects.
Does not belong here: what becomes of characters that are not seen (`page_layout`).

Spreadsheet programs write the whole text of a cell and clip what does not fit; the rest lies unseen
over the neighbouring cells. Clips are read only where that matters: of strings that run over an
edge or are in no cell, and in cells where characters overlap; never on a page without tables.
"""

from __future__ import annotations

import math
from itertools import repeat

import numpy as np

from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.arrays import Floats, Ints, Mask
from pipeline.read.pdf.coordinates import Box, Frame
from pipeline.read.pdf.glyphs import Glyphs
from pipeline.read.pdf.paths import Artwork

# A character is seen while its middle is inside the box, to within this many points.
_EDGE = 0.5
# Characters nearer than this share of a font size overlap.
_OVERLAP = 0.3


def unseen(glyphs: Glyphs, owner: Ints, art: Artwork, frame: Frame) -> Mask:
    """Return which characters cannot be seen: beyond the page or clipped.

    `owner` is the index of each character's cell (-1 for none).
    """
    mask = _outside(glyphs, frame.seen)
    suspects = _suspects(glyphs, owner) if (owner >= 0).any() else []
    for run in suspects:
        handle = glyphs.objects.handles[run]
        if handle in art.nested:
            # A form's clips are in its own coordinates.
            continue
        box = _clip_box(handle, frame)
        if box is None:
            continue
        index = np.flatnonzero(glyphs.run == run)
        mask[index] |= _outside(glyphs, box, index)
    return mask


def _outside(glyphs: Glyphs, box: Box, index: Ints | slice = slice(None)) -> Mask:
    x = (glyphs.x0[index] + glyphs.x1[index]) / 2
    y = (glyphs.top[index] + glyphs.bottom[index]) / 2
    return (x < box[0] - _EDGE) | (x > box[2] + _EDGE) | (y < box[1] - _EDGE) | (y > box[3] + _EDGE)


def _suspects(glyphs: Glyphs, owner: Ints) -> list[int]:
    """Text objects over an edge, in no cell, or in a cell whose characters overlap."""
    suspects = set(glyphs.run[(owner < 0) & ~glyphs.blank].tolist())
    cut = (owner[1:] != owner[:-1]) & (glyphs.run[1:] == glyphs.run[:-1])
    suspects |= set(glyphs.run[1:][cut].tolist())
    index = np.flatnonzero((owner >= 0) & ~glyphs.blank)
    em = np.maximum(glyphs.em[index], 1.0)
    x = (glyphs.x0[index] + glyphs.x1[index]) / 2 / (_OVERLAP * em)
    y = glyphs.base[index] / em
    spots = np.column_stack((owner[index], x.astype(np.int64), y.astype(np.int64)))
    _, first, count = np.unique(spots, axis=0, return_index=True, return_counts=True)
    cells = np.unique(owner[index[first[count > 1]]])
    if len(cells):
        suspects |= set(glyphs.run[np.isin(owner, cells)].tolist())
    return sorted(suspects)


def _clip_box(handle: int, frame: Frame) -> Box | None:
    """The box that all clipping paths of an object leave, as viewed; None without any."""
    clip = pdfium_calls.object_clip(handle)
    count = pdfium_calls.clip_count_paths(clip) if clip else 0
    box: Box | None = None
    for path in range(max(count, 0)):
        points = _points(clip, path)
        if not len(points):
            continue
        x, y = frame.points(points[:, 0], points[:, 1])
        left, top, right, bottom = box or (-math.inf, -math.inf, math.inf, math.inf)
        box = (
            max(left, float(x.min())),
            max(top, float(y.min())),
            min(right, float(x.max())),
            min(bottom, float(y.max())),
        )
    return box


def _points(clip: int, path: int) -> Floats:
    count = max(pdfium_calls.clip_count_segments(clip, path), 0)
    segments = map(pdfium_calls.clip_segment, repeat(clip), repeat(path), range(count))
    return pdfium_calls.floats_from(pdfium_calls.segment_point, 2, count, segments, apart=True)
