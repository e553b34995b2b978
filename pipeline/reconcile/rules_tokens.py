"""Token conservation (T0): every number printed on the pages of the tables is in some cell or line.

Sums cannot see a small row that was lost (below their bound) nor a row lost with its parent; a
count of the printed numbers by an independent reading can.

Belongs here: the rule and the words of its failure.
Does not belong here: numbers as tokens, their comparison (`tokens`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding
from pipeline.reconcile.registry import computes

# At most so many tokens are named in a message.
MAX_SHOWN = 8


@computes("T0")
def token_conservation(case: Case) -> Iterator[Finding]:
    """Every number printed on a page of tables is in one of its cells or lines."""
    for count in case.tokens:
        page = count.page_number
        on_page = [s for s in case.report.statements if page in s.table.page_numbers]
        words = []
        if count.missing:
            words.append(
                f"印出的{len(count.missing)}个数字不在任何单元格中：{_shown(count.missing)}"
            )
        if count.extra:
            words.append(f"单元格中有{len(count.extra)}个数字不是这样印的：{_shown(count.extra)}")
        yield case.check("T0", f"第{page}页", "；".join(words), *on_page)


def _shown(tokens: Sequence[str]) -> str:
    rest = "……" if len(tokens) > MAX_SHOWN else ""
    return "、".join(sorted(tokens)[:MAX_SHOWN]) + rest
