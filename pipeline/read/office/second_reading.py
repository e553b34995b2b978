"""A second reading of a whole document, dealt out to the pages of the first.

A number lost in reading shows only against another, independent reading. The second reading of a
text document knows no pages: it is aligned with the first one, run of characters by run.

Belongs here: that alignment.
Does not belong here: either reading (`word`, `webpage`); counting (`pipeline.reconcile.tokens`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from pipeline.read.layout import PageLayout

# Runs of Latin characters and digits, full-width ones too, that hold a digit.
_RUN = re.compile(r"[!-~！-～￥−]*[0-9０-９][!-~！-～￥−]*")
# Longer differences than this are not aligned in detail.
_MOST_ALIGNED = 4000


def runs(text: str) -> list[str]:
    """The runs of a text that hold a digit, in order."""
    return _RUN.findall(text)


def texts_by_page(
    layouts: Sequence[PageLayout], second: str
) -> tuple[dict[int, str], list[tuple[int, str]]]:
    """For each page with a table, what the second reading has of numbers there.

    Runs that only the second reading has go to the page of their neighbours; where two pages meet,
    to one with a table. The second value lists (page, run) of those that still fall on a page
    without a table, where no numbers are counted.
    """
    first = [(run, layout.page_number) for layout in layouts for run in _page_runs(layout)]
    other = runs(second)
    with_tables = {layout.page_number for layout in layouts if layout.tables}
    dealt: dict[int, list[str]] = {layout.page_number: [] for layout in layouts}
    if Counter(run for run, _ in first) == Counter(other):
        for run, page in first:
            dealt[page].append(run)
    else:
        fallback = min(with_tables, default=layouts[0].page_number)
        pages = _pages_of(first, other, with_tables, fallback)
        for run, page in zip(other, pages, strict=True):
            dealt[page].append(run)
    texts = {page: "\n".join(dealt[page]) for page in sorted(with_tables)}
    strays: list[tuple[int, str]] = []
    for layout in layouts:
        page = layout.page_number
        if page not in with_tables:
            extra = Counter(dealt[page]) - Counter(_page_runs(layout))
            strays.extend((page, run) for run in extra.elements())
    return texts, strays


def _page_runs(layout: PageLayout) -> Iterable[str]:
    """Runs of a page in reading order."""
    parts: list[tuple[float, float, str]] = [(ln.top, ln.x0, ln.text) for ln in layout.lines]
    for table in layout.tables:
        for row in table.rows:
            parts.extend((c.top, c.x0, c.text) for c in row if c is not None and c.text)
    for _, _, text in sorted(parts, key=lambda part: part[:2]):
        yield from runs(text)


def _pages_of(
    first: list[tuple[str, int]], other: list[str], with_tables: Collection[int], fallback: int
) -> list[int]:
    """The page of each run of the second reading."""
    known = [run for run, _ in first]
    head = _same_at_start(known, other)
    tail = _same_at_start(known[head:][::-1], other[head:][::-1])

    def between(index: int) -> int:
        """The page of a run that stands before run `index` of the first reading."""
        near = [first[k][1] for k in (index - 1, index) if 0 <= k < len(first)]
        return next((page for page in near if page in with_tables), near[0] if near else fallback)

    pages = [page for _, page in first[:head]]
    a, b = known[head : len(known) - tail], other[head : len(other) - tail]
    if max(len(a), len(b)) > _MOST_ALIGNED:
        # Too long to align: both are taken to advance evenly.
        pages += [between(head + k * len(a) // len(b)) for k in range(len(b))]
    else:
        for kind, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if kind == "equal":
                pages += [page for _, page in first[head + a0 : head + a1]]
            else:
                pages += [between(head + min(a0 + k, a1)) for k in range(b1 - b0)]
    return pages + [page for _, page in first[len(first) - tail :]]


def _same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    """How many runs at the start of both are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
