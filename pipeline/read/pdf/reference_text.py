"""The text of a page in PDFium's own order: the independent second reading of a PDF.

Belongs here: that text, against which the numbers in cells and lines are counted.
Does not belong here: counting (`pipeline.reconcile.tokens`); cells and lines, which are made of
single characters (`cell_text`).
"""

from __future__ import annotations

from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.cell_text import text_in_file_order
from pipeline.read.pdf.pdf_page import PdfPage

# PDFium guesses from a page's characters whether its lines run across or down. A wrong guess shows
# as lines of one character, more than this share of all; turning the page makes PDFium guess again.
# Where no guess is right, characters that follow each other in the file and on the page are joined.
_BROKEN = 0.4
_TURNS = 4


def plain_text(page: PdfPage) -> str:
    """All text of the page in PDFium's reading order, lines ended by newlines.

    Call it last of all on a page: it may turn the page to read it.
    """
    if page.content.overprinted is not None:
        # PDFium would give each digit of an overprinted number twice.
        return text_in_file_order(page.content.glyphs.only(~page.content.overprinted))
    handle = page.content.handle
    text = _text_of(page.content.text_handle)
    share = _single_share(text)
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
        if _single_share(other) < share:
            text, share = other, _single_share(other)
        if share <= _BROKEN:
            break
    pdfium_calls.set_page_rotation(handle, rotation)
    return text if share <= _BROKEN else text_in_file_order(page.content.glyphs)


def _text_of(text_page: int) -> str:
    units = pdfium_calls.utf16_text(text_page, max(pdfium_calls.count_chars(text_page), 0))
    text = units.decode("utf-16-le", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _single_share(text: str) -> float:
    """Share of the lines that are a single character."""
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    return sum(len(line) == 1 for line in lines) / len(lines) if lines else 0.0
