"""Reading layer: characters, ruling lines and tables of PDF pages, fast.

Belongs here: getting what is printed on a page into plain values.  Does not
belong here: anything that knows what a budget is.
"""

from pipeline.read.carrier import Carrier, sniff
from pipeline.read.errors import (
    DamagedDocument,
    EmptyFile,
    NotADocument,
    PasswordRequired,
    ReadError,
)
from pipeline.read.layout import PageLayout, RawCell, RawTable, TextLine
from pipeline.read.pdf import PdfDocument, PdfPage, open_pdf
from pipeline.read.text import find_private_use, normalize_text
from pipeline.read.watermark import is_watermark_char

__all__ = [
    "Carrier",
    "DamagedDocument",
    "EmptyFile",
    "NotADocument",
    "PageLayout",
    "PasswordRequired",
    "PdfDocument",
    "PdfPage",
    "RawCell",
    "RawTable",
    "ReadError",
    "TextLine",
    "find_private_use",
    "is_watermark_char",
    "normalize_text",
    "open_pdf",
    "sniff",
]
