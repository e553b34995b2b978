"""Opens PDF files and hands out their pages one at a time.

Belongs here: opening, closing, passwords, damage. Does not belong here: what is on a page
(`pdf_page`).

PDFium is not thread safe: use one process per document, not threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pypdfium2
from pypdfium2 import raw

from pipeline.read.carrier import Carrier, sniff
from pipeline.read.failures import (
    DamagedDocument,
    EmptyFile,
    NotADocument,
    PasswordRequired,
    ReadError,
)
from pipeline.read.pdf.fonts import FontCache
from pipeline.read.pdf.page_content import PageContent
from pipeline.read.pdf.pdf_page import PdfPage
from pipeline.read.pdf.pdfminer_file import PdfminerFile

# Writers append junk after the end marker; readers look for it in this much.
_TAIL = 4096


def open_pdf(path: str | Path, password: str | None = None) -> PdfDocument:
    """Open a PDF file.

    Raises `EmptyFile`, `NotADocument`, `PasswordRequired` or `DamagedDocument`.
    """
    return PdfDocument(Path(path), password)


class PdfDocument:
    """An open PDF; at most one of its pages is loaded at a time."""

    def __init__(self, path: Path, password: str | None = None) -> None:
        self.path = path
        self.damage: list[str] = []
        self._fonts = FontCache()
        self._page: PdfPage | None = None
        self._pdfminer = PdfminerFile(path, password)
        kind = sniff(path)
        if kind is Carrier.EMPTY:
            raise EmptyFile("the file is empty", path=path)
        if kind is not Carrier.PDF:
            raise NotADocument(
                f"not a PDF, the content looks like {kind.value}", looks_like=kind.value, path=path
            )
        ended = _has_end_marker(path)
        try:
            self._pdf: Any = pypdfium2.PdfDocument(path, password=password)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                message = "the password is wrong" if password else "a password is required"
                raise PasswordRequired(message, path=path) from error
            cut = "" if ended else "; the file has no end marker, it looks cut off"
            raise DamagedDocument(f"PDFium cannot open it: {error}{cut}", path=path) from error
        if not ended:
            self.damage.append("the file has no end marker, it looks cut off")
        self.page_count = len(self._pdf)
        if self.page_count == 0:
            self._pdf.close()
            raise DamagedDocument("the document has no readable page", path=path)

    @property
    def metadata(self) -> dict[str, str]:
        """Title, author, producer and dates, as the document states them."""
        return dict(self._pdf.get_metadata_dict(skip_empty=True))

    def page(self, index: int) -> PdfPage:
        """Load page `index` (from 0); the page loaded before is released.

        Raises `DamagedDocument` when PDFium cannot load the page; other pages
        of the document may still be read.
        """
        if not 0 <= index < self.page_count:
            raise ReadError(f"there is no page {index + 1} of {self.page_count}", path=self.path)
        self._release()
        inherited = self._pdfminer.page_object(index + 1)
        content = PageContent(self._pdf.raw, self.path, index + 1, inherited, self._fonts)
        self._page = PdfPage(self._pdfminer, inherited, content, self._height_before)
        return self._page

    def pages(
        self,
        start: int = 0,
        stop: int | None = None,
        on_damaged: Callable[[DamagedDocument], None] | None = None,
    ) -> PageIterator:
        """Iterate over pages, each released before the next is loaded.

        A page that cannot be loaded goes to `on_damaged`, or is raised; the
        iterator can be continued after that with `next`.
        """
        last = self.page_count if stop is None else min(stop, self.page_count)
        return PageIterator(self, start, last, on_damaged)

    def close(self) -> None:
        """Close the document and the page in use."""
        self._release()
        self._fonts = FontCache()
        self._pdfminer.close()
        self._pdf.close()

    def __enter__(self) -> PdfDocument:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _release(self) -> None:
        if self._page is not None:
            # Also clears what was read: a long document must not pile up.
            self._page.close()
            self._page = None

    def _height_before(self, page_number: int) -> float:
        """Heights of all pages before `page_number`, added up."""
        size = raw.FS_SIZEF()
        height = 0.0
        for index in range(page_number - 1):
            raw.FPDF_GetPageSizeByIndexF(self._pdf.raw, index, size)
            height += size.height
        return height


class PageIterator(Iterator[PdfPage]):
    """Pages in order; survives a page that cannot be loaded."""

    def __init__(
        self,
        document: PdfDocument,
        start: int,
        stop: int,
        on_damaged: Callable[[DamagedDocument], None] | None,
    ) -> None:
        self._document = document
        self._indices = iter(range(start, stop))
        self._on_damaged = on_damaged

    def __next__(self) -> PdfPage:
        for index in self._indices:
            try:
                return self._document.page(index)
            except DamagedDocument as error:
                if self._on_damaged is None:
                    raise
                self._on_damaged(error)
        raise StopIteration


def _has_end_marker(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - _TAIL))
        tail = stream.read()
    return b"%%EOF" in tail or b"startxref" in tail
