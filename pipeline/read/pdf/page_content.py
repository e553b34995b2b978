"""What PDFium reads of one page, as arrays, each part read when it is first asked for.

Belongs here: the parts of a page and when they are read. Does not belong here: how (`glyphs`,
`paths`, `watermark`, `overprint`), what becomes of them (`page_layout`, `pdf_page`).
"""

from __future__ import annotations

from functools import cached_property

from pipeline.read.pdf.arrays import Mask
from pipeline.read.pdf.coordinates import Frame
from pipeline.read.pdf.fonts import FontCache
from pipeline.read.pdf.glyphs import Glyphs, read_glyphs, reveal
from pipeline.read.pdf.loaded_page import LoadedPage
from pipeline.read.pdf.overprint import overprinted
from pipeline.read.pdf.paths import Artwork, read_artwork
from pipeline.read.pdf.watermark import watermark_mask


class PageContent:
    """Characters, paths and images of a page; readable until the page is closed."""

    def __init__(self, loaded: LoadedPage, frame: Frame, fonts: FontCache) -> None:
        self.loaded = loaded
        self.frame = frame
        self._fonts = fonts

    @cached_property
    def glyphs(self) -> Glyphs:
        """Characters."""
        reveal(self.artwork.texts)
        return read_glyphs(self.loaded.text_handle, self.frame, self._fonts, self.artwork.texts)

    @cached_property
    def artwork(self) -> Artwork:
        """Painted paths and images."""
        return read_artwork(self.loaded.handle, self.frame)

    @cached_property
    def watermark(self) -> Mask:
        """Which of the characters are a watermark's."""
        return watermark_mask(self.glyphs)

    @cached_property
    def overprinted(self) -> Mask | None:
        """Which of the characters repeat another at almost the same point; None where none do."""
        return overprinted(self.glyphs)

    def close(self) -> None:
        """Drop what was read and close the PDFium page."""
        for name in ("glyphs", "artwork", "watermark", "overprinted"):
            self.__dict__.pop(name, None)
        self.loaded.close()
