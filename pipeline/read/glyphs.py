"""Characters of a page as arrays.

Belongs here: reading characters and their boxes from PDFium's text page.
Does not belong here: grouping characters into words, lines or cells.

Boxes are those pdfminer (and so pdfplumber) defines: along the baseline from
the origin to the origin plus the advance; across it from the font's descent,
one font size high.  PDFium's own boxes differ (they span ascent to descent,
and collapse on fonts that declare neither), so only their extent along the
baseline is used.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.read import native
from pipeline.read.frame import Floats, Frame, Matrix, multiply

_HYPHENS = ("\x02", "\ufffe")
_LEVEL = 1e-6
# PDFium ignores text objects narrower than this.
_NO_EXTENT = 0.01
# Few glyphs are wider than this many font sizes (a long dash is): such boxes
# mostly come from PDFium's arithmetic for vertical fonts and are checked.
_WIDEST = 1.6


@dataclass(slots=True)
class Font:
    """What is needed of a font; its descent is a share of the font size."""

    handle: int
    name: str
    descent: float
    embedded: bool
    widths: dict[str, float] = field(default_factory=dict)

    def width(self, character: str) -> float:
        """Advance of a character as a share of the font size, 0 if unknown."""
        width = self.widths.get(character)
        if width is None:
            out = (ctypes.c_float * 1)()
            known = len(character) == 1 and native.font_glyph_width(
                self.handle, ord(character), 1.0, native.address(out)
            )
            width = self.widths[character] = out[0] if known else 0.0
        return width


class FontCache:
    """Fonts of one document by PDFium handle."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}

    def get(self, handle: int) -> Font:
        """Return what is known of the font behind `handle`."""
        font = self._fonts.get(handle)
        if font is None:
            font = self._fonts[handle] = self._read(handle)
        return font

    def _read(self, handle: int) -> Font:
        out = (ctypes.c_float * 1)()
        descent = 0.0
        if native.font_descent(handle, 1000.0, native.address(out)):
            # As pdfminer: some fonts state the depth without its sign.
            descent = -abs(out[0]) / 1000
        buffer = (ctypes.c_char * 256)()
        size = native.font_name(handle, native.address(buffer), 256)
        raw = buffer.raw[: max(0, min(size, 256) - 1)]
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", errors="replace")
        return Font(handle, name, descent, native.font_is_embedded(handle) == 1)


@dataclass(slots=True)
class Glyphs:
    """Characters of a page: one entry per character in reading-stream order.

    `run` is the index of the text object a character belongs to; `matrices`,
    `fonts` and `objects` are per run.  `start` and `base` are the origin in the
    viewer's coordinates, on the baseline, and `em` the font size as seen on the page.
    """

    text: list[str]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    start: Floats
    base: Floats
    em: Floats
    upright: NDArray[np.bool_]
    level: NDArray[np.bool_]
    blank: NDArray[np.bool_]
    run: NDArray[np.int64]
    matrices: list[Matrix]
    fonts: list[Font]
    objects: list[int]
    sizes: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.text)


