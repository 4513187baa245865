"""The ontology in ROBOT with HermiT: in its profiles, consistent with data, and its traps are caught.

HermiT knows no xsd:date, so the sample's dates go in as strings.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from java_tools import robot
from toy import toy_graph

import ontology
from graph_builder.projections.nquads import ntriples
from graph_builder.projections.triples import DATE, quads

PREFIXES = """
@prefix : <https://w3id.org/zhize/id/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix zz: <https://w3id.org/zhize/ontology#> .
<https://w3id.org/zhize/test> a owl:Ontology .
"""
COLLABORATION = """
foaf:Person a owl:Class ; owl:disjointWith org:Organization .
org:hasMember a owl:ObjectProperty .
org:OrganizationalCollaboration rdfs:subClassOf org:Organization ,
    [ a owl:Restriction ; owl:onProperty org:hasMember ; owl:allValuesFrom org:Organization ] .
:group a zz:CoordinatingBody, owl:NamedIndividual ; org:hasMember :mayor .
:mayor a foaf:Person, owl:NamedIndividual .
"""
KEY = """
org:identifier a owl:DatatypeProperty .
org:Organization owl:hasKey ( org:identifier ) .
:one a zz:Agency, owl:NamedIndividual ; org:identifier "11140000000000000X" .
:two a zz:Agency, owl:NamedIndividual ; org:identifier "11140000000000000X" .
"""


def ontologies(folder: Path, *more: str) -> Path:
    """The ontology, the chains and what is added, merged to one file."""
    inputs = [ontology.core_ttl(), ontology.chains_ttl(), *(PREFIXES + text for text in more)]
    merge: list[str | Path] = ["merge"]
    for place, text in enumerate(inputs):
        path = folder / f"{place}.ttl"
        path.write_text(text, "utf-8")
        merge += ["--input", path]
    robot(*merge, "--output", folder / "all.ttl")
    return folder / "all.ttl"


def reason(path: Path) -> None:
    robot("reason", "--reasoner", "hermit", "--input", path, "--output", path.with_name("reasoned.ttl"))


def profile(path: Path, name: str) -> str:
    report = path.with_name("profile.txt")
    robot("validate-profile", "--profile", name, "--input", path, "--output", report)
    return report.read_text("utf-8")


@pytest.mark.parametrize("name", ["DL", "RL"])
def test_ontology_and_chains_are_in_their_profiles(name: str, tmp_path: Path) -> None:
    core = tmp_path / "core.ttl"
    core.write_text(ontology.core_ttl(), "utf-8")
    for path in (core, ontologies(tmp_path)):
        assert "[Ontology and imports closure in profile]" in profile(path, name)


def test_the_ontology_is_consistent_with_data(tmp_path: Path) -> None:
    kept = {"Agency", "Task", "Assignment", "GroupMembership", "AgencyCollective"}
    lines = [line.replace(f"^^<{DATE}>", "") for line in ntriples(quads(toy_graph()))]
    assert len(lines) > 1000
    assert all(any(f"#{name}> ." in line for line in lines) for name in kept)
    reason(ontologies(tmp_path, "".join(lines)))


def test_a_leading_group_is_no_collaboration_of_organisations(tmp_path: Path) -> None:
    reason(ontologies(tmp_path, COLLABORATION))
    trap = "zz:CoordinatingBody rdfs:subClassOf org:OrganizationalCollaboration ."
    with pytest.raises(AssertionError, match=r"(?i)inconsistent"):
        reason(ontologies(tmp_path, COLLABORATION + trap))


def test_two_agencies_with_one_code_are_one(tmp_path: Path) -> None:
    reason(ontologies(tmp_path, KEY))
    with pytest.raises(AssertionError, match=r"(?i)inconsistent"):
        reason(ontologies(tmp_path, KEY + ":one owl:differentFrom :two ."))


def test_an_agency_is_no_collective(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"(?i)inconsistent"):
        reason(ontologies(tmp_path, ":one a zz:Agency, zz:AgencyCollective, owl:NamedIndividual ."))


@pytest.mark.parametrize("kind", ["IrreflexiveProperty", "AsymmetricProperty", "FunctionalProperty"])
def test_what_follows_from_a_chain_cannot_be_restricted(kind: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"VIOLATION|violation|not in profile"):
        profile(ontologies(tmp_path, f"zz:dependsOnLead a owl:ObjectProperty, owl:{kind} ."), "DL")


def test_a_date_is_no_range(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"VIOLATION|violation|not in profile"):
        profile(ontologies(tmp_path, "zz:deadline a owl:DatatypeProperty ; rdfs:range xsd:date ."), "RL")
