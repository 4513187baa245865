"""A real SPARQL 1.1 server for the tests: Apache Jena Fuseki from its one jar, in memory, on loopback."""

import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import jars
from daemon import Daemon, free_port


class FusekiServer:
    """One empty in-memory dataset behind the usual three services.

    ``url`` is the dataset (what ``--sparql`` takes); below it lie ``/sparql``, ``/update`` and ``/data``.
    """

    def __init__(self, home: Path) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}/ds"
        jar = jars.find_jar("fuseki", "jena-fuseki-server-*.jar")
        place = ("--localhost", f"--port={self._port}", "--mem", "--update", "/ds")
        self.daemon = Daemon([jars.java(17), "-Xmx1g", "-jar", jar, *place], home / "fuseki.log")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.daemon.start(self._is_ready)

    def kill(self) -> None:
        """End the server at once; the dataset is gone with it."""
        self.daemon.kill()

    def update(self, text: str) -> None:
        """Run one SPARQL update."""
        self._post("update", text, "application/sparql-update")

    def ask(self, text: str, accept: str = "text/csv") -> str:
        """The answer to one SPARQL query in the format ``accept``."""
        return self._post("sparql", text, "application/sparql-query", accept)

    def empty(self) -> None:
        """Remove every graph."""
        self.update("DROP ALL")

    def _post(self, service: str, text: str, kind: str, accept: str = "*/*") -> str:
        headers = {"Content-Type": kind, "Accept": accept}
        request = urllib.request.Request(f"{self.url}/{service}", text.encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(answer.read().decode("utf-8"))

    def _is_ready(self) -> bool:
        try:
            return "true" in self.ask("ASK {}", "application/sparql-results+json")
        except (URLError, OSError):
            return False


@contextmanager
def started() -> Iterator[FusekiServer]:
    """An empty server, stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="zhize-fuseki-") as home:
        server = FusekiServer(Path(home))
        try:
            server.start()
            yield server
        finally:
            server.kill()
