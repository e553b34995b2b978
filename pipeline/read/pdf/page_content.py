"""One page as PDFium has it in memory, and what is read of it, as arrays.

Belongs here: the life of a page's PDFium handles; the parts of a page, each read when it is first
asked for. Does not belong here: how (`glyphs`, `paths`, `watermark`, `overprint`), what becomes of
them (`page_layout`, `pdf_page`), the document (`pdf_file`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from pdfminer.pdfpage import PDFPage
from pypdfium2 import raw

from pipeline.read.failures import DamagedDocument, ReadError
from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.arrays import Mask
from pipeline.read.pdf.coordinates import Box, Frame
from pipeline.read.pdf.fonts import FontCache
from pipeline.read.pdf.glyphs import Glyphs, read_glyphs, reveal
from pipeline.read.pdf.overprint import overprinted
from pipeline.read.pdf.paths import Artwork, read_artwork
from pipeline.read.pdf.watermark import watermark_mask


class PageContent:
    """Characters, paths and images of a page; readable until the page is closed.

    Its text page is loaded when text is asked for.
    """

    def __init__(
        self, document: object, path: Path, page_number: int, inherited: PDFPage, fonts: FontCache
    ) -> None:
        """Load page `page_number` (from 1) of a raw PDFium document; `inherited` is pdfminer's page.

        Raises `DamagedDocument` when PDFium cannot.
        """
        self.page_number = page_number
        self._path = path
        self._fonts = fonts
        self._text_page: int | None = None
        self._page: Any = raw.FPDF_LoadPage(document, page_number - 1)
        if not self._page:
            raise DamagedDocument("PDFium cannot load the page", path=path, page=page_number)
        self.frame = _frame(self._page, inherited)

    @property
    def handle(self) -> int:
        """The page for `pdfium_calls`; raises `ReadError` once closed."""
        if self._page is None:
            raise ReadError(
                "the page has been released; read it before the next one is loaded",
                path=self._path,
                page=self.page_number,
            )
        return pdfium_calls.handle_address(self._page)

    @property
    def text_handle(self) -> int:
        """The text page, loaded on first use.

        Raises `DamagedDocument` when PDFium cannot read it and `ReadError` once closed.
        """
        if self._text_page is None:
            self._text_page = pdfium_calls.load_text(self.handle)
        if not self._text_page:
            raise DamagedDocument(
                "PDFium cannot read the text of the page", path=self._path, page=self.page_number
            )
        return self._text_page

    @cached_property
    def glyphs(self) -> Glyphs:
        """Characters."""
        reveal(self.artwork.texts)
        return read_glyphs(self.text_handle, self.frame, self._fonts, self.artwork.texts)

    @cached_property
    def artwork(self) -> Artwork:
        """Painted paths and images."""
        return read_artwork(self.handle, self.frame)

    @cached_property
    def watermark(self) -> Mask:
        """Which of the characters are a watermark's."""
        return watermark_mask(self.glyphs)

    @cached_property
    def overprinted(self) -> Mask | None:
        """Which of the characters repeat another at almost the same point; None where none do."""
        return overprinted(self.glyphs)

    def close(self) -> None:
        """Drop what was read and give the page back to PDFium; a second call does nothing."""
        for name in ("glyphs", "artwork", "watermark", "overprinted"):
            self.__dict__.pop(name, None)
        page, text_page = self._page, self._text_page
        self._page = self._text_page = None
        if text_page:
            pdfium_calls.close_text(text_page)
        if page:
            raw.FPDF_ClosePage(page)


def _frame(page: object, inherited: PDFPage) -> Frame:
    rotation = raw.FPDFPage_GetRotation(page) * 90
    media = _box(raw.FPDFPage_GetMediaBox, page)
    crop = _box(raw.FPDFPage_GetCropBox, page)
    if media is None:
        # PDFium does not say what a page inherits; pdfminer does.
        try:
            media = tuple(map(float, inherited.mediabox))  # type: ignore[assignment]
            crop = tuple(map(float, inherited.cropbox))  # type: ignore[assignment]
        except Exception:  # noqa: BLE001 - any of pdfminer's many
            area = raw.FS_RECTF()
            raw.FPDF_GetPageBoundingBox(page, area)
            media = crop = (area.left, area.bottom, area.right, area.top)
    assert media is not None
    return Frame.of(media, crop or media, rotation)


def _box(getter: Callable[..., int], page: object) -> Box | None:
    values = [ctypes.c_float() for _ in range(4)]
    if not getter(page, *values):
        return None
    left, bottom, right, top = (v.value for v in values)
    return (left, bottom, right, top)
