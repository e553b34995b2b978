"""Bold type imitated by printing twice, a little apart, is read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import PageLayout, open_pdf
from pipeline.read.pdf.reference_text import plain_text
from tests.read import drawings


def read(path: Path, texts: list[tuple[float, float, str]]) -> tuple[PageLayout, str, int]:
    canvas = Canvas(str(path))
    canvas.setFont(drawings.FONT, 12)
    for x, y, text in texts:
        canvas.drawString(x, y, text)
    canvas.save()
    with open_pdf(path) as pdf:
        page = pdf.page(0)
        return page.read_layout(), plain_text(page), len(page.chars)


@pytest.mark.parametrize("off", [(0.3, 0.0), (0.5, 0.4), (0.8, 0.0)])
def test_copies_are_read_once(tmp_path: Path, off: tuple[float, float]) -> None:
    # PDFium itself drops a copy right behind its text.
    texts = [(100.0, 700.0 - 20 * k, f"合计1,122.0{k}") for k in range(8)]
    again = [(x + off[0], y + off[1], text) for x, y, text in texts]
    layout, plain, count = read(tmp_path / "bold.pdf", texts + again)
    assert [line.text for line in layout.lines] == [text for *_, text in texts]
    assert plain.count("1,122.00") == 1
    # pdfplumber's own interface keeps them.
    assert count == 2 * len(layout.lines) * len(texts[0][2])


def test_the_same_character_beside_itself_or_below_is_no_copy(tmp_path: Path) -> None:
    texts = [(100, 700, "11"), (112.2, 700, "1"), (100, 688, "11"), (300, 700, "1")]
    layout, _, _ = read(tmp_path / "plain.pdf", [(float(x), float(y), t) for x, y, t in texts])
    assert sum(line.text.count("1") for line in layout.lines) == 6
