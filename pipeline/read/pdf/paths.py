"""Painted paths and images of a page as arrays.

Belongs here: walking PDFium's page objects, forms included, and classifying subpaths as lines,
rectangles and curves exactly as pdfminer does.
Does not belong here: which of them rule a table (`lattice`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat

import numpy as np

from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.arrays import Floats, Ints, Mask, run_starts
from pipeline.read.pdf.coordinates import Box, Frame, Matrix, multiply

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


@dataclass
class Artwork:
    """Everything painted: paths and images, and the handles of text objects.

    `points` and `kinds` hold all path segments of the page one after another,
    `starts` where each subpath begins among them; `closed` and `owners` say of
    each subpath whether it is closed and which path object it belongs to.
    """

    points: Floats
    kinds: Ints
    closed: Mask
    starts: Ints
    owners: list[int]
    images: list[Image] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    nested: frozenset[int] = frozenset()

    def segments_of(self, index: int) -> tuple[list[Point], bool, bool]:
        """Points of a subpath; whether it is closed; whether it has curves."""
        start = self.starts[index]
        stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.kinds)
        kinds = self.kinds[start:stop]
        points: list[Point] = [(x, y) for x, y in self.points[start:stop].tolist()]
        curves = kinds == pdfium_calls.SEGMENT_BEZIER
        curved = bool(curves.any())
        if curved:
            # A curve is three segments; only the third is a point on it.
            third = np.cumsum(curves) % 3 == 0
            points = [p for p, c, t in zip(points, curves, third, strict=True) if t or not c]
            if self.closed[index] and points[-1] != points[0]:
                points.append(points[0])
        return points, bool(self.closed[index]), curved

    @cached_property
    def subpaths(self) -> list[Subpath]:
        """All subpaths, classified."""
        kinds = (classify(*self.segments_of(i), owner=owner) for i, owner in enumerate(self.owners))
        return [subpath for subpath in kinds if subpath is not None]


def read_artwork(page: int, frame: Frame) -> Artwork:
    """Read all painted paths and images of a page, and list its text objects."""
    walk = _Walk()
    walk.gather(page, pdfium_calls.page_count_objects(page), pdfium_calls.page_object, _IDENTITY, 0)
    art = _read_paths(walk, frame)
    art.texts, art.nested = walk.texts, frozenset(walk.nested)
    for handle, outer in walk.images:
        box = _unit_square(multiply(multiply(_matrix(handle), outer), frame.to_view))
        art.images.append(Image(box, handle))
    return art


class _Walk:
    """Handles of a page's objects, forms unfolded, in the order painted."""

    def __init__(self) -> None:
        self.paths: list[int] = []
        self.outers: list[Matrix] = []
        self.images: list[tuple[int, Matrix]] = []
        self.texts: list[int] = []
        self.nested: list[int] = []

    def gather(
        self, parent: int, count: int, get: Callable[..., int], outer: Matrix, depth: int
    ) -> None:
        """Add the objects of a page or form; `outer` maps them to user space."""
        known = len(self.texts)
        handles = list(map(get, repeat(parent), range(count)))
        kinds = np.fromiter(map(pdfium_calls.object_type, handles), np.int64, count)
        plain = (kinds == pdfium_calls.OBJECT_TEXT) | (kinds == pdfium_calls.OBJECT_PATH)
        if plain.all():
            objects = np.array(handles, dtype=np.int64)
            self.texts += objects[kinds == pdfium_calls.OBJECT_TEXT].tolist()
            paths = objects[kinds == pdfium_calls.OBJECT_PATH].tolist()
            self.paths += paths
            self.outers += [outer] * len(paths)
            if depth:
                self.nested += self.texts[known:]
            return
        for handle, kind in zip(handles, kinds.tolist(), strict=True):
            if kind == pdfium_calls.OBJECT_TEXT:
                self.texts.append(handle)
            elif kind == pdfium_calls.OBJECT_PATH:
                self.paths.append(handle)
                self.outers.append(outer)
            elif kind == pdfium_calls.OBJECT_IMAGE:
                self.images.append((handle, outer))
            # Malformed files nest forms in themselves; PDFium stops as well, this is to be safe.
            elif kind == pdfium_calls.OBJECT_FORM and depth < _MAX_DEPTH:
                self.gather(
                    handle,
                    pdfium_calls.form_count_objects(handle),
                    pdfium_calls.form_object,
                    multiply(_matrix(handle), outer),
                    depth + 1,
                )
        if depth:
            self.nested += self.texts[known:]


def _matrix(handle: int) -> Matrix:
    (matrix,) = pdfium_calls.floats_from(pdfium_calls.object_matrix, 6, 1, [handle]).tolist()
    return (*matrix,)


def _read_paths(walk: _Walk, frame: Frame) -> Artwork:
    """Read the segments of all paths at once; calls go through `map` for speed."""
    handles = walk.paths
    n = len(handles)
    counts = list(map(pdfium_calls.path_count_segments, handles))
    segments = list(
        chain.from_iterable(
            map(pdfium_calls.path_segment, repeat(h), range(k))
            for h, k in zip(handles, counts, strict=True)
        )
    )
    total = len(segments)
    place = pdfium_calls.floats_from(pdfium_calls.segment_point, 2, total, segments, apart=True)
    to_user = pdfium_calls.floats_from(pdfium_calls.object_matrix, 6, n, handles)
    kinds = np.fromiter(map(pdfium_calls.segment_type, segments), np.int64, total)
    distinct = {outer: k for k, outer in enumerate(dict.fromkeys(walk.outers))}
    to_view = np.array([multiply(o, frame.to_view) for o in distinct]).reshape(-1, 6)
    to_view = to_view[[distinct[o] for o in walk.outers]].reshape(n, 6)
    owner = np.repeat(np.arange(n), counts)
    # Terms that are zero add exactly nothing, so equal coordinates stay equal.
    a, b, c, d, e, f = (to_user[:, k] for k in range(6))
    p, q, r, s, u, v = (to_view[:, k] for k in range(6))
    x, y = place.T
    points = np.empty((total, 2))
    points[:, 0] = (p * a + r * b)[owner] * x + (p * c + r * d)[owner] * y
    points[:, 0] += (p * e + r * f + u)[owner]
    points[:, 1] = (q * a + s * b)[owner] * x + (q * c + s * d)[owner] * y
    points[:, 1] += (q * e + s * f + v)[owner]
    fresh = run_starts(total, owner[1:] != owner[:-1])
    starts = np.flatnonzero(fresh | (kinds == pdfium_calls.SEGMENT_MOVE))
    # Only the last segment of a subpath can close it.
    ends = np.append(starts[1:], total)[: len(starts)] - 1
    closed = np.fromiter(
        map(pdfium_calls.segment_close, map(segments.__getitem__, ends.tolist())),
        np.bool_,
        len(ends),
    )
    owners = [handles[k] for k in owner[starts].tolist()]
    return Artwork(points, kinds, closed, starts, owners)


def classify(points: list[Point], closed: bool, curved: bool, *, owner: int = 0) -> Subpath | None:
    """Classify one subpath as pdfminer's `paint_path` does; a lone point is none."""
    n = len(points)
    if n < 2:
        return None
    if curved:
        return Subpath("curve", points, owner)
    if closed and points[-1] != points[0]:
        points = [*points, points[0]]
        n += 1
    if n == 2 or (closed and n == 3):
        return Subpath("line", points[:2], owner)
    if n == 5 and points[0] == points[4] and _square(points):
        return Subpath("rect", points, owner)
    return Subpath("curve", points, owner)


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
