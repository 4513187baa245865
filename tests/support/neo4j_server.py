"""A real Neo4j for the tests: the server that ``NEO4J_URI`` names, or one started from its jars.

``connect()`` is what most tests want (through the fixtures ``neo4j_server`` and ``empty_neo4j``).
``started()`` is a server of one's own, to be killed, restarted or given other settings.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import jars
import neo4j
from daemon import Daemon, free_port
from neo4j.exceptions import AuthError, DriverError, Neo4jError

LINES = {"neo4j-5": 17, "neo4j-newest": 21}
"""The two lines of the server that tests run, and the Java that each needs at least."""

PASSWORD = "only-for-tests"
OPENED = tuple(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch"))
QUICK = ("-XX:TieredStopAtLevel=1",)
"""What makes a server quicker that lives for minutes; a benchmark takes it away."""

ENTRY = {"neo4j-5": "org.neo4j.server.CommunityEntryPoint", "neo4j-newest": "org.neo4j.server.Neo4jCommunity"}
QUIET = {
    "neo4j-5": {},
    "neo4j-newest": {"server.fleet_discovery.enabled": "false", "dbms.fleet_manager.enabled": "false"},
}

DOUBLED = "MATCH (a)-[r]->(b) WITH a, b, type(r) AS t, r.id AS id, count(*) AS n WHERE n > 1 RETURN t, id"
"""Relationships that stand twice."""


class Neo4jServer:
    """Where a Neo4j can be reached, in the terms of its driver."""

    database = "neo4j"

    def __init__(self, uri: str, username: str = "neo4j", password: str = PASSWORD) -> None:
        self.uri = uri
        self.username = username
        self.password = password

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which ``zhize`` finds this server."""
        return {
            "NEO4J_URI": self.uri,
            "NEO4J_USERNAME": self.username,
            "NEO4J_PASSWORD": self.password,
            "NEO4J_DATABASE": self.database,
        }

    def driver(self) -> neo4j.Driver:
        """A new driver of the official client; close it."""
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.username, self.password))

    def run(self, cypher: str, **parameters: object) -> list[dict[str, object]]:
        """The rows that one statement gives, in a transaction of its own."""
        with self.driver() as driver:
            rows, _, _ = driver.execute_query(cypher, parameters, database_=self.database)
        return [row.data() for row in rows]

    def empty(self) -> None:
        """Remove every node, relationship, constraint and index (but the built-in look-up ones)."""
        with self.driver() as driver, driver.session(database=self.database) as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
            for name in session.run("SHOW CONSTRAINTS YIELD name").value():
                session.run(f"DROP CONSTRAINT `{name}`").consume()
            for name in session.run(
                "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"
            ).value():
                session.run(f"DROP INDEX `{name}`").consume()


class OwnServer(Neo4jServer):
    """A Community server of the line ``line``, with its own port and home folder."""

    def __init__(self, line: str, home: Path, settings: Mapping[str, str]) -> None:
        self.line = line
        self.home = home
        self._port = free_port()
        super().__init__(f"bolt://127.0.0.1:{self._port}")
        self._write_settings(settings)
        java, lib = jars.java(LINES[line]), jars.folder(line)
        folders = (f"--home-dir={home}", f"--config-dir={home / 'conf'}")
        command: list[str | Path] = [
            java,
            "-Xmx1g",
            *QUICK,
            *OPENED,
            "-cp",
            f"{lib}/*",
            ENTRY[line],
            *folders,
        ]
        self.daemon = Daemon(command, home / "server.log")

    def start(self) -> None:
        """Start the server and wait until it answers the driver with our password set."""
        self.daemon.start(self._is_ready)

    def kill(self) -> None:
        """End the server at once (SIGKILL); its home stays for ``start``."""
        self.daemon.kill()

    def stop(self) -> None:
        """Let the server end in good order; its home stays for ``start``."""
        self.daemon.stop()

    def restart(self, settings: Mapping[str, str] | None = None) -> None:
        """Stop, and start on the same home and port with these lines of neo4j.conf beside the usual ones."""
        self.stop()
        self._write_settings(settings or {})
        self.start()

    def import_csv(self, *arguments: str | Path, database: str = "neo4j") -> subprocess.CompletedProcess[str]:
        """``neo4j-admin database import full`` into the stopped server; it replaces the database."""
        if self.daemon.running:
            raise RuntimeError("stop the server before a bulk import")
        command = ("database", "import", "full", database, "--overwrite-destination", *arguments)
        return admin(self.line, self.home, *command)

    def _write_settings(self, settings: Mapping[str, str]) -> None:
        address = f"127.0.0.1:{self._port}"
        usual = {
            "server.bolt.listen_address": address,
            "server.bolt.advertised_address": address,
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": "128m",
            "dbms.usage_report.enabled": "false",
        }
        lines = (f"{name}={value}\n" for name, value in {**usual, **QUIET[self.line], **settings}.items())
        (self.home / "conf").mkdir(exist_ok=True)
        (self.home / "conf" / "neo4j.conf").write_text("".join(lines), "utf-8")

    def _is_ready(self) -> bool:
        try:
            with self.driver() as driver:
                driver.verify_connectivity()  # at once, where a query would be tried again for seconds
                driver.execute_query("RETURN 1", database_=self.database)
        except AuthError:
            self._set_password()
            return False
        except (DriverError, Neo4jError):
            return False
        return True

    def _set_password(self) -> None:
        with neo4j.GraphDatabase.driver(self.uri, auth=("neo4j", "neo4j")) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new"
            driver.execute_query(change, new=self.password, database_="system")


def admin(line: str, home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run neo4j-admin of ``line`` on the server home ``home``; the exit code is the caller's to judge."""
    folders = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    main = "org.neo4j.cli.AdminTool"
    return jars.run(
        line, main, *arguments, options=OPENED, at_least=LINES[line], environment=folders, directory=home
    )


@contextmanager
def prepared(line: str = "neo4j-5", settings: Mapping[str, str] | None = None) -> Iterator[OwnServer]:
    """A server that is not started yet (to import into it first); stopped and removed at the end."""
    jars.java(LINES[line])
    jars.folder(line)
    home = Path(tempfile.mkdtemp(prefix="zhize-neo4j-"))
    server = OwnServer(line, home, settings or {})
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(home)


@contextmanager
def started(line: str = "neo4j-5", settings: Mapping[str, str] | None = None) -> Iterator[OwnServer]:
    """A server of one's own, ready for use."""
    with prepared(line, settings) as server:
        server.start()
        yield server


@contextmanager
def connect() -> Iterator[Neo4jServer]:
    """The server of ``NEO4J_URI`` if that is set, else one started for the occasion.

    A server that is not ours has to be empty: tests remove everything in it.
    """
    uri = os.environ.get("NEO4J_URI")
    if not uri:
        with started() as own:
            yield own
        return
    names = ("NEO4J_USERNAME", "neo4j"), ("NEO4J_PASSWORD", "neo4j"), ("NEO4J_DATABASE", "neo4j")
    username, password, database = (os.environ.get(name, usual) for name, usual in names)
    given = Neo4jServer(uri, username, password)
    given.database = database
    if given.run("MATCH (n) RETURN n LIMIT 1"):
        raise RuntimeError(f"NEO4J_URI={uri} holds data, and tests would remove it: give an empty database")
    yield given
    given.empty()
