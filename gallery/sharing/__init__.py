"""What services agree on, see of each other and tell each other; each stays the owner of what is its own (G-01)."""
