"""Who published a report, for which year, and what kind of document it is: from content alone.

File names lie; cover, running titles, headings, captions of the tables and the first sentences are
asked, each with a weight, and what they say is kept as evidence.

Belongs here: the order of the questions, place and scope, the answer.
Does not belong here: where texts stand (`evidence`), what a title or name says
(`document_titles`, `body_names`, `region`), body, year and kind (`body`,
`fiscal_year`, `document_kind`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.domain.lexicon import Lexicon
from pipeline.grid.printed_table import GridDocument
from pipeline.identify.body import BodyFinder
from pipeline.identify.body_names import is_head_office
from pipeline.identify.document_kind import decide_kind, statement_titles
from pipeline.identify.document_titles import DEPARTMENT, OTHER, UNIT, Title, all_titles
from pipeline.identify.evidence import DocumentTexts
from pipeline.identify.fiscal_year import best_year, vote_years
from pipeline.identify.identity_words import IdentityLexicon, load_identity_lexicon
from pipeline.identify.region import Gazetteer, Place, load_gazetteer
from pipeline.interpret.statement import Identity, Signal, Statement
from schemas.vocabulary import Scope, SignalSeverity

# Key of the evidence, the signal it gives, and what people are told.
_DOUBTS = (
    (
        "other_bodies",
        "several_bodies",
        "文件中还有其他单位的报告：{said}；本文件按“{name}”处理，请拆分后分别放入",
    ),
    ("entity_tie", "identity_tie", "单位名称有两种说法，另一种是：{said}"),
    ("year_tie", "identity_tie", "年度有两种说法，另一种是：{said}"),
    ("kind_against", "identity_tie", "文件种类有两种说法，另一种是：{said}"),
)


def identify(document: GridDocument, statements: list[Statement], lexicon: Lexicon) -> Identity:
    """Identity by votes of cover, running titles, headings, captions and first sentences.

    `statements` may be empty: they only help to tell a report from a text about it.
    `document_kind` is 'budget', 'final_accounts', 'narrative_only', 'performance_targets' or
    'other'; the last has no body, year and scope of a report. `evidence` has for 'entity', 'year',
    'kind' and 'scope' the line that says so, with its page; 'entity_tie', 'year_tie' and
    'kind_against' what else was said as loudly; 'other_bodies' further bodies whose reports stand
    in the same file; 'no_report' the line that says that tables like a report's are an empty form's
    or a government's. Never raises for what a document may contain.
    """
    has_statements = any(
        lexicon.statements[s.kind].is_main for s in statements if s.kind in lexicon.statements
    )
    return identify_with(
        document, load_identity_lexicon(), load_gazetteer(), has_statements=has_statements
    )


def identify_with(
    document: GridDocument,
    words: IdentityLexicon,
    places: Gazetteer,
    *,
    has_statements: bool = False,
) -> Identity:
    """`identify` with given words and places; `has_statements`: a main statement was understood."""
    texts = DocumentTexts(document, words)
    titles = all_titles(texts, words, places)
    bodies = BodyFinder(texts, titles, words, places)
    years = vote_years(texts, titles, words)
    name, other_name = bodies.names.winner()
    year, other_year = best_year(years)
    kind = decide_kind(
        titles,
        statement_titles(texts, words),
        words,
        has_statements=has_statements,
        has_body=name is not None,
    )
    entity = bodies.printed(name) if name else None
    place = _place(name, texts, titles, places)
    scope, scope_line = _scope(name, entity, bodies, words)
    is_report = kind.kind != OTHER
    cover = next((t for t in titles if t.said.place == "cover" and t.kind != OTHER), None)
    evidence = {
        "entity": bodies.names.evidence_of(name),
        "year": years.evidence_of(year),
        "kind": kind.evidence,
        "scope": scope_line,
        "no_report": kind.evidence if kind.is_certain else "",
    }
    if is_report:
        evidence |= {
            "entity_tie": bodies.names.evidence_of(other_name),
            "year_tie": years.evidence_of(other_year),
            "kind_against": kind.against,
            "other_bodies": "、".join(bodies.other_bodies(name)),
        }
    return Identity(
        entity_name=entity if is_report else None,
        city=place.city if place else None,
        region_code=place.region_code if place else None,
        fiscal_year=year if is_report else None,
        document_kind=kind.kind,
        scope=scope if is_report else None,
        cover_line=cover.said.text if cover else None,
        evidence={key: value for key, value in evidence.items() if value},
    )


def identity_signals(identity: Identity) -> list[Signal]:
    """What people should look at: several bodies in one file, answers that are tied."""
    said = identity.evidence
    return [
        Signal(
            signal,
            SignalSeverity.WARNING,
            said[key],
            message.format(said=said[key], name=identity.entity_name),
        )
        for key, signal, message in _DOUBTS
        if key in said
    ]


def _place(
    name: str | None, texts: DocumentTexts, titles: Sequence[Title], places: Gazetteer
) -> Place | None:
    """The body's place: by its name, else by the place the cover names, else by the text."""
    mentions = texts.full.count
    on_cover = [t.said.text for t in titles if t.is_place and t.said.place == "cover"]
    for text in (*([name] if name else []), *on_cover):
        if place := places.find(text, mentions):
            return place
    return places.most_mentioned(mentions)


def _scope(
    name: str | None, entity: str | None, bodies: BodyFinder, words: IdentityLexicon
) -> tuple[Scope | None, str]:
    """Unit when the name says so, else what the cover says, else labels, titles and headings."""
    if entity and is_head_office(entity, words):
        return UNIT, entity
    if name in bodies.whole:
        return DEPARTMENT, bodies.names.evidence_of(name)
    for place in ("cover", "running"):
        for title in bodies.titles:
            if title.scope and title.said.place == place:
                return title.scope, title.said.evidence
    winner, tie = bodies.scopes.winner()
    return (winner, bodies.scopes.evidence_of(winner)) if tie is None else (None, "")
