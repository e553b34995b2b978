"""Puts characters into cells, words and lines of text.

Belongs here: which character falls in which cell, and joining characters into strings.
Does not belong here: finding cells (`lattice`), repairing text (`pipeline.domain.lookalikes`).

Cell text is what pdfplumber's `Table.extract` gives with its default tolerances, computed for all
cells of a page at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from pdfplumber.utils.text import extract_text

from pipeline.read.layout import RawCell, TextLine
from pipeline.read.pdf.arrays import Floats, Ints, Mask, run_ends, run_starts
from pipeline.read.pdf.coordinates import Box
from pipeline.read.pdf.glyphs import Glyphs
from pipeline.read.pdf.whole_numbers import parts_numbers

# pdfplumber's default x and y tolerance of words and lines.
_TOLERANCE = 3
# Baselines closer than this many points are one line (some producers set digits a fraction of a
# point off the ideographs); in large type, closer than this share of the font size.
_BASELINE, _RAISED = 2.0, 0.15
# Gaps in font sizes. A gap over this splits a line: a little more than a single ideographic space
# inside a title. A gap over that is a space, over the third the end of a word.
_SPLIT, _SPACE, _WHITE = 1.05, 0.5, 0.25
# Digits of one number stand closer than this; no number is longer than so many characters.
_DIGIT_GAP, _LONGEST_NUMBER = 0.2, 24
_DECIMAL = re.compile(r"(\d[\d,]*\.\d+)")
# What a character begins: nothing new, a word, a line, a cell; and what then stands before it.
_SAME, _WORD, _LINE, _CELL = range(4)
_BEFORE = ("", " ", "\n", "")


def assign(glyphs: Glyphs, cells: list[Box]) -> tuple[Ints, bool]:
    """Return for each character the index of its cell (-1: none).

    A character belongs to the cell that holds its midpoint (left and top
    sides inclusive, as in pdfplumber), to the smallest one where cells
    overlap.  The second value says whether any cells do overlap.
    """
    n = len(glyphs)
    if not cells or not n:
        return np.full(n, -1, dtype=np.int64), False
    boxes = np.array(cells, dtype=np.float64)
    xs = np.unique(boxes[:, [0, 2]])
    ys = np.unique(boxes[:, [1, 3]])
    # Paint the cells on the grid of their own coordinates, large ones first.
    grid = np.full((len(ys) + 1, len(xs) + 1), -1, dtype=np.int64)
    left, right = np.searchsorted(xs, boxes[:, 0]) + 1, np.searchsorted(xs, boxes[:, 2]) + 1
    high, low = np.searchsorted(ys, boxes[:, 1]) + 1, np.searchsorted(ys, boxes[:, 3]) + 1
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.argsort(-area, kind="stable")
    painted = 0
    spans = zip(
        order.tolist(),
        high[order].tolist(),
        low[order].tolist(),
        left[order].tolist(),
        right[order].tolist(),
        strict=True,
    )
    for k, t, b, l, r in spans:  # noqa: E741
        grid[t:b, l:r] = k
        painted += (b - t) * (r - l)
    overlapping = painted != int((grid >= 0).sum())
    column = np.searchsorted(xs, (glyphs.x0 + glyphs.x1) / 2, side="right")
    row = np.searchsorted(ys, (glyphs.top + glyphs.bottom) / 2, side="right")
    inside: Ints = grid[row, column]
    return inside, overlapping


def raw_cells(glyphs: Glyphs, owner: Ints, boxes: Sequence[Box]) -> list[RawCell]:
    """Return the cells with these boxes; `owner` is the index of each character's cell."""
    texts = _texts(glyphs, owner)
    return [RawCell(*box, *texts.get(k, ("", None))) for k, box in enumerate(boxes)]


def _texts(glyphs: Glyphs, owner: Ints) -> dict[int, tuple[str, float | None]]:
    """By index the text of each cell that has any, and where its first character begins."""
    members = np.flatnonzero(owner >= 0)
    cell = owner[members]
    top = glyphs.top[members]
    order = np.lexsort((top, cell))
    cell_sorted, top_sorted = cell[order], top[order]
    starts = run_starts(
        len(members),
        (cell_sorted[1:] != cell_sorted[:-1]) | (top_sorted[1:] > top_sorted[:-1] + _TOLERANCE),
    )
    cluster = np.empty(len(members), dtype=np.int64)
    cluster[order] = np.cumsum(starts) - 1
    # pdfplumber clusters a second time, by word.  That changes nothing unless
    # a line's characters drift further than the tolerance, or lean.
    first_top = top_sorted[starts]
    last_top = top_sorted[run_ends(starts)]
    drifting = cell_sorted[starts][last_top - first_top > _TOLERANCE]
    leaning = cell[~glyphs.upright[members]]
    odd = set(drifting.tolist()) | set(leaning.tolist())

    line = np.lexsort((glyphs.x0[members], cluster))
    texts = _joined(glyphs, members[line], cell[line], cluster[line])
    for k in odd:
        characters = [_char(glyphs, i) for i in members[cell == k].tolist()]
        texts[k] = str(extract_text(characters)), texts.get(k, ("", None))[1]
    return texts


