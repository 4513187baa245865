"""The two protocols of a SPARQL 1.1 server over HTTP: queries, and the graph store.

Servers differ in where the services lie below the address that people know. Jena Fuseki, Oxigraph,
RDF4J and GraphDB are found by asking; an address may also be that of the service itself.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from graph_builder.errors import StoreError, UsageError

_QUERY: Final = ("/sparql", "/query", "")
_DATA: Final = ("/data", "/store", "/rdf-graphs/service", "")
_JSON: Final = "application/sparql-results+json"
_SECONDS: Final = 300


class Server:
    """One dataset of a SPARQL server, known by its URL; a user and password in it are used to log in."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                f"{parts.netloc.rpartition('@')[2] or url} 不是 SPARQL 服务器的地址；"
                "例如 http://localhost:3030/ds"
            )
        self.url = urlunsplit(
            (parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), parts.query, "")
        )
        self._login: dict[str, str] = {}
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._login = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def select(self, query: str, graphs: Iterable[str] = ()) -> list[Mapping[str, Any]]:
        """The bindings of a SELECT over the union of `graphs`, or over the server's own default graph."""
        found = self._json(self._query, query, graphs)
        return list(found["results"]["bindings"])

    def ask(self, query: str, graphs: Iterable[str] = ()) -> bool:
        """The answer to an ASK."""
        return bool(self._json(self._query, query, graphs)["boolean"])

    def put(
        self, graph: str, content: str, *, merge: bool = False, kind: str = "application/n-triples"
    ) -> None:
        """Replace a graph by the content, or add the content to it."""
        try:
            data = content.encode()
        except UnicodeEncodeError as error:
            raise StoreError(f"图 {graph} 里有半个字符：{error}") from error
        self._send(
            "POST" if merge else "PUT", self._graph(graph), data, {"Content-Type": f"{kind}; charset=utf-8"}
        )

    def delete(self, graph: str) -> None:
        """Remove a graph."""
        self._send("DELETE", self._graph(graph))

    @cached_property
    def _query(self) -> str:
        for suffix in _QUERY:
            try:
                self._json(self.url + suffix, "ASK {}", ())
            except _Refused as refused:
                if refused.status in (401, 403):
                    raise
            else:
                return self.url + suffix
        raise StoreError(
            f"{self.url} 不回答 SPARQL 查询，{_tried(self.url, _QUERY[:2])} 也不回答；请检查地址"
        )

    @cached_property
    def _data(self) -> str:
        for suffix in _DATA:
            try:
                self._send("HEAD", f"{self.url}{suffix}?default")
            except _Refused as refused:
                if refused.status in (401, 403):
                    raise
            else:
                return self.url + suffix
        raise StoreError(
            f"{self.url} 没有图存储接口，{_tried(self.url, _DATA[:3])} 也没有；"
            "请检查地址，以及服务器是否允许写入"
        )

    def _graph(self, graph: str) -> str:
        return f"{self._data}?graph={quote(graph, safe='')}"

    def _json(self, url: str, query: str, graphs: Iterable[str]) -> Any:
        form: Sequence[tuple[str, str]] = [
            ("query", query),
            *(("default-graph-uri", graph) for graph in graphs),
        ]
        kind = "application/x-www-form-urlencoded"
        body = self._send("POST", url, urlencode(form).encode(), {"Content-Type": kind, "Accept": _JSON})
        try:
            return json.loads(body)
        except ValueError as error:
            raise _Refused(f"{url} 的回答不是 {_JSON}", 0) from error

    def _send(
        self, method: str, url: str, data: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        request = Request(url, data, {**self._login, **(headers or {})}, method=method)
        try:
            with urlopen(request, timeout=_SECONDS) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            with error:
                said = " ".join(error.read(300).decode("utf-8", "replace").split())
            raise _Refused(f"{method} {url}：服务器答复 {error.code} {said}", error.code) from error
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise StoreError(
                f"{self.url} 没有 SPARQL 服务器应答（{reason}）；请启动服务器，或检查地址"
            ) from error


class _Refused(StoreError):
    """The server answered with an error."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _tried(url: str, suffixes: Iterable[str]) -> str:
    return "、".join(url + suffix for suffix in suffixes)
