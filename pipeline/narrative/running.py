"""The lines of a report as one running text that remembers pages and paragraphs.

Lines are joined without a break, so that a word cut by a line end, a page number or a running
header is whole again. Two strings of equal length are kept: what is printed and the same with
uniform punctuation and digits, on which patterns are matched.

Belongs here: dropping page furniture, joining lines, paragraphs, uniform characters.
Does not belong here: headings, words, figures.
"""

from __future__ import annotations

import re
import statistics
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.domain.text import squeeze, uniform
from pipeline.grid.printed_table import Box, GridDocument, PageLine, PageText
from pipeline.narrative.narrative_words import NarrativeLexicon

SENTENCE_END = re.compile("[。！？]")
_TERMINAL = "。；：！？"
_WORD = re.compile(r"[\dA-Za-z,.%]+")
# A line end inside a list, a bracket or a number.
_INSIDE = re.compile(r"[，、（]\n|[\d.,]\n[\d.,%万亿元]")
_MASK_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the running text; `start` and `end` are offsets, `page_number` its first."""

    start: int
    end: int
    page_number: int


@dataclass(slots=True)
class RunningText:
    """The whole text. `printed` and `plain` have equal length; offsets hold in both."""

    printed: str
    plain: str
    paragraphs: list[Paragraph]
    _line_starts: list[int]
    _line_pages: list[int]

    def page_at(self, offset: int) -> int:
        """The page (1-based) on which the character at `offset` is printed."""
        return self._line_pages[max(bisect_right(self._line_starts, offset) - 1, 0)]

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds `offset`."""
        following = bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.start)
        return self.paragraphs[max(following - 1, 0)]

    def sentence(self, start: int, end: int) -> tuple[str, int]:
        """The whole sentences that hold `start`..`end`, inside paragraphs, and their first page."""
        floor = low = self.paragraph_at(start).start
        high = self.paragraph_at(max(end - 1, start)).end
        for match in SENTENCE_END.finditer(self.plain, floor, start):
            if not self.in_brackets(floor, match.start()):
                low = match.end()
        for match in SENTENCE_END.finditer(self.plain, max(end - 1, start), high):
            if not self.in_brackets(low, match.start()):
                high = match.end()
                break
        return self.printed[low:high], self.page_at(low)

    def in_brackets(self, start: int, offset: int) -> bool:
        """Whether a bracket opened since `start` is still open at `offset`."""
        inside = self.plain[start:offset]
        return inside.count("（") > inside.count("）")


def _running_lines(pages: Sequence[PageText]) -> set[str]:
    """Lines that stand first or last on many pages, digits masked."""
    counts: Counter[str] = Counter()
    for page in pages:
        texts = [text for line in page.lines if (text := squeeze(line.text))]
        counts.update({_MASK_DIGITS.sub("#", text) for text in (*texts[:1], *texts[-1:])})
    least = max(3, len(pages) // 4)
    return {text for text, count in counts.items() if count >= least and len(text) >= 3}


def _lines(
    document: GridDocument, lexicon: NarrativeLexicon
) -> Iterator[tuple[PageText, PageLine]]:
    running = _running_lines(document.pages)
    for page in document.pages:
        kept = [line for line in page.lines if not line.is_furniture and squeeze(line.text)]
        for index, line in enumerate(kept):
            text = uniform(squeeze(line.text))
            edge = index < 2 or index >= len(kept) - 2
            if not text.strip("-"):
                continue
            if edge and lexicon.page_number.search(text):
                continue
            if (index == 0 or index == len(kept) - 1) and _MASK_DIGITS.sub(
                "#", squeeze(line.text)
            ) in running:
                continue
            yield page, line


def _edges(lines: Sequence[tuple[PageText, PageLine]]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the text block, by page width (rounded): where full lines end."""
    boxes: dict[int, list[Box]] = {}
    for page, line in lines:
        boxes.setdefault(round(page.width), []).append(line.box)
    edges: dict[int, tuple[float, float]] = {}
    for width, of_width in boxes.items():
        lefts = [box.x0 for box in of_width]
        rights = sorted(box.x1 for box in of_width)
        left = statistics.quantiles(lefts, n=10)[0] if len(lefts) > 1 else lefts[0]
        edges[width] = left, rights[min(int(len(rights) * 0.9), len(rights) - 1)]
    return edges


def _is_short(line: PageLine, following: str, right: float) -> bool:
    """Whether the line ends before the edge though the next word would have fitted."""
    size = line.box.bottom - line.box.top
    if line.box.x1 <= line.box.x0 or size <= 0:
        return False
    word = _WORD.match(following)
    need = len(word.group()) * 0.55 + 1 if word else 1.0
    return right - line.box.x1 > (need + 1.5) * size


def running_text(document: GridDocument, lexicon: NarrativeLexicon) -> RunningText:
    """Join the lines outside tables of all pages; page furniture dropped, white space removed."""
    lines = list(_lines(document, lexicon))
    edges = _edges(lines)
    printed: list[str] = []
    starts: list[int] = []
    line_starts: list[int] = []
    line_pages: list[int] = []
    offset = 0
    previous: PageLine | None = None
    before = ""
    for page, line in lines:
        text = squeeze(line.text)
        same = uniform(text)
        leader = lexicon.leader.search(same)
        if leader:
            text, same = text[: leader.start()], same[: leader.start()]
            if not text:
                continue
        left, right = edges[round(page.width)]
        marked = any(marker.search(same) for marker in lexicon.markers)
        size = line.box.bottom - line.box.top
        indented = size > 0 and line.box.x0 - left > 1.2 * size
        ended = before[-1:] in _TERMINAL
        high = any(marker.search(same) for marker in lexicon.markers[:2])
        after_title = (
            any(marker.search(before) for marker in lexicon.markers[:3])
            and len(before) <= lexicon.max_head
            and not set(before) & set("，。")
        )
        inside = bool(_INSIDE.search(before + "\n" + same)) and not (marked and indented)
        if previous is None or (
            not inside
            and (
                _is_short(previous, same, right)
                or (ended and (indented or marked))
                or high
                or (after_title and (indented or marked))
            )
        ):
            starts.append(offset)
        line_starts.append(offset)
        line_pages.append(page.page_number)
        printed.append(text)
        offset += len(text)
        previous, before = line, same
    # Not line by line: digits and their commas may stand on two lines.
    whole = "".join(printed)
    result = RunningText(whole, uniform(whole), [], line_starts, line_pages)
    result.paragraphs = [
        Paragraph(start, end, result.page_at(start)) for start, end in pairwise([*starts, offset])
    ]
    return result
