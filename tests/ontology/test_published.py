"""What is made from the ontology for programs and for people: up to date, and read by others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import make_ontology
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Graph, URIRef

import ontology

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", make_ontology.made())
def test_what_is_made_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == make_ontology.made()[name], "run `make docs`"


def test_the_context_reads_plain_json() -> None:
    held = json.loads((ROOT / "ontology/context.jsonld").read_text("utf-8"))
    record = {
        **held,
        "id": f"{ontology.ID}agency/a",
        "type": "Agency",
        "leads": f"{ontology.ID}task/1",
        "fullName": "云州市能源局",
    }
    data = ox.parse(json.dumps(record), format=ox.RdfFormat.JSON_LD)
    graph = Graph().parse(data="".join(f"{quad.triple} .\n" for quad in data), format="nt")
    subject = URIRef(f"{ontology.ID}agency/a")
    assert graph.value(subject, URIRef(f"{ontology.ONTOLOGY}leads")) == URIRef(f"{ontology.ID}task/1")
    assert (subject, RDF.type, URIRef(f"{ontology.ONTOLOGY}Agency")) in graph
    assert set(make_ontology.terms()) - set(held["@context"]) == {"directProperty"}
    assert len(make_ontology.terms()) > 100


def test_prefixes_are_turtle() -> None:
    text = (ROOT / "ontology/prefixes.ttl").read_text("utf-8")
    graph = Graph().parse(data=text + "zz:a a owl:Class .", format="turtle")
    assert (URIRef(f"{ontology.ONTOLOGY}a"), RDF.type, OWL.Class) in graph


@pytest.mark.parametrize("language", make_ontology.PAGES)
def test_the_page_has_every_term_and_its_own_diagram(language: str) -> None:
    html = (ROOT / "docs/ontology" / make_ontology.PAGES[language]).read_text("utf-8")
    anchors = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(make_ontology.terms()) <= anchors
    assert set(re.findall(r'href="#([^"]+)"', html)) <= anchors
    assert make_ontology.page(language) == html, "run `make docs`"
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=\"http", html)
