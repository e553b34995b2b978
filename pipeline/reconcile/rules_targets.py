"""Performance forms and procurement tables against the rest of the report (P rules, all soft).

Belongs here: rules over forms and procurement. Does not belong here: reading them, grading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.domain.text import one_width
from pipeline.interpret.form_values import FormMoney, TargetForm
from pipeline.interpret.statement import Statement
from pipeline.reconcile.case import Case
from pipeline.reconcile.equations import Finding, NotApplied, Side, Term, Untestable
from pipeline.reconcile.printed_terms import grand_columns, terms
from pipeline.reconcile.registry import computes
from schemas.vocabulary import RowRole, StatementKind


def _term(money: FormMoney | None) -> Term | None:
    if money is None or money.yuan is None:
        return None
    return Term(1, money.yuan, money.quantum_yuan, money.at.statement, money.at.cell)


@computes("P1")
def forms_and_projects(case: Case) -> Iterator[Finding]:
    """Projects of one name have the same money in the forms and in the project table."""
    statement = case.need(StatementKind.PROJECT_BY_UNIT)
    if not grand_columns(statement) or not case.report.forms.targets:
        raise Untestable("没有项目绩效目标表，或项目支出预算表没有金额列")
    printed = _projects(statement)
    named: dict[str, list[TargetForm]] = {}
    for form in case.report.forms.targets:
        if form.project is not None:
            named.setdefault(one_width(form.project), []).append(form)
    for name, same in named.items():
        amounts = [term for form in same if (term := _term(form.total)) is not None]
        project = same[0].project
        if name not in printed or len(amounts) < len(same):
            yield NotApplied("P1", f"项目支出预算表没有“{project}”，或绩效目标表没有印出金额")
            continue
        left = _counterparts(amounts, printed[name])
        yield case.equation(
            "P1",
            f"绩效目标表“{project}”的金额应等于{case.title(statement)}",
            Side(left, tuple(term.statement for term in left if term.statement is not None)),
            Side(printed[name], (statement,)),
        )


def _projects(statement: Statement) -> dict[str, list[Term]]:
    """The amounts of a project table by the name of the project, in one width."""
    grand = grand_columns(statement)
    printed: dict[str, list[Term]] = {}
    for row in statement.rows_by_role(RowRole.PROJECT):
        label = row.labels.get("project")
        name = label.name if label is not None else row.project_name
        if row.is_leaf and name:
            printed.setdefault(one_width(name), []).extend(terms(statement, row, grand))
    return printed


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


@computes("P2")
def parts_of_forms(case: Case) -> Iterator[Finding]:
    """The money of a form is what its parts add up to."""
    for form in case.report.forms.targets:
        total = _term(form.total)
        parts = [term for part in form.parts if (term := _term(part)) is not None]
        if total is None or not parts or total.statement is None:
            continue
        yield case.equation(
            "P2",
            f"绩效目标表“{form.project or form.spending_unit or ''}”资金总额应等于各项资金之和",
            Side([total], (total.statement,)),
            Side(parts),
        )


@computes("P3")
def procurement_of_text(case: Case) -> Iterator[Finding]:
    """The procurement the text names is the total of the procurement table."""
    term = case.figure_term("PROCUREMENT_TOTAL")
    listed = [table for table in case.report.forms.procurement if not table.is_service_list]
    if term is None or len(listed) != 1:
        raise Untestable("说明文字没有政府采购金额，或没有一张读懂的政府采购表")
    (table,) = listed
    yield case.equation(
        "P3",
        f"说明文字的政府采购应等于{case.title(table.statement)}合计",
        Side([term]),
        Side([Term.of(table.statement, table.total)], (table.statement,)),
    )
