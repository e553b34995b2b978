"""Text layers that say other characters than the page shows."""

from __future__ import annotations

import random
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from pipeline.read import PageLayout, open_pdf
from pipeline.read.reading import unreadable_share
from tests.read import drawings
from tests.read.drawings import Make

# A font whose Latin letters are as wide as ideographs: glyphs of one mapped to letters at random.
WIDE = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Nowhere /Encoding /WinAnsiEncoding"
    b" /FirstChar 32 /LastChar 126 /Widths [" + b"1000 " * 95 + b"] /FontDescriptor"
    b" << /Type /FontDescriptor /FontName /Nowhere /Flags 32 /FontBBox [0 -200 1000 800]"
    b" /Ascent 800 /Descent -200 /CapHeight 700 /ItalicAngle 0 /StemV 80 >> >>"
)
# Glyphs by number, and nothing that says what characters they are.
UNMAPPED = drawings.UNKNOWN_FONT.replace(b" /ToUnicode 9 0 R", b"")


def share(path: Path) -> float:
    with open_pdf(path) as document:
        layout: PageLayout = document.page(0).read_layout()
    return unreadable_share([layout])


def written(tmp_path: Path, content: bytes, font: bytes) -> Path:
    path = tmp_path / "made.pdf"
    path.write_bytes(drawings.hand_written(content, b"/F 5 0 R", font))
    return path


def test_a_report_is_readable(make: Make) -> None:
    assert share(make(drawings.ruled)) == 0.0


def test_latin_letters_as_wide_as_ideographs(tmp_path: Path) -> None:
    content = b"BT /F 12 Tf 20 200 Td (abcdeGHIkLz) Tj 0 -20 Td (qrstuvXy) Tj ET"
    assert share(written(tmp_path, content, WIDE)) > 0.9
    assert share(written(tmp_path, content, drawings.HELVETICA)) == 0.0


def test_glyphs_without_a_map(tmp_path: Path) -> None:
    content = b"BT /F 12 Tf 20 200 Td <003300340035003600370038> Tj ET"
    assert share(written(tmp_path, content, UNMAPPED)) > 0.9


def test_ideographs_picked_at_random(make: Make) -> None:
    chance = random.Random(1)

    def draw(c: Canvas) -> None:
        for k in range(10):
            text = "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(30))
            c.drawString(50, 700 - 20 * k, text)

    with open_pdf(make(draw)) as document:
        page = document.page(0)
        seen = "".join(page.content.glyphs.text)
    # The font's own encoding holds only some of them; what it holds must be told.
    assert share(make(draw)) > 0.5 * (len(seen) > 0)


def test_a_rare_name_is_readable(make: Make) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(
            50, 700, "陈喆同志任北京市政务服务和数据管理局局长，邓珺任副局长，刘翀任副局长"
        )

    assert share(make(draw)) < 0.2
