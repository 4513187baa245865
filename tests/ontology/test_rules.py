"""The derived relations three ways: `derive`, the shipped rules, and a reasoner on the property chains."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph as RdfGraph
from toy import toy_graph

import ontology
from graph_builder import pipeline
from graph_builder.model import Graph
from graph_builder.projections.nquads import triple_line
from graph_builder.projections.triples import derived_quads, quads
from ontology import DERIVED_GRAPH, MEMBER_PROPERTY, ONTOLOGY

CHAINED = {
    "dependsOnLead",
    "dependsOnImplementation",
    "memberOfGroup",
    "delegatesTo",
    *MEMBER_PROPERTY.values(),
}
DIRECT = {"leads", "supports", "implements", "isResponsibleFor", "guides", "supervises", "accepts"}


def asserted(graph: Graph) -> str:
    """The graph without what is derived, as N-Triples, with the vocabulary."""
    lines = {triple_line(quad) for quad in quads(graph) if quad.graph != DERIVED_GRAPH}
    return "".join(sorted(lines))


def derived(graph: Graph) -> set[str]:
    return {triple_line(quad) for quad in derived_quads(graph)}


def ruled(graph: Graph) -> set[str]:
    """What the rules make, each run over all that stands before it."""
    store = ox.Store()
    store.load(asserted(graph).encode(), format=ox.RdfFormat.N_TRIPLES)
    store.load(ontology.core_ttl().encode(), format=ox.RdfFormat.TURTLE)
    made: set[str] = set()
    for rule in ontology.rules().values():
        found = store.query(rule)
        assert isinstance(found, ox.QueryTriples)
        triples = list(found)
        made |= {f"{triple} .\n" for triple in triples}
        store.extend(ox.Quad(*triple) for triple in triples)
    return made


def test_the_rules_make_what_derive_makes() -> None:
    graph = toy_graph()
    assert len(derived(graph)) > 80
    assert {line.split("#")[1].split(">")[0] for line in derived(graph)} >= {"dependsOnSole", "memberOfGroup"}
    assert ruled(graph) == derived(graph)


def test_the_rules_make_what_derive_makes_of_the_gazettes(corpus: Path) -> None:
    graph = pipeline.build([corpus], terms=False).graph
    assert len(derived(graph)) > 2000
    assert ruled(graph) == derived(graph)


def test_each_rule_has_an_iri_a_sense_in_two_languages_and_its_place() -> None:
    assert len(ontology.rules()) == 7
    for iri, text in ontology.rules().items():
        head = text.splitlines()[:3]
        assert re.fullmatch(rf"{ontology.BASE}rule/[a-z-]+", iri)
        assert [line.split(":")[0] for line in head[1:]] == ["# zh", "# en"]
        assert re.search(r"[\u4e00-\u9fff]", head[1])


def test_a_reasoner_on_the_chains_agrees_on_the_lead_basis() -> None:
    graph = toy_graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import owlrl

        data = RdfGraph().parse(data="".join(sorted(_edges(graph))), format="nt")
        data.parse(data=ontology.chains_ttl(), format="turtle")
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(data)
    found = {
        (str(s), str(p).removeprefix(ONTOLOGY), str(o))
        for s, p, o in data
        if str(p).removeprefix(ONTOLOGY) in CHAINED and s != o
    }
    expected = {
        (quad.subject, name, str(quad.object))
        for quad in derived_quads(graph)
        if (name := quad.predicate.removeprefix(ONTOLOGY)) in CHAINED
    }
    assert {name for _, name, _ in expected} >= {"dependsOnLead", "implementsAsMember", "delegatesTo"}
    assert found == expected


def _edges(graph: Graph) -> set[str]:
    """Only what the chains run over: a reasoner in Python is slow."""
    kept = {*DIRECT, "hasMemberAgency", "memberAgency", "ofGroup", "delegator", "delegate"}
    return {triple_line(quad) for quad in quads(graph) if quad.predicate.removeprefix(ONTOLOGY) in kept}
