"""What reading a whole document gives, whatever its carrier.

Belongs here: the result type, and questions about all of its pages.
Does not belong here: how any carrier is read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from pipeline.read.layout import PageLayout


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Something about a page that people must know and its layout cannot show.

    `kind`: 'hidden_sheet' | 'hidden_rows' | 'hidden_columns' | 'embedded_object' |
    'second_reading'. `text` is Chinese.
    """

    kind: str
    page_number: int
    text: str


@dataclass
class Reading:
    """All pages of a document.

    `texts` has, for each page with tables, its text by a second, independent reading, against which
    numbers are counted. `unreadable` lists (page, what and where) of all that could not be read, page
    0 where no page can be named.
    """

    layouts: list[PageLayout] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    page_count: int = 0
    notes: tuple[ReadNote, ...] = ()


def unreadable_share(pages: Collection[PageLayout]) -> float:
    """Share of the pages' printed characters that are gibberish (`pdf.legible`); 0 without any."""
    printed = sum(page.char_count for page in pages)
    return sum(page.unreadable_count for page in pages) / printed if printed else 0.0
