"""Procurement tables to facts: what is bought, by fund.

Belongs here: rows of `procurement`. Does not belong here: telling leaves
(`pipeline.forms.procurement`), storage.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from pipeline.derive.facts import CellKey, FactRow
from pipeline.forms.procurement import is_procurement, read_procurement
from pipeline.interpret.statement import ALL, Statement

SEPARATOR = " / "


def procurement_rows(
    statements: Iterable[Statement], stage: str, cell_key: CellKey, held: Container[int] = ()
) -> list[FactRow]:
    """Rows of the staged table `procurement` (without `report_key`).

    One a leaf and fund; of a leaf whose funds do not add up to its amount, one for all funds. Only
    tables whose leaves add up to their printed total have rows; zero leaves have none.
    """
    rows: list[FactRow] = []
    for statement in statements:
        if not is_procurement(statement) or statement.table.ordinal in held:
            continue
        found, _ = read_procurement(statement)
        if found is None:
            continue
        for bought in found.purchases:
            amounts = bought.parts or [(ALL, bought.total)]
            rows.extend(
                {
                    "stage": stage,
                    "is_service_list": found.is_service,
                    "category": bought.category,
                    "item_name": bought.names[-1] if bought.names else "",
                    "item_path": SEPARATOR.join(bought.names),
                    "project_name": bought.project,
                    "fund": fund,
                    "amount_yuan": amount.yuan,
                    "precision_yuan": amount.quantum_yuan,
                    "table_total_yuan": found.total.yuan,
                    "page_number": amount.cell.page_number,
                    "table_ordinal": statement.table.ordinal,
                    "cell_key": cell_key(statement, amount.cell),
                }
                for fund, amount in amounts
                if amount.yuan
            )
    return rows
