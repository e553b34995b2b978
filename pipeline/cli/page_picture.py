"""A picture of a printed page with a cell marked: from a number back to the paper.

Belongs here: rendering a page and drawing a box on it.
Does not belong here: finding which cell (that is a query), reading text.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import ImageDraw

# Pixels a point, at 150 dots an inch.
SCALE = 150 / 72
MARK_COLOUR = (220, 38, 38)
# Around the cell, in points; of the frame, in pixels.
MARK_MARGIN = 2.0
MARK_WIDTH = 3


def mark_cell(
    pdf: Path, page_number: int, box: tuple[float, float, float, float], out: Path
) -> None:
    """Write `out` (PNG): page `page_number` (1-based) of `pdf` with the box framed.

    The box is (x0, top, x1, bottom) in points from the top left of the page as a viewer shows it, as
    stored with printed cells. Raises `ValueError` for a page the file does not have.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page_number <= len(document):
            raise ValueError(
                f"{pdf.name} has {len(document)} pages, there is no page {page_number}"
            )
        page = document[page_number - 1]
        image = page.render(scale=SCALE).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    x0, top, x1, bottom = box
    framed = (x0 - MARK_MARGIN, top - MARK_MARGIN, x1 + MARK_MARGIN, bottom + MARK_MARGIN)
    ImageDraw.Draw(image).rectangle(
        [SCALE * edge for edge in framed], outline=MARK_COLOUR, width=MARK_WIDTH
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    image.save(out)
