"""Names of bodies: what a surface in a document means, which layer says so, and why."""

from graph_builder.names.context import Context
from graph_builder.names.divisions import Divisions, Place
from graph_builder.names.resolve import Names, Resolution

__all__ = ["Context", "Divisions", "Names", "Place", "Resolution"]
