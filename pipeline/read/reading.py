"""What reading a whole document gives, whatever its carrier.

Belongs here: the result type, and questions about all of its pages.
Does not belong here: how any carrier is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.read.layout import PageLayout


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Something about a page that its layout cannot show and a reader has to know.

    `kind`: 'hidden_sheet' | 'hidden_rows' | 'hidden_columns' | 'embedded_object' |
    'second_reading'. `text` is Chinese.
    """

    kind: str
    page_number: int
    text: str


@dataclass
class Reading:
    """All pages of a document.

    `texts` has, for each page with tables, the numbers of a second, independent reading in the text
    around them. `unreadable` are (page, what and where) that could not be read, page 0 where no
    page can be named.
    """

    layouts: list[PageLayout] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    page_count: int = 0
    notes: tuple[ReadNote, ...] = ()


def unreadable_share(pages: Iterable[PageLayout]) -> float:
    """Share of the pages' printed characters that no reader could make out; 0 without any."""
    unreadable = printed = 0
    for page in pages:
        unreadable += page.unreadable_count
        printed += page.char_count
    return unreadable / printed if printed else 0.0
