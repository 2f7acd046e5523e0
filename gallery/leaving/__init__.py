"""A service leaves the installation: everything held of it, in open formats, with a signed certificate (G-10, M-13)."""