def _joined(
    glyphs: Glyphs, index: Ints, cell: Ints, cluster: Ints
) -> dict[int, tuple[str, float | None]]:
    """`_texts` of characters in reading order, with the cell and the line of each."""
    solid = ~glyphs.blank[index]
    # Blanks passed so far: a step in the count means a blank stood between.
    blanks = np.cumsum(~solid)[solid]
    index, cell, cluster = index[solid], cell[solid], cluster[solid]
    x0, x1 = glyphs.x0[index], glyphs.x1[index]
    step = np.full(len(index), _SAME, dtype=np.int64)
    step[1:][(blanks[1:] != blanks[:-1]) | (x0[1:] > x1[:-1] + _TOLERANCE)] = _WORD
    step[1:][cluster[1:] != cluster[:-1]] = _LINE
    step[1:][cell[1:] != cell[:-1]] = _CELL
    step[:1] = _CELL
    text = glyphs.text
    pieces = [
        _BEFORE[kind] + text[i] for i, kind in zip(index.tolist(), step.tolist(), strict=True)
    ]
    starts = np.flatnonzero(step == _CELL).tolist()
    return {
        int(cell[first]): ("".join(pieces[first:end]), float(x0[first]))
        for first, end in pairwise([*starts, len(index)])
    }


def _char(glyphs: Glyphs, i: int) -> dict[str, Any]:
    """A character as pdfplumber's own code takes it."""
    x0, x1 = float(glyphs.x0[i]), float(glyphs.x1[i])
    top, bottom = float(glyphs.top[i]), float(glyphs.bottom[i])
    return {
        "text": glyphs.text[i],
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
        "size": bottom - top,
        "upright": bool(glyphs.upright[i]),
    }


def text_lines(glyphs: Glyphs, free: Mask, watermark: Mask, hidden: Mask) -> list[TextLine]:
    """Return the lines of text that the `free` characters form.

    Level text comes first to last in reading order; text set at an angle and
    watermarks follow in stream order, marked as such; `hidden` characters come last.
    """
    seen = free & ~hidden
    plain = seen & glyphs.level & glyphs.upright & ~watermark
    lines = _level_lines(glyphs, np.flatnonzero(plain))
    lines += _stray_lines(glyphs, np.flatnonzero(seen & ~plain & ~glyphs.blank), watermark)
    unseen = np.flatnonzero(free & hidden & ~glyphs.blank)
    return lines + [
        replace(line, hidden=True) for line in _file_order_lines(glyphs, unseen, watermark)
    ]


def words(glyphs: Glyphs, chosen: Mask) -> list[tuple[TextLine, list[int]]]:
    """Return the words of level text, each with the indices of its characters.

    White parts words; a number with decimals is a word of its own whatever touches it.
    """
    index, fresh, gap, blank = _in_lines(glyphs, np.flatnonzero(chosen))
    em = glyphs.em[index]
    split = run_starts(
        len(index), fresh[1:] | blank[1:] | (gap > _WHITE * np.maximum(em[1:], em[:-1]))
    )
    result = []
    for first, end in pairwise([*np.flatnonzero(split).tolist(), len(index)]):
        rest = index[first:end].tolist()
        for part in _DECIMAL.split("".join(glyphs.text[i][:1] for i in rest)):
            members, rest = rest[: len(part)], rest[len(part) :]
            if members:
                result.append((_line(glyphs, members), members))
    return result


def _line(
    glyphs: Glyphs, members: list[int], upright: bool = True, watermark: bool = False
) -> TextLine:
    return TextLine(
        "".join(glyphs.text[i] for i in members),
        float(glyphs.x0[members].min()),
        float(glyphs.top[members].min()),
        float(glyphs.x1[members].max()),
        float(glyphs.bottom[members].max()),
        float(glyphs.em[members].max()),
        upright,
        watermark,
    )


def _in_lines(glyphs: Glyphs, index: Ints) -> tuple[Ints, Mask, Floats, Mask]:
    """Printed characters line by line from left to right: their indices; whether each begins a line;
    the gaps between neighbours (one fewer); whether a blank stood before each."""
    base = glyphs.base[index]
    order = np.argsort(base, kind="stable")
    em = glyphs.em[index][order]
    apart = np.diff(base[order]) > np.maximum(_BASELINE, _RAISED * np.minimum(em[1:], em[:-1]))
    cluster = np.empty(len(index), dtype=np.int64)
    cluster[order] = np.cumsum(run_starts(len(index), apart)) - 1
    by_x = np.lexsort((glyphs.x0[index], cluster))
    index, cluster = index[by_x], cluster[by_x]
    solid = ~glyphs.blank[index]
    blanks = np.cumsum(~solid)[solid]
    index, cluster = index[solid], cluster[solid]
    fresh = run_starts(len(index), cluster[1:] != cluster[:-1])
    blank = ~run_starts(len(index), blanks[1:] == blanks[:-1])
    return index, fresh, glyphs.x0[index[1:]] - glyphs.x1[index[:-1]], blank


