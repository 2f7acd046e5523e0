"""What client and service say to each other: frozen models, checked on both sides, unknown fields refused."""
