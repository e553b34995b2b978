"""Zip packages of office files: opened with bounds, so that a small file cannot fill the machine.

Belongs here: size bounds, damage and passwords of packages; XML that must not be parsed.
Does not belong here: what the parts of a package mean.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from pipeline.read.failures import DamagedDocument, PasswordRequired, TooLarge

# Bytes of all parts unpacked, of one part of XML, and how many parts.
MOST_BYTES = 1 << 30
MOST_XML_BYTES = 256 << 20
MOST_PARTS = 20_000
_ENCRYPTED_BIT = 0x1
# Office files never declare a document type: entities could be read from elsewhere or blown up.
_DOCTYPE = re.compile(rb"<!DOCTYPE|<\x00!\x00D\x00O\x00C|\x00<\x00!\x00D\x00O\x00C", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")
# Files saved as "strict" name the same elements in other namespaces, which libraries do not know.
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
# What unpacking raises on broken data (the file is in memory by then).
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)


def read_package(
    path: Path, change: Callable[[str, bytes], bytes | None] | None = None
) -> tuple[io.BytesIO, dict[str, bytes]]:
    """The package at `path` as a new package in memory, and its XML parts by name.

    Each XML part goes through `change(name, data)`, None leaves it out; other parts (pictures) are
    left empty, since nothing here reads them. Raises `DamagedDocument` for a package that cannot be
    unpacked or whose XML declares a document type, `PasswordRequired`, `TooLarge`.
    """
    parts: dict[str, bytes] = {}
    target = io.BytesIO()
    packed = io.BytesIO(path.read_bytes())
    try:
        with (
            zipfile.ZipFile(packed) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
        ):
            entries = [entry for entry in source.infolist() if not entry.is_dir()]
            _bounded(entries, path)
            for entry in entries:
                if entry.flag_bits & _ENCRYPTED_BIT:
                    raise PasswordRequired("a password is required", path=path)
                name = entry.filename.replace("\\", "/")
                if not name.lower().endswith(_XML):
                    copy.writestr(name, b"")
                    continue
                data = _unpacked(source, entry, path)
                if _DOCTYPE.search(data):
                    raise DamagedDocument(
                        f"{name} declares a document type, which no office file does", path=path
                    )
                for strict, usual in _STRICT.items():
                    data = data.replace(strict, usual)
                changed = change(name, data) if change else data
                if changed is not None:
                    parts[name] = changed
                    copy.writestr(name, changed)
    except _BROKEN as error:
        raise DamagedDocument(f"the package cannot be unpacked: {error}", path=path) from error
    target.seek(0)
    return target, parts


def _bounded(entries: list[zipfile.ZipInfo], path: Path) -> None:
    if (
        len(entries) > MOST_PARTS
        or sum(entry.file_size for entry in entries) > MOST_BYTES
        or any(
            entry.file_size > MOST_XML_BYTES
            for entry in entries
            if entry.filename.lower().endswith(_XML)
        )
    ):
        raise TooLarge("unpacked it is larger than any report", path=path)


def _unpacked(source: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> bytes:
    """One part, whatever size the package states for it."""
    with source.open(entry) as stream:
        data = stream.read(MOST_XML_BYTES + 1)
    if len(data) > MOST_XML_BYTES:
        raise TooLarge("unpacked it is larger than any report", path=path)
    return data
