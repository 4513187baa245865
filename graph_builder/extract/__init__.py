"""From a document's passages to its statements, and a fate for every role word."""

from graph_builder.extract.engine import Extraction, extract

__all__ = ["Extraction", "extract"]
