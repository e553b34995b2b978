"""What PDFium does not give of a PDF (annotations, structure, inherited boxes), from pdfminer.

Belongs here: the same file opened by plain pdfplumber, on first use; most files never need it.
Does not belong here: anything PDFium gives.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfplumber.pdf import PDF


class PdfminerFile:
    """A file as `pdfplumber.page.Page` asks for its document, parsed on first use."""

    unicode_norm = None
    laparams = None
    raise_unicode_errors = False

    def __init__(self, path: Path, password: str | None) -> None:
        self.path = path
        self.password = password

    @cached_property
    def opened(self) -> PDF:
        """The file opened by plain pdfplumber."""
        return PDF.open(self.path, password=self.password)

    @property
    def doc(self) -> PDFDocument:
        """pdfminer's document."""
        return self.opened.doc

    @property
    def stream(self) -> BinaryIO:
        """The file as pdfminer reads it."""
        return self.opened.stream

    def page_object(self, page_number: int) -> PDFPage:
        """pdfminer's page `page_number` (from 1), parsed on first use."""
        return cast(PDFPage, _LazyPage(self, page_number))

    def close(self) -> None:
        """Close the file if it was opened."""
        opened: PDF | None = self.__dict__.pop("opened", None)
        if opened is not None:
            opened.close()


class _LazyPage:
    """Stands in for pdfminer's page until an attribute of it is asked for."""

    def __init__(self, file: PdfminerFile, page_number: int) -> None:
        self._file = file
        self._index = page_number - 1

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._file.opened.pages[self._index].page_obj, name)
