"""The few PDFium functions the hot loops call, bound for speed.

Belongs here: foreign-function prototypes, and the memory that they write their results to.
Does not belong here: what the functions return means.

`pypdfium2.raw` declares handles as typed pointers, and building a pointer
object per call costs more than the call.  Here handles are plain integers and
out-parameters are addresses into arrays the caller owns.  The prototypes keep
the interpreter lock (PYFUNCTYPE): each call takes nanoseconds.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from pypdfium2 import raw

from pipeline.read.pdf.arrays import Floats

_P = ctypes.c_void_p
_I = ctypes.c_int
_U = ctypes.c_uint
_F = ctypes.c_float
# A handle returned as a plain number: a null handle is 0, not None.
_H = ctypes.c_size_t


def _bind(name: str, result: object, *arguments: object) -> Callable[..., Any]:
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None
    prototype = ctypes.PYFUNCTYPE(result, *arguments)  # type: ignore[arg-type]
    return prototype(address)


# Text of a page.
count_chars = _bind("FPDFText_CountChars", _I, _P)
get_text = _bind("FPDFText_GetText", _I, _P, _I, _I, _P)
get_unicode = _bind("FPDFText_GetUnicode", _U, _P, _I)
has_map_error = _bind("FPDFText_HasUnicodeMapError", _I, _P, _I)
is_hyphen = _bind("FPDFText_IsHyphen", _I, _P, _I)
text_object = _bind("FPDFText_GetTextObject", _H, _P, _I)
loose_box = _bind("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
char_origin = _bind("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
char_matrix = _bind("FPDFText_GetMatrix", _I, _P, _I, _P)
char_font_size = _bind("FPDFText_GetFontSize", ctypes.c_double, _P, _I)

load_text = _bind("FPDFText_LoadPage", _H, _P)
close_text = _bind("FPDFText_ClosePage", None, _P)

# Text objects and their fonts.
object_font = _bind("FPDFTextObj_GetFont", _H, _P)
object_font_size = _bind("FPDFTextObj_GetFontSize", _I, _P, _P)
object_set_render_mode = _bind("FPDFTextObj_SetTextRenderMode", _I, _P, _I)
font_is_embedded = _bind("FPDFFont_GetIsEmbedded", _I, _P)
font_name = _bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, _P, _P, ctypes.c_size_t)
font_descent = _bind("FPDFFont_GetDescent", _I, _P, _F, _P)
font_glyph_width = _bind("FPDFFont_GetGlyphWidth", _I, _P, ctypes.c_uint32, _F, _P)

# Page objects.
page_rotation = _bind("FPDFPage_GetRotation", _I, _P)
set_page_rotation = _bind("FPDFPage_SetRotation", None, _P, _I)
page_count_objects = _bind("FPDFPage_CountObjects", _I, _P)
page_object = _bind("FPDFPage_GetObject", _H, _P, _I)
form_count_objects = _bind("FPDFFormObj_CountObjects", _I, _P)
form_object = _bind("FPDFFormObj_GetObject", _H, _P, ctypes.c_ulong)
object_type = _bind("FPDFPageObj_GetType", _I, _P)
object_matrix = _bind("FPDFPageObj_GetMatrix", _I, _P, _P)
object_bounds = _bind("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
object_transform = _bind("FPDFPageObj_Transform", None, _P, *[ctypes.c_double] * 6)
object_set_stroke_width = _bind("FPDFPageObj_SetStrokeWidth", _I, _P, _F)
object_fill = _bind("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
object_stroke = _bind("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)
object_stroke_width = _bind("FPDFPageObj_GetStrokeWidth", _I, _P, _P)
object_clip = _bind("FPDFPageObj_GetClipPath", _H, _P)
clip_count_paths = _bind("FPDFClipPath_CountPaths", _I, _P)
clip_count_segments = _bind("FPDFClipPath_CountPathSegments", _I, _P, _I)
clip_segment = _bind("FPDFClipPath_GetPathSegment", _H, _P, _I, _I)
image_pixel_size = _bind("FPDFImageObj_GetImagePixelSize", _I, _P, _P, _P)

# Paths.
path_count_segments = _bind("FPDFPath_CountSegments", _I, _P)
path_segment = _bind("FPDFPath_GetPathSegment", _H, _P, _I)
path_draw_mode = _bind("FPDFPath_GetDrawMode", _I, _P, _P, _P)
segment_point = _bind("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
segment_type = _bind("FPDFPathSegment_GetType", _I, _P)
segment_close = _bind("FPDFPathSegment_GetClose", _I, _P)

OBJECT_TEXT = int(raw.FPDF_PAGEOBJ_TEXT)
OBJECT_PATH = int(raw.FPDF_PAGEOBJ_PATH)
OBJECT_IMAGE = int(raw.FPDF_PAGEOBJ_IMAGE)
OBJECT_FORM = int(raw.FPDF_PAGEOBJ_FORM)
SEGMENT_BEZIER = int(raw.FPDF_SEGMENT_BEZIERTO)
SEGMENT_MOVE = int(raw.FPDF_SEGMENT_MOVETO)
RENDER_STROKE = int(raw.FPDF_TEXTRENDERMODE_STROKE)


def make_all(calls: Iterable[object]) -> None:
    """Make the calls and drop their results; a loop around a call costs more than the call."""
    deque(calls, maxlen=0)


def floats_from(
    call: Callable[..., int],
    width: int,
    count: int,
    *arguments: Iterable[object],
    apart: bool = False,
    kind: type[np.floating[Any]] = np.float32,
) -> Floats:
    """What `count` calls with these arguments write, a row of `width` numbers of `kind` for each.

    A call takes the address of its row last, or where `apart`, one for each number.
    """
    rows = np.zeros((count, width), dtype=kind)
    first, step = rows.ctypes.data, rows.itemsize * width
    starts = [first + k * rows.itemsize for k in range(width if apart else 1)]
    make_all(map(call, *arguments, *(range(at, at + step * count, step) for at in starts)))
    return rows.astype(np.float64)


def float_from(call: Callable[..., int], *arguments: object) -> float:
    """The number that one call writes, 0 where it fails."""
    out = ctypes.c_float()
    return out.value if call(*arguments, ctypes.addressof(out)) else 0.0


def integers_from(call: Callable[..., int], count: int, handle: int) -> list[int] | None:
    """The whole numbers that one call writes to as many addresses, None where it fails."""
    out = (ctypes.c_uint * count)()
    at = ctypes.addressof(out)
    return list(out) if call(handle, *range(at, at + 4 * count, 4)) else None


def utf16_text(text_page: int, count: int) -> bytes:
    """The first `count` characters of a text page in UTF-16 (little-endian)."""
    # A character beyond the first plane takes two units; a null ends the text.
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = get_text(text_page, 0, count, ctypes.addressof(buffer))
    return bytes(buffer)[: 2 * max(0, written - 1)]


def handle_address(handle: object) -> int:
    """Address behind a handle that `pypdfium2.raw` returned."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
