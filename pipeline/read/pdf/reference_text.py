"""The text of a page as PDFium itself puts it in order: an independent second reading.

Belongs here: nothing but that. Tables and lines are found from single characters elsewhere; this
text is what their tokens are counted against.
"""

from __future__ import annotations

import ctypes

from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.cell_text import strokes
from pipeline.read.pdf.pdf_page import PdfPage

# PDFium guesses from a page's characters whether its lines run across or down. Where it guesses
# wrong nearly every line is one character; turning the page makes it guess again. Where it never
# guesses right, characters that follow each other in the file and on the page are put together.
_BROKEN = 0.4
_TURNS = 4


def plain_text(page: PdfPage) -> str:
    """All text of the page in PDFium's reading order, lines ended by newlines.

    Call it after everything else is read of the page.
    """
    if page.content.overprinted is not None:
        # PDFium would give each digit of such a number twice.
        return strokes(page.content.glyphs.only(~page.content.overprinted))
    handle = page.content.loaded.handle
    text = _text_of(page.content.loaded.text_handle)
    share = _single(text)
    if share <= _BROKEN:
        return text
    rotation = pdfium_calls.page_rotation(handle)
    for turn in range(1, _TURNS):
        pdfium_calls.set_page_rotation(handle, (rotation + turn) % _TURNS)
        text_page = pdfium_calls.load_text(handle)
        if not text_page:
            continue
        other = _text_of(text_page)
        pdfium_calls.close_text(text_page)
        if _single(other) < share:
            text, share = other, _single(other)
        if share <= _BROKEN:
            break
    pdfium_calls.set_page_rotation(handle, rotation)
    return text if share <= _BROKEN else strokes(page.content.glyphs)


def _text_of(text_page: int) -> str:
    count = pdfium_calls.count_chars(text_page)
    if count <= 0:
        return ""
    # A character beyond the first plane takes two units.
    buffer = (ctypes.c_ushort * (2 * count + 1))()
    written = pdfium_calls.get_text(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _single(text: str) -> float:
    """Share of the lines that are a single character."""
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    return sum(len(line) == 1 for line in lines) / len(lines) if lines else 0.0
