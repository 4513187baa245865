"""What `import graph_builder` offers."""

import subprocess
import sys
from pathlib import Path

import pytest
from commands import PLAN

import graph_builder
from graph_builder.errors import InputError
from graph_builder.model import Graph
from graph_builder.outdir import write_graph


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small document."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_the_public_interface_is_small_and_lazy() -> None:
    code = (
        "import sys, graph_builder; print(sorted({'rdflib', 'networkx', 'jieba', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"
    assert set(graph_builder.__all__) <= set(dir(graph_builder))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        graph_builder.nothing  # noqa: B018


def test_the_public_interface_builds_and_reads_graphs(plan: Path, tmp_path: Path) -> None:
    graph = graph_builder.build([plan])
    assert isinstance(graph, Graph)
    assert graph == graph_builder.build(str(plan))
    assert len(graph.assignments) == 6
    assert graph_builder.to_networkx(graph).number_of_edges() == 6
    assert len(graph_builder.to_rdflib(graph)) > 100
    write_graph(graph, tmp_path)
    assert graph_builder.read_graph(tmp_path) == graph


def test_the_public_interface_drops_nothing_silently(plan: Path) -> None:
    (plan.parent / "empty.txt").touch()
    with pytest.warns(UserWarning, match=r"empty\.txt：文件是空的"):
        assert graph_builder.build([plan, plan.parent / "empty.txt"]).assignments
    with pytest.raises(InputError, match=r"empty\.txt"):
        graph_builder.build([plan.parent / "empty.txt"])
