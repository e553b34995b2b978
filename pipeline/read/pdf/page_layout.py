"""One page to its layout: ruled tables, tables within frames, stream tables, and lines of text.

Belongs here: the order in which a page's characters go to cells, stream tables and lines.
Does not belong here: how each of them is made (`lattice`, `cell_text`, `pipeline.read.stream`),
pdfplumber's interface (`pdf_page`).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, islice

import numpy as np

from pipeline.domain.lookalikes import find_private_use
from pipeline.read.layout import PageLayout, RawTable, table_of_cells
from pipeline.read.pdf.arrays import Ints, Mask
from pipeline.read.pdf.cell_text import assign, raw_cells, text_lines, words
from pipeline.read.pdf.clipping import unseen
from pipeline.read.pdf.coordinates import Box
from pipeline.read.pdf.glyphs import Glyphs, settled
from pipeline.read.pdf.lattice import (
    Edges,
    Tolerances,
    cells_between,
    merged_edges,
    within,
)
from pipeline.read.pdf.legible import count_unreadable
from pipeline.read.pdf.open_sides import close_open_sides
from pipeline.read.pdf.page_content import PageContent
from pipeline.read.pdf.paths import covered_share
from pipeline.read.pdf.whole_numbers import keep_numbers_whole
from pipeline.read.stream.stream_tables import (
    find_stream_tables,
    is_frame,
    may_hold_table,
    read_frame,
)
from pipeline.read.stream.word_rows import LevelRule, Word


def layout_of(page: PageContent, previous: PageLayout | None = None) -> PageLayout:
    """Read a page once: its tables and every line of text outside them.

    `previous` is the page before: a stream table that it ends with may go on here in the same
    columns without its header. Each printed character is in exactly one cell or one line.
    Watermark characters never enter a cell: they come as lines marked `watermark`.
    """
    glyphs = settled(page.glyphs)
    watermark = page.watermark
    if page.overprinted is not None:
        once = ~page.overprinted
        glyphs, watermark = glyphs.only(once), watermark[once]
    vertical, horizontal = within(*merged_edges(page.artwork, Tolerances()), page.frame.seen)
    grids, owner = _lattice_cells(vertical, horizontal, glyphs, watermark)
    hidden = unseen(glyphs, owner, page.artwork, page.frame)
    owner[hidden] = -1
    keep_numbers_whole(glyphs, owner)
    readable = glyphs.level & glyphs.upright & ~watermark & ~hidden

    def words_of(chosen: Mask) -> list[Word]:
        return words(glyphs, chosen & readable)

    free = owner < 0
    tables = _raw_tables(grids, glyphs, owner)
    tables = _frames_opened(tables, grids, owner, free, words_of, horizontal)
    lines = text_lines(glyphs, free, watermark, hidden)
    if may_hold_table(lines):
        above = previous.tables[-1] if previous and previous.tables else None
        stream = find_stream_tables(words_of(free), tables, _level_rules(horizontal), above)
        for table, used in stream:
            tables.append(table)
            free[used] = False
        if stream:
            lines = text_lines(glyphs, free, watermark, hidden)
    x0, top, x1, bottom = page.frame.mediabox
    return PageLayout(
        page_number=page.page_number,
        width=float(x1 - x0),
        height=float(bottom - top),
        rotation=page.frame.rotation,
        tables=tables,
        lines=lines,
        char_count=int((~glyphs.blank).sum()),
        image_area_ratio=covered_share(page.artwork.images, page.frame.mediabox),
        private_use_count=len(find_private_use("".join(glyphs.text))),
        unreadable_count=count_unreadable(glyphs),
    )


def _lattice_cells(
    vertical: Edges, horizontal: Edges, glyphs: Glyphs, watermark: Mask
) -> tuple[list[list[Box]], Ints]:
    """The cells of each ruled table, open sides closed, and the cell of each character."""
    grids = cells_between(vertical, horizontal, Tolerances())
    owner = _owners(glyphs, grids, watermark)
    outside = (owner < 0) & ~glyphs.blank & ~watermark
    if grids and outside.any():
        x = (glyphs.x0[outside] + glyphs.x1[outside]) / 2
        y = (glyphs.top[outside] + glyphs.bottom[outside]) / 2
        closed = close_open_sides(vertical, horizontal, x, y)
        if closed is not None:
            grids = cells_between(*closed, Tolerances())
            owner = _owners(glyphs, grids, watermark)
    return grids, owner


def _owners(glyphs: Glyphs, grids: list[list[Box]], watermark: Mask) -> Ints:
    """The cell of each character, counted through all tables; -1 for none and watermarks."""
    owner, _ = assign(glyphs, list(chain.from_iterable(grids)))
    owner[watermark] = -1
    return owner


def _raw_tables(grids: list[list[Box]], glyphs: Glyphs, owner: Ints) -> list[RawTable]:
    cells = iter(raw_cells(glyphs, owner, list(chain.from_iterable(grids))))
    return [table_of_cells(list(islice(cells, len(grid)))) for grid in grids]


def _frames_opened(
    tables: list[RawTable],
    grids: list[list[Box]],
    owner: Ints,
    free: Mask,
    words_of: Callable[[Mask], list[Word]],
    horizontal: Edges,
) -> list[RawTable]:
    """The tables; those whose lines are a frame around many rows, read as stream tables.

    Characters of such a frame that are in no row of its tables are set in `free`.
    """
    result = []
    start = 0
    for table, cells in zip(tables, grids, strict=True):
        stop = start + len(cells)
        framed: list[tuple[RawTable, list[int]]] = []
        if is_frame(table):
            inside = (owner >= start) & (owner < stop)
            framed = read_frame(table, words_of(inside), _level_rules(horizontal))
        if framed:
            free |= inside
            for _, used in framed:
                free[used] = False
        result += [inner for inner, _ in framed] or [table]
        start = stop
    return result


def _level_rules(horizontal: Edges) -> list[LevelRule]:
    """Horizontal ruling lines as plain values."""
    edges = np.column_stack((horizontal.at, horizontal.low, horizontal.high))
    return [LevelRule(*edge) for edge in edges.tolist()]
