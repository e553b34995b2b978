"""Painted paths and images of a page as arrays.

Belongs here: walking PDFium's page objects, forms included, and telling
lines, rectangles and curves apart exactly as pdfminer does.  Does not belong
here: deciding which of them rule a table.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from pipeline.read import native
from pipeline.read.frame import Box, Frame, Matrix, multiply

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 16
Point = tuple[float, float]


@dataclass(slots=True)
class Subpath:
    """One subpath: its kind ("line", "rect", "curve") and points as viewed."""

    kind: str
    points: list[Point]
    owner: int


@dataclass(slots=True)
class Image:
    """One placed image."""

    box: Box
    owner: int


@dataclass(slots=True)
class Artwork:
    """Everything painted: paths and images, and the handles of text objects."""

    subpaths: list[Subpath] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)


def read_artwork(page: int, frame: Frame) -> Artwork:
    """Read all painted paths and images of a page, and list its text objects."""
    art = Artwork()
    reader = _PathReader(frame)
    for handle, kind, matrix in _walk(page, art.texts):
        if kind == native.OBJECT_PATH:
            reader.read(handle, matrix, art.subpaths)
        else:
            art.images.append(Image(_unit_square(multiply(matrix, frame.to_view)), handle))
    return art


def _walk(page: int, texts: list[int]) -> Iterator[tuple[int, int, Matrix]]:
    get_type, get_object = native.object_type, native.page_object
    path, image, form = native.OBJECT_PATH, native.OBJECT_IMAGE, native.OBJECT_FORM
    text = native.OBJECT_TEXT
    buffer = (ctypes.c_float * 6)()
    at = native.address(buffer)
    for i in range(native.page_count_objects(page)):
        handle = get_object(page, i)
        kind = get_type(handle)
        if kind == text:
            texts.append(handle)
        elif kind in (path, image):
            native.object_matrix(handle, at)
            yield handle, kind, (*buffer,)
        elif kind == form:
            yield from _walk_form(handle, _IDENTITY, buffer, texts, 1)


def _walk_form(
    form: int,
    outer: Matrix,
    buffer: ctypes.Array[ctypes.c_float],
    texts: list[int],
    depth: int,
) -> Iterator[tuple[int, int, Matrix]]:
    # Malformed files nest forms in themselves; PDFium stops too, this is a belt.
    if depth > _MAX_DEPTH:
        return
    at = native.address(buffer)
    native.object_matrix(form, at)
    own: Matrix = (*buffer,)
    here = multiply(own, outer)
    for i in range(native.form_count_objects(form)):
        handle = native.form_object(form, i)
        kind = native.object_type(handle)
        if kind == native.OBJECT_TEXT:
            texts.append(handle)
        elif kind in (native.OBJECT_PATH, native.OBJECT_IMAGE):
            native.object_matrix(handle, at)
            inner: Matrix = (*buffer,)
            yield handle, kind, multiply(inner, here)
        elif kind == native.OBJECT_FORM:
            yield from _walk_form(handle, here, buffer, texts, depth + 1)


class _PathReader:
    """Reads path objects, reusing one point buffer for a whole page."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._buffer = (ctypes.c_float * 2)()
        self._at = native.address(self._buffer)

    def read(self, handle: int, matrix: Matrix, out: list[Subpath]) -> None:
        """Append the subpaths of one path object."""
        buffer, at = self._buffer, self._at
        path_segment, get_point = native.path_segment, native.segment_point
        get_type, get_close = native.segment_type, native.segment_close
        a, b, c, d, e, f = multiply(matrix, self._frame.to_view)
        plain = b == 0 and c == 0
        points: list[Point] = []
        closed = curved = False
        bezier = 0
        for i in range(native.path_count_segments(handle)):
            segment = path_segment(handle, i)
            kind = get_type(segment)
            if kind == native.SEGMENT_MOVE:
                _finish(points, closed, curved, handle, out)
                points, closed, curved, bezier = [], False, False, 0
            elif kind == native.SEGMENT_BEZIER:
                # A curve is three segments; only the third is a point on it.
                curved = True
                bezier = (bezier + 1) % 3
                if bezier:
                    continue
            get_point(segment, at, at + 4)
            x, y = buffer
            # Leaving out the zero terms keeps equal coordinates equal.
            if plain:
                points.append((a * x + e, d * y + f))
            elif a == 0 and d == 0:
                points.append((c * y + e, b * x + f))
            else:
                points.append((a * x + c * y + e, b * x + d * y + f))
            if get_close(segment):
                closed = True
        _finish(points, closed, curved, handle, out)


def _finish(
    points: list[Point], closed: bool, curved: bool, owner: int, out: list[Subpath]
) -> None:
    """Classify one subpath as pdfminer's `paint_path` does."""
    n = len(points)
    if n < 2:
        return
    if curved:
        out.append(Subpath("curve", points, owner))
        return
    if closed and points[-1] != points[0]:
        points = [*points, points[0]]
        n += 1
    if n == 2 or (closed and n == 3):
        out.append(Subpath("line", points[:2], owner))
    elif n == 5 and points[0] == points[4] and _square(points):
        out.append(Subpath("rect", points, owner))
    else:
        out.append(Subpath("curve", points, owner))


def _square(points: list[Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (
        y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    )


def _unit_square(m: Matrix) -> Box:
    a, b, c, d, e, f = m
    x = (e, e + a, e + c, e + a + c)
    y = (f, f + b, f + d, f + b + d)
    return (min(x), min(y), max(x), max(y))


def covered_share(images: list[Image], page: Box) -> float:
    """Share of the page's box that images cover, overlaps counted once."""
    x0, top, x1, bottom = page
    boxes = [
        (max(i.box[0], x0), max(i.box[1], top), min(i.box[2], x1), min(i.box[3], bottom))
        for i in images
    ]
    boxes = [b for b in boxes if b[0] < b[2] and b[1] < b[3]]
    area = (x1 - x0) * (bottom - top)
    if not boxes or area <= 0:
        return 0.0
    if len(boxes) == 1:
        only = boxes[0]
        return (only[2] - only[0]) * (only[3] - only[1]) / area
    # Scans come in strips and tiles: measure the union on a fine raster.
    cells = 256
    raster = np.zeros((cells, cells), dtype=np.bool_)
    for b in boxes:
        left = round((b[0] - x0) / (x1 - x0) * cells)
        right = round((b[2] - x0) / (x1 - x0) * cells)
        high = round((b[1] - top) / (bottom - top) * cells)
        low = round((b[3] - top) / (bottom - top) * cells)
        raster[high:low, left:right] = True
    return float(raster.mean())
