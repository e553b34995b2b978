"""The page's frame: from PDF user space to the viewer's top-left coordinates.

Belongs here: page boxes, /Rotate and the affine maps they imply.
Does not belong here: characters (`glyphs`), paths (`paths`).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.pdf.arrays import Floats

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the map that applies `inner` first and `outer` second."""
    a1, b1, c1, d1, e1, f1 = inner
    a0, b0, c0, d0, e0, f0 = outer
    return (
        a0 * a1 + c0 * b1,
        b0 * a1 + d0 * b1,
        a0 * c1 + c0 * d1,
        b0 * c1 + d0 * d1,
        a0 * e1 + c0 * f1 + e0,
        b0 * e1 + d0 * f1 + f0,
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's media box and rotation, and the map into viewer coordinates.

    `seen` is what a viewer shows: the crop box as far as it is in the media box, in viewer
    coordinates.

    The map is pdfplumber's: user space is turned by /Rotate, moved to the
    media box's corner, and its vertical axis flipped.
    """

    mediabox: Box
    cropbox: Box
    rotation: int
    to_view: Matrix
    seen: Box

    @classmethod
    def of(cls, media: Box, crop: Box, rotation: int) -> Frame:
        """Build the frame of a page from its raw boxes and /Rotate."""
        x0, x1 = sorted((media[0], media[2]))
        y0, y1 = sorted((media[1], media[3]))
        turn: Matrix
        if rotation == 90:
            turn = (0, -1, 1, 0, -y0, x1)
        elif rotation == 180:
            turn = (-1, 0, 0, -1, x1, y1)
        elif rotation == 270:
            turn = (0, 1, -1, 0, y1, -x0)
        else:
            turn = (1, 0, 0, 1, -x0, -y0)
        upright = _swap(media, rotation)
        height = upright[3] - upright[1]
        box = (upright[0], height - upright[3], upright[2], height - upright[1])
        c = _swap(crop, rotation)
        cropped = (c[0], height - c[3], c[2], height - c[1])
        flip: Matrix = (1, 0, 0, -1, box[0], height + box[1])
        to_view = multiply(turn, flip)
        return cls(box, cropped, rotation, to_view, _seen(media, crop, to_view))

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Map user-space points into viewer coordinates."""
        a, b, c, d, e, f = self.to_view
        return _combine(a, x, c, y, e), _combine(b, x, d, y, f)


def _combine(p: float, x: Floats, q: float, y: Floats, shift: float) -> Floats:
    # The turn has only 0 and +-1: skipping the zero term keeps equal
    # coordinates exactly equal, which orientation tests rely on.
    if q == 0:
        return p * x + shift
    return q * y + shift


def _seen(media: Box, crop: Box, to_view: Matrix) -> Box:
    x0, x1 = sorted((media[0], media[2]))
    y0, y1 = sorted((media[1], media[3]))
    left, right = sorted((crop[0], crop[2]))
    low, high = sorted((crop[1], crop[3]))
    if min(x1, right) > max(x0, left) and min(y1, high) > max(y0, low):
        x0, x1, y0, y1 = max(x0, left), min(x1, right), max(y0, low), min(y1, high)
    a, b, c, d, e, f = to_view
    xs = sorted((a * x0 + c * y0 + e, a * x1 + c * y1 + e))
    ys = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
    return (xs[0], ys[0], xs[1], ys[1])


def _swap(box: Box, rotation: int) -> Box:
    x0, x1 = sorted((box[0], box[2]))
    y0, y1 = sorted((box[1], box[3]))
    return (y0, x0, y1, x1) if rotation in (90, 270) else (x0, y0, x1, y1)
