"""Encrypted pictures, each named by its content's hash, each under its lineage's own key."""
