"""Recognises what a file is by its content, never by its name.

Belongs here: signatures of file formats.  Does not belong here: opening or
parsing the file beyond what its signature needs.
"""

from __future__ import annotations

import enum
import io
import re
import zipfile
from pathlib import Path

# Acrobat accepts a PDF header anywhere in the first 1024 bytes.
_PDF_HEADER_WINDOW = 1024
_PREFIX = 8192
_TEXT_SHARE = 0.95

_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"BM",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|script|meta|title|table|div|p\b)",
    re.IGNORECASE | re.DOTALL,
)


class Carrier(enum.Enum):
    """What kind of file the bytes are."""

    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    DOC = "doc"
    HTML = "html"
    ZIP = "zip"
    IMAGE = "image"
    TEXT = "text"
    UNKNOWN = "unknown"
    EMPTY = "empty"


def sniff(source: bytes | str | Path) -> Carrier:
    """Return what the content of `source` (its first bytes, or a path) is."""
    if isinstance(source, bytes):
        return _sniff(source, io.BytesIO(source))
    with Path(source).open("rb") as stream:
        prefix = stream.read(_PREFIX)
        return _sniff(prefix, stream)


def _sniff(data: bytes, stream: io.BytesIO | io.BufferedReader) -> Carrier:
    if not data:
        return Carrier.EMPTY
    if b"%PDF-" in data[: _PDF_HEADER_WINDOW + 5]:
        return Carrier.PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _inside_zip(data, stream)
    if data.startswith(_OLE):
        return _inside_ole(data, stream)
    if data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return Carrier.IMAGE
    if _HTML.match(data[:_PREFIX]) or b"<html" in data[:_PREFIX].lower():
        return Carrier.HTML
    return Carrier.TEXT if _is_text(data[:_PREFIX]) else Carrier.UNKNOWN


def _inside_zip(data: bytes, stream: io.BytesIO | io.BufferedReader) -> Carrier:
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            names = "\n".join(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        # Only a prefix: the local headers near the start still carry names.
        names = data.decode("latin-1")
    if re.search(r"\bxl/", names):
        return Carrier.XLSX
    if re.search(r"\bword/", names):
        return Carrier.DOCX
    return Carrier.ZIP


def _inside_ole(data: bytes, stream: io.BytesIO | io.BufferedReader) -> Carrier:
    # Stream names stand in the directory as UTF-16; its place varies.
    stream.seek(0)
    body = stream.read() or data
    if "WordDocument".encode("utf-16-le") in body:
        return Carrier.DOC
    if any(name.encode("utf-16-le") in body for name in ("Workbook", "Book")):
        return Carrier.XLS
    return Carrier.UNKNOWN


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in data:
        return False
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        good = sum(c.isprintable() or c in "\r\n\t" for c in text if c != "\ufffd")
        if good >= _TEXT_SHARE * len(text):
            return True
    return False
