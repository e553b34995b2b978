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
        x0, y0, x1, y1 = media = _ordered(media)
        crop = _ordered(crop)
        turns: dict[int, Matrix] = {
            90: (0, -1, 1, 0, -y0, x1),
            180: (-1, 0, 0, -1, x1, y1),
            270: (0, 1, -1, 0, y1, -x0),
        }
        turn = turns.get(rotation, (1, 0, 0, 1, -x0, -y0))
        height = x1 - x0 if rotation in (90, 270) else y1 - y0
        box = _flipped(media, rotation, height)
        to_view = multiply(turn, (1, 0, 0, -1, box[0], height + box[1]))
        cropped = _flipped(crop, rotation, height)
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
    x0, y0, x1, y1 = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    if x0 >= x1 or y0 >= y1:
        x0, y0, x1, y1 = media
    a, b, c, d, e, f = to_view
    return _ordered(
        (a * x0 + c * y0 + e, b * x0 + d * y0 + f, a * x1 + c * y1 + e, b * x1 + d * y1 + f)
    )


def _ordered(box: Box) -> Box:
    """The box with its lower left corner first, whichever corners a file gives."""
    x0, y0, x1, y1 = box
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _flipped(box: Box, rotation: int, height: float) -> Box:
    """The box of a page so high as pdfplumber gives it: sides swapped, vertical axis turned over."""
    x0, y0, x1, y1 = box
    if rotation in (90, 270):
        x0, y0, x1, y1 = y0, x0, y1, x1
    return (x0, height - y1, x1, height - y0)
