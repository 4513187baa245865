"""Arbitrary small graphs for property tests: any words, every field, references that hold."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from graph_builder.identity import source_id
from graph_builder.model import (
    Agency,
    AgencyName,
    Assignment,
    Citation,
    Delegation,
    Division,
    Document,
    Fate,
    Graph,
    Membership,
    Mention,
    Source,
    Span,
    Statement,
)
from ontology import TASK_ROLES, Kind, Role

WORDS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("市局牵头、，。\n\r\t =+-@'\"\\\u2028\x00\x1f~/"),
    ),
    max_size=8,
)
MAYBE = st.none() | WORDS
IDS = st.integers(0, 9**6).map("x{:06}".format)
DATES = st.dates().map(str)


def _span(text: str) -> st.SearchStrategy[Span]:
    places = st.integers(0, len(text))
    return st.tuples(places, places).map(lambda pair: Span(min(pair), max(pair)))


def _many(draw: st.DrawFn, record: st.SearchStrategy[Any], size: int = 3) -> tuple[Any, ...]:
    """Some records, sorted, no id twice."""
    return tuple(
        sorted(draw(st.lists(record, max_size=size, unique_by=lambda one: one.id)), key=lambda one: one.id)
    )


def _sources() -> st.SearchStrategy[tuple[Source, ...]]:
    pairs = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3, unique_by=lambda pair: pair[1])
    return pairs.map(
        lambda held: tuple(
            sorted(
                (Source(name, text, "gb18030", source_id(text)) for name, text in held),
                key=lambda one: one.id,
            )
        )
    )


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A graph whose records refer to each other as those of a real one do."""
    sources = draw(_sources())
    source = sources[0]
    span = _span(source.text)
    plain = {"source": st.just(source.id), "span": span}
    divisions = _many(draw, st.builds(Division, IDS, WORDS, WORDS, WORDS, MAYBE))
    agencies = _many(
        draw,
        st.builds(
            Agency,
            IDS,
            WORDS,
            st.sampled_from(["agency", "body", "collective", "group", "unresolved"]),
            MAYBE,
            MAYBE,
            st.lists(WORDS, max_size=2).map(tuple),
        ),
    )
    documents = _documents(draw, plain)
    citations = tuple(
        sorted((one for document in documents for one in document.citations), key=lambda one: one.id)
    )
    graph = Graph(sources, documents, agencies=agencies, divisions=divisions, citations=citations)
    if not documents or not agencies:
        return graph
    return _asserted(draw, graph, plain)


def _documents(draw: st.DrawFn, plain: dict[str, Any]) -> tuple[Document, ...]:
    bare = _many(
        draw,
        st.builds(
            Document,
            id=IDS,
            number=MAYBE,
            title=WORDS,
            type=MAYBE,
            issuer=MAYBE,
            date=st.none() | DATES,
            place=WORDS,
            addressees=st.lists(WORDS, max_size=2).map(tuple),
            instrument=MAYBE,
            approved_by=MAYBE,
            attachments=st.lists(WORDS, max_size=2).map(tuple),
            definitions=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
            also_printed_in=st.lists(WORDS, max_size=2).map(tuple),
            **plain,
        ),
    )

    def cited(document: Document) -> Document:
        own = st.builds(
            Citation,
            id=IDS.map(f"{document.id}/{{}}".format),
            document=st.just(document.id),
            title=MAYBE,
            number=MAYBE,
            kind=WORDS,
            target=WORDS,
            span=plain["span"],
            own=st.booleans(),
        )
        citations = draw(st.lists(own, max_size=2, unique_by=lambda one: one.id).map(tuple))
        held = {field.name: getattr(document, field.name) for field in fields(Document)}
        return Document(**{**held, "citations": citations})

    return tuple(map(cited, bare))


def _asserted(draw: st.DrawFn, graph: Graph, plain: dict[str, Any]) -> Graph:
    document = st.sampled_from([one.id for one in graph.documents])
    agency = st.sampled_from([one.id for one in graph.agencies])
    mention = st.builds(
        Mention, plain["span"], WORDS, st.sampled_from(Role), st.booleans(), MAYBE, st.booleans(), MAYBE
    )
    statements = _many(
        draw,
        st.builds(
            Statement,
            id=IDS,
            document=document,
            kind=st.sampled_from(Kind),
            path=WORDS,
            task=WORDS,
            mentions=st.lists(mention, max_size=2).map(tuple),
            pattern=WORDS,
            due=MAYBE,
            due_date=st.none() | DATES,
            due_precision=MAYBE,
            open=st.booleans(),
            terms=st.lists(WORDS, max_size=2).map(tuple),
            heading=WORDS,
            **plain,
        ),
    )
    fates = draw(st.lists(st.builds(Fate, document, plain["span"], WORDS, WORDS, WORDS), max_size=2))
    records: dict[str, Any] = {
        "statements": statements,
        "fates": tuple(
            sorted(
                fates,
                key=lambda one: (
                    one.document,
                    one.span.start,
                    one.span.end,
                    one.word,
                    one.outcome,
                    one.reason,
                ),
            )
        ),
        "names": _many(draw, st.builds(AgencyName, IDS, agency, WORDS, WORDS, WORDS)),
    }
    if statements:
        statement = st.sampled_from([one.id for one in statements])
        shared = {"id": IDS, "statement": statement, "document": document}
        records["assignments"] = _many(
            draw,
            st.builds(
                Assignment,
                surface=WORDS,
                agency=agency,
                role=st.sampled_from(TASK_ROLES),
                distribution=MAYBE,
                inferred=st.booleans(),
                basis=WORDS,
                **shared,
                **plain,
            ),
        )
        records["memberships"] = _many(
            draw,
            st.builds(
                Membership,
                group=agency,
                role=st.sampled_from([Role.CHAIR, Role.MEMBER, Role.OFFICE]),
                agency=st.none() | agency,
                surface=WORDS,
                post=MAYBE,
                **shared,
            ),
        )
        records["delegations"] = _many(
            draw, st.builds(Delegation, delegator=agency, delegate=agency, **shared)
        )
    held = {field.name: getattr(graph, field.name) for field in fields(Graph)}
    return Graph(**{**held, **records})
