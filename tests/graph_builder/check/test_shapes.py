"""Each shape, by the one broken fixture that it alone reports; and no violation in sound data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyshacl
import pytest
import yaml
from rdflib import RDF, SH
from rdflib import Graph as RdfGraph
from toy import toy_graph

import ontology
from graph_builder import pipeline
from graph_builder.check import check, shapes
from graph_builder.check.findings import VIOLATION, Finding
from graph_builder.errors import DataError
from graph_builder.stores import rdf

ROOT = Path(__file__).parents[3]
CASES: dict[str, Any] = yaml.safe_load((ROOT / "tests/cases/shapes.yaml").read_text("utf-8"))
NAMES = sorted(
    str(shape).removeprefix(ontology.SHAPE) for shape in shapes.shapes().subjects(RDF.type, SH.NodeShape)
)


def iris(text: str) -> str:
    """`id:a/b` is no prefixed name in Turtle: write it out."""
    words = (
        f"<{ontology.ID}{word.removeprefix('id:')}>" if word.startswith("id:") else word
        for word in text.replace(", id:", " , id:").replace("\n", " ").split(" ")
    )
    return " ".join(words)


def prefixes() -> str:
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in ontology.PREFIXES.items())


def sound() -> RdfGraph:
    data = RdfGraph().parse(data=ontology.core_ttl(), format="turtle")
    return data.parse(data=prefixes() + iris(CASES["base"]), format="turtle")


def kinds(data: RdfGraph) -> set[str]:
    return {one.kind for one in shapes.results(data)}


def test_each_shape_has_its_fixture() -> None:
    assert sorted(CASES["cases"]) == NAMES
    assert len(NAMES) == 41


def test_the_sound_data_are_sound() -> None:
    assert kinds(sound()) == set()


@pytest.mark.parametrize("shape", CASES["cases"])
def test_a_broken_fixture_is_reported_by_its_shape_alone(shape: str) -> None:
    data = sound()
    before = set(data)
    data.update(prefixes() + iris(CASES["cases"][shape]))
    assert set(data) != before
    assert kinds(data) == {shape}


def test_the_toy_city_has_no_violation_and_its_oddities() -> None:
    found = check(toy_graph())
    assert found.violations == ()
    assert found.counts() == {
        "lead-and-support": 2,
        "lead-conflict": 1,
        "missing-lead": 1,
        "several-leads": 1,
        "unread-citation": 3,
        "unresolved-name": 1,
    }
    assert found.exit_code == 1


def test_a_sample_has_no_violation() -> None:
    sample = sorted((ROOT / "examples").glob("sample_gazette*.txt"))
    assert len(sample) == 2
    found = check(pipeline.build(sample).graph)
    assert found.violations == ()


def test_the_gazettes_have_no_violation(corpus: Path) -> None:
    graph = pipeline.build([corpus]).graph
    found = check(graph)
    assert found.violations == ()
    assert len(graph.assignments) > 500


def test_what_a_file_lacks_or_has_too_much_is_a_violation() -> None:
    graph = toy_graph()
    lines = rdf.nquads(graph)
    mark = f"<{ontology.ONTOLOGY}dependsOn> "
    lost = next(line for line in lines if mark in line)
    more = lost.replace("dependsOn>", "delegatesTo>")
    title = next(line for line in lines if f"<{ontology.ONTOLOGY}title> " in line)
    kept = [line for line in lines if line not in (lost, title)]
    found = shapes.validate(graph, "".join([*kept, more]).encode())
    told = {one.kind: one for one in found if one.kind in ("derived", "data")}
    assert told["derived"].subject == ontology.DERIVED_GRAPH
    assert told["derived"].detail.startswith("多出 1 条，缺少 1 条")
    assert told["data"].detail.startswith("多出 0 条，缺少 1 条")
    assert {one.severity for one in told.values()} == {VIOLATION}
    with pytest.raises(DataError):
        shapes.validate(graph, b"<no quads")
    with pytest.raises(DataError, match="blank node"):
        shapes.validate(graph, b"_:a <https://x.org/p> _:b .\n")


def test_findings_as_a_report() -> None:
    found = (
        Finding("missing-lead", "warning", "task/1", '引"号\n', "\\"),
        Finding("lead-conflict", "warning", "task/1", other="task/2", score=0.5),
    )
    report = RdfGraph().parse(data=shapes.report_ttl(found), format="turtle")
    assert len(list(report.subjects(RDF.type, SH.ValidationResult))) == 2
    assert (
        str(report.value(predicate=SH.conforms, object=None) or next(report.objects(None, SH.conforms)))
        == "false"
    )
    assert '引"号' in "".join(map(str, report.objects(None, SH.resultMessage)))
    assert shapes.report_ttl(found) == shapes.report_ttl(found)
    assert "sh:conforms true" in shapes.report_ttl(())


def test_every_kind_has_a_name_in_two_languages() -> None:
    assert all(zh and en and zh != en for zh, en in shapes.names().values())
    assert set(NAMES) < set(shapes.names())


def test_the_shapes_are_shapes_themselves() -> None:
    valid, _, text = pyshacl.validate(shapes.shapes(), meta_shacl=True, shacl_graph=shapes.shapes())
    assert valid, text
