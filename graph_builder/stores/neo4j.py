"""A Neo4j server as a store: managed transactions, its faults in plain words, the canned questions.

Every statement runs in a managed transaction, so that the driver repeats it where a fault passes (a
deadlock, a server that restarts); every value is a parameter. What lasts becomes a StoreError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import TracebackType
from typing import Any, Final, Self, cast

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, ManagedTransaction
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)
from neo4j.time import Date

from graph_builder.errors import DataError, StoreError, UsageError
from graph_builder.stores.base import Cell, Value
from queries import Query

Statement = tuple[str, Mapping[str, Any]]
"""A text in Cypher and its parameters."""

_SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_SETTINGS: Final[Mapping[str, Any]] = {"notifications_min_severity": "OFF", "max_transaction_retry_time": 60}

OWN_DATABASE: Final = "或给 zhize 单独一个数据库"
"""The last cure where others' data stand in the way."""

_READ_ONLY: Final = "数据库是只读的；请在服务器设置里允许写入"

_CURES: Final = {
    "Unauthorized": "用户名或密码不对；请检查 NEO4J_USERNAME 和 NEO4J_PASSWORD",
    "AuthenticationRateLimit": "密码错得太多，服务器几秒内连正确的密码也不接受；"
    "请稍等，再检查 NEO4J_USERNAME 和 NEO4J_PASSWORD",
    "CredentialsExpired": "初始密码要先改掉才能用；请先用 Neo4j Browser 登录一次",
    "Forbidden": "这个用户没有权限；请给它写数据和新建类型的权限",
    "DatabaseNotFound": "没有这个数据库；请检查 NEO4J_DATABASE",
    "DatabaseUnavailable": "数据库没有联机；请启动它，或检查 NEO4J_DATABASE",
    "WriteOnReadOnlyAccessDatabase": _READ_ONLY,
    "ReadOnly": _READ_ONLY,
    "ConstraintCreationFailed": f"已有的数据违反“编号不重复”的规则；请删去下面所说的数据，{OWN_DATABASE}",
    "IndexAlreadyExists": f"zhize 要建约束的地方已有别的索引；请删去它，{OWN_DATABASE}",
    "TransactionOutOfMemoryError": "服务器内存不够；请调大堆内存或事务的内存上限",
}
"""What to do, by the last word of the server's code."""


class ConstraintViolated(StoreError):
    """What was to be created is there already."""


class CommitUnanswered(StoreError):
    """The connection was lost during a commit: what was sent is written as a whole, or not at all."""


class Neo4jStore:
    """One database of a server. Close it, or use it in a `with`."""

    def __init__(self, driver: Driver, database: str | None, place: str) -> None:
        self._driver = driver
        self._database = database
        self.place = place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    def check(self) -> None:
        """StoreError unless the server answers for this database, at once and not after retries."""
        with self._told():
            self._driver.verify_connectivity()
        self.read("RETURN 1 AS one")

    def read(
        self, cypher: str, parameters: Mapping[str, Any] | None = None, *columns: str
    ) -> list[list[Any]]:
        """The rows of a statement that only reads; `columns` picks and orders them."""

        def work(transaction: ManagedTransaction) -> list[list[Any]]:
            return transaction.run(_text(cypher), dict(parameters or {})).values(*columns)

        with self._told(), self._driver.session(**self._options(READ_ACCESS)) as session:
            return session.execute_read(work)

    def write(self, *statements: Statement) -> list[Any]:
        """Run statements in one transaction; the one value that each returns, else 0.

        A statement is sent while the server still works on the one before it.
        """

        def work(transaction: ManagedTransaction) -> list[Any]:
            results = [transaction.run(_text(cypher), dict(terms)) for cypher, terms in statements]
            records = [result.single() for result in results]
            return [record[0] if record else 0 for record in records]

        with self._told(), self._driver.session(**self._options(WRITE_ACCESS)) as session:
            return session.execute_write(work)

    def rows(self, query: Query, values: Mapping[str, Value]) -> Iterable[tuple[Cell, ...]]:
        """The rows of the query's Cypher text; a parameter that is not given is null."""
        absent = {parameter.name: None for parameter in query.parameters}
        given = {name: _parameter(value) for name, value in values.items()}
        for row in self.read(query.cypher, absent | given, *query.columns):
            yield tuple(map(_cell, row))

    def _options(self, access: str) -> dict[str, Any]:
        return {"database": self._database, "default_access_mode": access, "fetch_size": 5000}

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (ServiceUnavailable, SessionExpired) as error:
            cure = "请启动服务器，或检查 NEO4J_URI；中断的载入再运行一次就会接着做"
            unanswered = isinstance(error, IncompleteCommit)
            raise (CommitUnanswered if unanswered else StoreError)(
                f"{self.place} 没有 Neo4j 应答（{_said(error)}）；{cure}"
            ) from error
        except (AuthError, Neo4jError) as error:
            last = (error.code or "").rsplit(".", 1)[-1]
            kind = ConstraintViolated if last == "ConstraintValidationFailed" else StoreError
            cure = _CURES.get(last, error.code or "未知错误")
            raise kind(f"Neo4j（{self.place}）：{cure}（{_said(error)}）") from error
        except UnicodeEncodeError as error:
            raise StoreError(f"Neo4j（{self.place}）不收半个字符：{error}") from error
        except (DriverError, OSError, ValueError) as error:
            raise StoreError(f"Neo4j（{self.place}）：{_said(error)}") from error


def connect(environment: Mapping[str, str]) -> Neo4jStore:
    """The server that `NEO4J_URI` names, with `NEO4J_USERNAME`, `NEO4J_PASSWORD` and `NEO4J_DATABASE`.

    The user is `neo4j` where none is named; without a password there is no log-in; without a database
    it is the user's home database.

    Raises:
        UsageError: NEO4J_URI is missing or no address.
        StoreError: the server does not answer or refuses.
    """
    uri = environment.get("NEO4J_URI", "")
    if not uri:
        raise UsageError("没有设置 NEO4J_URI；它是服务器的地址，例如 bolt://localhost:7687")
    password = environment.get("NEO4J_PASSWORD")
    login = (environment.get("NEO4J_USERNAME") or "neo4j", password) if password else None
    place = uri.rpartition("@")[2]
    if uri.partition("://")[0] not in _SCHEMES:
        raise UsageError(
            f"NEO4J_URI={place} 不是 Neo4j 服务器的地址；地址以这些之一开头："
            + " ".join(f"{scheme}://" for scheme in _SCHEMES)
        )
    try:
        driver = GraphDatabase.driver(uri, auth=login, **_SETTINGS)
    except (ConfigurationError, DriverError, ValueError, OSError) as error:
        raise UsageError(
            f"NEO4J_URI={place} 不是服务器的地址（{_said(error)}）；例如 bolt://localhost:7687"
        ) from error
    store = Neo4jStore(driver, environment.get("NEO4J_DATABASE") or None, place)
    try:
        store.check()
    except StoreError:
        store.close()
        raise
    return store


def _text(cypher: str) -> Any:
    """The driver's type asks for literal texts; ours come from files of the package, never from data."""
    return cast(Any, cypher)


def _said(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(message).split())[:300]


def _parameter(value: Value) -> str | int | date:
    match value.type:
        case "date":
            return date.fromisoformat(str(value.value))
        case "year" | "int":
            return int(value.value)
        case _:
            return str(value.value)


def _cell(found: object) -> Cell:
    match found:
        case bool():
            return "true" if found else "false"
        case None | str() | int():
            return found
        case Date() | date():
            return found.isoformat()
    raise DataError(f"预置查询不能返回 {found!r}")
