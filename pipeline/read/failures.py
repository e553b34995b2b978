"""What can go wrong while reading a file, said in plain words.

Belongs here: the exceptions of the reading layer.  Does not belong here: any
judgement about what a document means.
"""

from __future__ import annotations

from pathlib import Path


class ReadError(Exception):
    """A file, or a part of it, could not be read; the message says what and where."""

    def __init__(self, message: str, *, path: Path | None = None, page: int | None = None) -> None:
        self.path = path
        self.page = page
        place = [str(path)] if path is not None else []
        if page is not None:
            place.append(f"page {page}")
        super().__init__(f"{', '.join(place)}: {message}" if place else message)


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
    """A document, but in a form that cannot be read here; it can be saved in one that can."""


class PictureOnly(NotADocument):
    """The file is a picture: a scan that has to be recognised first."""


class NothingPrinted(ReadError):
    """The file opens and shows nothing: a page that scripts fill, an empty workbook."""


class TooLarge(ReadError):
    """The file unpacks to more than any report holds."""
