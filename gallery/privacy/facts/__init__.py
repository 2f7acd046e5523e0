"""Facts that a privacy impact report must state, each read from what is running, with its source (K-01)."""
