"""What can go wrong while reading a file.

Belongs here: the exceptions of the reading layer, which say in plain words what and where.
Does not belong here: outcomes and reason codes (`pipeline.report.refusal`).
"""

from __future__ import annotations

from pathlib import Path


class ReadError(Exception):
    """A file, or a part of it, could not be read; the message says what and where."""

    def __init__(self, message: str, *, path: Path | None = None, page: int | None = None) -> None:
        self.path = path
        self.page = page
        where = [str(path)] if path is not None else []
        if page is not None:
            where.append(f"page {page}")
        super().__init__(f"{', '.join(where)}: {message}" if where else message)


class EmptyFile(ReadError):
    """The file has no bytes."""


class NotADocument(ReadError):
    """The content is not the kind of document that was asked for."""

    def __init__(self, message: str, *, looks_like: str, path: Path | None = None) -> None:
        self.looks_like = looks_like
        super().__init__(message, path=path)


class PasswordRequired(ReadError):
    """The document is encrypted and the password is missing or wrong."""


class DamagedDocument(ReadError):
    """The document, or one page of it, is truncated or corrupt."""


class UnsupportedCarrier(NotADocument):
    """A document in a format that cannot be read here; it can be saved in one that can."""


class PictureOnly(NotADocument):
    """The file is a picture: a scan that needs character recognition first."""


class NothingPrinted(ReadError):
    """The file opens and shows nothing: a page that scripts fill, an empty workbook."""


class TooLarge(ReadError):
    """The file unpacks to more than any report holds."""
