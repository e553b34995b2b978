"""Characters of a page as arrays.

Belongs here: reading characters and their boxes from PDFium's text page.
Does not belong here: grouping characters into words, lines or cells (`cell_text`).

Boxes are pdfminer's, and so pdfplumber's: along the baseline from the origin to the origin plus the
advance; across it from the font's descent, one font size high. PDFium's boxes span ascent to
descent and collapse on fonts that declare neither, so only their extent along the baseline is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np

from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.arrays import Floats, Ints, Mask, run_starts
from pipeline.read.pdf.coordinates import Frame
from pipeline.read.pdf.fonts import Font, FontCache

# PDFium writes these for a hyphen at a line's end, and for a glyph of which the
# file does not say what character it is.
_UNCLEAR = frozenset("\x00\x02\ufffe")
_UNKNOWN = "\ufffd"
_CODE_BITS = 21
_LEVEL = 1e-6
# The baseline of slanted text has neither part close to zero.
_SLANT = 0.02
# PDFium ignores text objects narrower than this.
_NO_EXTENT = 0.01
# Few glyphs are wider than this many font sizes (a long dash is): such boxes
# mostly come from PDFium's arithmetic for vertical fonts and are checked.
_WIDEST = 1.6
# No font descends this far below its baseline. Some files state it of the font of their digits,
# whose boxes then lie in the row below: the usual descent is taken instead.
_DEEPEST = -0.5
_USUAL_DESCENT = -0.25
# Every white-space character lies below the last entry, which is none itself.
_BLANK = np.array([chr(c).isspace() for c in range(0x3002)], dtype=np.bool_)

# Arrays of `Glyphs` with an entry a character.
_BY_CHARACTER = (
    *("x0", "top", "x1", "bottom", "start", "base", "em"),
    *("upright", "level", "slanted", "blank", "run"),
)


@dataclass(slots=True)
class TextObjects:
    """Text objects of a page, each a run of characters in one font: one entry per object.

    `matrices` (a row of six numbers each) map into user space; `font` is the index in `fonts`.
    """

    handles: list[int]
    matrices: Floats
    sizes: Floats
    fonts: list[Font]
    font: Ints

    @property
    def descents(self) -> Floats:
        """Descent of each object's font, a share of the font size (negative)."""
        return np.array([font.descent for font in self.fonts], dtype=np.float64)[self.font]


@dataclass(slots=True)
class Glyphs:
    """Characters of a page: one entry per character, in the order painted.

    `run` is the index of the text object a character belongs to. `start` and `base` are the origin
    in the viewer's coordinates, on the baseline, and `em` the font size as seen on the page.
    """

    text: list[str]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    start: Floats
    base: Floats
    em: Floats
    upright: Mask
    level: Mask
    slanted: Mask
    blank: Mask
    run: Ints
    objects: TextObjects

    def __len__(self) -> int:
        return len(self.text)

    def only(self, kept: Mask) -> Glyphs:
        """The characters of a mask, with the text objects of all."""
        return replace(
            self,
            text=[text for text, keep in zip(self.text, kept.tolist(), strict=True) if keep],
            **{name: getattr(self, name)[kept] for name in _BY_CHARACTER},
        )


def settled(glyphs: Glyphs) -> Glyphs:
    """Return the characters, boxes of fonts with an impossible descent moved up to where they print.

    pdfminer takes the file at its word. Only level text is moved; most pages have none to move.
    """
    depth = glyphs.objects.descents
    if not (depth < _DEEPEST).any():
        return glyphs
    up = np.where(depth < _DEEPEST, _USUAL_DESCENT - depth, 0.0)[glyphs.run]
    up = np.where(glyphs.level & glyphs.upright, up, 0.0) * glyphs.em
    return replace(glyphs, top=glyphs.top - up, bottom=glyphs.bottom - up)


