"""Reading layer: what is printed in a document, page by page, whatever its carrier.

Belongs here: getting what a page, sheet, file or web page shows into plain values.  Does not
belong here: anything that knows what a budget is.
"""

from pipeline.read.carrier import Carrier, sniff
from pipeline.read.document import read_document
from pipeline.read.failures import (
    DamagedDocument,
    EmptyFile,
    NotADocument,
    NothingPrinted,
    PasswordRequired,
    PictureOnly,
    ReadError,
    TooLarge,
    UnsupportedCarrier,
)
from pipeline.read.layout import PageLayout, RawCell, RawTable, TextLine
from pipeline.read.pdf.pdf_file import PdfDocument, open_pdf
from pipeline.read.pdf.pdf_page import PdfPage
from pipeline.read.pdf.watermark import is_watermark_char
from pipeline.read.reading import Reading, ReadNote

__all__ = [
    "Carrier",
    "DamagedDocument",
    "EmptyFile",
    "NotADocument",
    "NothingPrinted",
    "PageLayout",
    "PasswordRequired",
    "PdfDocument",
    "PdfPage",
    "PictureOnly",
    "RawCell",
    "RawTable",
    "ReadError",
    "ReadNote",
    "Reading",
    "TextLine",
    "TooLarge",
    "UnsupportedCarrier",
    "is_watermark_char",
    "open_pdf",
    "read_document",
    "sniff",
]
