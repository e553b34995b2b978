"""One page as PDFium has it in memory.

Belongs here: the life of a page's PDFium handles. Does not belong here: what is read through them
(`glyphs`, `paths`), the document (`pdf_file`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdfium2 import raw

from pipeline.read.failures import DamagedDocument, ReadError
from pipeline.read.pdf import pdfium_calls


class LoadedPage:
    """The handle of a page and, once text is asked for, that of its text page.

    Closed by the page that reads it or by the document when the next page is loaded, whichever
    comes first.
    """

    def __init__(self, document: object, path: Path, page_number: int) -> None:
        """Load page `page_number` (from 1) of a raw PDFium document.

        Raises `DamagedDocument` when PDFium cannot.
        """
        self.page_number = page_number
        self._path = path
        self._text_page: Any = None
        self._page: Any = raw.FPDF_LoadPage(document, page_number - 1)
        if not self._page:
            raise DamagedDocument("PDFium cannot load the page", path=path, page=page_number)

    def require_open(self) -> None:
        """Raise `ReadError` when the page has been closed."""
        if self._page is None:
            raise ReadError(
                "the page has been released; read it before the next one is loaded",
                path=self._path,
                page=self.page_number,
            )

    @property
    def raw_page(self) -> object:
        """The page as `pypdfium2.raw` types it; raises `ReadError` once closed."""
        self.require_open()
        return self._page

    @property
    def handle(self) -> int:
        """The page for `pdfium_calls`; raises `ReadError` once closed."""
        return pdfium_calls.handle_address(self.raw_page)

    @property
    def text_handle(self) -> int:
        """The text page, loaded on first use.

        Raises `DamagedDocument` when PDFium cannot read it and `ReadError` once closed.
        """
        page = self.raw_page
        if self._text_page is None:
            self._text_page = raw.FPDFText_LoadPage(page)
        if not self._text_page:
            raise DamagedDocument(
                "PDFium cannot read the text of the page", path=self._path, page=self.page_number
            )
        return pdfium_calls.handle_address(self._text_page)

    def close(self) -> None:
        """Give the page back to PDFium; a second call does nothing."""
        page, text_page = self._page, self._text_page
        self._page = self._text_page = None
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        if page:
            raw.FPDF_ClosePage(page)
