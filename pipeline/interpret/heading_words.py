"""What the words of headings say of a column: its role and the members of each dimension.

Belongs here: one heading by the lexicon, a whole path of them.
Does not belong here: the words (`columns.csv`, `column_parts.csv`), where headings stand (`header`),
what the cells below say (`column_roles`).
"""

from __future__ import annotations

import re

from pipeline.domain.compose import ROLE
from pipeline.domain.lexicon import Lexicon
from pipeline.domain.text import squeeze
from schemas.vocabulary import ColumnPeriod, ColumnRole, ColumnScope, Dimension, Fund

_YEAR = re.compile(r"((?:19|20)\d{2})年?度?")
_CURRENCY_UNIT = re.compile(
    r"[（(](?:金额)?(?:单位[:：])?(?:人民币)?(?:亿元|百万元|万元|千元|元)[)）]"
)
_REMARK = re.compile(r"(?<=..)[（(][^（）()]{1,12}[）)]$")
# Columns that name the rows: the stub of a table or of a panel.
STUB = frozenset({ColumnRole.LABEL, ColumnRole.CODE, ColumnRole.CODE_PART})


def clean_heading(heading: str) -> tuple[str, int | None]:
    """A heading without white space, printed unit and year; the year is given beside it."""
    text = _CURRENCY_UNIT.sub("", squeeze(heading))
    printed_year = _YEAR.search(text)
    year = int(printed_year.group(1)) if printed_year else None
    bare = _YEAR.sub("", text) if printed_year else text
    return bare.strip("：:“”\"'「」") or text, year


def match_heading(
    heading: str, lexicon: Lexicon, *, is_leaf: bool
) -> tuple[str | None, dict[str, str]]:
    """Role and members one heading gives; role None when the lexicon does not know it."""
    bare, _ = clean_heading(heading)
    plain = lexicon.patterns["quotes_only"].sub("", bare)
    spelt = _spelt(plain, lexicon, is_leaf=is_leaf)
    if spelt is not None:
        return spelt
    role, members = _composed(plain, lexicon, is_leaf=is_leaf)
    if role is None and (short := _REMARK.sub("", plain)) != plain:
        # A remark behind a heading of labels (科目名称（类/款/项）).
        spelt = _spelt(short, lexicon, is_leaf=is_leaf)
        if spelt is not None and spelt[0] in (ColumnRole.LABEL, ColumnRole.CODE):
            return spelt
    return role, members


def _spelt(plain: str, lexicon: Lexicon, *, is_leaf: bool) -> tuple[str, dict[str, str]] | None:
    """Role and members of a heading that a row of the lexicon spells."""
    for rule in lexicon.columns:
        if (rule.scope == ColumnScope.LEAF and not is_leaf) or (
            rule.scope == ColumnScope.GROUP and is_leaf
        ):
            continue
        if rule.pattern.search(plain):
            return rule.role, dict(rule.members)
    return None


def _composed(plain: str, lexicon: Lexicon, *, is_leaf: bool) -> tuple[str | None, dict[str, str]]:
    """Role and members of a heading no row of the lexicon spells, put together from its parts."""
    composed = lexicon.parts.meaning(plain)
    if composed is None:
        return None, {}
    members = dict(composed)
    role = members.pop(ROLE, ColumnRole.AMOUNT)
    return (role if is_leaf else ColumnRole.GROUP), members


def meaning_of_path(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str, dict[str, str]]:
    """Role by the leaf, or by the nearest spanner that has one; members by all headings."""
    if not path:
        return ColumnRole.IGNORE, {}
    members: dict[str, str] = {}
    role: str | None = None
    for depth, heading in enumerate(path):
        is_leaf = depth == len(path) - 1
        given_role, given = match_heading(heading, lexicon, is_leaf=is_leaf)
        _, year = clean_heading(heading)
        if year is not None:
            members[Dimension.YEAR] = str(year)
        for dimension, member in given.items():
            if (
                dimension == Dimension.YEAR
                and Dimension.YEAR in members
                and member == ColumnPeriod.CURRENT
            ):
                continue
            if (
                dimension == Dimension.FUND
                and member == Fund.CARRIED_OVER
                and Dimension.FLOW in members
            ):
                # Parts of what is carried in or out (年初结转和结余 / 项目支出结转) are that flow.
                continue
            if dimension == Dimension.FUND and members.get(Dimension.FUND) == Fund.CARRIED_OVER:
                # Money carried over stays that, whatever it once was.
                continue
            members[dimension] = member
        if given_role in (ColumnRole.MEMO, ColumnRole.RATIO):
            return given_role, members
        if is_leaf:
            role = given_role
            if given_role == ColumnRole.GROUP:
                role = ColumnRole.AMOUNT if Dimension.OF not in given else ColumnRole.LABEL
    members.pop(Dimension.SIDE, None)
    if role is None:
        role, given = _joined_heading(path, lexicon)
        members.update(given)
    if role is None:
        return ColumnRole.UNKNOWN, members
    if role in STUB:
        return role, {key: value for key, value in members.items() if key == Dimension.OF}
    if role in (ColumnRole.TEXT, ColumnRole.IGNORE):
        return role, {}
    members.pop(Dimension.OF, None)
    return role, members


def _joined_heading(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str | None, dict[str, str]]:
    """The leaf of a heading that frames cut into pieces (序 / 号): its last pieces joined."""
    for count in range(2, len(path) + 1):
        role, members = match_heading("".join(path[-count:]), lexicon, is_leaf=True)
        if role is not None and role != ColumnRole.GROUP:
            return role, members
    return None, {}
