"""One document to its pages, whatever its carrier.

Belongs here: which reader reads which carrier, and which carriers none does.
Does not belong here: recognising a carrier (`carrier`), reading one (`pdf`, `office`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.read.carrier import Carrier, sniff
from pipeline.read.failures import (
    DamagedDocument,
    EmptyFile,
    NotADocument,
    PasswordRequired,
    PictureOnly,
    ReadError,
    UnsupportedCarrier,
)
from pipeline.read.layout import PageLayout
from pipeline.read.pdf.pdf_file import open_pdf
from pipeline.read.pdf.reference_text import plain_text
from pipeline.read.reading import Reading

# Documents in a form that no library with a permissive licence reads as printed.
UNSUPPORTED = frozenset(
    {
        Carrier.DOC,
        Carrier.RTF,
        Carrier.XLSB,
        Carrier.ODF,
        Carrier.OFD,
        Carrier.SLIDES,
        Carrier.XML_OFFICE,
        Carrier.MHTML,
    }
)

# Other files that hold no report, and why.
_REFUSED: dict[Carrier, tuple[type[ReadError], str]] = {
    Carrier.EMPTY: (EmptyFile, "the file is empty"),
    Carrier.ENCRYPTED: (PasswordRequired, "a password is required"),
    Carrier.CUT_OFF: (DamagedDocument, "its directory is gone, the file looks cut off"),
}


def read_document(path: Path) -> Reading:
    """All pages of the file at `path`.

    Raises a `ReadError`: `EmptyFile`, `NotADocument` (text, archives, unknown content),
    `UnsupportedCarrier`, `PictureOnly`, `PasswordRequired`, `DamagedDocument`, `NothingPrinted`,
    `TooLarge`; and `OSError` when the disk does not give the file.
    """
    carrier = sniff(path)
    reader = readers().get(carrier)
    if reader is not None:
        return reader(path)
    if carrier in _REFUSED:
        error, why = _REFUSED[carrier]
        raise error(why, path=path)
    kind = NotADocument
    if carrier in UNSUPPORTED:
        kind = UnsupportedCarrier
    elif carrier is Carrier.IMAGE:
        kind = PictureOnly
    raise kind(
        f"no report can be read from it, the content looks like {carrier.value}",
        looks_like=carrier.value,
        path=path,
    )


def readers() -> dict[Carrier, Callable[[Path], Reading]]:
    """Carriers that are read; office readers are imported when needed, most files are PDF."""
    return {
        Carrier.PDF: _read_pdf,
        Carrier.XLSX: _read_xlsx,
        Carrier.XLS: _read_xls,
        Carrier.DOCX: _read_docx,
        Carrier.HTML: _read_html,
    }


def _read_pdf(path: Path) -> Reading:
    result = Reading()

    def damaged(error: DamagedDocument) -> None:
        result.unreadable.append((error.page or 0, str(error).replace(f"{path}, ", "")))

    with open_pdf(path) as document:
        result.page_count = document.page_count
        layout: PageLayout | None = None
        for page in document.pages(on_damaged=damaged):
            layout = page.read_layout(layout)
            result.layouts.append(layout)
            if layout.tables:
                result.texts[layout.page_number] = plain_text(page)
        result.unreadable.extend((0, damage) for damage in document.damage)
    return result


def _read_xlsx(path: Path) -> Reading:
    from pipeline.read.office.workbook import read_workbook

    return read_workbook(path)


def _read_xls(path: Path) -> Reading:
    from pipeline.read.office.workbook_xls import read_old_workbook

    return read_old_workbook(path)


def _read_docx(path: Path) -> Reading:
    from pipeline.read.office.word import read_word

    return read_word(path)


def _read_html(path: Path) -> Reading:
    from pipeline.read.office.webpage import read_webpage

    return read_webpage(path)