def reveal(objects: list[int]) -> None:
    """Make PDFium's text page keep text objects that have no extent.

    PDFium leaves out text whose glyphs draw nothing: blanks, and, when a font
    that is not embedded has no such glyph here, ordinary characters that a
    reader with the font does see.  Told to stroke them, it gives such objects
    an extent.  Must be called before the text page is loaded; only the page
    in memory changes.
    """
    out = (ctypes.c_float * 5)()
    at = native.address(out)
    bounds = native.object_bounds
    for handle in objects:
        bounds(handle, at, at + 4, at + 8, at + 12)
        if out[2] - out[0] >= _NO_EXTENT:
            continue
        native.object_font_size(handle, at + 16)
        native.object_set_render_mode(handle, native.RENDER_STROKE)
        native.object_set_stroke_width(handle, abs(out[4]) / 2)
        # A transformation, even none, makes PDFium measure the object again.
        native.object_transform(handle, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_glyphs(text_page: int, frame: Frame, fonts: FontCache, objects: list[int]) -> Glyphs:
    """Read every character PDFium did not make up itself.

    `objects` are the page's text objects in the order they are painted, which
    is the order of the characters returned; PDFium's own order is by line.
    """
    total = native.count_chars(text_page)
    text_object = native.text_object
    handles = [text_object(text_page, i) for i in range(total)]
    texts = _texts(text_page, total)
    # Characters PDFium inserts (spaces, line ends) belong to no text object.
    kept = [i for i, handle in enumerate(handles) if handle and texts[i]]
    rank = {handle: k for k, handle in enumerate(objects)}
    ranks = [rank.get(handles[i], len(rank)) for i in kept]
    if any(a > b for a, b in pairwise(ranks)):
        kept = [kept[k] for k in sorted(range(len(kept)), key=ranks.__getitem__)]
    n = len(kept)

    boxes = (ctypes.c_float * (4 * n))()
    origins = (ctypes.c_double * (2 * n))()
    matrix = (ctypes.c_float * 6)()
    box_at, origin_at = native.address(boxes), native.address(origins)
    matrix_at = native.address(matrix)
    loose_box, char_origin = native.loose_box, native.char_origin

    matrices: list[Matrix] = []
    run_fonts: list[Font] = []
    run_objects: list[int] = []
    sizes: list[float] = []
    runs = [0] * n
    last = 0
    run = -1
    for k, i in enumerate(kept):
        loose_box(text_page, i, box_at)
        char_origin(text_page, i, origin_at, origin_at + 8)
        box_at += 16
        origin_at += 16
        handle = handles[i]
        if handle != last:
            last = handle
            run += 1
            native.char_matrix(text_page, i, matrix_at)
            matrices.append((*matrix,))
            sizes.append(native.char_font_size(text_page, i))
            run_fonts.append(fonts.get(native.object_font(handle)))
            run_objects.append(handle)
        runs[k] = run

    text = [texts[i] for i in kept]
    return _place(
        text,
        np.ctypeslib.as_array(boxes).reshape(n, 4).astype(np.float64),
        np.ctypeslib.as_array(origins).reshape(n, 2),
        np.array(runs, dtype=np.int64),
        matrices,
        run_fonts,
        run_objects,
        sizes,
        frame,
    )


def _texts(text_page: int, total: int) -> list[str]:
    """Text of each character, "" for the second half of a surrogate pair."""
    if total == 0:
        return []
    buffer = (ctypes.c_ushort * (total * 2 + 2))()
    written = native.get_text(text_page, 0, total, native.address(buffer))
    bulk = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", errors="surrogatepass")
    # One unit per character means text and character indices agree; PDFium
    # leaves some characters out of the bulk text.
    if len(bulk) == total == written - 1:
        texts = list(bulk)
    else:
        get_unicode = native.get_unicode
        texts = [chr(get_unicode(text_page, i)) for i in range(total)]
        for i in range(total - 1):
            high, low = texts[i], texts[i + 1]
            if "\ud800" <= high <= "\udbff" and "\udc00" <= low <= "\udfff":
                pair = (high + low).encode("utf-16-le", errors="surrogatepass")
                texts[i], texts[i + 1] = pair.decode("utf-16-le"), ""
    return ["-" if text in _HYPHENS else text for text in texts]


def _place(
    text: list[str],
    loose: Floats,
    origin: Floats,
    run: NDArray[np.int64],
    matrices: list[Matrix],
    fonts: list[Font],
    objects: list[int],
    sizes: list[float],
    frame: Frame,
) -> Glyphs:
    n = len(text)
    turn = np.array([multiply(m, (*frame.to_view[:4], 0, 0))[:4] for m in matrices])
    turn = turn.reshape(len(matrices), 4)[run]
    a, b, c, d = (turn[:, k] for k in range(4))
    size = np.array(sizes, dtype=np.float64)[run]
    descent = np.array([f.descent for f in fonts], dtype=np.float64)[run]

    ox, oy = frame.points(origin[:, 0], origin[:, 1])
    ax, ay = frame.points(loose[:, 0], loose[:, 3])
    bx, by = frame.points(loose[:, 2], loose[:, 1])
    along, across = np.abs(a) + np.abs(b), np.abs(c) + np.abs(d)
    level = (np.abs(b) <= _LEVEL * along) & (np.abs(c) <= _LEVEL * across)
    plumb = (np.abs(a) <= _LEVEL * along) & (np.abs(d) <= _LEVEL * across)

    # Advance in font units times size: what PDFium's box reaches beyond the
    # origin, along the baseline.  PDFium widens boxes to hold the drawn glyph,
    # which a stand-in for a font that is not embedded may overrun.
    reach = np.where(
        level,
        np.where(a > 0, np.maximum(ax, bx) - ox, ox - np.minimum(ax, bx)),
        np.where(b > 0, np.maximum(ay, by) - oy, oy - np.minimum(ay, by)),
    )
    advance = np.where(level | plumb, reach / np.maximum(along, _LEVEL), 0.0)
    doubtful = ~np.array([f.embedded for f in fonts], dtype=np.bool_)[run]
    doubtful |= (advance <= 0) | (advance > _WIDEST * size)
    for k in np.flatnonzero(doubtful).tolist():
        width = fonts[run[k]].width(text[k]) * size[k]
        if width > 0:
            advance[k] = width
        elif advance[k] <= 0 and not (level[k] or plumb[k]):
            advance[k] = size[k]
        else:
            advance[k] = min(max(advance[k], 0.0), _WIDEST * size[k])

    # The box is that of the rectangle (0, descent) to (advance, descent + 1
    # size) under the character's matrix.
    low, high = descent * size, (descent + 1) * size
    xs = (a * advance, c * low, c * high)
    ys = (b * advance, d * low, d * high)
    x0 = ox + np.minimum(0, xs[0]) + np.minimum(xs[1], xs[2])
    x1 = ox + np.maximum(0, xs[0]) + np.maximum(xs[1], xs[2])
    top = oy + np.minimum(0, ys[0]) + np.minimum(ys[1], ys[2])
    bottom = oy + np.maximum(0, ys[0]) + np.maximum(ys[1], ys[2])
    return Glyphs(
        text=text,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        start=ox,
        base=oy,
        em=size * np.hypot(c, d),
        upright=(a * -d > 0) & (b * -c <= 0),
        level=level,
        blank=np.fromiter((t.isspace() for t in text), dtype=np.bool_, count=n),
        run=run,
        matrices=matrices,
        fonts=fonts,
        objects=objects,
        sizes=sizes,
    )
