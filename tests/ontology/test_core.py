"""The ontology: every term has labels and definitions in two languages, and the data uses all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache

import pyoxigraph as ox
from toy import body, toy_graph

import ontology
from graph_builder.model import Graph
from graph_builder.projections.triples import LABEL, TYPE, Literal, Quad, quads
from ontology import ONTOLOGY, PREFIXES, ROLE

OWL, RDFS, SKOS = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["skos"]
TERMS = {
    "class": f"{OWL}Class",
    "object": f"{OWL}ObjectProperty",
    "data": f"{OWL}DatatypeProperty",
}


@cache
def facts() -> defaultdict[str, defaultdict[str, list[ox.NamedNode | ox.Literal]]]:
    found: defaultdict[str, defaultdict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for triple in ox.parse(ontology.core_ttl(), format=ox.RdfFormat.TURTLE):
        assert isinstance(triple.subject, ox.NamedNode), "no blank nodes"
        assert not isinstance(triple.object, ox.BlankNode), "no blank nodes"
        found[triple.subject.value][triple.predicate.value].append(triple.object)
    return found


def values(subject: str, predicate: str) -> list[str]:
    return [value.value for value in facts()[subject][predicate]]


def ours(kind: str) -> set[str]:
    return {iri for iri in facts() if iri.startswith(ONTOLOGY) and TERMS[kind] in values(iri, TYPE)}


def complete_graph() -> Graph:
    """The toy city, its collective holding every task role, so that each member relation is there too."""
    graph = toy_graph()
    collective = body("各县（区）人民政府")
    more = tuple(
        replace(assignment, id=f"{assignment.id}/all", agency=collective)
        for assignment in {assignment.role: assignment for assignment in graph.assignments}.values()
    )
    statements = tuple(replace(statement, heading="重点任务") for statement in graph.statements)
    documents = tuple(
        replace(document, approved_by="市政府第1次常务会议", attachments=("清单",))
        for document in graph.documents
    )
    return replace(graph, assignments=graph.assignments + more, statements=statements, documents=documents)


@cache
def emitted() -> tuple[Quad, ...]:
    return tuple(quads(complete_graph()))


def test_the_toy_city_lacks_only_what_is_added_here() -> None:
    extra = {q.predicate for q in emitted()} - {q.predicate for q in quads(toy_graph())}
    assert {iri.removeprefix(ONTOLOGY) for iri in extra} == {
        "approvedBy",
        "attachment",
        "heading",
        *(name for name in ontology.MEMBER_PROPERTY.values() if name != "implementsAsMember"),
    }


def test_every_class_is_emitted_and_every_emitted_class_is_there() -> None:
    found = {str(quad.object) for quad in emitted() if quad.predicate == TYPE}
    roles = {iri for iri in facts() if f"{ONTOLOGY}AssignmentRole" in values(iri, TYPE)}
    assert found == ours("class") - {f"{ONTOLOGY}AssignmentRole"}
    used = {q.object for q in emitted() if not isinstance(q.object, Literal) and q.object.startswith(ROLE)}
    assert used == roles
    assert len(found) == 20
    assert len(roles) == 10


def test_every_property_is_emitted_and_every_emitted_property_is_there() -> None:
    found = {quad.predicate for quad in emitted()}
    assert found - {TYPE, LABEL, f"{PREFIXES['dcterms']}language"} == ours("object") | ours("data")
    assert len(found) == 89


def test_objects_are_links_and_values_as_declared() -> None:
    for quad in emitted():
        if quad.predicate in ours("data"):
            assert isinstance(quad.object, Literal), quad
            datatypes = values(quad.predicate, f"{RDFS}range")
            assert datatypes in ([quad.object.datatype], []), quad
            assert bool(datatypes) == (quad.object.datatype != f"{PREFIXES['xsd']}date")
        elif quad.predicate in ours("object"):
            assert isinstance(quad.object, str), quad


def test_domain_and_range_hold_in_the_data() -> None:
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for quad in emitted():
        if quad.predicate == TYPE:
            classes[quad.subject].add(str(quad.object))
    for role in ontology.Role:
        classes[ROLE + role].add(f"{ONTOLOGY}AssignmentRole")
    for quad in emitted():
        if quad.predicate.startswith(ONTOLOGY):
            [domain] = values(quad.predicate, f"{RDFS}domain")
            assert domain in classes[quad.subject], quad
            if quad.predicate in ours("object"):
                [range_] = values(quad.predicate, f"{RDFS}range")
                assert range_ in classes[str(quad.object)], quad


def test_functional_properties_have_one_value() -> None:
    functional = {iri for iri in facts() if f"{OWL}FunctionalProperty" in values(iri, TYPE)}
    seen: defaultdict[tuple[str, str], set[object]] = defaultdict(set)
    for quad in emitted():
        if quad.predicate in functional:
            seen[quad.subject, quad.predicate].add(quad.object)
    assert len(functional) > 40
    assert [key for key, found in seen.items() if len(found) > 1] == []


def test_every_term_has_a_label_and_a_definition_in_both_languages() -> None:
    named = [iri for iri in facts() if iri.startswith((ONTOLOGY, ROLE)) and iri != ROLE]
    assert len(named) == 118
    labels: defaultdict[str, list[str]] = defaultdict(list)
    for iri in named:
        for predicate in (LABEL, f"{SKOS}definition"):
            languages = sorted(str(v.language) for v in facts()[iri][predicate] if isinstance(v, ox.Literal))
            assert languages == ["en", "zh"], (iri, predicate)
        if iri.startswith(ONTOLOGY):
            for value in values(iri, LABEL):
                labels[value].append(iri)
    assert {label: iris for label, iris in labels.items() if len(iris) > 1} == {}


def test_terms_of_others_are_declared_and_nothing_is_imported() -> None:
    text = ontology.core_ttl()
    assert "owl:imports" not in text
    builtin = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
    for subject, predicates in facts().items():
        for predicate, objects in predicates.items():
            links = [value.value for value in objects if isinstance(value, ox.NamedNode)]
            for iri in [predicate] + (links if "Of" in predicate or predicate.endswith("#type") else []):
                assert iri.startswith(builtin) or iri in facts(), (subject, iri)
    assert f"{ontology.BASE}ontology/0.1.0" in values(f"{ontology.BASE}ontology", f"{OWL}versionIRI")


def test_roles_contract_to_the_properties_of_the_code() -> None:
    direct = {
        role: values(ROLE + role, f"{ONTOLOGY}directProperty")
        for role in ontology.Role
        if ROLE + role in facts()
    }
    assert {role: found for role, found in direct.items() if found} == {
        role: [ONTOLOGY + name] for role, name in ontology.DIRECT_PROPERTY.items()
    }
    assert {role for role, found in direct.items() if not found} == set(ontology.SEAT_ROLES)
