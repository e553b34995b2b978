"""One page: pdfplumber's `Page`, with everything on it read by PDFium.

Belongs here: the page object and its conversions to pdfplumber's dictionaries.
Does not belong here: the algorithms it calls (`glyphs`, `paths`, `ruling`,
`assemble`), or opening files (`pdf`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pdfplumber.page import Page
from pdfplumber.table import Table, TableFinder, TableSettings

from pipeline.domain.lookalikes import find_private_use
from pipeline.read.failures import ReadError
from pipeline.read.layout import PageLayout, RawCell, RawTable
from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.cell_text import Ints, Mask, assign, cell_texts, text_lines, words
from pipeline.read.pdf.clipping import unseen
from pipeline.read.pdf.coordinates import Box, Frame, Matrix, multiply
from pipeline.read.pdf.glyphs import Glyphs, read_glyphs, reveal, settled
from pipeline.read.pdf.lattice import (
    Edges,
    Tolerances,
    cells_between,
    find_cells,
    merged_edges,
    rows_of,
    within,
)
from pipeline.read.pdf.legible import count_unreadable
from pipeline.read.pdf.open_sides import close_open_sides
from pipeline.read.pdf.overprint import copies
from pipeline.read.pdf.paths import Artwork, Image, Subpath, covered_share, read_artwork
from pipeline.read.pdf.watermark import fill_rgba, stroke_rgba, watermark_mask
from pipeline.read.pdf.whole_numbers import keep_numbers_whole
from pipeline.read.stream.stream_tables import find_aligned, is_frame, may_align, read_frame
from pipeline.read.stream.word_rows import Rule, Word

if TYPE_CHECKING:
    from pipeline.read.pdf.pdf_file import PdfDocument

Obj = dict[str, Any]
_LINE_STRATEGIES = ("lines", "lines_strict")
_DEFAULT_TEXT = {"x_tolerance": 3, "y_tolerance": 3}


class PdfTable(Table):
    """pdfplumber's table, whose text is joined for all cells at once."""

    page: PdfPage

    def extract(self, **kwargs: object) -> list[list[str | None]]:
        """Return the text of each cell, None where a merged cell covers."""
        if any(_DEFAULT_TEXT.get(key) != value for key, value in kwargs.items()):
            return super().extract(**kwargs)
        owner, overlapping = assign(self.page.glyphs, self.cells)
        if overlapping:
            # pdfplumber gives a character to every cell that holds it.
            return super().extract(**kwargs)
        texts = cell_texts(self.page.glyphs, owner, len(self.cells))
        text_of = {cell: texts[i].text for i, cell in enumerate(self.cells)}
        return [
            [None if cell is None else text_of[cell] for cell in row] for row in rows_of(self.cells)
        ]


