"""Where the columns of a stream table are.

Belongs here: columns by the white between the words of the body, how their words are aligned, and
where the edges between columns and their headings lie.
Does not belong here: which rows are the table (`table_rows`), which heading is over which columns
(`stream_header`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.layout import TextLine
from pipeline.read.stream.word_rows import Span, WordRow, is_figure

# White this wide, in font sizes, parts two columns.
_GUTTER = 0.45
# Ends, beginnings or middles that differ by no more than this are aligned.
_SHARP = 1.5
# A decimal point or thousands mark.
_POINTED = re.compile(r"[.,，]")
# A column with more than this share of figures is one of figures.
_FIGURES = 0.8
# No column is narrower (points).
_LEAST = 0.1
# How amounts are aligned where nothing shows it.
_ASSUMED = "right"
# Words stand this far from the edge of their cell (points).
_PAD = 2.0


@dataclass(frozen=True, slots=True)
class BodyColumn:
    """Words of the body under one another.

    `align` is 'left', 'right', 'centre', or '' where their widths do not show it. `shown_by` is what
    shows it: the 'own' widths of the column, those of 'others', or 'none'. A text among figures (a
    total's label in the middle of empty columns) is not in the column.
    """

    x0: float
    x1: float
    align: str
    is_figures: bool
    shown_by: str = "own"

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.x0 + self.x1) / 2


def body_columns(body: Sequence[WordRow]) -> list[BodyColumn]:
    """Return the columns of the rows below the header, from the left."""
    members_of = [
        (span, _figures_of([piece for row in body for piece in _within(row, span)]))
        for span in _spans(body)
    ]
    usual = _usual_align([members for _, members in members_of])
    return [_column(span, members, usual) for span, members in members_of]


def column_of(members: Sequence[TextLine]) -> BodyColumn:
    """Return the column that words between the same edges form."""
    span = min(p.x0 for p in members), max(p.x1 for p in members)
    return _column(span, _figures_of(members), "")


def _figures_of(members: Sequence[TextLine]) -> Sequence[TextLine]:
    """The figures alone where nearly all words are figures; else all words."""
    figures = [piece for piece in members if is_figure(piece.text)]
    return figures if len(figures) > _FIGURES * len(members) else members


def _column(span: Span, members: Sequence[TextLine], usual: str) -> BodyColumn:
    if not members or not is_figure(members[0].text):
        return BodyColumn(*span, _align(members, "left" if len(members) > 1 else ""), False)
    x0, x1 = min(p.x0 for p in members), max(p.x1 for p in members)
    align = _align(members, "")
    if align or not _are_amounts(members):
        return BodyColumn(x0, x1, align, True)
    return BodyColumn(x0, x1, usual or _ASSUMED, True, "others" if usual else "none")


def _are_amounts(members: Sequence[TextLine]) -> bool:
    """Whether figures are amounts, not codes or numbers of rows."""
    return any(_POINTED.search(piece.text) or piece.text == "0" for piece in members)


def _usual_align(columns: Sequence[Sequence[TextLine]]) -> str:
    """How most columns of amounts, not of codes, are aligned; '' where none shows it."""
    aligns = [_align(members, "") for members in columns if _are_amounts(members)]
    shown = [align for align in aligns if align]
    return max(("right", "left", "centre"), key=shown.count) if shown else ""


def _align(members: Sequence[TextLine], default: str) -> str:
    """How words under one another are aligned, where words of different widths show it."""
    if not members or _reach([p.x1 - p.x0 for p in members]) <= _SHARP:
        return default
    by = {
        "right": [p.x1 for p in members],
        "left": [p.x0 for p in members],
        "centre": [(p.x0 + p.x1) / 2 for p in members],
    }
    best = min(by, key=lambda kind: _reach(by[kind]))
    return best if _reach(by[best]) <= _SHARP else default


def _reach(values: Sequence[float]) -> float:
    return max(values) - min(values)


def _spans(body: Sequence[WordRow]) -> list[Span]:
    """The columns of all rows but those whose one text reaches over several."""
    sure = [row for row in body if row.entries > 1 or row.amounts()]
    columns = _joined_spans(sure or body)

    def bridges(row: WordRow) -> bool:
        x0, x1 = row.pieces[0].x0, row.pieces[-1].x1
        return sum(a < x1 and x0 < b for a, b in columns) > 1

    kept = [row for row in body if any(row is s for s in sure) or not bridges(row)]
    return _with_centred(_joined_spans(kept or body), body)


def _joined_spans(rows: Sequence[WordRow]) -> list[Span]:
    """Where text stands across the page in any row: one span a column.

    White parts columns. Between a figure and words any white does: figures at the right end of
    their column stand close to labels at the left end of the next.
    """
    spans: list[Span] = []
    pieces = sorted((p for row in rows for p in row.pieces), key=lambda p: (p.x0, p.x1))
    size = median([piece.size for piece in pieces])
    ends_in_figure = False
    for piece in pieces:
        gutter = _GUTTER * size if is_figure(piece.text) is ends_in_figure else 0.0
        if spans and piece.x0 <= spans[-1][1] + gutter:
            if piece.x1 > spans[-1][1]:
                spans[-1] = (spans[-1][0], piece.x1)
                ends_in_figure = is_figure(piece.text)
        else:
            spans.append((piece.x0, piece.x1))
            ends_in_figure = is_figure(piece.text)
    return spans


def _with_centred(spans: list[Span], body: Sequence[WordRow]) -> list[Span]:
    """The spans; labels at the left and totals in the middle of a column are one column, being words
    alone and never both in one row."""
    result: list[Span] = []
    for span in spans:
        if result:
            before = [_within(row, result[-1]) for row in body]
            here = [_within(row, span) for row in body]
            words = not any(is_figure(p.text) for pieces in (*before, *here) for p in pieces)
            if words and not any(a and b for a, b in zip(before, here, strict=True)):
                result[-1] = (result[-1][0], span[1])
                continue
        result.append(span)
    return result


def _within(row: WordRow, span: Span) -> list[TextLine]:
    return [p for p in row.pieces if span[0] - 0.01 <= p.x0 and p.x1 <= span[1] + 0.01]


@dataclass(frozen=True, slots=True)
class ColumnSpan:
    """How far one column of the table reaches: its words in the body, and its leaf heading.

    One of the two may be missing, never both.
    """

    column: BodyColumn | None
    heading: Span | None

    @property
    def x0(self) -> float:
        """Left end of all words."""
        return min(span[0] for span in self._spans)

    @property
    def x1(self) -> float:
        """Right end of all words."""
        return max(span[1] for span in self._spans)

    @property
    def _spans(self) -> list[Span]:
        body = [(self.column.x0, self.column.x1)] if self.column else []
        return [*body, self.heading] if self.heading else body

    @property
    def middle(self) -> float | None:
        """Middle of the heading, which is the middle of the cell."""
        return sum(self.heading) / 2 if self.heading else None


def edges_between(spans: Sequence[ColumnSpan], outer: Span | None) -> list[float]:
    """Return the x of all edges of columns, the outer ones first and last.

    Figures at the right and labels at the left of their cells show an edge; a heading stands in
    the middle of its cell, so one edge gives the other. An edge never cuts words of the body.
    `outer` are the outer edges where something else on the page shows them.
    """
    first, last = spans[0], spans[-1]
    left, right = outer or (None, None)
    if first.column and first.column.align == "left":
        left = first.column.x0 - _PAD
    if last.column and last.column.align == "right":
        right = last.column.x1 + _PAD
    edges = [left, *(_shown(a, b) for a, b in pairwise(spans)), right]
    _mirror(edges, spans)
    low, *inner, high = edges
    result = [first.x0 - _PAD if low is None else min(low, first.x0 - _PAD)]
    for (a, b), edge in zip(pairwise(spans), inner, strict=True):
        room = sorted(_room(a, b))
        at = sum(room) / 2 if edge is None else min(max(edge, room[0]), room[1])
        result.append(max(at, result[-1] + _LEAST))
    result.append(max(last.x1 + _PAD, result[-1] + _LEAST, high or 0.0))
    return result


def _mirror(edges: list[float | None], spans: Sequence[ColumnSpan]) -> None:
    """Fill in edges from the other edge of a cell whose heading stands in the middle, to the right
    and then to the left, as far as they do not leave the neighbouring column."""
    count = len(spans)
    for k in (*range(count), *reversed(range(count))):
        low, high, middle = edges[k], edges[k + 1], spans[k].middle
        if middle is None:
            continue
        if low is not None and high is None:
            other = 2 * middle - low
            if spans[k].x0 < other < (spans[k + 1].x1 if k + 1 < count else other + 1):
                edges[k + 1] = other
        elif high is not None and low is None:
            other = 2 * middle - high
            if (spans[k - 1].x0 if k else other - 1) < other < spans[k].x1:
                edges[k] = other


def _shown(a: ColumnSpan, b: ColumnSpan) -> float | None:
    """The edge between two columns where their alignment shows it."""
    known = []
    if a.column and a.column.align == "right":
        known.append(a.column.x1 + _PAD)
    if b.column and b.column.align == "left":
        known.append(b.column.x0 - _PAD)
    return sum(known) / len(known) if known else None


def _room(a: ColumnSpan, b: ColumnSpan) -> Span:
    """Where an edge may be: between words of the body, or between headings where there are none."""
    low = a.column.x1 if a.column else a.x1
    high = b.column.x0 if b.column else b.x0
    return low, high
