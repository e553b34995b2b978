"""A picture of a printed page with cells marked: from a number back to the paper.

Belongs here: rendering a page and drawing boxes on it.
Does not belong here: finding which cell (that is a query), reading text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import ImageDraw

from pipeline.read.carrier import Carrier, sniff

POINTS_PER_INCH = 72
MARK_COLOUR = (220, 38, 38)
MARK_MARGIN = 2.0


def has_pages(file: Path) -> bool:
    """Whether the file has pages of its own that a picture can show: PDF alone does."""
    return sniff(file) is Carrier.PDF


def mark_cells(
    pdf: Path,
    page_number: int,
    boxes: Sequence[tuple[float, float, float, float]],
    out: Path,
    *,
    dpi: int = 150,
) -> Path:
    """Write `out` (PNG): page `page_number` (1-based) of `pdf` with each box framed.

    Boxes are (x0, top, x1, bottom) in points from the top left of the page as a viewer shows it,
    as stored with printed cells. Raises `FileNotFoundError` when the PDF is gone and `ValueError`
    for a file that is no PDF and for a page the file does not have.
    """
    if not pdf.exists():
        raise FileNotFoundError(
            f"the file {pdf} is no longer there: put it back, or ingest it from where it is now"
        )
    if not has_pages(pdf):
        raise ValueError(
            f"{pdf.name} is no PDF: only PDF has pages to show, look the cell up in the file itself"
        )
    scale = dpi / POINTS_PER_INCH
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page_number <= len(document):
            raise ValueError(
                f"{pdf.name} has {len(document)} pages, there is no page {page_number}"
            )
        page = document[page_number - 1]
        image = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    draw = ImageDraw.Draw(image)
    for x0, top, x1, bottom in boxes:
        draw.rectangle(
            (
                (x0 - MARK_MARGIN) * scale,
                (top - MARK_MARGIN) * scale,
                (x1 + MARK_MARGIN) * scale,
                (bottom + MARK_MARGIN) * scale,
            ),
            outline=MARK_COLOUR,
            width=max(2, round(dpi / 50)),
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    image.save(out)
    return out
