"""Where the columns of a table without ruling lines are.

Belongs here: columns by the white between the words of the body, how their words are aligned,
and where the edges between columns with their headings lie.
Does not belong here: which rows make the table (`aligned`), what heads what (`headings`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.layout import TextLine
from pipeline.read.stream.word_rows import NOTHING, NUMBER, Row, Span

# White this wide parts two columns, in font sizes.
_GUTTER = 0.45
# Ends, beginnings or middles that differ by no more than this are aligned.
_SHARP = 1.5
_POINTED = re.compile(r"[.,，]")
# A column of more than this share of figures is one of figures.
_FIGURES = 0.8
# No column is narrower.
_LEAST = 0.1
# Amounts are aligned so where nothing shows it.
_ASSUMED = "right"
# Words stand this far from the edge of their cell.
_PAD = 2.0


@dataclass(frozen=True, slots=True)
class Column:
    """The words of a body under one another.

    `align` is 'left', 'right', 'centre', or '' where their widths do not show it. `shown_by` tells
    what shows it: their 'own' widths, those of 'others', or 'none'. A text among figures (a total's
    label in the middle of empty columns) is not of the column.
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


def body_columns(body: Sequence[Row]) -> list[Column]:
    """Return the columns of the rows below the headings, from the left."""
    found = []
    for span in _spans(body):
        members = [piece for row in body for piece in _within(row, span)]
        found.append((span, _figures_of(members)))
    usual = _usual_align([members for _, members in found])
    return [_column(span, members, usual) for span, members in found]


def column_of(members: Sequence[TextLine]) -> Column:
    """Return the column of words that stand between the same edges."""
    span = min(p.x0 for p in members), max(p.x1 for p in members)
    return _column(span, _figures_of(members), "")


def _figures_of(members: Sequence[TextLine]) -> Sequence[TextLine]:
    """The figures alone where nearly all words are; all words else."""
    figures = [piece for piece in members if _is_figure(piece)]
    return figures if len(figures) > _FIGURES * len(members) else members


def _column(span: Span, members: Sequence[TextLine], usual: str) -> Column:
    if not members or not _is_figure(members[0]):
        return Column(*span, _align(members, "left" if len(members) > 1 else ""), False)
    x0, x1 = min(p.x0 for p in members), max(p.x1 for p in members)
    own = _align(members, "")
    if own or not _is_money(members):
        return Column(x0, x1, own, True)
    return Column(x0, x1, usual or _ASSUMED, True, "others" if usual else "none")


def _is_figure(piece: TextLine) -> bool:
    return bool(NUMBER.match(piece.text) or NOTHING.match(piece.text))


def _is_money(members: Sequence[TextLine]) -> bool:
    """Whether figures are amounts, not codes or numbers of rows."""
    return any(_POINTED.search(piece.text) or piece.text == "0" for piece in members)


def _usual_align(columns: Sequence[Sequence[TextLine]]) -> str:
    """How most columns of amounts, not of codes, are aligned; '' where none shows it."""
    found = [_align(members, "") for members in columns if _is_money(members)]
    shown = [align for align in found if align]
    return max(("right", "left", "centre"), key=shown.count) if shown else ""


def _align(members: Sequence[TextLine], default: str) -> str:
    """How words stand under one another, where words of different widths show it."""
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


def _spans(body: Sequence[Row]) -> list[Span]:
    """The columns of all rows but of those whose one text reaches over several."""
    sure = [row for row in body if row.entries > 1 or row.amounts()]
    columns = _joined_spans(sure or body)

    def bridges(row: Row) -> bool:
        x0, x1 = row.pieces[0].x0, row.pieces[-1].x1
        return sum(a < x1 and x0 < b for a, b in columns) > 1

    kept = [row for row in body if any(row is s for s in sure) or not bridges(row)]
    return _with_centred(_joined_spans(kept or body), body)


