"""Printed text: its comparison forms, and what it looks like (an amount, a page number).

Belongs here: normalisation of a text and the shapes that reading, grid and interpretation ask for.
Does not belong here: what a text means (lexicons), repair of characters (`lookalikes`).
"""

from __future__ import annotations

import re

from pipeline.domain.lookalikes import normalize_text

_AMOUNT_LIKE = re.compile(r"^[-−－–—(（]?[¥￥]?(\d[\d,，]*(\.\d+)?|\.\d+)[)）]?%?$")
_PAGE_NUMBER = re.compile(
    r"^[-—–－·.\s]*(第\s*)?\d{1,4}(\s*页)?([/／]\s*\d{1,4}|\s*共\s*\d+\s*页)?[-—–－·.\s]*$"
)
# With words or strokes that no other number has.
_MARKED_PAGE_NUMBER = re.compile(r"^\s*(第\s*\d{1,4}\s*页.*|[-—–－]+\s*\d{1,4}\s*[-—–－]+\s*)$")
# Typographers' words for a table that goes on, alone or beside its title.
_CONTINUED = re.compile(r"[（(【\[]?(接上页|上接|续)(表|上表|上页|前表)?\d*[）)】\]]?")
_SPACE = re.compile(r"\s+")


def join_lines(text: str) -> str:
    """The text of a cell on one line: breaks are typesetting, not words (Chinese has no hyphen)."""
    return normalize_text(normalize_text(text).replace("\n", "")).strip()


def squeeze(text: str) -> str:
    """Text without any white space, for comparing labels."""
    return _SPACE.sub("", text)


def is_amount_like(text: str) -> bool:
    """Whether a cell text looks like a number a table prints (not a code list, not a date)."""
    return bool(_AMOUNT_LIKE.match(squeeze(text)))


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number."""
    return bool(_PAGE_NUMBER.match(text))


def is_marked_page_number(text: str) -> bool:
    """Whether a line is a page number by its own words: 第 3 页, - 3 -."""
    return bool(is_page_number(text) and _MARKED_PAGE_NUMBER.match(text))


def without_continued(text: str) -> str:
    """A squeezed line without a mark that its table goes on; empty when it was nothing else."""
    return _CONTINUED.sub("", text)