def reveal(objects: list[int]) -> None:
    """Make PDFium's text page keep text objects that have no extent.

    PDFium leaves out text whose glyphs draw nothing: blanks, and ordinary characters of a font that
    is not embedded when the stand-in has no such glyph. Stroked, such objects have an extent. Call
    it before the text page is loaded; only the page in memory changes.
    """
    box = pdfium_calls.floats_from(pdfium_calls.object_bounds, 4, len(objects), objects, apart=True)
    for k in np.flatnonzero(box[:, 2] - box[:, 0] < _NO_EXTENT).tolist():
        handle = objects[k]
        size = pdfium_calls.float_from(pdfium_calls.object_font_size, handle)
        pdfium_calls.object_set_render_mode(handle, pdfium_calls.RENDER_STROKE)
        pdfium_calls.object_set_stroke_width(handle, abs(size) / 2)
        # A transformation, even none, makes PDFium measure the object again.
        pdfium_calls.object_transform(handle, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_glyphs(text_page: int, frame: Frame, fonts: FontCache, objects: list[int]) -> Glyphs:
    """Read every character PDFium did not make up itself.

    `objects` are the page's text objects in the order they are painted, which
    is the order of the characters returned; PDFium's own order is by line.
    """
    # Calls go through `map`: a loop around a call costs more than the call.
    total = pdfium_calls.count_chars(text_page)
    page = repeat(text_page)
    handles = np.fromiter(map(pdfium_calls.text_object, page, range(total)), np.int64, total)
    texts = _texts(text_page, total)
    # Characters PDFium inserts (spaces, line ends) belong to no text object.
    there = handles != 0
    if "" in texts:
        there &= np.fromiter(map(bool, texts), np.bool_, total)
    index = np.flatnonzero(there)
    ranks = _ranks(handles[index], objects)
    steps = np.diff(ranks)
    if (steps < 0).any():
        order = np.argsort(ranks, kind="stable")
        index, steps = index[order], np.diff(ranks[order])
    leading = run_starts(len(index), steps != 0)
    starts = np.flatnonzero(leading)
    run = np.cumsum(leading) - 1
    kept: list[int] = index.tolist()

    loose = pdfium_calls.floats_from(pdfium_calls.loose_box, 4, len(kept), page, kept)
    strings = _text_objects(text_page, index[starts].tolist(), handles, fonts)
    origin = _origins(text_page, index, starts, strings, loose)
    text = list(map(texts.__getitem__, kept))
    code = np.frombuffer("".join(text).encode("utf-32-le", "surrogatepass"), "<u4")
    number = np.array([f.number for f in strings.fonts], dtype=np.int64)[strings.font]
    _mark_guesses(text_page, text, number[run] << _CODE_BITS | code, kept, fonts)
    blank = _BLANK[np.minimum(code, len(_BLANK) - 1)]
    return _boxed(text, blank, loose, origin, run, strings, frame)


def _text_objects(
    text_page: int, firsts: list[int], handles: Ints, fonts: FontCache
) -> TextObjects:
    """The text objects whose first characters have these indices; `handles` are by character."""
    page, count = repeat(text_page), len(firsts)
    objects = handles[firsts].tolist()
    font_handles = list(map(pdfium_calls.object_font, objects))
    index = {handle: k for k, handle in enumerate(dict.fromkeys(font_handles))}
    return TextObjects(
        objects,
        pdfium_calls.floats_from(pdfium_calls.char_matrix, 6, count, page, firsts),
        np.fromiter(map(pdfium_calls.char_font_size, page, firsts), np.float64, count),
        list(map(fonts.get, index)),
        np.fromiter(map(index.__getitem__, font_handles), np.int64, count),
    )


def _ranks(handles: Ints, objects: list[int]) -> Ints:
    """Position of each character's text object among `objects`."""
    known = np.array(objects, dtype=np.int64)
    order = np.argsort(known, kind="stable")
    position = np.searchsorted(known[order], handles)
    # An object the walk did not meet (there should be none) goes to the end.
    order = np.append(order, len(order))
    known = np.append(known, 0)
    ranks = order[position]
    ranks[known[ranks] != handles] = len(objects)
    return ranks


def _mark_guesses(
    text_page: int, text: list[str], keys: Ints, kept: list[int], fonts: FontCache
) -> None:
    """Replace characters that are only PDFium's guess.

    Where the file does not map a glyph to a character, PDFium returns the glyph's code as if it were
    one, which looks like sound text. PDFium is asked once for each character of each font.
    """
    values, firsts = np.unique(keys, return_index=True)
    first_of = dict(zip(values.tolist(), firsts.tolist(), strict=True))
    distinct = first_of.keys()
    named = fonts.named
    for key in distinct - fonts.sure - fonts.guessed:
        index = kept[first_of[key]]
        # Type 3 fonts, which have no name, name their glyphs: PDFium reads those
        # names, and calls it a guess.
        wrong = pdfium_calls.has_map_error(text_page, index) == 1 and key >> _CODE_BITS in named
        (fonts.guessed if wrong else fonts.sure).add(key)
    for key in distinct & fonts.guessed:
        for k in np.flatnonzero(keys == key).tolist():
            text[k] = _UNKNOWN


def _origins(
    text_page: int,
    kept: Ints,
    starts: Ints,
    strings: TextObjects,
    loose: Floats,
) -> Floats:
    """Origin of each character in user space.

    The first character of a text object has its origin where the object's matrix puts it. The text
    page may lack that character, so the matrix is believed only if PDFium's box begins there; all
    other origins are asked for.
    """
    result = np.empty((len(kept), 2))
    matrix = strings.matrices
    result[starts] = matrix[:, 4:]
    em = strings.sizes * matrix[:, 0]
    offset = loose[starts, 0] - matrix[:, 4]
    believed = (
        (matrix[:, 1] == 0) & (matrix[:, 2] == 0) & (offset <= 0.02 * em) & (offset >= -0.4 * em)
    )
    asked = np.ones(len(kept), dtype=np.bool_)
    asked[starts[believed]] = False
    index = np.flatnonzero(asked)
    result[index] = pdfium_calls.floats_from(
        pdfium_calls.char_origin,
        2,
        len(index),
        repeat(text_page),
        kept[index].tolist(),
        apart=True,
        kind=np.float64,
    )
    return result


def _texts(text_page: int, total: int) -> list[str]:
    """Text of each character, "" for the second half of a surrogate pair."""
    if total == 0:
        return []
    units = pdfium_calls.utf16_text(text_page, total)
    bulk = units.decode("utf-16-le", errors="surrogatepass")
    # One unit per character means text and character indices agree; PDFium
    # leaves some characters out of the bulk text.
    if 2 * len(bulk) == 2 * total == len(units):
        texts = list(bulk)
    else:
        texts = list(map(chr, map(pdfium_calls.get_unicode, repeat(text_page), range(total))))
        for i in range(total - 1):
            high, low = texts[i], texts[i + 1]
            if "\ud800" <= high <= "\udbff" and "\udc00" <= low <= "\udfff":
                pair = (high + low).encode("utf-16-le", errors="surrogatepass")
                texts[i], texts[i + 1] = pair.decode("utf-16-le"), ""
    if not _UNCLEAR.isdisjoint(texts):
        for i, text in enumerate(texts):
            if text in _UNCLEAR:
                texts[i] = "-" if pdfium_calls.is_hyphen(text_page, i) == 1 else _UNKNOWN
    return texts


@dataclass(slots=True)
class _Turns:
    """How the matrix of each text object lies in the viewer's coordinates.

    `matrix` holds a, b, c, d; `scale` is what one unit along the baseline measures. Level text runs
    across, plumb text down or up.
    """

    matrix: Floats
    scale: Floats
    level: Mask
    plumb: Mask
    upright: Mask
    slanted: Mask

    @classmethod
    def of(cls, matrices: Floats, frame: Frame) -> _Turns:
        p, q, r, s = frame.to_view[:4]
        turned = matrices[:, :4] @ np.array(
            [[p, q, 0, 0], [r, s, 0, 0], [0, 0, p, q], [0, 0, r, s]], dtype=np.float64
        )
        a, b, c, d = np.abs(turned).T
        along, across = a + b, c + d
        return cls(
            turned,
            along,
            level=(b <= _LEVEL * along) & (c <= _LEVEL * across),
            plumb=(a <= _LEVEL * along) & (d <= _LEVEL * across),
            upright=(turned[:, 0] * -turned[:, 3] > 0) & (turned[:, 1] * -turned[:, 2] <= 0),
            # An oblique face leans by `c` and `d` alone: the baseline decides.
            slanted=np.minimum(a, b) > _SLANT * along,
        )


def _boxed(
    text: list[str],
    blank: Mask,
    loose: Floats,
    origin: Floats,
    run: Ints,
    strings: TextObjects,
    frame: Frame,
) -> Glyphs:
    """The characters with their boxes in the viewer's coordinates.

    A box is that of the rectangle (0, descent) to (advance, descent + 1 size) under the character's
    matrix.
    """
    turns = _Turns.of(strings.matrices, frame)
    a, b, c, d = turns.matrix[run].T
    size, descent = strings.sizes[run], strings.descents[run]
    ox, oy = frame.points(origin[:, 0], origin[:, 1])
    advance = _advances(text, loose, (ox, oy), turns, run, strings, frame)
    low, high = descent * size, (descent + 1) * size
    xs = (a * advance, c * low, c * high)
    ys = (b * advance, d * low, d * high)
    return Glyphs(
        text=text,
        x0=ox + np.minimum(0, xs[0]) + np.minimum(xs[1], xs[2]),
        top=oy + np.minimum(0, ys[0]) + np.minimum(ys[1], ys[2]),
        x1=ox + np.maximum(0, xs[0]) + np.maximum(xs[1], xs[2]),
        bottom=oy + np.maximum(0, ys[0]) + np.maximum(ys[1], ys[2]),
        start=ox,
        base=oy,
        em=size * np.hypot(c, d),
        upright=turns.upright[run],
        level=turns.level[run],
        slanted=turns.slanted[run],
        blank=blank,
        run=run,
        objects=strings,
    )


def _advances(
    text: list[str],
    loose: Floats,
    origin: tuple[Floats, Floats],
    turns: _Turns,
    run: Ints,
    strings: TextObjects,
    frame: Frame,
) -> Floats:
    """The advance of each character, before its matrix scales it.

    It is what PDFium's box reaches beyond the origin, along the baseline. PDFium widens boxes to
    hold the drawn glyph, which a stand-in for a font that is not embedded may overrun: there, and
    where a box cannot be right, the font's own width counts.
    """
    a, b = turns.matrix[run, 0], turns.matrix[run, 1]
    level, plumb, size = turns.level[run], turns.plumb[run], strings.sizes[run]
    ox, oy = origin
    ax, ay = frame.points(loose[:, 0], loose[:, 3])
    bx, by = frame.points(loose[:, 2], loose[:, 1])
    reach = np.where(
        level,
        np.where(a > 0, np.maximum(ax, bx) - ox, ox - np.minimum(ax, bx)),
        np.where(b > 0, np.maximum(ay, by) - oy, oy - np.minimum(ay, by)),
    )
    advance = np.where(level | plumb, reach / np.maximum(turns.scale[run], _LEVEL), 0.0)
    font = strings.font[run]
    embedded = np.array([f.embedded for f in strings.fonts], dtype=np.bool_)[font]
    doubtful = ~embedded | (advance <= 0) | (advance > _WIDEST * size)
    for k in np.flatnonzero(doubtful).tolist():
        width = strings.fonts[font[k]].width(text[k]) * size[k]
        if width > 0:
            advance[k] = width
        elif advance[k] <= 0 and not (level[k] or plumb[k]):
            advance[k] = size[k]
        else:
            advance[k] = min(max(advance[k], 0.0), _WIDEST * size[k])
    return advance