def _joined_spans(rows: Sequence[Row]) -> list[Span]:
    """Where text stands across the page, whatever row: one span a column.

    White parts columns; between a figure and words the least of it does, for figures at the right
    end of their column stand close to labels at the left end of the next.
    """
    spans: list[Span] = []
    pieces = sorted((p for row in rows for p in row.pieces), key=lambda p: (p.x0, p.x1))
    size = median([piece.size for piece in pieces])
    is_figure = False
    for piece in pieces:
        gutter = _GUTTER * size if _is_figure(piece) is is_figure else 0.0
        if spans and piece.x0 <= spans[-1][1] + gutter:
            if piece.x1 > spans[-1][1]:
                spans[-1] = (spans[-1][0], piece.x1)
                is_figure = _is_figure(piece)
        else:
            spans.append((piece.x0, piece.x1))
            is_figure = _is_figure(piece)
    return spans


def _with_centred(spans: list[Span], body: Sequence[Row]) -> list[Span]:
    """Labels at the left and totals in the middle of one column are one column: words alone, and
    never both in a row."""
    result: list[Span] = []
    for span in spans:
        if result:
            before = [_within(row, result[-1]) for row in body]
            own = [_within(row, span) for row in body]
            words = not any(_is_figure(p) for some in (*before, *own) for p in some)
            if words and not any(a and b for a, b in zip(before, own, strict=True)):
                result[-1] = (result[-1][0], span[1])
                continue
        result.append(span)
    return result


def _within(row: Row, span: Span) -> list[TextLine]:
    return [p for p in row.pieces if span[0] - 0.01 <= p.x0 and p.x1 <= span[1] + 0.01]


@dataclass(frozen=True, slots=True)
class Place:
    """One column of the table: what stands below its heading, and where its heading stands.

    One of the two may be missing, never both.
    """

    column: Column | None
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
        below = [(self.column.x0, self.column.x1)] if self.column else []
        return [*below, self.heading] if self.heading else below

    @property
    def middle(self) -> float | None:
        """Middle of the heading, which is the middle of the cell."""
        return sum(self.heading) / 2 if self.heading else None


def edges_between(places: Sequence[Place], outer: Span | None) -> list[float]:
    """Return the x of all edges of columns, the outer ones first and last.

    Figures at the right and labels at the left of their cells show an edge; a heading stands in
    the middle of its cell, so one edge gives the other. An edge never cuts what stands below the
    headings. `outer` are the outer edges where something else on the page shows them.
    """
    first, last = places[0], places[-1]
    left, right = outer or (None, None)
    if first.column and first.column.align == "left":
        left = first.column.x0 - _PAD
    if last.column and last.column.align == "right":
        right = last.column.x1 + _PAD
    edges = [left, *(_shown(a, b) for a, b in pairwise(places)), right]
    _mirror(edges, places)
    low, *inner, high = edges
    result = [first.x0 - _PAD if low is None else min(low, first.x0 - _PAD)]
    for (a, b), edge in zip(pairwise(places), inner, strict=True):
        room = sorted(_room(a, b))
        at = sum(room) / 2 if edge is None else min(max(edge, room[0]), room[1])
        result.append(max(at, result[-1] + _LEAST))
    result.append(max(last.x1 + _PAD, result[-1] + _LEAST, high or 0.0))
    return result


def _mirror(edges: list[float | None], places: Sequence[Place]) -> None:
    """Fill in edges from the other edge of a cell whose heading stands in the middle, to the right
    and then to the left, as far as they do not leave the neighbouring column."""
    count = len(places)
    for k in (*range(count), *reversed(range(count))):
        low, high, middle = edges[k], edges[k + 1], places[k].middle
        if middle is None:
            continue
        if low is not None and high is None:
            other = 2 * middle - low
            if places[k].x0 < other < (places[k + 1].x1 if k + 1 < count else other + 1):
                edges[k + 1] = other
        elif high is not None and low is None:
            other = 2 * middle - high
            if (places[k - 1].x0 if k else other - 1) < other < places[k].x1:
                edges[k] = other


def _shown(a: Place, b: Place) -> float | None:
    """The edge between two columns where their alignment shows it."""
    known = []
    if a.column and a.column.align == "right":
        known.append(a.column.x1 + _PAD)
    if b.column and b.column.align == "left":
        known.append(b.column.x0 - _PAD)
    return sum(known) / len(known) if known else None


def _room(a: Place, b: Place) -> Span:
    """Where an edge may be: between what stands below the headings, else between these."""
    low = a.column.x1 if a.column else a.x1
    high = b.column.x0 if b.column else b.x0
    return low, high
