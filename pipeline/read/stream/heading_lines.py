"""Headings of a stream table: the phrases of its header rows, joined over lines.

Belongs here: which words of the header rows are one heading.
Does not belong here: which columns a heading is over (`stream_header`), what it means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.layout import TextLine
from pipeline.read.stream.column_positions import BodyColumn
from pipeline.read.stream.word_rows import WordBox, WordRow, leading_of

# All distances are in font sizes.
# Words nearer than this are one phrase; single characters of one may be spaced out up to the second.
_PHRASE, _SPACED = 0.35, 6.0
_SINGLES = 3
# Lines of one heading begin, end or centre within this of each other.
_CENTRED = 0.6


@dataclass(slots=True)
class Heading(WordBox):
    """The lines of one heading."""

    lines: list[list[TextLine]]

    @property
    def pieces(self) -> list[TextLine]:
        """All words, line by line."""
        return [word for line in self.lines for word in line]


def headings_of(
    rows: Sequence[WordRow], columns: Sequence[BodyColumn], pitch: float
) -> list[Heading]:
    """Return the headings that the rows of a header hold: phrases of a line, and lines of a heading,
    joined. `pitch` is how far apart rows of the body are."""
    lines: list[list[list[TextLine]]] = []
    for row in rows:
        line = _phrases(row, columns)
        lines.append([part for phrase in line for part in _parted(phrase, lines, columns)])
    headings: list[Heading] = []
    for line in lines:
        for phrase in line:
            above = _above(phrase, line, headings, pitch)
            if above is None:
                headings.append(Heading([phrase]))
            else:
                above.lines.append(phrase)
    return headings


def _phrases(row: WordRow, columns: Sequence[BodyColumn]) -> list[list[TextLine]]:
    """The phrases of a row: words near each other, and single characters spaced out over one column."""

    def parted(low: float, high: float) -> bool:
        """Whether one column ends, or another begins, between the two."""
        return any(
            (c.align != "left" and low <= c.x1 <= high)
            or (c.align != "right" and low <= c.x0 <= high)
            for c in columns
        )

    phrases: list[list[TextLine]] = []
    for piece in row.pieces:
        if phrases:
            last = phrases[-1][-1]
            gap = (piece.x0 - last.x1) / piece.size
            is_spaced = len(last.text) == len(piece.text) == 1 and gap < _SPACED
            if gap < _PHRASE or (is_spaced and not parted(last.x1, piece.x0)):
                phrases[-1].append(piece)
                continue
        phrases.append([piece])
    return phrases


def _parted(
    phrase: list[TextLine], above: list[list[list[TextLine]]], columns: Sequence[BodyColumn]
) -> list[list[TextLine]]:
    """The phrase; three or more single characters below one heading are a heading each, as the levels
    of a code (类 款 项) are, unless they stand over one column."""
    if len(phrase) < _SINGLES or any(len(piece.text) > 1 for piece in phrase):
        return [phrase]
    if any(sum(c.x0 < p.x1 and p.x0 < c.x1 for p in phrase) > 1 for c in columns):
        return [phrase]
    over = [
        other
        for others in above
        for other in others
        if other[0].x0 < phrase[-1].x1 and phrase[0].x0 < other[-1].x1
    ]
    return [[piece] for piece in phrase] if over else [phrase]


def _above(
    phrase: list[TextLine],
    line: list[list[TextLine]],
    headings: Sequence[Heading],
    pitch: float,
) -> Heading | None:
    """The heading that a phrase continues: it stands close below its last line, aligned with it, no
    wider, and alone of its line below it."""
    x0, x1 = phrase[0].x0, phrase[-1].x1
    size = phrase[0].size
    middle = (phrase[0].top + phrase[0].bottom) / 2
    for heading in reversed(headings):
        last = heading.lines[-1]
        a0, a1 = last[0].x0, last[-1].x1
        gap = middle - (last[0].top + last[0].bottom) / 2
        is_aligned = min(abs(a0 - x0), abs(a1 - x1), abs(a0 + a1 - x0 - x1) / 2) <= _CENTRED * size
        if not (0 < gap <= leading_of(size, pitch) and is_aligned and a1 - a0 > x1 - x0 - size):
            continue
        below = [p for p in line if p[0].x0 < a1 and a0 < p[-1].x1]
        if len(below) == 1:
            return heading
    return None