def _level_lines(glyphs: Glyphs, index: Ints) -> list[TextLine]:
    index, fresh, gap, blank = _in_lines(glyphs, index)
    x0, x1, em = glyphs.x0[index], glyphs.x1[index], glyphs.em[index]
    wide = np.maximum(em[1:], em[:-1])
    split = run_starts(len(index), fresh[1:] | (gap > _SPLIT * wide))
    spaced = ~run_starts(len(index), ~(blank[1:] | (gap > _SPACE * wide)))
    _part_touching_numbers(glyphs, index, split, spaced, gap)
    starts = np.flatnonzero(split)
    left = np.minimum.reduceat(x0, starts).tolist()
    right = np.maximum.reduceat(x1, starts).tolist()
    top = np.minimum.reduceat(glyphs.top[index], starts).tolist()
    bottom = np.maximum.reduceat(glyphs.bottom[index], starts).tolist()
    size = np.maximum.reduceat(em, starts).tolist()
    text = glyphs.text
    pieces = [
        " " + text[i] if space else text[i]
        for i, space in zip(index.tolist(), (spaced & ~split).tolist(), strict=True)
    ]
    return [
        TextLine("".join(pieces[a:b]), left[k], top[k], right[k], bottom[k], size[k])
        for k, (a, b) in enumerate(pairwise([*starts.tolist(), len(index)]))
    ]


def _part_touching_numbers(
    glyphs: Glyphs, index: Ints, split: Mask, spaced: Mask, gap: Floats
) -> None:
    """Mark a space between two numbers that nearly touch: one number has no two points."""
    # Characters written one after the other have following numbers.
    apart = (np.diff(index) != 1) | (gap > _DIGIT_GAP * glyphs.em[index[1:]])
    # Some files write each character by itself: then a new one says nothing.
    run = glyphs.run[index]
    strings = np.bincount(glyphs.run)[run] > 1
    apart |= (run[1:] != run[:-1]) & strings[1:] & strings[:-1]
    for k in np.flatnonzero(apart & ~split[1:] & ~spaced[1:]).tolist():
        if not (glyphs.text[index[k]].isdigit() and glyphs.text[index[k + 1]].isdigit()):
            continue
        before = [glyphs.text[i] for i in index[max(0, k + 1 - _LONGEST_NUMBER) : k + 1].tolist()]
        after = [glyphs.text[i] for i in index[k + 1 : k + 1 + _LONGEST_NUMBER].tolist()]
        spaced[k + 1] = parts_numbers("".join(before), "".join(after))


def _stray_lines(glyphs: Glyphs, index: Ints, watermark: Mask) -> list[TextLine]:
    """Join characters that follow each other in the stream and on the page."""
    groups: list[list[int]] = []
    for i in index.tolist():
        if groups and _follows(glyphs, groups[-1][-1], i, watermark):
            groups[-1].append(i)
        else:
            groups.append([i])
    return _group_lines(glyphs, groups, watermark)


def _file_order_lines(glyphs: Glyphs, index: Ints, watermark: Mask) -> list[TextLine]:
    """Join characters that follow each other closely on one baseline and in the stream."""
    gap = glyphs.x0[index[1:]] - glyphs.x1[index[:-1]]
    near = np.abs(gap) <= _DIGIT_GAP * glyphs.em[index[1:]]
    near &= np.abs(np.diff(glyphs.base[index])) <= _BASELINE
    groups = np.split(index, np.flatnonzero(~near) + 1)
    return _group_lines(glyphs, [group.tolist() for group in groups if len(group)], watermark)


def text_in_file_order(glyphs: Glyphs) -> str:
    """All printed text, in the order of the file, parted wherever it does not go on closely."""
    lines = _file_order_lines(
        glyphs, np.flatnonzero(~glyphs.blank), np.zeros(len(glyphs), dtype=np.bool_)
    )
    return "\n".join(line.text for line in lines)


def _group_lines(glyphs: Glyphs, groups: list[list[int]], watermark: Mask) -> list[TextLine]:
    return [
        _line(glyphs, group, bool(glyphs.upright[group[0]]), bool(watermark[group[0]]))
        for group in groups
    ]


def _follows(glyphs: Glyphs, before: int, after: int, watermark: Mask) -> bool:
    if watermark[before] != watermark[after] or glyphs.upright[before] != glyphs.upright[after]:
        return False
    reach = 1.5 * max(glyphs.em[before], glyphs.em[after])
    dx = max(glyphs.x0[before], glyphs.x0[after]) - min(glyphs.x1[before], glyphs.x1[after])
    dy = max(glyphs.top[before], glyphs.top[after]) - min(
        glyphs.bottom[before], glyphs.bottom[after]
    )
    return bool(dx < reach and dy < reach)
