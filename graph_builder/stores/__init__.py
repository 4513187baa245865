"""Stores that hold a graph and answer canned queries."""
