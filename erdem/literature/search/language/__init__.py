"""The query language of the patent search: text to nodes and back, without Django and without an index."""
