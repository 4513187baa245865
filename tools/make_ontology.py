"""Write what is made from the ontology: ``python tools/make_ontology.py [ROOT]``.

ontology/context.jsonld, prefixes.json and prefixes.ttl for other programs; docs/ontology/ for people: a page
in Chinese (index.html) and one in English (en.html) by pyLODE, with a diagram of the main classes.
"""

import json
import logging
import sys
import warnings
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

import ontology

ROOT = Path(__file__).parents[1]

PAGES = {"zh": "index.html", "en": "en.html"}
WORDS = {
    "zh": ("主要的类与关系", "English", "en.html"),
    "en": ("Main classes and relations", "中文", "index.html"),
}

WIDTH, HEIGHT, COLUMN, ROW = 150, 44, 260, 130
PLACES = {
    "AgencyName": (0, 0),
    "AssignmentRole": (1, 0),
    "TextSpan": (2, 0),
    "SourceText": (3, 0),
    "RoleBearer": (0, 1),
    "Assignment": (1, 1),
    "Task": (2, 1),
    "OfficialDocument": (3, 1),
    "AdminDivision": (0, 2),
    "GroupMembership": (1, 2),
    "Citation": (2, 2),
    "Document": (3, 2),
    "CoordinatingBody": (1, 3),
}
"""Column and row of each class of the diagram."""

SHOWN = (
    ("RoleBearer", "hasName", "AgencyName"),
    ("RoleBearer", "inDivision", "AdminDivision"),
    ("Assignment", "assignee", "RoleBearer"),
    ("Assignment", "role", "AssignmentRole"),
    ("Assignment", "onTask", "Task"),
    ("Task", "evidence", "TextSpan"),
    ("Task", "statedIn", "OfficialDocument"),
    ("TextSpan", "inSource", "SourceText"),
    ("OfficialDocument", "printedIn", "SourceText"),
    ("OfficialDocument", "cites", "Document"),
    ("GroupMembership", "memberAgency", "RoleBearer"),
    ("GroupMembership", "ofGroup", "CoordinatingBody"),
    ("Citation", "citedDocument", "Document"),
)
"""The relations of the diagram: from, property, to (where a superclass has the property, its subclass)."""


DATE = f"{ontology.PREFIXES['xsd']}date"
"""What a data property without a range holds: OWL 2 has no name for dates."""

ROLE_ANCHORS = {ontology.ROLE + role: f"role-{role}" for role in ontology.Role}
"""Anchors of the roles: some go by a name that a property has as well."""


def core() -> Graph:
    """The ontology."""
    return Graph().parse(data=ontology.core_ttl(), format="turtle")


def terms(*kinds: URIRef) -> list[str]:
    """The local names of our terms, in order; of certain kinds only where these are given."""
    graph = core()
    chosen = kinds or (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    found = {str(subject) for kind in chosen for subject in graph.subjects(RDF.type, kind)}
    return sorted(one.removeprefix(ontology.ONTOLOGY) for one in found if one.startswith(ontology.ONTOLOGY))


def context() -> str:
    """The JSON-LD context: every term by its local name, links and dates typed."""
    graph = core()
    held: dict[str, Any] = {**ontology.PREFIXES, "id": "@id", "type": "@type", "label": str(RDFS.label)}
    held |= {name: ontology.ONTOLOGY + name for name in terms(OWL.Class)}
    for name in terms(OWL.ObjectProperty):
        held[name] = {"@id": ontology.ONTOLOGY + name, "@type": "@id"}
    for name in terms(OWL.DatatypeProperty):
        iri = ontology.ONTOLOGY + name
        held[name] = {"@id": iri, "@type": str(graph.value(URIRef(iri), RDFS.range) or DATE)}
    return json.dumps({"@context": dict(sorted(held.items()))}, ensure_ascii=False, indent=1) + "\n"


def prefixes_ttl() -> str:
    """The prefixes, ready to be put before Turtle."""
    return "".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(ontology.PREFIXES.items()))


