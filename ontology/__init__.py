"""The closed vocabularies of the graph: roles, kinds of statement, namespaces.

Everything that becomes a label, a relationship type or a predicate comes from
here and never from the text of a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

BASE: Final = "https://w3id.org/zhize/"
"""Every IRI of the project starts with this."""


class Kind(StrEnum):
    """What form a statement of responsibility takes in the text."""

    CLAUSE = "clause"
    TABLE = "table"
    PROSE = "prose"
    DELEGATION = "delegation"
    GROUP = "group"


class Role(StrEnum):
    """What a body has to do with a task, a delegation or a group."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    IMPLEMENT = "implement"
    GUIDE = "guide"
    SUPERVISE = "supervise"
    ACCEPT = "accept"
    DELEGATOR = "delegator"
    DELEGATE = "delegate"
    GROUP = "group"
    CHAIR = "chair"
    MEMBER = "member"
    OFFICE = "office"


TASK_ROLES: Final = (
    Role.LEAD,
    Role.SUPPORT,
    Role.RESPONSIBLE,
    Role.IMPLEMENT,
    Role.GUIDE,
    Role.SUPERVISE,
    Role.ACCEPT,
)
"""The roles that tie a body to a task; each makes one assignment."""

ROLE_LABELS: Final = {
    Role.LEAD: ("牵头", "lead"),
    Role.SUPPORT: ("配合", "support"),
    Role.RESPONSIBLE: ("负责", "responsible"),
    Role.IMPLEMENT: ("落实", "implement"),
    Role.GUIDE: ("指导", "guide"),
    Role.SUPERVISE: ("监督", "supervise"),
    Role.ACCEPT: ("验收", "accept"),
    Role.DELEGATOR: ("委托", "delegator"),
    Role.DELEGATE: ("受委托", "delegate"),
    Role.GROUP: ("议事协调机构", "group"),
    Role.CHAIR: ("组长", "chair"),
    Role.MEMBER: ("成员", "member"),
    Role.OFFICE: ("办公室设在", "office host"),
}
"""Chinese and English name of each role, for people."""

DIRECT_PROPERTY: Final = {
    Role.LEAD: "leads",
    Role.SUPPORT: "supports",
    Role.RESPONSIBLE: "isResponsibleFor",
    Role.IMPLEMENT: "implements",
    Role.GUIDE: "guides",
    Role.SUPERVISE: "supervises",
    Role.ACCEPT: "accepts",
}
"""Local name of the property that a task role contracts to, from body to task."""


MEMBER_PROPERTY: Final = {role: f"{name}AsMember" for role, name in DIRECT_PROPERTY.items()}
"""Local name of the property that carries a collective's task role over to its members."""

SEAT_ROLES: Final = (Role.CHAIR, Role.MEMBER, Role.OFFICE)
"""The roles of a seat in a group."""

BEARER_CLASS: Final = {
    "agency": "Agency",
    "body": "OtherBody",
    "collective": "AgencyCollective",
    "group": "CoordinatingBody",
    "unresolved": "UnresolvedBody",
}
"""Local name of the class of each kind of role bearer."""

CITATION_PROPERTY: Final = {
    "based_on": "basedOn",
    "implements": "implementsDocument",
    "promulgates": "promulgates",
    "repeals": "repeals",
    "amends": "amends",
    "cites": "cites",
}
"""Local name of the property that a citation of each kind contracts to, from document to document."""

ID: Final = f"{BASE}id/"
"""An entity's IRI is this and its id."""

ONTOLOGY: Final = f"{BASE}ontology#"
"""Classes and properties."""

ROLE: Final = f"{BASE}role/"
"""Roles are concepts of their own: this and the value of `Role`."""

GRAPH: Final = f"{BASE}graph/"
"""Named graphs: this and a document's id, or one of the three below."""

SHARED_GRAPH: Final = f"{GRAPH}shared"
DERIVED_GRAPH: Final = f"{GRAPH}derived"
ONTOLOGY_GRAPH: Final = f"{GRAPH}ontology"

PREFIXES: Final = {
    "zz": ONTOLOGY,
    "role": ROLE,
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of every serialisation and every query."""


SHAPE: Final = f"{BASE}shape/"
"""Shapes: this and a name of their own, which is the kind of finding that they report."""


def core_ttl() -> str:
    """The ontology itself, as Turtle."""
    return _text("core.ttl")


def chains_ttl() -> str:
    """Property chains for who would rather reason than load the derived graph, as Turtle."""
    return _text("chains.ttl")


def shapes_ttl() -> str:
    """The SHACL shapes, as Turtle."""
    return _text("shapes.ttl")


def rules() -> Mapping[str, str]:
    """The CONSTRUCT of each derived relation by its IRI, in the order in which they are to be run."""
    texts = (one.read_text(encoding="utf-8") for one in _rule_files())
    return {text.split(">", 1)[0].removeprefix("# <"): text for text in texts}


def _rule_files() -> list[Traversable]:
    folder = files(__name__).joinpath("rules")
    return sorted((one for one in folder.iterdir() if one.name.endswith(".rq")), key=lambda one: one.name)


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