class PdfPage(Page):
    """A page of a document opened with `open_pdf`.

    It behaves as `pdfplumber.page.Page`; characters, lines, rectangles, curves
    and images come from PDFium.  It is usable until its document loads the
    next page or is closed.
    """

    pdf: PdfDocument  # type: ignore[assignment]

    def __init__(
        self,
        pdf: PdfDocument,
        page_number: int,
        handle: int,
        text: Callable[[], int],
        frame: Frame,
    ) -> None:
        # pdfplumber's own constructor reads a pdfminer page; none is parsed here.
        self.pdf = pdf
        self.root_page = self
        self.page_obj = pdf.pdfminer_page(page_number)
        self.page_number = page_number
        self.rotation = frame.rotation
        self.mediabox = frame.mediabox
        self.cropbox = frame.cropbox
        self.bbox = frame.mediabox
        self.get_textmap = lru_cache()(self._get_textmap)
        self._handle: int | None = handle
        self._text = text
        self._frame = frame

    # What was read, as arrays.

    @cached_property
    def glyphs(self) -> Glyphs:
        """Characters as arrays."""
        self._loaded()
        reveal(self.artwork.texts)
        return read_glyphs(self._text(), self._frame, self.pdf.fonts, self.artwork.texts)

    @cached_property
    def artwork(self) -> Artwork:
        """Painted paths and images."""
        return read_artwork(self._loaded(), self._frame)

    @cached_property
    def watermark(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of the characters are a watermark's."""
        return watermark_mask(self.glyphs)

    @cached_property
    def copies(self) -> Mask | None:
        """Which of the characters are printed a second time at almost the same place."""
        return copies(self.glyphs)

    def _loaded(self) -> int:
        """Return the page's PDFium handle, which must not have been closed."""
        if self._handle is None:
            raise ReadError(
                "the page has been released; read it before the next one is loaded",
                path=self.pdf.path,
                page=self.page_number,
            )
        return self._handle

    def release(self) -> None:
        """Forget the PDFium page; called by the document when it closes it."""
        self._handle = None

    def close(self) -> None:
        """Drop what was read and close the PDFium page."""
        super().close()
        for name in ("glyphs", "artwork", "watermark", "copies"):
            self.__dict__.pop(name, None)
        self.pdf.close_page(self)

    @cached_property
    def initial_doctop(self) -> float:  # type: ignore[override]
        """Height of all pages before this one."""
        return self.pdf.height_before(self.page_number)

    # Tables.

    def find_tables(
        self, table_settings: TableSettings | dict[str, Any] | None = None
    ) -> list[Table]:
        """Return the page's tables, as pdfplumber finds them."""
        settings = TableSettings.resolve(table_settings)
        tolerances = _tolerances(settings)
        if tolerances is None:
            return list(TableFinder(self, settings).tables)
        return [PdfTable(self, cells) for cells in find_cells(self.artwork, tolerances)]

    def read_layout(self, previous: PageLayout | None = None) -> PageLayout:
        """Read the page once: its tables and every line of text outside them.

        `previous` is the page before: an unruled table that it ends with may go on here without
        its headings, in the same columns.
        Each printed character is in exactly one cell or one line.  Watermark
        characters never enter a cell: they come as lines marked `watermark`.
        """
        glyphs = settled(self.glyphs)
        watermark = self.watermark
        if self.copies is not None:
            glyphs, watermark = glyphs.only(~self.copies), watermark[~self.copies]
        edges = within(*merged_edges(self.artwork, Tolerances()), self._frame.seen)
        tables = cells_between(*edges, Tolerances())
        owner = _owners(glyphs, tables, watermark)
        outside = (owner < 0) & ~glyphs.blank & ~watermark
        if tables and outside.any():
            x = (glyphs.x0[outside] + glyphs.x1[outside]) / 2
            y = (glyphs.top[outside] + glyphs.bottom[outside]) / 2
            closed = close_open_sides(*edges, x, y)
            if closed is not None:
                tables = cells_between(*closed, Tolerances())
                owner = _owners(glyphs, tables, watermark)
        hidden = unseen(glyphs, owner, self.artwork, self._frame)
        if hidden is not None:
            owner[hidden] = -1
        keep_numbers_whole(glyphs, owner)
        cells = [cell for table in tables for cell in table]
        texts = cell_texts(glyphs, owner, len(cells))
        raw = _raw_tables(tables, [(t.text, t.first_x0) for t in texts])
        free = owner < 0
        readable = glyphs.level & glyphs.upright & ~watermark
        if hidden is not None:
            readable &= ~hidden
        raw = _opened(
            raw, tables, owner, free, lambda chosen: words(glyphs, chosen & readable), edges[1]
        )
        lines = text_lines(glyphs, free, watermark, hidden)
        if may_align(lines):
            above = previous.tables[-1] if previous and previous.tables else None
            found = find_aligned(words(glyphs, free & readable), raw, _rules(edges[1]), above)
            for table, used in found:
                raw.append(table)
                free[used] = False
            if found:
                lines = text_lines(glyphs, free, watermark, hidden)
        return PageLayout(
            page_number=self.page_number,
            width=float(self.width),
            height=float(self.height),
            rotation=int(self.rotation),
            tables=raw,
            lines=lines,
            char_count=int((~glyphs.blank).sum()),
            image_area_ratio=covered_share(self.artwork.images, self.bbox),
            private_use_count=len(find_private_use("".join(glyphs.text))),
            unreadable_count=count_unreadable(glyphs),
        )

    # pdfplumber's dictionaries, made only when asked for.

    def parse_objects(self) -> dict[str, list[Obj]]:
        """Return all objects of the page by kind, as pdfplumber's dictionaries."""
        # Kinds without an object are left out, as pdfplumber does.
        objects: dict[str, list[Obj]] = {}
        chars = self._chars()
        if chars:
            objects["char"] = chars
        for path in self.artwork.subpaths:
            objects.setdefault(path.kind, []).append(self._path(path))
        for image in self.artwork.images:
            objects.setdefault("image", []).append(self._image(image))
        return objects

    def _chars(self) -> list[Obj]:
        glyphs = self.glyphs
        self._loaded()
        floor = float(self.height) + float(self.mediabox[1])
        doctop = self.initial_doctop
        turn: Matrix = multiply(self._frame.to_view, (1, 0, 0, -1, 0, floor))
        matrices = [multiply((*m,), turn) for m in glyphs.matrices.tolist()]
        names = [glyphs.fonts[k].name for k in glyphs.font_of_run.tolist()]
        fills = [fill_rgba(handle)[:3] for handle in glyphs.objects]
        strokes = [stroke_rgba(handle)[:3] for handle in glyphs.objects]
        chars = []
        for i, (text, run, x0, top, x1, bottom) in enumerate(
            zip(
                glyphs.text,
                glyphs.run.tolist(),
                glyphs.x0.tolist(),
                glyphs.top.tolist(),
                glyphs.x1.tolist(),
                glyphs.bottom.tolist(),
                strict=True,
            )
        ):
            chars.append(
                {
                    "matrix": (
                        *matrices[run][:4],
                        float(glyphs.start[i]),
                        floor - float(glyphs.base[i]),
                    ),
                    "fontname": names[run],
                    "adv": x1 - x0,
                    "upright": bool(glyphs.upright[i]),
                    "x0": x0,
                    "y0": floor - bottom,
                    "x1": x1,
                    "y1": floor - top,
                    "width": x1 - x0,
                    "height": bottom - top,
                    "size": bottom - top,
                    "mcid": None,
                    "tag": None,
                    "object_type": "char",
                    "page_number": self.page_number,
                    "ncs": "DeviceRGB",
                    "text": text,
                    "stroking_color": strokes[run],
                    "non_stroking_color": fills[run],
                    "top": top,
                    "bottom": bottom,
                    "doctop": doctop + top,
                }
            )
        return chars

    def _path(self, path: Subpath) -> Obj:
        handle = path.owner
        self._loaded()
        out = (ctypes.c_int * 2)()
        at = pdfium_calls.address(out)
        pdfium_calls.path_draw_mode(handle, at, at + 4)
        width = (ctypes.c_float * 1)()
        pdfium_calls.object_stroke_width(handle, pdfium_calls.address(width))
        # The last of a rectangle's points repeats the first; pdfplumber lists four.
        points = path.points[:4] if path.kind == "rect" else path.points
        commands = ["m"] + ["l"] * (len(points) - 1)
        xs, ys = [p[0] for p in path.points], [p[1] for p in path.points]
        return {
            **self._box((min(xs), min(ys), max(xs), max(ys))),
            "linewidth": width[0],
            "pts": points,
            "path": [(c, p) for c, p in zip(commands, points, strict=True)],
            "stroke": bool(out[1]),
            "fill": bool(out[0]),
            "evenodd": out[0] == 1,
            "stroking_color": stroke_rgba(handle)[:3],
            "non_stroking_color": fill_rgba(handle)[:3],
            "dash": None,
            "mcid": None,
            "tag": None,
            "object_type": path.kind,
        }

    def _image(self, image: Image) -> Obj:
        self._loaded()
        size = (ctypes.c_uint * 2)()
        at = pdfium_calls.address(size)
        pdfium_calls.image_pixel_size(image.owner, at, at + 4)
        return {
            **self._box(image.box),
            "srcsize": (int(size[0]), int(size[1])),
            "name": None,
            "stream": None,
            "mcid": None,
            "tag": None,
            "object_type": "image",
        }

    def _box(self, box: Box) -> Obj:
        x0, top, x1, bottom = box
        floor = float(self.height) + float(self.mediabox[1])
        return {
            "page_number": self.page_number,
            "x0": x0,
            "y0": floor - bottom,
            "x1": x1,
            "y1": floor - top,
            "width": x1 - x0,
            "height": bottom - top,
            "top": top,
            "bottom": bottom,
            "doctop": self.initial_doctop + top,
        }


def _tolerances(settings: TableSettings) -> Tolerances | None:
    """Settings for the fast finder, None where only pdfplumber's own will do."""
    if (
        settings.vertical_strategy not in _LINE_STRATEGIES
        or settings.horizontal_strategy not in _LINE_STRATEGIES
        or settings.explicit_vertical_lines
        or settings.explicit_horizontal_lines
    ):
        return None
    return Tolerances(
        snap_x=settings.snap_x_tolerance,
        snap_y=settings.snap_y_tolerance,
        join_x=settings.join_x_tolerance,
        join_y=settings.join_y_tolerance,
        min_length=settings.edge_min_length,
        min_length_prefilter=settings.edge_min_length_prefilter,
        intersection_x=settings.intersection_x_tolerance,
        intersection_y=settings.intersection_y_tolerance,
        strict_v=settings.vertical_strategy == "lines_strict",
        strict_h=settings.horizontal_strategy == "lines_strict",
    )


def _owners(glyphs: Glyphs, tables: list[list[Box]], watermark: Mask) -> Ints:
    """The cell of each character, counted through all tables; -1 for none and watermarks."""
    owner, _ = assign(glyphs, [cell for table in tables for cell in table])
    owner[watermark] = -1
    return owner


def _opened(
    raw: list[RawTable],
    tables: list[list[Box]],
    owner: Ints,
    free: Mask,
    words_of: Callable[[Mask], list[Word]],
    level: Edges,
) -> list[RawTable]:
    """The tables, those whose lines are a frame around many rows read by their aligned amounts.

    Characters of a frame that are not in the rows found become free.
    """
    result = []
    start = 0
    for table, cells in zip(raw, tables, strict=True):
        stop = start + len(cells)
        found = []
        if is_frame(table):
            inside = (owner >= start) & (owner < stop)
            found = read_frame(table, words_of(inside), _rules(level))
        if found:
            free |= inside
            for _, used in found:
                free[used] = False
        result += [inner for inner, _ in found] or [table]
        start = stop
    return result


def _rules(level: Edges) -> list[Rule]:
    """Level ruling lines as plain values."""
    return [
        Rule(float(at), float(low), float(high))
        for at, low, high in zip(level.at, level.low, level.high, strict=True)
    ]


def _raw_tables(tables: list[list[Box]], texts: list[tuple[str, float | None]]) -> list[RawTable]:
    result = []
    start = 0
    for cells in tables:
        by_box = {cell: RawCell(*cell, *texts[start + i]) for i, cell in enumerate(cells)}
        start += len(cells)
        result.append(
            RawTable(
                min(c[0] for c in cells),
                min(c[1] for c in cells),
                max(c[2] for c in cells),
                max(c[3] for c in cells),
                [[None if c is None else by_box[c] for c in row] for row in rows_of(cells)],
            )
        )
    return result
