"""The data dictionary `docs/dictionary.md`, made from the declarations.

    python -m schemas.dictionary

Belongs here: rendering declarations for people. Does not belong here: anything said only there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from schemas import lexicons
from schemas.ddl import twin_columns
from schemas.model import Column, Table, View
from schemas.staged import STAGED
from schemas.star import STAR
from schemas.views import VIEWS

PATH = Path(__file__).resolve().parent.parent / "docs" / "dictionary.md"
_LEXICON = Path(__file__).resolve().parent / "lexicon"

_HEAD = """# 数据字典 Data dictionary

由 `schemas/` 的声明生成，请勿手改；改声明后运行 `uv run python -m schemas.dictionary`。
Made from the declarations in `schemas/`; do not edit. Run `uv run python -m schemas.dictionary`.

金额一律是精确小数：元 `DECIMAL(18,2)`，万元 `DECIMAL(18,6)`。不要用 `/10000` 或 `avg` 之后再求和，那会变成浮点数。
每个维度都有 `NA`（不适用）与 `UNKNOWN`（未知）两个成员，外键不会丢钱。
"""


# Lexicons whose rows the dictionary lists: title and columns.
_CODES = (
    (lexicons.PERSPECTIVES, "视角 perspective", ("perspective", "name_zh", "note_zh")),
    (lexicons.NATURES, "支出性质 nature", ("nature_code", "name_zh")),
    (lexicons.FUND_SOURCES, "资金来源 fund", ("fund_code", "name_zh", "parent")),
    (lexicons.STAGES, "阶段 stage", ("stage_code", "name_zh")),
    (lexicons.THREE_PUBLIC_ITEMS, "三公项目 item", ("item", "name_zh", "is_memo")),
)


def render() -> str:
    """The whole dictionary as Markdown."""
    parts = [
        _HEAD,
        "## 分析视图 Views\n",
        *map(_view, VIEWS),
        "## 仓库表 Tables of the warehouse\n",
        *(_table(table, STAR) for table in STAR.values()),
        "## 代码 Codes\n",
        *(_codes(lexicon, title, names) for lexicon, title, names in _CODES),
        "## 分段表 Staged tables\n",
        "每份报告一个文件夹，每张表一个 Parquet 文件；自然编码，没有代理键。\n",
        *(_table(table, STAGED) for table in STAGED.values()),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def _limits(column: Column, layer: Mapping[str, Table]) -> str:
    target = (column.references or "").split(".")[0]
    limits = (
        "" if column.nullable else "非空",
        "、".join(f"`{value}`" for value in column.allowed),
        f"`{column.pattern}`" if column.pattern else "",
        f"≥ {column.at_least}" if column.at_least is not None else "",
        f"→ `{column.references}`" if target in layer else "",
    )
    return _escape("；".join(filter(None, limits)))


def _lines(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _table(table: Table, layer: Mapping[str, Table]) -> str:
    rows = (
        (f"`{c.name}`", c.type.value, _escape(c.zh), _escape(c.en), _limits(c, layer))
        for c in table.columns
    )
    key = f"键：{'、'.join(f'`{name}`' for name in table.key)}\n\n" if table.key else ""
    return f"### `{table.name}`\n\n{table.zh}。{table.en}.\n\n{key}" + _lines(
        ("列", "类型", "说明", "Description", "约束"), rows
    )


def _view(view: View) -> str:
    labels = {column.name: label for label, column in twin_columns(view)}
    rows = (
        (
            f"`{c.name}`",
            f"`{labels[c.name]}`" if c.name in labels else "",
            c.type.value,
            _escape(c.zh),
            _escape(c.en),
        )
        for c in view.columns
    )
    return f"### `{view.name}` = `{view.name_zh}`\n\n{view.zh}。{view.en}.\n\n" + _lines(
        ("列", "中文列名", "类型", "说明", "Description"), rows
    )


def _codes(lexicon: Table, title: str, names: tuple[str, ...]) -> str:
    with (_LEXICON / f"{lexicon.name}.csv").open(encoding="utf-8", newline="") as handle:
        rows = [tuple(_escape(row[name]) for name in names) for row in csv.DictReader(handle)]
    return f"### {title}\n\n" + _lines(names, rows)


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(render(), encoding="utf-8")
