"""Small documents of running text: lines as printed, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.grid.printed_table import Box, GridDocument, PageLine, PageText
from pipeline.narrative.metrics import Narrative, NarrativeMetric
from pipeline.narrative.narrative_reader import extract_narrative

LEFT, SIZE, PER_LINE = 90.0, 14.0, 30


def page(number: int, lines: Sequence[str]) -> PageText:
    """A page of lines; one that starts with [F] is page furniture, two spaces are an indent."""
    printed = []
    for index, raw in enumerate(lines):
        text = raw.removeprefix("[F]")
        indent = 2 * SIZE if text.startswith("  ") else 0.0
        text = text.strip()
        x0 = LEFT + indent
        box = Box(x0, 80 + 20.0 * index, x0 + SIZE * len(text), 94 + 20.0 * index)
        printed.append(PageLine(number, text, box, raw.startswith("[F]")))
    return PageText(number, 595.0, 842.0, printed, 500, 0.0)


def document(*pages: Sequence[str]) -> GridDocument:
    """Pages of such lines, without tables."""
    return GridDocument(len(pages), [page(n, lines) for n, lines in enumerate(pages, 1)], [])


def wrapped(*paragraphs: str) -> list[str]:
    """Paragraphs broken into lines of equal length, as a printed page breaks them."""
    lines: list[str] = []
    for paragraph in paragraphs:
        text = "  " + paragraph
        lines.extend(text[start : start + PER_LINE] for start in range(0, len(text), PER_LINE))
    return lines


# Lines that reach from edge to edge, without which no line could be told to be short.
FILLER = (
    "本文件按照有关规定编制并公开，内容包括概况、报表、情况说明和解释四个部分，请公众监督。" * 3
)


def read(*paragraphs: str, fiscal_year: int = 2024) -> Narrative:
    """The narrative of a one-page document."""
    return extract_narrative(document(wrapped(FILLER, *paragraphs)), fiscal_year=fiscal_year)


def metric(narrative: Narrative, code: str) -> NarrativeMetric:
    """The first figure of this code. Raises `AssertionError` where there is none."""
    first = narrative.first(code)
    assert first is not None, f"no {code}"
    return first
