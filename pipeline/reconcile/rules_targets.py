"""Performance forms and procurement tables against the rest of the report (P rules, all soft).

Belongs here: rules over forms and procurement. Does not belong here: reading them, grading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.domain.text import one_width
from pipeline.interpret.form_values import FormMoney, TargetForm
from pipeline.interpret.statement import Statement
from pipeline.reconcile.equations import Finding, NotApplied, Term
from pipeline.reconcile.lookup import Tables, grand_column, terms
from pipeline.reconcile.rules_narrative import Metric, text_term
from schemas.vocabulary import StatementKind

TOTAL = "PROCUREMENT_TOTAL"


def targets(tables: Tables, metrics: Sequence[Metric]) -> Iterator[Finding]:
    """P1 forms against the project table, P2 total and parts of a form, P3 procurement and text."""
    forms = tables.report.forms.targets
    yield from _against_projects(tables, forms)
    yield from _parts(tables, forms)
    yield from _against_text(tables, metrics)


def _term(money: FormMoney | None) -> Term | None:
    if money is None or money.yuan is None:
        return None
    return Term(1, money.yuan, money.quantum_yuan, money.at.statement, money.at.cell)


def _against_projects(tables: Tables, forms: Sequence[TargetForm]) -> Iterator[Finding]:
    """P1: projects of one name have the same money in the forms and in the project table."""
    statement = tables.get(StatementKind.PROJECT_BY_UNIT)
    grand = grand_column(statement) if statement is not None else None
    if statement is None or grand is None or not forms:
        yield NotApplied("P1", "没有项目绩效目标表或项目支出预算表")
        return
    printed: dict[str, list[Term]] = {}
    for row in statement.rows_by_role("project"):
        label = row.labels.get("project")
        name = label.name if label is not None else row.project_name
        if row.is_leaf and name:
            printed.setdefault(one_width(name), []).extend(terms(statement, row, [grand]))
    named: dict[str, list[TargetForm]] = {}
    for form in forms:
        if form.project is not None:
            named.setdefault(one_width(form.project), []).append(form)
    for name, same in named.items():
        amounts = [_term(form.total) for form in same]
        left = [term for term in amounts if term is not None]
        if name not in printed or len(left) < len(same):
            yield NotApplied(
                "P1", f"项目支出预算表没有“{same[0].project}”，或绩效目标表没有印出金额"
            )
            continue
        left = _counterparts(left, printed[name])
        yield tables.equation(
            "P1",
            f"绩效目标表“{same[0].project}”的金额应等于{tables.name(statement)}",
            left,
            printed[name],
            _of(left, statement),
        )


def _counterparts(forms: Sequence[Term], rows: Sequence[Term]) -> list[Term]:
    """The forms of a name that print the rows' amounts; all of them when some row has none.

    A project has a form for each year's money; the project table lists this year's alone.
    """
    rest, matched = list(forms), list[Term]()
    for row in rows:
        match = next((term for term in rest if term.yuan == row.yuan), None)
        if match is None:
            return list(forms)
        rest.remove(match)
        matched.append(match)
    return matched


def _of(left: Sequence[Term], other: Statement) -> list[Statement]:
    printed = {t.statement.table.ordinal: t.statement for t in left if t.statement is not None}
    return [*printed.values(), other]


def _parts(tables: Tables, forms: Sequence[TargetForm]) -> Iterator[Finding]:
    """P2: the money of a form is what its parts add up to."""
    for form in forms:
        total = _term(form.total)
        parts = [term for part in form.parts if (term := _term(part)) is not None]
        if total is None or not parts or total.statement is None:
            continue
        yield tables.equation(
            "P2",
            f"绩效目标表“{form.project or form.spending_unit or ''}”资金总额应等于各项资金之和",
            [total],
            parts,
            (total.statement,),
        )


def _against_text(tables: Tables, metrics: Sequence[Metric]) -> Iterator[Finding]:
    """P3: the procurement the text names is the total of the procurement table."""
    metric = next((m for m in metrics if m.metric == TOTAL and m.value is not None), None)
    term = text_term(tables, metric) if metric is not None else None
    listed = [t for t in tables.report.forms.procurement if not t.is_service_list]
    if term is None or len(listed) != 1:
        yield NotApplied("P3", "说明文字没有政府采购金额，或没有一张读懂的政府采购表")
        return
    (table,) = listed
    yield tables.equation(
        "P3",
        f"说明文字的政府采购应等于{tables.name(table.statement)}合计",
        [term],
        [Term.of(table.statement, table.total)],
        (table.statement,),
    )
