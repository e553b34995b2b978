"""Procurement tables to facts: what is bought, by fund.

Belongs here: rows of `procurement`. Does not belong here: which lines count
(`pipeline.forms.procurement`), storage.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from pipeline.derive.facts import CellKey, FactRow
from pipeline.interpret.form_values import ProcurementTable
from schemas.vocabulary import Fund

SEPARATOR = " / "


def procurement_rows(
    tables: Iterable[ProcurementTable], stage: str, cell_key: CellKey, held: Container[int] = ()
) -> list[FactRow]:
    """Rows of the staged table `procurement` (without `report_key`).

    One a line and fund; one for all funds of a line whose funds do not add up to its amount. Zero
    lines and tables in `held` have none.
    """
    return [
        {
            "stage": stage,
            "is_service_list": table.is_service_list,
            "category": bought.category,
            "item_name": bought.names[-1] if bought.names else "",
            "item_path": SEPARATOR.join(bought.names),
            "project_name": bought.project,
            "fund": fund,
            "amount_yuan": amount.yuan,
            "precision_yuan": amount.quantum_yuan,
            "table_total_yuan": table.total.yuan,
            "page_number": amount.cell.page_number,
            "table_ordinal": table.statement.table.ordinal,
            "cell_key": cell_key(table.statement, amount.cell),
        }
        for table in tables
        if table.statement.table.ordinal not in held
        for bought in table.purchases
        for fund, amount in bought.by_fund or [(Fund.ALL, bought.total)]
        if amount.yuan
    ]
