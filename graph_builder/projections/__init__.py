"""Pure views of a graph: RDF quads, a property graph."""
