"""PDF files made on the spot for the reading layer's tests."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.read.drawings import FONT, Draw, Make


@pytest.fixture(scope="session", autouse=True)
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes a PDF of pages drawn by callables."""

    def write(
        *pages: Draw,
        name: str = "made.pdf",
        size: tuple[float, float] = (600, 800),
        password: str | None = None,
        boxes: Mapping[str, tuple[float, float, float, float]] | None = None,
    ) -> Path:
        path = tmp_path / name
        encrypt = StandardEncryption(password, canPrint=0) if password else None
        canvas = Canvas(str(path), pagesize=size, encrypt=encrypt)
        for key, value in (boxes or {}).items():
            getattr(canvas, f"set{key}Box")(value)
        for draw in pages:
            canvas.setFont(FONT, 10)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return path

    return write


@pytest.fixture(scope="session")
def reports() -> Path:
    """Folder of real reports; tests that need it are skipped without it."""
    default = Path(__file__).resolve().parents[3] / "shared" / "reports"
    folder = Path(os.environ.get("QINGZHANG_REPORTS", default))
    if not folder.is_dir():
        pytest.skip("no folder of real reports")
    return folder