def page(language: str) -> str:
    """The ontology as HTML in one language, the diagram under its title."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pylode import OntPub  # noqa: PLC0415 (it warns when loaded)

        document = OntPub(ontology=in_one_language(language), sort_subjects=True)
        document.fids = {ontology.ONTOLOGY + name: name for name in terms()} | ROLE_ANCHORS
        html = str(document.make_html())
    title, other, target = WORDS[language]
    shown = f'<p><a href="{target}">{other}</a></p><h2>{title}</h2>{diagram(language)}'
    before, mark, after = html.partition("</h1>")
    assert mark, "pyLODE wrote no title"
    return f"{before}{mark}{shown}{after}".replace("<html>", f'<html lang="{language}">', 1)


def in_one_language(language: str) -> Graph:
    """Our terms in the words of one language, without the scheme, which pyLODE would take for the whole."""
    graph = core()
    for subject, predicate, value in list(graph):
        foreign = not str(subject).startswith(ontology.BASE) or str(subject) == ontology.ROLE
        if foreign or (isinstance(value, Literal) and value.language not in (None, language)):
            graph.remove((subject, predicate, value))
    return graph


def diagram(language: str) -> str:
    """The main classes and relations as SVG."""
    graph = core()
    wide, high = 4 * COLUMN, 4 * ROW
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="100%" font-size="13">',
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>',
        *(line for edge in SHOWN for line in _edge(graph, language, *edge)),
        *(line for name in PLACES for line in _box(graph, language, name)),
        "</svg>",
    ]
    return "\n".join(lines)


def _edge(graph: Graph, language: str, start: str, name: str, end: str) -> Iterator[str]:
    (x1, y1), (x2, y2) = _middle(start), _middle(end)
    sideways = y1 == y2
    dx = (WIDTH / 2) * (1 if x2 > x1 else -1) if sideways else 0
    dy = 0 if sideways else (HEIGHT / 2) * (1 if y2 > y1 else -1)
    yield (
        f'<line x1="{x1 + dx}" y1="{y1 + dy}" x2="{x2 - dx}" y2="{y2 - dy}" stroke="#555" '
        'marker-end="url(#arrow)"/>'
    )
    label = escape(_label(graph, language, name))
    yield (
        f'<text x="{(x1 + x2) / 2 + (0 if sideways else 8)}" y="{(y1 + y2) / 2 - (6 if sideways else 0)}" '
        + (f'text-anchor="middle">{label}</text>' if sideways else f">{label}</text>")
    )


def _box(graph: Graph, language: str, name: str) -> Iterator[str]:
    x, y = _middle(name)
    yield f'<a href="#{name}"><rect x="{x - WIDTH / 2}" y="{y - HEIGHT / 2}" width="{WIDTH}" '
    yield f'height="{HEIGHT}" rx="6" fill="#f2f6fa" stroke="#25507a"/>'
    yield f'<text x="{x}" y="{y + 5}" text-anchor="middle">{escape(_label(graph, language, name))}</text></a>'


def _middle(name: str) -> tuple[float, float]:
    column, row = PLACES[name]
    return (column + 0.5) * COLUMN, (row + 0.5) * ROW


def _label(graph: Graph, language: str, name: str) -> str:
    labels = graph.objects(URIRef(ontology.ONTOLOGY + name), RDFS.label)
    return next(str(label) for label in labels if isinstance(label, Literal) and label.language == language)


def made() -> dict[str, str]:
    """Every file for programs, by its path."""
    prefixes = json.dumps(dict(sorted(ontology.PREFIXES.items())), indent=1) + "\n"
    return {
        "ontology/context.jsonld": context(),
        "ontology/prefixes.json": prefixes,
        "ontology/prefixes.ttl": prefixes_ttl(),
    }


def main(folder: str = str(ROOT)) -> None:
    """Write them all."""
    logging.disable(logging.WARNING)
    files = made() | {f"docs/ontology/{name}": page(language) for language, name in PAGES.items()}
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
