"""The header of a printed table to the meaning of its columns.

Belongs here: where the header ends, the path of headings over each column, roles and members by
the lexicon, side-by-side panels, which years are printed, which columns add up to which.
Does not belong here: words (they are in `schemas/lexicon/columns.csv`), rows, money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.domain.compose import ROLE
from pipeline.domain.lexicon import Lexicon
from pipeline.domain.list_marks import mark_of
from pipeline.domain.text import is_amount_like, squeeze
from pipeline.grid.printed_table import GridCell
from pipeline.interpret.logical_table import LogicalRow, LogicalTable, is_numbering
from pipeline.interpret.statement import Column, Signal

_CODE_LABEL = re.compile(r"^[\[【(（]?\d{3}(\d{2}){0,2}[\]】)）]?([^\d年月.,%]|$)")
_YEAR = re.compile(r"((?:19|20)\d{2})年?度?")
_UNIT = re.compile(r"[（(](?:金额)?(?:单位[:：])?(?:人民币)?(?:亿元|百万元|万元|千元|元)[)）]")
CARRIED = "CARRIED_OVER"
# So many cells with words make a column of names.
MIN_NAMES = 3
_REMARK = re.compile(r"(?<=..)[（(][^（）()]{1,12}[）)]$")
_BRACKETED = re.compile(r"^[（(][^（）()]*[）)]$")
_PARTS = re.compile(r"^[类款项]$")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
# Classifications a code column may take over from the names beside it.
SCHEMES = frozenset({"function", "department", "government"})


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands: `count` leading logical rows, `mixed` the row that is both.

    A mixed row prints headings in some columns and data in others (类, 款, 项 beside the total).
    """

    count: int
    mixed: int | None = None


def find_header(table: LogicalTable, lexicon: Lexicon) -> Header:
    """The leading rows that are headings: those before the first row that holds data.

    A row holds data when a cell looks like a number (a row that numbers the columns does not
    count), its first filled cell starts with a code or is a total word that stands where labels
    stand, or only its first cell is filled below a row of headings (a body's name over its
    projects).
    """
    headings_seen = False
    for number, row in enumerate(table.rows):
        filled = [squeeze(cell.text) for cell in row.filled()]
        if not filled:
            continue
        if is_numbering(row.cells):
            headings_seen = True
            continue
        is_data = (
            any(is_amount_like(text) for text in filled)
            or (_CODE_LABEL.match(filled[0]) is not None and headings_seen)
            or (number > 0 and _is_total_row(row, table.rows[:number], lexicon, headings_seen))
            or (headings_seen and _is_section(row))
            or (headings_seen and number > 0 and mark_of(filled[0]) is not None)
        )
        if is_data:
            mixed = number if _has_headings(row, lexicon) else None
            return Header(number, mixed)
        headings_seen = headings_seen or len(filled) > 1
    return Header(len(table.rows))


def _is_section(row: LogicalRow) -> bool:
    """A row that fills only its first cell, beside cells that are empty."""
    filled = row.filled()
    others = [cell for cell in row.cells if cell is not None]
    return len(filled) == 1 and row.cells[0] is filled[0] and len(others) > 1


def _is_total_row(
    row: LogicalRow, before: Sequence[LogicalRow], lexicon: Lexicon, headings_seen: bool
) -> bool:
    """Whether the first filled cell is a total word where labels stand, not under a heading.

    A total word beside other words, under a heading that reaches further than it does, is one of
    that heading's columns.
    """
    first = next((i for i, cell in enumerate(row.cells) if cell is not None), len(row.cells))
    if first > 0:
        return False
    place = next((i for i, c in enumerate(row.cells) if c is not None and squeeze(c.text)), 9)
    # Behind three columns of code parts the name is the fourth; there it must stand alone.
    cell = row.cells[place] if place <= 2 or len(row.filled()) == 1 else None
    over = _heading_over(before, place) if cell is not None else None
    words = [c for c in row.filled() if c is not cell and not is_amount_like(c.text)]
    if cell is not None and over is not None and words and over.column_span > cell.column_span:
        return False
    if words and not headings_seen:
        # The first row of words is the header, whatever its first word.
        return False
    return cell is not None and bool(lexicon.patterns["total"].match(squeeze(cell.text)))


def _heading_over(before: Sequence[LogicalRow], place: int) -> GridCell | None:
    """The nearest filled cell above a column."""
    covers = (row.cover[place] for row in reversed(before))
    return next((c for c in covers if c is not None and squeeze(c.text)), None)


