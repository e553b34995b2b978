"""The text of a page as PDFium itself puts it in order: an independent second reading.

Belongs here: nothing but that. Tables and lines are found from single characters elsewhere; this
text is what their tokens are counted against.
"""

from __future__ import annotations

import ctypes

from pipeline.read import native
from pipeline.read.page import PdfPage


def plain_text(page: PdfPage) -> str:
    """All text of the page in PDFium's reading order, lines ended by newlines."""
    handle = page._loaded() and page._text()
    count = native.count_chars(handle)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = native.get_text(handle, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
