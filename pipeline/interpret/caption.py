"""What stands over a table: its title, its currency unit, the body it is about.

Title, currency unit and body stand in lines above the grid, or in its first rows, or at the end of the page
before.

Belongs here: where those words stand. Does not belong here: columns, rows, which statement it then is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import GridCell, PageLine, PrintedTable
from pipeline.interpret.heading_words import match_heading
from pipeline.interpret.logical_table import MAX_CAPTION_ROWS, LogicalTable

# A title is short; a longer line that contains a title's words is a sentence.
MAX_TITLE_LENGTH = 48
NOT_A_STATEMENT = "NONE"
# The currency unit may stand in a heading cell.
_HEADING_ROWS = 3
_SENTENCE = re.compile(r"[。；！？]")
# Dots that lead to a page number in a table of contents.
_LEADER = re.compile(r"[.．·…⋯]{2,}[-—]?\d*[-—]?$|《|》")


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands over a table: title, currency unit, body, each as printed; `rows` leading caption rows."""

    title: str
    kind: str | None
    currency_unit: str | None
    entity: str | None
    rows: int = 0
    lines: tuple[str, ...] = field(default=())


def read_caption(table: LogicalTable, lexicon: Lexicon) -> Caption:
    """Title, currency unit and body of a table (nearest line first), and how many rows they take in it."""
    count, inside = _caption_rows(table, lexicon)
    above = [squeeze(line.text) for line in table.table.above]
    texts = [*above, *inside]
    title, kind = find_title(_title_texts(texts, lexicon), lexicon)
    currency_unit = next(filter(None, _currency_units(table, count, texts, inside, lexicon)), None)
    entity = next(filter(None, (find_entity(text, lexicon) for text in reversed(texts))), None)
    nearest = next((text for text in reversed(texts) if len(text) <= MAX_TITLE_LENGTH), "")
    return Caption(title or nearest, kind, currency_unit, entity, count, tuple(texts))