def _has_headings(row: LogicalRow, lexicon: Lexicon) -> bool:
    """Whether a data row also prints headings: several words of leaf columns right of its label."""
    words = [
        squeeze(cell.text)
        for place, cell in enumerate(row.cells)
        if cell is not None and place and squeeze(cell.text)
    ]
    return sum(1 for word in words if _is_leaf_word(word, lexicon)) >= 2


def _is_leaf_word(word: str, lexicon: Lexicon) -> bool:
    if is_amount_like(word):
        return False
    role, members = match_heading(word, lexicon, is_leaf=True)
    return role in ("code_part", "total", "amount") and (role != "amount" or bool(members))


def header_paths(table: LogicalTable, header: Header, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """For each logical column the headings over it, outermost first, a merged heading once."""
    # Headings that end one page and begin the next are said once.
    rows = [row for row in table.rows[: header.count] if not row.is_repeated_header]
    if header.mixed is not None:
        rows.append(table.rows[header.mixed])
    partial = {row.index for row in rows if is_numbering(row.cells)}
    mixed = table.rows[header.mixed] if header.mixed is not None else None
    if mixed is not None and any(is_amount_like(cell.text) for cell in mixed.filled()):
        partial.add(mixed.index)
    extras: dict[tuple[int, int], list[GridCell]] = {}
    for cell in table.extra:
        extras.setdefault((cell.row, table.column_of[cell.column]), []).append(cell)
    paths: list[tuple[str, ...]] = []
    for column in range(table.column_count):
        path: list[str] = []
        alone = 0
        seen: list[GridCell] = []
        for row in rows:
            own = row.cover[column]
            for cell in ([own] if own is not None else []) + extras.get((row.index, column), []):
                if any(cell is other for other in seen):
                    continue
                seen.append(cell)
                text = squeeze(cell.text)
                # Of a row of numbers only 类, 款, 项 are headings; its total word is a label.
                is_data = cell.row in partial and not _PARTS.match(text)
                if mixed is not None and cell.row == mixed.index and not column:
                    is_data = is_data or bool(lexicon.patterns["total"].match(text))
                if not text or is_data or (path and path[-1] == text):
                    continue
                if path and _BRACKETED.match(text):
                    path[-1] += text
                else:
                    path.append(text)
                    alone = alone + 1 if _is_one_column(cell, table) else 0
        paths.append(_whole(path, alone, lexicon))
    return paths


def _is_one_column(cell: GridCell, table: LogicalTable) -> bool:
    last = cell.column + cell.column_span - 1
    return table.column_of.get(last, 0) == table.column_of[cell.column]


def _whole(path: list[str], alone: int, lexicon: Lexicon) -> tuple[str, ...]:
    """The path with pieces of one heading joined, which frames cut apart (对附 / 属单 / 位上缴).

    `alone` counts the last headings that stand over this column only. They are one heading when
    the lexicon knows them joined.
    """
    for count in range(alone, 1, -1):
        joined = "".join(path[-count:])
        is_item = lexicon.item(lexicon.bare(joined), "item") is not None
        if is_item or match_heading(joined, lexicon, is_leaf=True)[0] is not None:
            return (*path[:-count], joined)
    return tuple(path)


def clean_heading(heading: str) -> tuple[str, int | None]:
    """A heading without white space, printed unit and year; the year is given beside it."""
    text = _UNIT.sub("", squeeze(heading))
    found = _YEAR.search(text)
    year = int(found.group(1)) if found else None
    bare = _YEAR.sub("", text) if found else text
    return bare.strip("：:“”\"'「」") or text, year


def match_heading(
    heading: str, lexicon: Lexicon, *, is_leaf: bool
) -> tuple[str | None, dict[str, str]]:
    """Role and members one heading gives; role None when the lexicon does not know it."""
    bare, _ = clean_heading(heading)
    plain = lexicon.patterns["quotes_only"].sub("", bare)
    found = _spelt(plain, lexicon, is_leaf=is_leaf)
    if found is not None:
        return found
    role, members = _composed(plain, lexicon, is_leaf=is_leaf)
    if role is None and (short := _REMARK.sub("", plain)) != plain:
        # A remark behind a heading of labels (科目名称（类/款/项）).
        found = _spelt(short, lexicon, is_leaf=is_leaf)
        if found is not None and found[0] in ("label", "code"):
            return found
    return role, members


def _spelt(plain: str, lexicon: Lexicon, *, is_leaf: bool) -> tuple[str, dict[str, str]] | None:
    """Role and members of a heading that a row of the lexicon spells."""
    for rule in lexicon.columns:
        if (rule.scope == "leaf" and not is_leaf) or (rule.scope == "group" and is_leaf):
            continue
        if rule.pattern.search(plain):
            return rule.role, dict(rule.members)
    return None


def _composed(plain: str, lexicon: Lexicon, *, is_leaf: bool) -> tuple[str | None, dict[str, str]]:
    """Role and members of a heading no row of the lexicon spells, put together from its parts."""
    found = lexicon.parts.meaning(plain)
    if found is None:
        return None, {}
    members = dict(found)
    role = members.pop(ROLE, "amount")
    return (role if is_leaf else "group"), members


def read_columns(
    table: LogicalTable, header: Header, lexicon: Lexicon
) -> tuple[list[Column], list[Signal]]:
    """The meaning of every logical column; unknown headings come back as signals.

    A heading that is not known is an error when its column holds numbers, a warning else.
    """
    paths = header_paths(table, header, lexicon)
    columns: list[Column] = []
    panel, had_amount = 0, False
    for index, path in enumerate(paths):
        role, members = meaning_of_path(path, lexicon)
        if (
            role in ("label", "code", "code_part")
            and had_amount
            and _is_again(table, header, index, paths)
        ):
            # The labels stand again beside columns that did not fit on the first sheet.
            columns.append(Column(index, path, "ignore", panel, {}))
            continue
        if role in ("label", "code", "code_part") and had_amount:
            panel, had_amount = panel + 1, False
        had_amount = had_amount or role in ("amount", "total", "unknown", "memo")
        if role in ("amount", "total", "unknown") and _holds_words(table, header, index, lexicon):
            # Names stand below it, whatever the heading says.
            role, members = "label", {}
            if had_amount and index and columns[-1].role not in ("label", "code"):
                panel, had_amount = panel + 1, False
        if role == "ignore" and not path and _holds_words(table, header, index, lexicon):
            # A heading merged over two columns of names, or none over the second.
            before = columns[-1] if columns else None
            if before is not None and before.role == "label":
                role, members = "label", dict(before.members)
        if role == "unknown" and not _holds_numbers(table, header, index):
            role = "text"
        columns.append(Column(index, path, role, panel, members))
    columns = _with_years(_with_classifiers(columns))
    return with_sums(columns), []


def _with_classifiers(columns: Sequence[Column]) -> list[Column]:
    """Code columns under a general heading classify what the name column right of them names."""
    result = list(columns)
    for place in range(len(columns) - 1, -1, -1):
        column = result[place]
        if column.role not in ("code", "code_part") or "of" in column.members:
            continue
        names = [
            other
            for other in result[place + 1 :]
            if other.role == "label" and other.panel == column.panel
        ]
        of = names[0].members.get("of") if names else None
        if of in SCHEMES:
            result[place] = replace(column, members={"of": of})
    return result


def meaning_of_path(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str, dict[str, str]]:
    """Role by the innermost heading that has one, members by all of them."""
    if not path:
        return "ignore", {}
    members: dict[str, str] = {}
    role: str | None = None
    for depth, heading in enumerate(path):
        is_leaf = depth == len(path) - 1
        found, given = match_heading(heading, lexicon, is_leaf=is_leaf)
        _, year = clean_heading(heading)
        if year is not None:
            members["year"] = str(year)
        for dimension, member in given.items():
            if dimension == "year" and "year" in members and member == "CURRENT":
                continue
            if dimension == "fund" and member == CARRIED and "flow" in members:
                # Parts of what is carried in or out (年初结转和结余 / 项目支出结转) are that flow.
                continue
            if dimension == "fund" and members.get("fund") == CARRIED:
                # Money carried over stays that, whatever it once was.
                continue
            members[dimension] = member
        if found in ("memo", "ratio"):
            return found, members
        if is_leaf:
            role = found
            if found == "group":
                role = "amount" if "of" not in given else "label"
    members.pop("side", None)
    if role is None:
        role, given = _joined_heading(path, lexicon)
        members.update(given)
    if role is None:
        return "unknown", members
    if role in ("label", "code", "code_part"):
        return role, {key: value for key, value in members.items() if key == "of"}
    if role in ("text", "ignore"):
        return role, {}
    members.pop("of", None)
    return role, members


def _joined_heading(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str | None, dict[str, str]]:
    """The leaf of a heading that frames cut into pieces (序 / 号): its last pieces joined."""
    for count in range(2, len(path) + 1):
        role, members = match_heading("".join(path[-count:]), lexicon, is_leaf=True)
        if role is not None and role != "group":
            return role, members
    return None, {}


def _is_again(
    table: LogicalTable, header: Header, index: int, paths: Sequence[tuple[str, ...]]
) -> bool:
    """Whether a column prints, line by line, the words an earlier one prints: several of them, or
    any under the same headings."""

    def texts(column: int) -> list[str]:
        return [squeeze(row.text(column)) for row in table.rows[header.count :]]

    own = texts(index)
    count = sum(map(bool, own))
    return any(
        texts(k) == own
        for k in range(index)
        if count >= MIN_NAMES or (count and paths[k] == paths[index])
    )


def _holds_words(table: LogicalTable, header: Header, index: int, lexicon: Lexicon) -> bool:
    """Whether the body of a column is names: more cells with words than with numbers, several."""
    texts = [
        squeeze(row.text(index))
        for row in table.rows[header.count :]
        if row.cells[index] and not row.is_repeated_header
    ]
    numbers = sum(1 for text in texts if is_amount_like(text))
    texts = [text for text in texts if text not in lexicon.blank_amounts]
    words = sum(1 for text in texts if not is_amount_like(text) and _WORDS.search(text))
    return words >= MIN_NAMES and words > numbers


def _holds_numbers(table: LogicalTable, header: Header, index: int) -> bool:
    return any(
        is_amount_like(row.text(index)) for row in table.rows[header.count :] if row.cells[index]
    )


def _with_years(columns: Sequence[Column]) -> list[Column]:
    """Columns of another year than the latest printed one are memo, not money of the report."""
    years = {
        int(column.members["year"])
        for column in columns
        if column.members.get("year", "").isdigit()
    }
    latest = str(max(years, default=0))
    result: list[Column] = []
    for column in columns:
        year = column.members.get("year")
        if (
            year is not None
            and year.isdigit()
            and year != latest
            and column.role
            in (
                "amount",
                "total",
                "unknown",
            )
        ):
            result.append(replace(column, role="memo", members={**column.members, "year": "PRIOR"}))
        elif year in (latest, "CURRENT"):
            rest = {key: value for key, value in column.members.items() if key != "year"}
            result.append(replace(column, members=rest))
        else:
            result.append(column)
    return result


def with_sums(columns: Sequence[Column]) -> list[Column]:
    """Fill `sum_of`: a total column adds up the parts of its own group of headings.

    The parts at the level of a total are the sibling columns and, for a sibling group, its own
    total column where it has one, else all its columns. A total nothing stands beside is an amount,
    so is one of a nature (项目支出合计) beside which none of that nature stands.
    """
    totals = {column.index for column in columns if column.role == "total"}
    for column in columns:
        if column.role != "total" or "nature" not in column.members:
            continue
        if not _parts(column, columns, totals):
            totals.discard(column.index)
    result: list[Column] = []
    for column in columns:
        if column.index not in totals:
            result.append(replace(column, role="amount") if column.role == "total" else column)
            continue
        parts = tuple(sorted(_parts(column, columns, totals)))
        result.append(replace(column, role="amount", sum_of=parts))
    return result


def _parts(column: Column, columns: Iterable[Column], totals: set[int]) -> list[int]:
    group = column.path[:-1]
    # A total of one nature adds up no other.
    own = column.members.get("nature") if column.role == "total" else None
    mates = [
        other
        for other in columns
        if other.role in ("amount", "total")
        and other.panel == column.panel
        and other.index != column.index
        and other.path[: len(group)] == group
        and (own is None or other.members.get("nature", own) == own)
    ]
    branches: dict[str, list[Column]] = {}
    for mate in mates:
        rest = mate.path[len(group) :]
        if len(rest) == 1 and mate.index in totals:
            continue
        branches.setdefault(rest[0] if rest else "", []).append(mate)
    parts: list[int] = []
    for branch in branches.values():
        inner = [mate for mate in branch if mate.index in totals]
        if inner:
            shallow = min(len(mate.path) for mate in inner)
            inside = [mate for mate in inner if len(mate.path) == shallow]
            parts.extend(mate.index for mate in inside)
        else:
            parts.extend(mate.index for mate in branch)
    return parts


def unknown_signals(
    columns: Sequence[Column], table: LogicalTable, severities: Mapping[int, str]
) -> list[Signal]:
    """A signal for each column whose heading is not in the lexicon."""
    signals: list[Signal] = []
    for column in columns:
        if column.index not in severities:
            continue
        heading = " / ".join(column.path)
        is_error = severities[column.index] == "error"
        signals.append(
            Signal(
                signal="unknown_column",
                severity=severities[column.index],
                text=heading,
                message=f"第{column.index + 1}列的表头“{heading}”不在词表中"
                + ("，该列有数字，其含义未知" if is_error else ""),
                table_ordinal=table.table.ordinal,
                page_number=table.table.page_numbers[0],
            )
        )
    return signals
