"""The vector index: exact, derived from the records, rebuilt when it disagrees with them."""
