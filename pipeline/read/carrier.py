"""Recognises what a file is by its content, never by its name.

Belongs here: signatures of file formats.
Does not belong here: opening or parsing a file beyond what its signature needs.
"""

from __future__ import annotations

import enum
import io
import re
import zipfile
from pathlib import Path

from xlrd.compdoc import CompDoc

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
_RTF = b"{\\rtf"
_MIME = re.compile(rb"^(?:MIME-Version|From|Date|Subject):", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|(?:html|head|body|script|style|meta|title|table|div|p|span|center|font|h\d)\b)",
    re.IGNORECASE | re.DOTALL,
)
# The XML of Office 2003, and a whole package as one XML file.
_XML_OFFICE = re.compile(
    rb"<\?mso-application\b|<(?:\w+:)?(?:Workbook|wordDocument)\s[^>]*urn:schemas|<pkg:package\b"
)
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# Names of parts that only one kind of package has; in a prefix of one they follow other bytes.
_PARTS = {
    "xlsb": r"xl/workbook\.bin",
    "xlsx": r"xl/(?:workbook\.xml|worksheets/)",
    "docx": r"word/(?:document\w*\.xml|styles\.xml)",
    "slides": r"ppt/",
    "ofd": r"OFD\.xml",
    "odf": r"META-INF/manifest\.xml",
}
_OFFICE_PARTS = re.compile(rb"\[Content_Types\]\.xml|\bdocProps/|\b_rels/\.rels")


class Carrier(enum.Enum):
    """What kind of file the bytes are."""

    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    DOC = "doc"
    HTML = "html"
    RTF = "rtf"
    XLSB = "xlsb"
    ODF = "odf"
    OFD = "ofd"
    SLIDES = "slides"
    XML_OFFICE = "xml_office"
    MHTML = "mhtml"
    ENCRYPTED = "encrypted"
    CUT_OFF = "cut_off"
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
    if data.startswith(_RTF):
        return Carrier.RTF
    prefix = data[:_PREFIX]
    if prefix[:2] in _UTF16:
        prefix = prefix.decode(_UTF16[prefix[:2]], "ignore").lstrip("\ufeff").encode()
    if _XML_OFFICE.search(prefix):
        return Carrier.XML_OFFICE
    if _MIME.match(prefix) and b"multipart/related" in prefix.lower():
        return Carrier.MHTML
    if _HTML.match(prefix) or b"<html" in prefix.lower():
        return Carrier.HTML
    return Carrier.TEXT if _is_text(data[:_PREFIX]) else Carrier.UNKNOWN


def _inside_zip(data: bytes, stream: io.BytesIO | io.BufferedReader) -> Carrier:
    start = r"^"
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            names = "\n".join(archive.namelist()).replace("\\", "/")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # Only a prefix: the local headers near the start still carry names.
        names, start = data.decode("latin-1"), r"\b"
    for value, part in _PARTS.items():
        if re.search(start + part, names, re.MULTILINE):
            return Carrier(value)
    # The directory is at the end of a package: an office file without it was cut off.
    is_cut = start == r"\b" and _OFFICE_PARTS.search(data)
    return Carrier.CUT_OFF if is_cut else Carrier.ZIP


def _inside_ole(data: bytes, stream: io.BytesIO | io.BufferedReader) -> Carrier:
    stream.seek(0)
    body = stream.read() or data
    names = _ole_names(body)
    if names is None:
        return Carrier.CUT_OFF
    for name, carrier in (
        ("EncryptedPackage", Carrier.ENCRYPTED),
        ("Workbook", Carrier.XLS),
        ("Book", Carrier.XLS),
        ("WordDocument", Carrier.DOC),
        ("PowerPoint Document", Carrier.SLIDES),
    ):
        if name in names:
            return carrier
    return Carrier.UNKNOWN


def _ole_names(body: bytes) -> set[str] | None:
    """Names of the streams at the top of a compound file (embedded objects have theirs below).

    None where its directory is gone.
    """
    try:
        entries = CompDoc(body, logfile=io.StringIO()).dirlist
        return {entry.name for entry in entries if entry.parent == 0}
    except Exception:  # noqa: BLE001 - a damaged file: xlrd raises whatever it stumbles on
        known = ("EncryptedPackage", "WordDocument", "Workbook", "PowerPoint Document")
        return {name for name in known if name.encode("utf-16-le") in body} or None


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
