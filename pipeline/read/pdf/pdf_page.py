"""One page: pdfplumber's `Page`, with everything on it read by PDFium.

Belongs here: pdfplumber's interface to a page, and the conversions to its dictionaries.
Does not belong here: what the project itself reads of a page (`page_layout`), opening files
(`pdf_file`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.table import Table, TableFinder, TableSettings

from pipeline.read.layout import PageLayout, in_rows
from pipeline.read.pdf import pdfium_calls
from pipeline.read.pdf.cell_text import assign, raw_cells
from pipeline.read.pdf.coordinates import Box, Matrix, multiply
from pipeline.read.pdf.lattice import Tolerances, cells_between, merged_edges
from pipeline.read.pdf.page_content import PageContent
from pipeline.read.pdf.page_layout import layout_of
from pipeline.read.pdf.paths import Image, Subpath
from pipeline.read.pdf.pdfminer_file import PdfminerFile
from pipeline.read.pdf.watermark import rgba

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
        owner, overlapping = assign(self.page.content.glyphs, self.cells)
        if overlapping:
            # pdfplumber gives a character to every cell that holds it.
            return super().extract(**kwargs)
        cells = raw_cells(self.page.content.glyphs, owner, self.cells)
        return [[None if cell is None else cell.text for cell in row] for row in in_rows(cells)]


class PdfPage(Page):
    """A page of a document opened with `open_pdf`.

    It behaves as `pdfplumber.page.Page`; characters, lines, rectangles, curves
    and images come from PDFium.  It is usable until its document loads the
    next page or is closed.
    """

    pdf: PdfminerFile  # type: ignore[assignment]

    def __init__(
        self,
        pdf: PdfminerFile,
        page_obj: PDFPage,
        content: PageContent,
        height_before: Callable[[int], float],
    ) -> None:
        """`height_before` gives the height of all pages before a page number."""
        # pdfplumber's own constructor reads a pdfminer page; none is parsed here.
        self.pdf = pdf
        self.root_page = self
        self.page_obj = page_obj
        self.page_number = content.page_number
        self.rotation = content.frame.rotation
        self.mediabox = self.bbox = content.frame.mediabox
        self.cropbox = content.frame.cropbox
        self.get_textmap = lru_cache()(self._get_textmap)
        self.content = content
        self._height_before = height_before

    def close(self) -> None:
        """Drop what was read and close the PDFium page."""
        super().close()
        self.content.close()

    @cached_property
    def initial_doctop(self) -> float:  # type: ignore[override]
        """Height of all pages before this one."""
        return self._height_before(self.page_number)

    @cached_property
    def _floor(self) -> float:
        """The page's lower edge: pdfplumber's y runs up from it."""
        return float(self.height) + float(self.mediabox[1])

    def read_layout(self, previous: PageLayout | None = None) -> PageLayout:
        """Read the page once: its tables and every line of text outside them (`layout_of`)."""
        return layout_of(self.content, previous)

    def find_tables(
        self, table_settings: TableSettings | dict[str, Any] | None = None
    ) -> list[Table]:
        """Return the page's tables, as pdfplumber finds them."""
        settings = TableSettings.resolve(table_settings)
        tolerances = _tolerances(settings)
        if tolerances is None:
            return list(TableFinder(self, settings).tables)
        edges = merged_edges(self.content.artwork, tolerances)
        return [PdfTable(self, cells) for cells in cells_between(*edges, tolerances)]

    # pdfplumber's dictionaries, made only when asked for.

    def parse_objects(self) -> dict[str, list[Obj]]:
        """Return all objects of the page by kind, as pdfplumber's dictionaries."""
        # Kinds without an object are left out, as pdfplumber does.
        objects: dict[str, list[Obj]] = {}
        chars = self._chars()
        if chars:
            objects["char"] = chars
        for path in self.content.artwork.subpaths:
            objects.setdefault(path.kind, []).append(self._path(path))
        for image in self.content.artwork.images:
            objects.setdefault("image", []).append(self._image(image))
        return objects

    def _chars(self) -> list[Obj]:
        glyphs, strings = self.content.glyphs, self.content.glyphs.objects
        turn: Matrix = multiply(self.content.frame.to_view, (1, 0, 0, -1, 0, self._floor))
        matrices = [multiply((*m,), turn)[:4] for m in strings.matrices.tolist()]
        names = [strings.fonts[k].name for k in strings.font.tolist()]
        fills = [rgba(pdfium_calls.object_fill, handle)[:3] for handle in strings.handles]
        strokes = [rgba(pdfium_calls.object_stroke, handle)[:3] for handle in strings.handles]
        chars = []
        for i, (text, run, *box) in enumerate(
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
            char = self._box((*box,))
            char |= {
                "matrix": (
                    *matrices[run],
                    float(glyphs.start[i]),
                    self._floor - float(glyphs.base[i]),
                ),
                "fontname": names[run],
                "adv": char["width"],
                "upright": bool(glyphs.upright[i]),
                "size": char["height"],
                "mcid": None,
                "tag": None,
                "object_type": "char",
                "ncs": "DeviceRGB",
                "text": text,
                "stroking_color": strokes[run],
                "non_stroking_color": fills[run],
            }
            chars.append(char)
        return chars

    def _path(self, path: Subpath) -> Obj:
        handle = path.owner
        fill, stroke = pdfium_calls.integers_from(pdfium_calls.path_draw_mode, 2, handle) or (0, 0)
        # The last of a rectangle's points repeats the first; pdfplumber lists four.
        points = path.points[:4] if path.kind == "rect" else path.points
        commands = ["m"] + ["l"] * (len(points) - 1)
        xs, ys = [p[0] for p in path.points], [p[1] for p in path.points]
        return {
            **self._box((min(xs), min(ys), max(xs), max(ys))),
            "linewidth": pdfium_calls.float_from(pdfium_calls.object_stroke_width, handle),
            "pts": points,
            "path": [(c, p) for c, p in zip(commands, points, strict=True)],
            "stroke": bool(stroke),
            "fill": bool(fill),
            "evenodd": fill == 1,
            "stroking_color": rgba(pdfium_calls.object_stroke, handle)[:3],
            "non_stroking_color": rgba(pdfium_calls.object_fill, handle)[:3],
            "dash": None,
            "mcid": None,
            "tag": None,
            "object_type": path.kind,
        }

    def _image(self, image: Image) -> Obj:
        size = pdfium_calls.integers_from(pdfium_calls.image_pixel_size, 2, image.owner)
        return {
            **self._box(image.box),
            "srcsize": tuple(size or (0, 0)),
            "name": None,
            "stream": None,
            "mcid": None,
            "tag": None,
            "object_type": "image",
        }

    def _box(self, box: Box) -> Obj:
        x0, top, x1, bottom = box
        return {
            "page_number": self.page_number,
            "x0": x0,
            "y0": self._floor - bottom,
            "x1": x1,
            "y1": self._floor - top,
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
