"""Fonts of a document as PDFium knows them.

Belongs here: name, descent and advances of a font, and which of its characters are certain.
Does not belong here: characters on a page (`glyphs`).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

from pipeline.read.pdf import pdfium_calls


@dataclass(slots=True)
class Font:
    """What is needed of a font; its descent is a share of the font size."""

    handle: int
    number: int
    name: str
    descent: float
    embedded: bool
    widths: dict[str, float] = field(default_factory=dict)

    def width(self, character: str) -> float:
        """Advance of a character as a share of the font size, 0 if unknown."""
        width = self.widths.get(character)
        if width is None:
            width = 0.0
            if len(character) == 1:
                width = pdfium_calls.float_from(
                    pdfium_calls.font_glyph_width, self.handle, ord(character), 1.0
                )
            self.widths[character] = width
        return width


class FontCache:
    """Fonts of one document by PDFium handle."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}
        # Font number and character packed in one number: those the file maps to Unicode, and those
        # PDFium only guesses.
        self.sure: set[int] = set()
        self.guessed: set[int] = set()
        self.named: set[int] = set()

    def get(self, handle: int) -> Font:
        """Return what is known of the font behind `handle`."""
        font = self._fonts.get(handle)
        if font is None:
            font = self._fonts[handle] = self._read(handle)
            if font.name:
                self.named.add(font.number)
        return font

    def _read(self, handle: int) -> Font:
        # As pdfminer: some fonts state the depth without its sign.
        descent = -abs(pdfium_calls.float_from(pdfium_calls.font_descent, handle, 1000.0)) / 1000
        buffer = (ctypes.c_char * 256)()
        size = pdfium_calls.font_name(handle, ctypes.addressof(buffer), 256)
        raw = buffer.raw[: max(0, min(size, 256) - 1)]
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", errors="replace")
        return Font(
            handle, len(self._fonts), name, descent, pdfium_calls.font_is_embedded(handle) == 1
        )
