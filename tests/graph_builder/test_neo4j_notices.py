"""What both lines of the server have to say about the statements that we send: nothing is out of date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import neo4j_server as harness
import pytest
from parts import only
from toy import toy_graph

import queries
from graph_builder.stores import neo4j
from graph_builder.stores.load import load
from graph_builder.stores.neo4j_way_back import read_back

pytestmark = pytest.mark.outside


class Noted(neo4j.Neo4jStore):
    """A store that keeps every text that is sent, with its parameters."""

    def __init__(self, store: neo4j.Neo4jStore) -> None:
        super().__init__(store._driver, store._database, store.place)
        self.sent: dict[str, Mapping[str, Any]] = {}

    def read(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *columns: str
    ) -> list[list[Any]]:
        self.sent[cypher] = parameters or {}
        return super().read(cypher, parameters, *columns)

    def write(self, *statements: neo4j.Statement) -> list[Any]:
        self.sent.update(statements)
        return super().write(*statements)


def notices(server: harness.Neo4jServer, texts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What the server says of each text, but that a label or type is not there (yet)."""
    said = []
    with server.driver() as driver, driver.session(database=server.database) as session:
        for text, parameters in texts.items():
            summary = session.run(cast(Any, f"EXPLAIN {text}"), dict(parameters)).consume()
            said += [
                str(one) for one in summary.gql_status_objects if one.raw_classification == "DEPRECATION"
            ]
    return said


@pytest.mark.parametrize("line", harness.LINES)
def test_nothing_that_is_sent_is_deprecated(line: str) -> None:
    documents = [one.id for one in toy_graph().documents]
    with harness.started(line) as server, neo4j.connect(server.environment) as connected:
        store = Noted(connected)
        for graph in (toy_graph(), only(toy_graph(), documents[1:]), toy_graph()):
            load(graph, store, prune=True)
        list(read_back(store))
        asked = {
            one.cypher: dict.fromkeys((parameter.name for parameter in one.parameters), None)
            for one in map(queries.load, queries.names())
        }
        assert len(store.sent) > 40
        assert len(asked) > 30
        assert notices(server, {"MATCH (n) CALL { WITH n RETURN 1 AS one } RETURN one": {}})
        assert notices(server, store.sent | asked) == []
