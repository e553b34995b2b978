"""Lines of a page to whole sentences with their page and section.

Belongs here: joining what the page breaks, headings, sentences.
Does not belong here: any figure's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.grid.model import GridDocument

_SPACE = re.compile(r"\s+")
_OPEN, _CLOSE = "（(", "）)"
_STOP = "。"
# A heading is short and holds none of these.
_MAX_HEADING = 32
_IN_SENTENCES = "，。；：:"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence without white space. `heading` is the nearest heading above it."""

    text: str
    page_number: int
    heading: str


def sentences(
    document: GridDocument, heading: re.Pattern[str], stop: re.Pattern[str]
) -> list[Sentence]:
    """The sentences of the running text, page furniture left out, up to the line `stop` matches.

    Lines are joined without a break. A full stop inside brackets does not end a sentence.
    """
    result: list[Sentence] = []
    current = ""
    buffer: list[tuple[str, int]] = []
    lines = list(_lines(document))
    # The contents page names the part too; the part itself comes last.
    end = max(
        (place for place, (text, _) in enumerate(lines) if stop.match(text)), default=len(lines)
    )
    for text, page in lines[:end]:
        is_heading = (
            bool(heading.match(text))
            and len(text) <= _MAX_HEADING
            and not any(mark in text for mark in _IN_SENTENCES)
        )
        if is_heading:
            result.extend(_split(buffer, current))
            buffer, current = [], text
        else:
            buffer.append((text, page))
    result.extend(_split(buffer, current))
    return result


def _lines(document: GridDocument) -> Iterator[tuple[str, int]]:
    for page in document.pages:
        for line in page.lines:
            text = _SPACE.sub("", line.text)
            if text and not line.is_furniture:
                yield text, page.page_number


def _split(lines: Iterable[tuple[str, int]], heading: str) -> Iterator[Sentence]:
    text, pages = "", []
    for part, page in lines:
        text += part
        pages.extend([page] * len(part))
    depth, start = 0, 0
    for place, mark in enumerate(text):
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
        elif mark == _STOP and not depth:
            yield Sentence(text[start : place + 1], pages[start], heading)
            start = place + 1
    if start < len(text):
        yield Sentence(text[start:], pages[start], heading)
