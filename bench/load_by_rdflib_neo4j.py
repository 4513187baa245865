"""Load triples into Neo4j by rdflib-neo4j, twice, in an environment of its own: bench_neo4j.py runs this.

    python load_by_rdflib_neo4j.py URI USER PASSWORD TRIPLES

TRIPLES is a pickle of a list of triples of rdflib. The seconds of both loads go to standard output, a line
each; reading the triples does not count.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
import time
from pathlib import Path

from rdflib import Graph
from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig


def main() -> None:
    uri, user, password, triples = sys.argv[1:]
    records = pickle.loads(Path(triples).read_bytes())
    config = Neo4jStoreConfig(
        auth_data={"uri": uri, "database": "neo4j", "user": user, "pwd": password},
        batching=True,
        handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
    )
    for _ in range(2):
        with contextlib.redirect_stdout(sys.stderr):
            store = Neo4jStore(config=config)
            graph = Graph(store=store)
            graph.open(None, create=True)
            begin = time.perf_counter()
            for triple in records:
                graph.add(triple)
            graph.close(True)
            taken = time.perf_counter() - begin
            store.driver.close()
        print(taken, flush=True)


if __name__ == "__main__":
    main()