def _title_texts(texts: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Candidates for a title, nearest first: a line with the one before it, then the line alone.

    Long titles are set in two lines; a line that is a title, a currency unit, a body or a number of its own
    is no first half.
    """
    for place in range(len(texts) - 1, -1, -1):
        before = texts[place - 1] if place else ""
        whole = (
            before.endswith("表")
            or before[:1] in "(（"
            or _is_caption(before, lexicon)
            or _SENTENCE.search(before)
        )
        if before and not whole and "表" in texts[place] and "表" not in before[-8:]:
            yield before + texts[place]
        yield texts[place]


def _caption_rows(table: LogicalTable, lexicon: Lexicon) -> tuple[int, list[str]]:
    """Leading rows inside the grid that are caption, and their texts."""
    texts: list[str] = []
    count = 0
    for number, row in enumerate(table.rows[:MAX_CAPTION_ROWS]):
        filled = row.filled()
        if count and filled:
            # A label that reaches over two lines names what stands in the second as well.
            reaching = [
                cell
                for cell in row.cover
                if cell is not None and cell.row < row.index and cell.text
            ]
            filled = sorted({*filled, *reaching}, key=lambda cell: cell.column)
        own = caption_texts(filled, lexicon)
        if own is None:
            break
        if own:
            texts.extend(text for text in own if text not in texts)
            count = number + 1
    return count, texts


def caption_texts(filled: Sequence[GridCell], lexicon: Lexicon) -> list[str] | None:
    """The texts of a caption row by its filled cells ([] for an empty one); None for any other."""
    if not filled:
        return []
    if len(filled) > 4 or any(is_amount_like(cell.text) for cell in filled):
        return None
    lines = [
        [squeeze(part) for part in cell.raw_text.split("\n") if squeeze(part)] for cell in filled
    ]
    joined = [squeeze(cell.text) for cell in filled]
    known = [
        any(_is_caption(t, lexicon) for t in (text, *parts))
        for text, parts in zip(joined, lines, strict=True)
    ]
    if not any(known):
        return None
    label = lexicon.patterns["caption_label"]
    if len(filled) > 1 and all(_is_heading(t, lexicon) for t in joined):
        # A header of two columns (单位名称, 预算数), not a label with its value.
        return None
    for place, is_known in enumerate(known):
        if not is_known and not (place and label.match(joined[place - 1])):
            return None
    if (
        len(filled) > 1
        and not all(_is_caption(t, lexicon) or label.match(t) for t in joined)
        and not any(label.match(t) for t in joined)
    ):
        return None
    whole: list[str] = []
    for place, text in enumerate(joined):
        if place and label.match(joined[place - 1]):
            whole[-1] += text
        else:
            whole.append(text)
            whole.extend(part for part in lines[place] if part != text)
    return whole


def _is_heading(text: str, lexicon: Lexicon) -> bool:
    return match_heading(text, lexicon, is_leaf=True)[0] is not None


def _is_caption(text: str, lexicon: Lexicon) -> bool:
    return bool(
        find_title([text], lexicon)[1]
        or find_currency_unit(text, lexicon)
        or find_entity(text, lexicon)
        or lexicon.patterns["table_number"].match(text)
        or lexicon.patterns["year_line"].match(text)
        or lexicon.patterns["caption_label"].match(text)
        or lexicon.patterns["broken_unit"].search(text)
    )


def find_title(lines: Iterable[str], lexicon: Lexicon) -> tuple[str, str | None]:
    """The first of `lines` that is the title of a known statement, and its kind.

    A line that the lexicon knows as none ends nothing; a sentence is no title.
    """
    for text in lines:
        if len(_LEADER.sub("", text)) > MAX_TITLE_LENGTH or _SENTENCE.search(text):
            continue
        bare = lexicon.patterns["quotes"].sub("", _LEADER.sub("", text))
        kind = lexicon.title_kind(bare)
        if kind is not None and kind != NOT_A_STATEMENT:
            return text, kind
    return "", None


def find_currency_unit(text: str, lexicon: Lexicon) -> str | None:
    """The currency unit a caption text prints."""
    match = lexicon.patterns["unit"].search(text) or lexicon.patterns["bare_unit"].match(text)
    return match["name"] if match else None


def _broken_currency_unit(texts: Sequence[str], lexicon: Lexicon) -> str | None:
    """A currency unit that frames cut in two (单位：万 / 元)."""
    for text in texts:
        match = lexicon.patterns["broken_unit"].search(text)
        if match and any(other.endswith("元") for other in texts if other != text):
            return f"{match['name']}元"
    return None


def _currency_units(
    table: LogicalTable,
    count: int,
    texts: Sequence[str],
    inside: Sequence[str],
    lexicon: Lexicon,
) -> Iterator[str | None]:
    """The currency unit or None by caption, headings and notes, the most certain first.

    `texts` are those of the caption, `inside` those of its `count` rows within the grid.
    """
    yield _broken_currency_unit(inside, lexicon)
    for text in reversed(texts):
        yield find_currency_unit(text, lexicon)
    headings = [
        squeeze(cell.text)
        for row in table.rows[count : count + _HEADING_ROWS]
        for cell in row.filled()
        if not is_amount_like(cell.text)
    ]
    for find in (find_currency_unit, _currency_unit_in_brackets):
        yield from (find(text, lexicon) for text in headings)
    yield from (_currency_unit_of_note(line, lexicon) for line in table.table.below)


def _currency_unit_in_brackets(text: str, lexicon: Lexicon) -> str | None:
    match = lexicon.patterns["unit_in_brackets"].search(text)
    return match["name"] if match else None


def _currency_unit_of_note(line: PageLine, lexicon: Lexicon) -> str | None:
    text = squeeze(line.text)
    return find_currency_unit(text, lexicon) if lexicon.patterns["note"].match(text) else None


def find_entity(text: str, lexicon: Lexicon) -> str | None:
    """The body a caption text names after its label."""
    match = lexicon.patterns["entity"].search(text)
    if match is None or find_currency_unit(f"单位：{match['name']}", lexicon) == match["name"]:
        return None
    return match["name"]


def note_under(table: PrintedTable, lexicon: Lexicon) -> str:
    """The note under a table: from the line that starts one to the next title or the page's end."""
    lines: list[str] = []
    for line in table.below:
        text = squeeze(line.text)
        if lexicon.patterns["table_number"].match(text):
            break
        if lines or lexicon.patterns["note"].match(text):
            lines.append(text)
    for row in table.rows[-3:]:
        cells = [squeeze(cell.text) for cell in row.cells if cell is not None and cell.text]
        if len(cells) == 1 and lexicon.patterns["note"].match(cells[0]):
            lines.append(cells[0])
    return "".join(lines)
