"""Invented documents that names are resolved in, and the coverage of a list of surfaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_builder.model import Document, Span
from graph_builder.names import Context, Names

ISSUERS = {
    "central": "国务院办公厅",
    "ministry": "教育部",
    "province": "浙江省人民政府",
    "city": "嘉兴市人民政府",
    "county-city": "海宁市人民政府",
    "county": "桐庐县人民政府",
    "district": "杭州市西湖区人民政府",
    "municipality": "重庆市人民政府",
    "region": "广西壮族自治区人民政府",
    "unlisted": "云州市人民政府",
    "company": "国网丽水供电公司",
}
COUNTRY = "云岭省人民政府要求云州市落实。"


def document(issuer: str | None, date: str | None = "2021-05-01", **fields: object) -> Document:
    """A bare document of `issuer`."""
    return Document("doc/x", "source/x", Span(0, 0), None, "通知", "通知", issuer, date, "-", **fields)  # type: ignore[arg-type]


def context(
    names: Names, who: str, text: str = "", date: str | None = "2021-05-01", **fields: object
) -> Context:
    """The context of an invented document of one of ISSUERS, or of any other issuer."""
    issuer = ISSUERS.get(who, who)
    return names.context(document(issuer, date, **fields), text or (COUNTRY if who == "unlisted" else ""))


@dataclass(frozen=True)
class Coverage:
    """Shares of a list of surfaces, by name and weighted by count; the surfaces that fell short."""

    recognised: float
    settled: float
    recognised_weighted: float
    settled_weighted: float
    unknown: tuple[str, ...]
    open: tuple[str, ...]


def settles(names: Names, surface: str, contexts: Iterable[Context]) -> bool:
    """Whether a document exists in which the surface is settled (a class without members counts)."""
    for where in contexts:
        collective = names.is_collective(surface, where)
        if names.resolve(surface, collective, where).canonical:
            return True
    return False


def coverage(names: Names, counts: dict[str, int]) -> Coverage:
    """How much of `counts` (surface to count) is known, and settled in a plausible document."""
    contexts = [context(names, who) for who in ("central", "province", "city", "company")]
    known = {surface for surface in counts if names.known(surface)}
    settled = {surface for surface in counts if settles(names, surface, contexts)}
    total = sum(counts.values())
    return Coverage(
        len(known) / len(counts),
        len(settled) / len(counts),
        sum(counts[surface] for surface in known) / total,
        sum(counts[surface] for surface in settled) / total,
        tuple(surface for surface in counts if surface not in known),
        tuple(surface for surface in counts if surface not in settled),
    )
